// SPDX-License-Identifier: Apache-2.0
package io.fluxmill.core.protocol;

/**
 * Frames and addresses of a system on chip; docs/soc.md is the contract. A frame:
 *
 * <pre>
 *   0      1          2         3        4 .. 5   6 ..      last two
 *   0xA5   sequence   command   status   length   payload   CRC-16 of bytes 1 .. end of the payload
 * </pre>
 *
 * Numbers are little-endian; the length is that of the payload in bytes, a multiple of 4.
 */
public final class SocLayout {
    /** First byte of a frame. */
    public static final int SYNC = 0xA5;

    public static final int HEADER_BYTES = 6;
    public static final int CRC_BYTES = 2;

    /** Longest payload in words. */
    public static final int MAX_WORDS = 256;

    /** Version of the protocol. */
    public static final int VERSION = 1;

    /** Four letters of ID. */
    public static final String ID = "FSOC";

    /** First address of loaded programs: the RAM below is the firmware's. */
    public static final int PROGRAMS = 0x2000;

    /** Address of the system's registers. */
    public static final int REGISTERS = 0x1000_0000;

    /** Address of TIMER_LOW. */
    public static final int TIMER_LOW = REGISTERS + 0x30;

    private static final int STREAMS = REGISTERS + 0x100;

    /** Address of the engine's registers. */
    public static final int ENGINE = 0x2000_0000;

    /** What PING answers, in its order. */
    public enum Identity {
        ID,
        VERSION,
        HASH,
        CLOCK_HZ,
        RAM_BYTES,
        PROGRAM_BASE,
        MAX_PAYLOAD,
        BAD_FRAMES,
        LOST_BYTES,
        PROGRAMS_RUN,
        PROGRAM_RESULT;

        /** Words of the answer. */
        public static int words() {
            return values().length;
        }

        /** The value among the words of the answer. */
        public int of(int... words) {
            return words[java.util.List.of(values()).indexOf(this)];
        }
    }

    private SocLayout() {}

    /** Address of the register that takes or gives a word of a stream of the engine; its status is in the next word. */
    public static int stream(int number) {
        return STREAMS + 8 * number;
    }
}
