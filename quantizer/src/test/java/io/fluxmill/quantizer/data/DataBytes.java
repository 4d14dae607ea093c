// SPDX-License-Identifier: Apache-2.0
package io.fluxmill.quantizer.data;

import java.nio.ByteBuffer;
import java.util.Map;
import java.util.zip.CRC32;

/** Whole data files that tests damage. */
public final class DataBytes {
    private DataBytes() {}

    public static byte[] fortran() {
        return NpyBytes.file(3, ">f2", true, new int[] {3, 2, 2}, new byte[24]);
    }

    /** @param chunked in four chunks, deflated */
    public static byte[] hdf5(boolean chunked) {
        Hdf5Bytes.Data data = Hdf5Bytes.Data.of(Dtype.F4, true, new int[] {3, 4}, new byte[48]);
        return Hdf5Bytes.file(Map.of("x", chunked ? data.chunked(true, 2, 3) : data));
    }

    /** Palette of four colours, 5 x 3 pixels of 2 bits. */
    public static byte[] png() {
        return PngBytes.of(5, 3, 2, 3)
                .chunk("PLTE", new byte[12])
                .chunk("tRNS", PngBytes.bytes(255, 255))
                .rows(new int[] {0x1B, 0x40}, new int[] {0xE4, 0x80}, new int[] {0, 0xC0})
                .end();
    }

    /** A PNG file with the CRC of each chunk that fits into it. */
    public static byte[] withSums(byte[] png) {
        ByteBuffer file = ByteBuffer.wrap(png.clone());
        int at = 8;
        while (at + 12 <= png.length) {
            long end = at + 8L + file.getInt(at);
            if (end < at + 8 || end + 4 > png.length) {
                break;
            }
            CRC32 sum = new CRC32();
            sum.update(png, at + 4, (int) end - at - 4);
            file.putInt((int) end, (int) sum.getValue());
            at = (int) end + 4;
        }
        return file.array();
    }
}
