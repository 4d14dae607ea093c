// SPDX-License-Identifier: Apache-2.0
package io.fluxmill.core.protocol;

/**
 * Addresses of a bus design; docs/transports.md is the contract:
 *
 * <pre>
 *   0x00000 .. 0x07FFF   the engine's registers
 *   0x08000 .. 0x0FFFF   {@link BusRegister}s, then two registers a stream
 *   0x10000 .. 0x1FFFF   a window of 4 KiB a stream
 * </pre>
 */
public final class BusLayout {
    /** Bits of an address. */
    public static final int ADDRESS_BITS = 17;

    /** Bytes of all addresses. */
    public static final int SPAN_BYTES = 1 << ADDRESS_BITS;

    /** Address of the first register that is not the engine's. */
    public static final int REGISTERS = 0x8000;

    /** Address behind the registers: the first window. */
    public static final int WINDOWS = 0x10000;

    /** Four letters of ID. */
    public static final String ID = "FLBU";

    /** Version of the register map. */
    public static final int VERSION = 1;

    /** Bit of CANCEL that resets the engine, too. */
    public static final int CANCEL_RESET = 1;

    /** Bit of IRQ_ENABLE and IRQ: the end of a run. */
    public static final int ENDED = 1;

    private static final int WINDOW_BYTES = 0x1000;
    private static final int STREAM_REGISTERS = REGISTERS + 0x80;
    private static final int STREAM_STEP = 8;

    private BusLayout() {}

    /** Address of the register LEFT of a stream: beats that have not moved; writing begins a transfer. */
    public static int left(int stream) {
        return STREAM_REGISTERS + STREAM_STEP * stream;
    }

    /** Address of the register LEVEL of a stream: bytes that its queue has, or takes. */
    public static int level(int stream) {
        return left(stream) + 4;
    }

    /** Address of the window of a stream. */
    public static int window(int stream) {
        return WINDOWS + WINDOW_BYTES * stream;
    }
}
