// SPDX-License-Identifier: Apache-2.0
package io.fluxmill.boards.bitstream;

import io.fluxmill.boards.bitstream.Bitstream.Fault;
import io.fluxmill.boards.board.ChipFamily;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.OptionalLong;

/**
 * Bitstreams of the Xilinx 7 series (UG470, chapter 5): a file with a header of fields a to e, or the words alone. After the sync word they are
 * packets that write registers. The CRC is CRC-32C over 32 bits of data and 5 of the register's address, lowest first.
 */
final class Xc7Reader {
    private static final int[] FILE_HEADER = {0x00, 0x09, 0x0F, 0xF0, 0x0F, 0xF0, 0x0F, 0xF0, 0x0F, 0xF0, 0x00};
    private static final int CRC = 0;
    private static final int CMD = 4;
    private static final int IDCODE = 12;
    private static final int START = 5;
    private static final int RESET_CRC = 7;
    private static final int DESYNC = 13;
    private static final int WRITE = 2;
    private static final long POLYNOMIAL = 0x82F63B78L << 1;
    private static final int REGISTER_BITS = 5;

    private final ByteReader reader;
    private long crc;
    private boolean started;
    private boolean ended;
    private OptionalLong idcode = OptionalLong.empty();

    private Xc7Reader(ByteReader reader) {
        this.reader = reader;
    }

    static Bitstream read(byte[] file) {
        String device = "";
        int begin = 0;
        boolean whole = true;
        if (ByteReader.find(Arrays.copyOf(file, FILE_HEADER.length), 0, FILE_HEADER) == 0) {
            ByteReader header = new ByteReader(file, FILE_HEADER.length + 2);
            try {
                for (int key = header.u8(); key != 'e'; key = header.u8()) {
                    int length = header.u16();
                    String value = new String(file, header.at(), Math.max(0, length - 1), StandardCharsets.US_ASCII);
                    header.skip(length);
                    device = key == 'b' ? value : device;
                }
                long length = header.u32();
                begin = header.at();
                whole = length <= file.length - begin;
            } catch (ByteReader.EndOfData | IndexOutOfBoundsException e) {
                return Bitstream.none(ChipFamily.XC7);
            }
        }
        int sync = ByteReader.find(file, begin, 0xAA, 0x99, 0x55, 0x66);
        if (sync < 0) {
            return Bitstream.none(ChipFamily.XC7);
        }
        Xc7Reader words = new Xc7Reader(new ByteReader(file, sync + 4));
        Fault fault = words.read();
        return new Bitstream(
                ChipFamily.XC7,
                Arrays.copyOfRange(file, begin, file.length),
                words.idcode,
                device.isEmpty() || device.startsWith("xc") ? device : "xc" + device,
                fault == Fault.NONE && !whole ? Fault.INCOMPLETE : fault,
                0);
    }

    private Fault read() {
        try {
            int register = 0;
            while (!ended) {
                long word = reader.u32();
                int type = (int) (word >> 29);
                int operation = (int) (word >> 27) & 3;
                if (type == 1) {
                    register = (int) (word >> 13) & 0x1F;
                } else if (type != 2) {
                    return Fault.COMMAND;
                }
                long count = type == 1 ? word & 0x7FF : word & 0x7FFFFFF;
                if (operation == WRITE && !write(register, count)) {
                    return Fault.CRC;
                }
            }
        } catch (ByteReader.EndOfData e) {
            return Fault.INCOMPLETE;
        }
        return started ? Fault.NONE : Fault.INCOMPLETE;
    }

    /** False if a check sum was written that is not that of the data. */
    private boolean write(int register, long count) {
        for (long i = 0; i < count; i++) {
            long value = reader.u32();
            if (register == CRC) {
                if (value != crc) {
                    return false;
                }
                crc = 0;
                continue;
            }
            update(register, value);
            if (register == IDCODE) {
                idcode = OptionalLong.of(value);
            } else if (register == CMD) {
                started |= value == START;
                ended |= value == DESYNC;
                crc = value == RESET_CRC ? 0 : crc;
            }
        }
        return true;
    }

    private void update(int register, long data) {
        long value = (long) register << Integer.SIZE | data;
        for (int i = 0; i < Integer.SIZE + REGISTER_BITS; i++) {
            if (((value ^ crc) & 1) != 0) {
                crc ^= POLYNOMIAL;
            }
            value >>= 1;
            crc >>= 1;
        }
    }
}
