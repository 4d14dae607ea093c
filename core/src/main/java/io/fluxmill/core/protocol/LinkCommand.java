// SPDX-License-Identifier: Apache-2.0
package io.fluxmill.core.protocol;

/** What a request of the UART or JTAG link asks for; docs/uart-link.md is the contract. */
public enum LinkCommand {
    /** Takes the link. */
    OPEN(1),
    /** Gives the link back. */
    CLOSE(2),
    /** Reads consecutive registers. */
    READ(3),
    /** Reads one register repeatedly. */
    READ_FIXED(4),
    /** Writes consecutive registers. */
    WRITE(5),
    /** Writes one register repeatedly. */
    WRITE_FIXED(6),
    /** Bytes into the queue of a stream. */
    SEND(7),
    /** Bytes out of the queue of a stream. */
    RECEIVE(8),
    /** Begins transfers and a run. */
    START(9),
    /** Ends them. */
    CANCEL(10);

    /** Added to a request's code in its answer. */
    public static final int ANSWER = 0x80;

    private final int code;

    LinkCommand(int code) {
        this.code = code;
    }

    /** Byte 1 of the request. */
    public int code() {
        return code;
    }
}
