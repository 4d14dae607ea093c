// SPDX-License-Identifier: Apache-2.0
package io.fluxmill.core.protocol;

import java.util.Arrays;
import java.util.Optional;

/** How the loader of a system on chip carried out a request: byte 3 of the answer. */
public enum SocStatus {
    OK(0, "has done it"),
    /** The frame was damaged or incomplete. */
    CORRUPTED(1, "got a damaged frame"),
    UNKNOWN(2, "does not know the command"),
    /** Wrong length of the payload. */
    LENGTH(3, "found a wrong payload length"),
    /** There is nothing at the address, or nothing that may be changed. */
    ADDRESS(4, "has nothing there, or nothing that may be changed");

    private final int code;
    private final String meaning;

    SocStatus(int code, String meaning) {
        this.code = code;
        this.meaning = meaning;
    }

    /** The status of a code, if there is one. */
    public static Optional<SocStatus> of(int code) {
        return Arrays.stream(values()).filter(s -> s.code == code).findFirst();
    }

    public int code() {
        return code;
    }

    /** Its meaning, as the rest of a sentence. */
    public String meaning() {
        return meaning;
    }
}
