// SPDX-License-Identifier: Apache-2.0
package io.fluxmill.driver.device;

import io.fluxmill.core.manifest.Manifest.Stream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;

/** Beats of a stream of at most 64 bits as numbers. */
final class Beats {
    private Beats() {}

    /**
     * The bytes of beats, little-endian.
     *
     * @throws IllegalArgumentException if the stream is wider than 64 bits, or a number fits neither as an unsigned nor as a two's complement one
     */
    static ByteBuffer pack(Stream stream, long[] beats) {
        ByteBuffer buffer = buffer(stream, beats.length);
        for (long beat : beats) {
            if (!fits(beat, stream.dataBits())) {
                throw new IllegalArgumentException(
                        "beat of " + stream.name() + " must have " + stream.dataBits() + " bits: beat=" + beat);
            }
            long bits = beat & mask(stream.dataBits());
            for (int i = 0; i < stream.beatBytes(); i++) {
                buffer.put((byte) (bits >>> Byte.SIZE * i));
            }
        }
        return buffer.flip();
    }

    /** A number for each beat, unsigned (of 64 bits, all bits). */
    static long[] unpack(Stream stream, ByteBuffer buffer) {
        ByteBuffer bytes = buffer.duplicate();
        long[] beats = new long[bytes.remaining() / stream.beatBytes()];
        for (int beat = 0; beat < beats.length; beat++) {
            for (int i = 0; i < stream.beatBytes(); i++) {
                beats[beat] |= Byte.toUnsignedLong(bytes.get()) << Byte.SIZE * i;
            }
            beats[beat] &= mask(stream.dataBits());
        }
        return beats;
    }

    /** An empty buffer for a number of beats. */
    static ByteBuffer buffer(Stream stream, int beats) {
        if (beats < 0) {
            throw new IllegalArgumentException(
                    "number of beats of " + stream.name() + " must be at least 0: beats=" + beats);
        }
        if (stream.dataBits() > Long.SIZE) {
            throw new IllegalArgumentException("stream " + stream.name()
                    + " must have at most 64 bits to be moved as numbers: " + stream.dataBits());
        }
        return ByteBuffer.allocateDirect(Math.multiplyExact(beats, stream.beatBytes()))
                .order(ByteOrder.LITTLE_ENDIAN);
    }

    private static boolean fits(long beat, int widthBits) {
        return widthBits == Long.SIZE || beat >= -(1L << widthBits - 1) && beat <= mask(widthBits);
    }

    private static long mask(int widthBits) {
        return widthBits == Long.SIZE ? -1 : (1L << widthBits) - 1;
    }
}
