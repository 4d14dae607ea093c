// SPDX-License-Identifier: Apache-2.0
package io.fluxmill.boards.bitstream;

import io.fluxmill.boards.bitstream.Bitstream.Fault;
import io.fluxmill.boards.board.ChipFamily;
import java.util.Arrays;
import java.util.Map;
import java.util.OptionalLong;

/**
 * Bitstreams of iCE40 (Project IceStorm, docs/format): commands of one byte whose upper half is the operation and whose lower half counts
 * the bytes of its operand. There is no IDCODE; the size of the banks of configuration memory tells the device. The CRC is CRC-16 with polynomial
 * 0x1021 and start 0xFFFF.
 */
final class Ice40Reader {
    /** Devices by width and height of a bank in bits. */
    private static final Map<Long, String> DEVICES = Map.of(
            bank(182, 80), "384",
            bank(332, 144), "1k",
            bank(872, 272), "8k",
            bank(692, 336), "5k",
            bank(692, 176), "u4k",
            bank(656, 176), "lm4k");

    private final ByteReader reader;
    private int crc = 0xFFFF;
    private int width;
    private int height;
    private int offset;
    private long memoryWidth;
    private long memoryHeight;

    private Ice40Reader(ByteReader reader) {
        this.reader = reader;
    }

    private static long bank(long width, long height) {
        return width << 32 | height;
    }

    static Bitstream read(byte[] file) {
        int preamble = ByteReader.find(file, 0, 0x7E, 0xAA, 0x99, 0x7E);
        if (preamble < 0) {
            return Bitstream.none(ChipFamily.ICE40);
        }
        Ice40Reader reader = new Ice40Reader(new ByteReader(file, preamble + 4));
        Fault fault;
        try {
            fault = reader.commands();
        } catch (ByteReader.EndOfData e) {
            fault = Fault.INCOMPLETE;
        }
        String device = DEVICES.getOrDefault(bank(reader.memoryWidth, reader.memoryHeight), "");
        return new Bitstream(
                ChipFamily.ICE40,
                Arrays.copyOfRange(file, preamble, file.length),
                OptionalLong.empty(),
                device,
                fault,
                0);
    }

    private Fault commands() {
        while (true) {
            int command = read();
            int operand = 0;
            for (int i = 0; i < (command & 0x0F); i++) {
                operand = operand << 8 | read();
            }
            switch (command >> 4) {
                case 0 -> {
                    if (operand == 1 || operand == 3) {
                        skip(width * height / 8 + 2, operand == 1);
                    } else if (operand == 5) {
                        crc = 0xFFFF;
                    } else if (operand == 6) {
                        return Fault.NONE;
                    } else {
                        return Fault.COMMAND;
                    }
                }
                case 1, 4, 5, 9 -> {}
                case 2 -> {
                    if (crc != 0) {
                        return Fault.CRC;
                    }
                }
                case 6 -> width = operand + 1;
                case 7 -> height = operand;
                case 8 -> offset = operand;
                default -> {
                    return Fault.COMMAND;
                }
            }
        }
    }

    /** The content of a bank of configuration memory or block RAM, and two bytes of zeros. */
    private void skip(int bytes, boolean configuration) {
        if (configuration) {
            memoryWidth = Math.max(memoryWidth, width);
            memoryHeight = Math.max(memoryHeight, offset + height);
        }
        for (int i = 0; i < bytes; i++) {
            read();
        }
    }

    private int read() {
        int value = reader.u8();
        crc ^= value << 8;
        for (int i = 0; i < 8; i++) {
            crc = (crc << 1 ^ ((crc & 0x8000) != 0 ? 0x1021 : 0)) & 0xFFFF;
        }
        return value;
    }
}
