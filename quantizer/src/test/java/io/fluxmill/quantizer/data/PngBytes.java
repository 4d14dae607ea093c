// SPDX-License-Identifier: Apache-2.0
package io.fluxmill.quantizer.data;

import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.zip.CRC32;
import java.util.zip.Deflater;

/** PNG images written chunk by chunk from the <a href="https://www.w3.org/TR/png-3/">specification</a>, sections 5, 9 and 11. */
final class PngBytes {
    private final ByteArrayOutputStream out = new ByteArrayOutputStream();

    private PngBytes() {
        out.writeBytes(new byte[] {(byte) 0x89, 'P', 'N', 'G', '\r', '\n', 0x1A, '\n'});
    }

    /** A file with its header: no interlacing. */
    static PngBytes of(int width, int height, int bits, int colourType) {
        return new PngBytes()
                .chunk(
                        "IHDR",
                        ByteBuffer.allocate(13)
                                .putInt(width)
                                .putInt(height)
                                .put(new byte[] {(byte) bits, (byte) colourType, 0, 0, 0})
                                .array());
    }

    PngBytes chunk(String type, byte[] data) {
        byte[] typed = new byte[4 + data.length];
        System.arraycopy(type.getBytes(StandardCharsets.US_ASCII), 0, typed, 0, 4);
        System.arraycopy(data, 0, typed, 4, data.length);
        CRC32 sum = new CRC32();
        sum.update(typed);
        out.writeBytes(ByteBuffer.allocate(8 + typed.length)
                .putInt(data.length)
                .put(typed)
                .putInt((int) sum.getValue())
                .array());
        return this;
    }

    /** Rows of packed pixels without a filter: each begins with 0. */
    PngBytes rows(int[]... rows) {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        for (int[] row : rows) {
            bytes.write(0);
            Arrays.stream(row).forEach(bytes::write);
        }
        return chunk("IDAT", deflated(bytes.toByteArray()));
    }

    byte[] end() {
        return chunk("IEND", new byte[0]).out.toByteArray();
    }

    static byte[] bytes(int... values) {
        byte[] bytes = new byte[values.length];
        for (int i = 0; i < bytes.length; i++) {
            bytes[i] = (byte) values[i];
        }
        return bytes;
    }

    private static byte[] deflated(byte[] bytes) {
        Deflater deflater = new Deflater();
        deflater.setInput(bytes);
        deflater.finish();
        byte[] buffer = new byte[bytes.length + 64];
        int length = deflater.deflate(buffer);
        deflater.end();
        return Arrays.copyOf(buffer, length);
    }
}
