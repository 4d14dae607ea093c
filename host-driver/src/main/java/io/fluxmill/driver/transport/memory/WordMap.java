// SPDX-License-Identifier: Apache-2.0
package io.fluxmill.driver.transport.memory;

import io.fluxmill.driver.transport.TransportException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;

/**
 * A range of 32-bit words in hardware, by byte offset. Words are little-endian. Offsets must be multiples of 4 inside the map, blocks multiples of 4
 * bytes; otherwise {@link IllegalArgumentException}, and nothing reaches the hardware. Every method throws {@link TransportException} if the
 * device refuses.
 */
public interface WordMap extends AutoCloseable {
    /** Its name in messages. */
    String name();

    long sizeBytes();

    /** One 32-bit read. */
    int read32(long offset);

    /** One 32-bit write. */
    void write32(long offset, int value);

    /** Reads one address repeatedly. */
    default void readFixed(long offset, byte[] target) {
        read(offset, 0, target);
    }

    /** Writes one address repeatedly. */
    default void writeFixed(long offset, byte[] source) {
        write(offset, 0, source);
    }

    /** Reads consecutive addresses; the order of the accesses is ascending. */
    default void readConsecutive(long offset, byte[] target) {
        read(offset, Integer.BYTES, target);
    }

    /** Writes consecutive addresses in ascending order. */
    default void writeConsecutive(long offset, byte[] source) {
        write(offset, Integer.BYTES, source);
    }

    /** Whether {@link #awaitInterrupt} can be called. */
    default boolean hasInterrupt() {
        return false;
    }

    /**
     * Enables the interrupt and waits for it.
     *
     * @return false if none came in time
     */
    default boolean awaitInterrupt(int milliseconds) {
        throw new IllegalStateException(name() + " has no interrupt");
    }

    @Override
    void close();

    /** Refuses an access that is not of whole words inside the map. */
    default void check(long offset, long bytes) {
        if (offset % Integer.BYTES != 0 || bytes % Integer.BYTES != 0) {
            throw new IllegalArgumentException(String.format(
                    "%s: accesses must be multiples of 4 bytes: offset=0x%X bytes=%d", name(), offset, bytes));
        }
        if (offset < 0 || bytes > sizeBytes() - offset) {
            throw new IllegalArgumentException(String.format(
                    "%s: accesses must be inside 0x%X bytes: offset=0x%X bytes=%d",
                    name(), sizeBytes(), offset, bytes));
        }
    }

    private void read(long offset, int step, byte[] target) {
        check(offset, step == 0 ? Integer.BYTES : target.length);
        ByteBuffer words = words(target);
        for (long at = offset; words.hasRemaining(); at += step) {
            words.putInt(read32(at));
        }
    }

    private void write(long offset, int step, byte[] source) {
        check(offset, step == 0 ? Integer.BYTES : source.length);
        ByteBuffer words = words(source);
        for (long at = offset; words.hasRemaining(); at += step) {
            write32(at, words.getInt());
        }
    }

    private ByteBuffer words(byte[] bytes) {
        check(0, bytes.length % Integer.BYTES);
        return ByteBuffer.wrap(bytes).order(ByteOrder.LITTLE_ENDIAN);
    }
}
