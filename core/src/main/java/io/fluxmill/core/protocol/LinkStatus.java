// SPDX-License-Identifier: Apache-2.0
package io.fluxmill.core.protocol;

import java.util.Arrays;

/** How a request of the UART or JTAG link ended: byte 6 of the answer. */
public enum LinkStatus {
    DONE(0, "has done it"),
    /** Another host has the link. */
    FOREIGN(1, "belongs to another host"),
    UNKNOWN(2, "does not know the command"),
    /** Nothing is at the address, or the length does not fit. */
    NOTHING_THERE(3, "has nothing there, or the length does not fit"),
    OUT_OF_SEQUENCE(4, "is at another sequence number"),
    /** The engine answered an access with an error. */
    ENGINE_ERROR(5, "got an error from the engine"),
    /** The engine did not answer an access; it must be reset. */
    ENGINE_SILENT(6, "got no answer from the engine: reset it"),
    /** The engine runs. */
    RUNNING(7, "is running the engine");

    /** Bits of a code in the hardware. */
    public static final int BITS = 3;

    private final int code;
    private final String meaning;

    LinkStatus(int code, String meaning) {
        this.code = code;
        this.meaning = meaning;
    }

    /** The status of a code. */
    public static LinkStatus of(int code) {
        return Arrays.stream(values())
                .filter(s -> s.code == code)
                .findFirst()
                .orElseThrow(() -> new IllegalArgumentException("status of the link must be in 0..7: " + code));
    }

    public int code() {
        return code;
    }

    /** Its meaning, as the rest of a sentence. */
    public String meaning() {
        return meaning;
    }
}
