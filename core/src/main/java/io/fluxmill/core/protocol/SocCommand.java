// SPDX-License-Identifier: Apache-2.0
package io.fluxmill.core.protocol;

/** What a frame asks the loader of a system on chip for; docs/soc.md is the contract. */
public enum SocCommand {
    PING(1),
    READ(2),
    WRITE(3),
    /** Writes words to one address. */
    LOAD(4),
    /** Takes packets of features. */
    FETCH(5),
    /** Calls a program. */
    RUN(6);

    /** Added to a request's code in its answer. */
    public static final int ANSWER = 0x80;

    private final int code;

    SocCommand(int code) {
        this.code = code;
    }

    /** Byte 2 of the request. */
    public int code() {
        return code;
    }
}
