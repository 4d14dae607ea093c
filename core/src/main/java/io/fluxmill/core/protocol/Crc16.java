// SPDX-License-Identifier: Apache-2.0
package io.fluxmill.core.protocol;

/** CRC-16/IBM-3740 of the frames of links and loader: polynomial 0x1021, start 0xFFFF, most significant bit first. */
public final class Crc16 {
    public static final int START = 0xFFFF;
    public static final int POLYNOMIAL = 0x1021;

    private static final int[] OF_BYTE = ofBytes();

    private Crc16() {}

    /** The CRC of bytes {@code from .. from + count - 1}. */
    public static int of(byte[] bytes, int from, int count) {
        int crc = START;
        for (int i = from; i < from + count; i++) {
            crc = crc << 8 & 0xFFFF ^ OF_BYTE[crc >> 8 ^ bytes[i] & 0xFF];
        }
        return crc;
    }

    private static int[] ofBytes() {
        int[] table = new int[1 << Byte.SIZE];
        for (int value = 0; value < table.length; value++) {
            int crc = value << 8;
            for (int bit = 0; bit < Byte.SIZE; bit++) {
                crc = (crc & 0x8000) != 0 ? crc << 1 ^ POLYNOMIAL : crc << 1;
            }
            table[value] = crc & 0xFFFF;
        }
        return table;
    }
}
