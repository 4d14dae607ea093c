// SPDX-License-Identifier: Apache-2.0
package io.fluxmill.hw.axi;

import io.fluxmill.hw.hdl.Word;

/** How a command ended; the ordinal is the code in the hardware. Codes of wrong answers are those of RRESP and BRESP. */
public enum AxiError {
    /** Every word was moved. */
    NONE,
    /** The address was not that of a whole word; nothing was moved. */
    COMMAND,
    /** The memory answered SLVERR. */
    SLAVE,
    /** The interconnect answered DECERR. */
    DECODE,
    /** RLAST came too early or too late. */
    LAST,
    /** Nothing moved for the cycles of the time-out. */
    TIMEOUT,
    /** The command was aborted, or came after one whose time was out. */
    ABORTED;

    static final int BITS = 3;

    Word word() {
        return Word.of(ordinal(), BITS);
    }
}
