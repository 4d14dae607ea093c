// SPDX-License-Identifier: Apache-2.0
package io.fluxmill.boards.bitstream;

import io.fluxmill.boards.bitstream.Bitstream.Fault;
import io.fluxmill.boards.board.ChipFamily;
import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.OptionalLong;

/**
 * Bitstreams of Gowin's GW1N and GW2A (TN653; Project Apicula documents the frames): text with a line of binary digits for each command or
 * frame, or its bytes. A frame may be compressed, so its length is not known beforehand: it ends where its CRC-16 (ARC) stands, followed by
 * six bytes FF. The CRC of the first frame covers the commands before it too, that of the others the six bytes.
 */
final class GowinReader {
    private static final int IDCODE = 0x06;
    private static final int CONFIGURATION = 0x10;
    private static final int COMPRESSION = 0x51;
    private static final int SECURITY = 0x0B;
    private static final int SPI_ADDRESS = 0xD2;
    private static final int INIT_ADDRESS = 0x12;
    private static final int FRAMES = 0x3B;
    private static final int USER_CODE = 0x0A;
    private static final int DONE = 0x08;
    private static final int FILLER = 0xFF;
    private static final int FILLERS = 6;
    /** Longer than a frame of the largest part, 1 KB. */
    private static final int MAX_FRAME_BYTES = 4096;

    private final byte[] data;
    private final ByteReader reader;
    private int crc;
    private OptionalLong idcode = OptionalLong.empty();
    private long userCode;
    /** Whether the frames have just ended, and fillers since then. */
    private boolean framesRead;

    private int fillers;

    private GowinReader(byte[] data, int begin) {
        this.data = data;
        reader = new ByteReader(data, begin);
    }

    static Bitstream read(byte[] file) {
        byte[] data = isText(file) ? digits(file) : file;
        int preamble = ByteReader.find(data, 0, 0xA5, 0xC3);
        if (preamble < 0) {
            return Bitstream.none(ChipFamily.GOWIN);
        }
        GowinReader reader = new GowinReader(data, preamble + 2);
        Fault fault;
        try {
            fault = reader.commands();
        } catch (ByteReader.EndOfData e) {
            fault = Fault.INCOMPLETE;
        }
        return new Bitstream(ChipFamily.GOWIN, data, reader.idcode, "", fault, reader.userCode);
    }

    private static boolean isText(byte[] file) {
        for (byte each : file) {
            if (each < '\t') {
                return false;
            }
        }
        return true;
    }

    private static byte[] digits(byte[] file) {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream(file.length / Byte.SIZE);
        new String(file, StandardCharsets.ISO_8859_1)
                .lines()
                .filter(line -> line.matches("[01]+"))
                .forEach(line -> {
                    for (int i = 0; i + Byte.SIZE <= line.length(); i += Byte.SIZE) {
                        bytes.write(Integer.parseInt(line.substring(i, i + Byte.SIZE), 2));
                    }
                });
        return bytes.toByteArray();
    }

    private Fault commands() {
        while (true) {
            int command = reader.u8();
            if (command == FILLER) {
                fillers++;
                continue;
            }
            if (framesRead && isCheckOfFillers(command)) {
                framesRead = false;
                continue;
            }
            framesRead = false;
            switch (command) {
                case IDCODE -> idcode = OptionalLong.of(operand(command, 7));
                case CONFIGURATION, COMPRESSION -> operand(command, 7);
                case SECURITY, INIT_ADDRESS -> operand(command, 3);
                case SPI_ADDRESS -> reader.skip(7);
                case FRAMES -> {
                    int count = (int) operand(command, 3) & 0xFFFF;
                    for (int i = 0; i < count; i++) {
                        if (!frame()) {
                            return data.length - reader.at() < MAX_FRAME_BYTES ? Fault.INCOMPLETE : Fault.CRC;
                        }
                    }
                    framesRead = true;
                    fillers = 0;
                }
                case USER_CODE -> userCode = operand(command, 7);
                case DONE -> {
                    reader.skip(3);
                    return Fault.NONE;
                }
                default -> {
                    return Fault.COMMAND;
                }
            }
        }
    }

    /** After the last frame there are 18 fillers and, from newer tools, their check sum, lower byte first. */
    private boolean isCheckOfFillers(int low) {
        for (int i = 0; i < fillers; i++) {
            update(FILLER);
        }
        if (low != (crc & 0xFF) || reader.atEnd() || (data[reader.at()] & 0xFF) != crc >> 8) {
            return false;
        }
        reader.skip(1);
        return true;
    }

    /** The lowest four bytes of an operand. */
    private long operand(int command, int bytes) {
        update(command);
        long value = 0;
        for (int i = 0; i < bytes; i++) {
            int next = reader.u8();
            update(next);
            value = value << Byte.SIZE | next;
        }
        return value & 0xFFFFFFFFL;
    }

    /** False if no check sum that fits comes. */
    private boolean frame() {
        int begin = reader.at();
        int end = Math.min(begin + MAX_FRAME_BYTES, data.length - 2 - FILLERS);
        for (int at = begin; at <= end; at++) {
            if (at > begin
                    && (data[at] & 0xFF) == (crc & 0xFF)
                    && (data[at + 1] & 0xFF) == crc >> 8
                    && fillers(at + 2)) {
                reader.skip(at + 2 + FILLERS - begin);
                crc = 0;
                for (int i = 0; i < FILLERS; i++) {
                    update(FILLER);
                }
                return true;
            }
            update(data[at] & 0xFF);
        }
        return false;
    }

    private boolean fillers(int at) {
        for (int i = 0; i < FILLERS; i++) {
            if ((data[at + i] & 0xFF) != FILLER) {
                return false;
            }
        }
        return true;
    }

    private void update(int value) {
        crc ^= value;
        for (int i = 0; i < Byte.SIZE; i++) {
            crc = crc >> 1 ^ ((crc & 1) != 0 ? 0xA001 : 0);
        }
    }
}
