// SPDX-License-Identifier: Apache-2.0
package io.fluxmill.boards.part;

/** What lies between TDI and TDO while an instruction is selected. */
interface DataRegister {
    /** Takes the value that will be shifted out. */
    void capture();

    /** Moves by one bit; the result is what TDO had before. */
    boolean shift(boolean tdi);

    /** Takes what was shifted in. */
    void update();
}
