// SPDX-License-Identifier: Apache-2.0
package io.fluxmill.boards.bitstream;

import io.fluxmill.boards.bitstream.Bitstream.Fault;
import io.fluxmill.boards.board.ChipFamily;
import java.util.Arrays;
import java.util.Map;
import java.util.OptionalLong;

/**
 * Bitstreams of ECP5 as their commands say (Lattice FPGA-TN-02039, table of bitstream commands; Project Trellis documents the frames):
 * preamble BD B3, then commands of one byte with three bytes of information and their operands. The CRC is CRC-16 with polynomial 0x8005 over
 * everything since it was last reset or checked, dummy commands excepted.
 */
final class Ecp5Reader {
    private static final int RESET_CRC = 0x3B;
    private static final int VERIFY_ID = 0xE2;
    private static final int CONTROL_0 = 0x22;
    private static final int INIT_ADDRESS = 0x46;
    private static final int DICTIONARY = 0x02;
    private static final int FRAMES = 0x82;
    private static final int COMPRESSED_FRAMES = 0xB8;
    private static final int EBR_ADDRESS = 0xF6;
    private static final int EBR_WRITE = 0xB2;
    private static final int SPI_MODE = 0x79;
    private static final int USERCODE = 0xC2;
    private static final int SECURITY = 0xCE;
    private static final int PROGRAM_DONE = 0x5E;
    private static final int DUMMY = 0xFF;

    private static final int EBR_FRAME_BYTES = 9;
    private static final int CHECK_CRC = 0x80;
    private static final int CRC_ONCE = 0x40;

    /** Bytes of a frame by the device's part of the IDCODE: bits of a frame and padding to whole bytes. */
    private static final Map<Integer, Integer> FRAME_BYTES =
            Map.of(0x111043, 592 / 8, 0x112043, 848 / 8, 0x113043, 1136 / 8);

    private static final Map<Integer, String> DEVICES = Map.of(0x111043, "25k", 0x112043, "45k", 0x113043, "85k");

    private final ByteReader reader;
    private int crc;
    private OptionalLong idcode = OptionalLong.empty();
    private int frameBytes;

    private Ecp5Reader(ByteReader reader) {
        this.reader = reader;
    }

    static Bitstream read(byte[] file) {
        int preamble = ByteReader.find(file, 0, 0xFF, 0xFF, 0xBD, 0xB3);
        if (preamble < 0) {
            return Bitstream.none(ChipFamily.ECP5);
        }
        Ecp5Reader reader = new Ecp5Reader(new ByteReader(file, preamble + 4));
        Fault fault;
        try {
            fault = reader.commands();
        } catch (ByteReader.EndOfData e) {
            fault = Fault.INCOMPLETE;
        }
        String device =
                reader.idcode.isPresent() ? DEVICES.getOrDefault((int) reader.idcode.getAsLong() & 0xFFFFFF, "") : "";
        return new Bitstream(
                ChipFamily.ECP5, Arrays.copyOfRange(file, preamble, file.length), reader.idcode, device, fault, 0);
    }

    private Fault commands() {
        while (true) {
            int command = reader.u8();
            if (command == DUMMY) {
                continue;
            }
            update(command);
            Fault fault =
                    switch (command) {
                        case RESET_CRC -> {
                            bytes(3);
                            crc = 0;
                            yield Fault.NONE;
                        }
                        case VERIFY_ID -> identify();
                        case CONTROL_0, EBR_ADDRESS -> bytes(7);
                        case INIT_ADDRESS, SPI_MODE, SECURITY, PROGRAM_DONE -> bytes(3);
                        case DICTIONARY -> checked(8);
                        case USERCODE -> checked(4);
                        case FRAMES -> frames(false);
                        case COMPRESSED_FRAMES -> frames(true);
                        case EBR_WRITE -> blockRam();
                        default -> Fault.COMMAND;
                    };
            if (fault != Fault.NONE || command == PROGRAM_DONE) {
                return fault;
            }
        }
    }

    private Fault identify() {
        bytes(3);
        long id = 0;
        for (int i = 0; i < 4; i++) {
            id = id << 8 | read();
        }
        idcode = OptionalLong.of(id);
        frameBytes = FRAME_BYTES.getOrDefault((int) id & 0xFFFFFF, 0);
        return Fault.NONE;
    }

    /** Three bytes of information, an operand, and a check sum if the information asks for it. */
    private Fault checked(int operandBytes) {
        int information = read();
        bytes(2 + operandBytes);
        return (information & CHECK_CRC) != 0 ? checkCrc() : Fault.NONE;
    }

    private Fault frames(boolean compressed) {
        int information = read();
        int count = read() << 8 | read();
        if (frameBytes == 0) {
            return Fault.COMMAND;
        }
        int dummies = information & 0x0F;
        boolean check = (information & CHECK_CRC) != 0;
        boolean each = (information & CRC_ONCE) == 0;
        for (int i = 0; i < count; i++) {
            if (compressed) {
                compressed((frameBytes + 7) / 8 * 8);
            } else {
                bytes(frameBytes);
            }
            if (check && (each || i == count - 1) && checkCrc() != Fault.NONE) {
                return Fault.CRC;
            }
            bytes(dummies);
        }
        return Fault.NONE;
    }

    /** A frame is a row of codes, filled up to a whole byte: 0, 10 and four bits, or 11 and eight bits for each byte. */
    private void compressed(int count) {
        int bits = 0;
        int have = 0;
        for (int i = 0; i < count; i++) {
            if (have == 0) {
                bits = read();
                have = 8;
            }
            if ((bits >> --have & 1) == 0) {
                continue;
            }
            if (have == 0) {
                bits = read();
                have = 8;
            }
            int rest = (bits >> --have & 1) == 0 ? 4 : 8;
            while (have < rest) {
                bits = bits << 8 | read();
                have += 8;
            }
            have -= rest;
        }
    }

    private Fault blockRam() {
        bytes(1);
        int count = read() << 8 | read();
        bytes(count * EBR_FRAME_BYTES);
        return checkCrc();
    }

    private Fault checkCrc() {
        for (int i = 0; i < 16; i++) {
            crc = crc << 1 ^ ((crc & 0x8000) != 0 ? 0x18005 : 0);
        }
        int computed = crc & 0xFFFF;
        int stored = reader.u16();
        crc = 0;
        return computed == stored ? Fault.NONE : Fault.CRC;
    }

    private Fault bytes(int count) {
        for (int i = 0; i < count; i++) {
            read();
        }
        return Fault.NONE;
    }

    private int read() {
        int value = reader.u8();
        update(value);
        return value;
    }

    private void update(int value) {
        for (int bit = 7; bit >= 0; bit--) {
            boolean carry = (crc & 0x8000) != 0;
            crc = (crc << 1 | value >> bit & 1) & 0xFFFF;
            crc ^= carry ? 0x8005 : 0;
        }
    }
}
