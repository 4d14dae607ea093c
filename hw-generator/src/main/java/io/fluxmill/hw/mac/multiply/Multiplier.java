// SPDX-License-Identifier: Apache-2.0
package io.fluxmill.hw.mac.multiply;

import io.fluxmill.core.format.Multiplication;

/** What a unit multiplies with. The results of the first three are the same bits. */
public enum Multiplier {
    /** What suits the target: multipliers of its DSP blocks, tables, or logic. */
    AUTO(Multiplication.EXACT),
    /** Logic on every target. */
    LOGIC(Multiplication.EXACT),
    /** One array of 2-bit cells for all formats: {@link CellArray}. */
    CELLS(Multiplication.EXACT),
    /** An addition of logarithms with an offset. */
    LMUL(Multiplication.LMUL),
    /** An addition of logarithms. */
    MITCHELL(Multiplication.MITCHELL);

    private final Multiplication multiplication;

    Multiplier(Multiplication multiplication) {
        this.multiplication = multiplication;
    }

    /** The arithmetic. */
    public Multiplication multiplication() {
        return multiplication;
    }

    /** Whether operands are logarithms. */
    public boolean isLogarithmic() {
        return multiplication != Multiplication.EXACT;
    }
}
