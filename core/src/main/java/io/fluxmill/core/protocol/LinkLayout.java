// SPDX-License-Identifier: Apache-2.0
package io.fluxmill.core.protocol;

import java.util.List;

/**
 * Frames and registers of the UART and JTAG link; docs/uart-link.md is the contract. A frame, before its bytes go through COBS:
 *
 * <pre>
 *   0          1         2 .. 3    4 .. 5   6 .. 7    8 .. 9   10 ..     last two
 *   sequence   command   session   length   address   count    payload   CRC-16, high byte first
 * </pre>
 *
 * An answer has the status in byte 6 and {@link RunFlag}s in byte 7. Numbers are little-endian.
 */
public final class LinkLayout {
    /** Bytes in front of the payload. */
    public static final int HEADER_BYTES = 10;

    /** Bytes behind the payload. */
    public static final int CRC_BYTES = 2;

    /** Bytes of a buffer that are no payload. */
    public static final int SPARE_BYTES = 32;

    /** Bytes of START's payload in front of the beats of each stream: the limit of cycles. */
    public static final int LIMIT_BYTES = RunCondition.LIMIT_BITS / Byte.SIZE;

    /** Address of CANCEL that resets the engine, too. */
    public static final int CANCEL_RESET = 1;

    /** Four letters of LINK_ID. */
    public static final String ID = "FLNK";

    /** Version of the protocol. */
    public static final int VERSION = 1;

    /** Address of the first register of the link; the engine's are below. */
    public static final int REGISTERS = 0x8000;

    /** The first registers, which OPEN answers. */
    public enum Identity {
        ID,
        VERSION,
        HASH,
        ENGINE_HASH,
        CLOCK_HZ,
        DIVIDER,
        BUFFER_BYTES,
        STREAMS;

        /** The value among the words that OPEN answered. */
        public int of(int... words) {
            return words[List.of(values()).indexOf(this)];
        }

        /** Words that OPEN answers. */
        public static int words() {
            return values().length;
        }
    }

    /** Counters of frames, in the order of their registers, which follow those of {@link Identity}. */
    public enum Counter {
        FRAMES("good frames"),
        DUPLICATES("good frames with the latest sequence number, answered again"),
        CRC_ERRORS("frames dropped for their CRC"),
        LENGTH_ERRORS("frames dropped for their COBS blocks or their length"),
        STOP_ERRORS("frames dropped for a missing stop bit"),
        OVERRUNS("frames dropped for bytes that were lost in the link"),
        REFUSED("frames of another session, or of none"),
        OUT_OF_SEQUENCE("frames whose sequence number is neither the next nor the latest");

        private final String meaning;

        Counter(String meaning) {
            this.meaning = meaning;
        }

        public String meaning() {
            return meaning;
        }
    }

    /** Address of the first counter. */
    public static final int COUNTERS = REGISTERS + 4 * Identity.words();

    /** Address of the low word of the engine's cycles. */
    public static final int CYCLES = COUNTERS + 4 * Counter.values().length;

    /** Address of the beats of the first stream that have not moved; those of the others follow. */
    public static final int LEFT = CYCLES + 8;

    private LinkLayout() {}
}
