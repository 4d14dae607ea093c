// SPDX-License-Identifier: Apache-2.0
package io.fluxmill.driver.transport;

import java.nio.ByteBuffer;
import java.util.List;
import java.util.function.BooleanSupplier;

/** A way to a design: 32-bit registers, streams and an interrupt. Simulator, UART, memory map and PCIe all look like this. */
public interface Transport extends AutoCloseable {
    /** Cycles between two checks in {@link #collect}. */
    long COLLECT_CYCLES = 4096;

    /**
     * Reads a 32-bit register.
     *
     * @param address in bytes
     * @throws IllegalArgumentException if it is not a multiple of 4
     */
    int read(int address);

    /**
     * Writes a 32-bit register.
     *
     * @param address in bytes
     * @throws IllegalArgumentException if it is not a multiple of 4
     */
    void write(int address, int value);

    /**
     * Moves all transfers at the same time, so that back-pressure on a result stream cannot deadlock an operand stream.
     * Returns when every transfer has moved its whole buffer. Positions and limits of the buffers do not change. Direct
     * buffers are not copied.
     *
     * @param timeoutCycles cycles of the design's clock after which the exchange is given up
     * @throws TransportException on a time-out (naming each stream's progress) or a broken link
     */
    void exchange(List<StreamTransfer> transfers, long timeoutCycles);

    /**
     * Sends streams and collects what comes out of another one, if its length is not known beforehand. If the design runs only inside calls, the
     * link checks every {@link #COLLECT_CYCLES} cycles whether it is finished.
     *
     * @param sent streams into the design; all of them move
     * @param collected stream out of the design, with a buffer for as much as can come
     * @param finished asked once all are sent, and again until it is true; it may read registers
     * @param timeoutCycles cycles of the design's clock after which this is given up
     * @return bytes collected
     * @throws TransportException on a time-out (naming each stream's progress) or a broken link
     */
    long collect(List<StreamTransfer> sent, StreamTransfer collected, BooleanSupplier finished, long timeoutCycles);

    /**
     * Waits until the interrupt is high; false on a time-out.
     *
     * @throws IllegalStateException if there is no interrupt here
     */
    boolean awaitInterrupt(long timeoutCycles);

    /** Cycles of the design's clock since reset, where the transport knows them; otherwise -1. */
    long cycles();

    /** Bytes that have gone over a serial line in both directions since it was opened, where there is one; otherwise 0. */
    default long lineBytes() {
        return 0;
    }

    /** The address of a register, if it is a multiple of 4. */
    static int aligned(int address) {
        if (address % 4 != 0) {
            throw new IllegalArgumentException(
                    String.format("register address must be a multiple of 4: 0x%02X", address));
        }
        return address;
    }

    @Override
    void close();

    /**
     * One stream's buffer, from its position to its limit, whole beats. Little-endian.
     *
     * @param stream name in the manifest; its direction says whether the buffer is sent or filled
     */
    record StreamTransfer(String stream, ByteBuffer buffer) {}
}
