// SPDX-License-Identifier: Apache-2.0
package io.fluxmill.cli.board;

import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.HexFormat;
import java.util.Random;

/** Bitstreams that a part accepts and that set bits at random, of any length, without a tool that could make them. */
final class SampleBitstreams {
    private SampleBitstreams() {}

    /** With compressed frames, a user code, block RAM and one padding byte, as ecppack makes them. */
    static byte[] ecp5(long idcode, int frameBytes, int frames, long seed) {
        Random random = new Random(seed);
        ByteArrayOutputStream file = new ByteArrayOutputStream();
        put(file, "FF00");
        file.writeBytes("Part: a test".getBytes(StandardCharsets.US_ASCII));
        put(file, "00 FF FFFFBDB3 FFFFFFFF");
        Crc lattice = new Crc(file, 0x8005);
        lattice.put("3B000000");
        lattice.value = 0;
        lattice.put(
                "E2000000" + hex(idcode, 8) + "22000000 40000000 46000000 02000000 0102030405060708".replace(" ", ""));
        lattice.put("B891" + hex(frames, 4));
        for (int i = 0; i < frames; i++) {
            StringBuilder bits = new StringBuilder("0".repeat((8 - frameBytes % 8) % 8));
            for (int b = 0; b < frameBytes; b++) {
                String code =
                        Integer.toBinaryString(0x100 | random.nextInt(256)).substring(1);
                bits.append(
                        switch (random.nextInt(4)) {
                            case 0 -> "11" + code;
                            case 1 -> "100" + code.substring(5);
                            case 2 -> "101" + code.substring(5);
                            default -> "0";
                        });
            }
            bits.append("0".repeat((8 - bits.length() % 8) % 8));
            for (int at = 0; at < bits.length(); at += 8) {
                lattice.put(hex(Integer.parseInt(bits.substring(at, at + 8), 2), 2));
            }
            lattice.append();
            lattice.put("FF");
        }
        lattice.put("F6000000 00000000 B2D00002".replace(" ", "") + hex(random.nextLong() & 0xFFFFFFFFL, 36));
        lattice.append();
        lattice.put("C2800000 00000000".replace(" ", ""));
        lattice.append();
        put(file, "5E000000 FFFFFFFF");
        return file.toByteArray();
    }

    /** CRC-16 of bits by long division, so that it is not the code under test. */
    private static final class Crc {
        private final ByteArrayOutputStream file;
        private final int polynomial;
        private int value;

        Crc(ByteArrayOutputStream file, int polynomial) {
            this.file = file;
            this.polynomial = polynomial;
        }

        void put(String digits) {
            byte[] bytes = HexFormat.of().parseHex(digits);
            file.writeBytes(bytes);
            for (byte each : bytes) {
                divide(each, 8);
            }
        }

        private void divide(int next, int bits) {
            long dividend = (long) value << bits | next & (1 << bits) - 1;
            for (int i = 15 + bits; i >= 16; i--) {
                if ((dividend >> i & 1) != 0) {
                    dividend ^= (long) (1 << 16 | polynomial) << i - 16;
                }
            }
            value = (int) dividend & 0xFFFF;
        }

        void append() {
            divide(0, 8);
            divide(0, 8);
            file.write(value >> 8);
            file.write(value);
            value = 0;
        }
    }

    /** A file with its header; the words write one register of frame data and check their sum twice. */
    static byte[] xc7(long idcode, String part, int words, long seed) {
        Random random = new Random(seed);
        ByteArrayOutputStream data = new ByteArrayOutputStream();
        put(data, "FFFFFFFF".repeat(8) + "000000BB11220044FFFFFFFFFFFFFFFFAA99556620000000");
        Words out = new Words(data);
        out.write(4, 7);
        out.crc = 0;
        out.write(12, idcode);
        out.write(4, 1);
        out.write(1, 0);
        put(data, "30004000" + hex(0x50000000L | words, 8));
        for (int i = 0; i < words; i++) {
            out.data(2, random.nextInt(8) == 0 ? random.nextInt() & 0xFFFFFFFFL : 0);
        }
        out.check();
        out.write(4, 3);
        out.write(4, 5);
        out.check();
        out.write(4, 13);
        put(data, "20000000".repeat(4));
        ByteArrayOutputStream file = new ByteArrayOutputStream();
        put(file, "00090FF00FF00FF00FF0000001");
        field(file, 'a', "test;UserID=0XFFFFFFFF");
        field(file, 'b', part);
        field(file, 'c', "2026/01/01");
        field(file, 'd', "00:00:00");
        file.write('e');
        put(file, hex(data.size(), 8));
        file.writeBytes(data.toByteArray());
        return file.toByteArray();
    }

    private static void field(ByteArrayOutputStream file, char key, String text) {
        file.write(key);
        put(file, hex(text.length() + 1, 4));
        file.writeBytes((text + "\0").getBytes(StandardCharsets.US_ASCII));
    }

    /** Packets of the 7 series; the CRC-32C goes bit by bit through a register that is kept the other way round. */
    private static final class Words {
        private final ByteArrayOutputStream file;
        private int crc;

        Words(ByteArrayOutputStream file) {
            this.file = file;
        }

        void write(int register, long value) {
            put(file, hex(0x30000001L | (long) register << 13, 8));
            data(register, value);
        }

        void data(int register, long value) {
            put(file, hex(value, 8));
            for (int i = 0; i < 37; i++) {
                long bit = i < 32 ? value >> i & 1 : register >> i - 32 & 1;
                boolean carry = crc < 0 ^ bit != 0;
                crc = crc << 1 ^ (carry ? 0x1EDC6F41 : 0);
            }
        }

        void check() {
            put(file, "30000001" + hex(Integer.toUnsignedLong(Integer.reverse(crc)), 8));
            crc = 0;
        }
    }

    /** Text as gowin_pack makes it, without compression; the check sum is of what openFPGALoader takes for data. */
    static byte[] gowin(long idcode, int frames, int frameBytes, long seed) {
        Random random = new Random(seed);
        StringBuilder text = new StringBuilder("// a test\n");
        String[] commands = {
            "06000000" + hex(idcode, 8),
            "1000000000000000",
            "5100FFFFFFFFFFFF",
            "0B000000",
            "D200FFFF00000000",
            "12000000",
            "3B80" + hex(frames, 4)
        };
        line(text, "FF".repeat(20));
        line(text, "FFFF");
        line(text, "A5C3");
        StringBuilder summed = new StringBuilder();
        for (String command : commands) {
            line(text, command);
            summed.append(command.startsWith("D2") ? "" : command);
        }
        StringBuilder bits = new StringBuilder();
        for (int i = 0; i < frames; i++) {
            byte[] frame = new byte[frameBytes];
            for (int at = 0; at < frameBytes; at++) {
                frame[at] = (byte) (random.nextInt(6) == 0 ? random.nextInt() : 0);
            }
            frame[0] |= (byte) 0xF0;
            String digits = HexFormat.of().formatHex(frame);
            int crc = arc(HexFormat.of().parseHex(summed.append(digits)));
            line(text, digits + hex(crc & 0xFF, 2) + hex(crc >> 8, 2) + "FF".repeat(6));
            summed.setLength(0);
            summed.append("FF".repeat(6));
            // GW1N-9C: four bits of padding, and the tool leaves out the last eight bytes if it knows of the CRC, else
            // six.
            bits.append(binary(digits).substring(4));
        }
        int sum = 0;
        for (int at = 0; at < bits.length(); at += 16) {
            sum += Integer.parseInt(bits.substring(at, Math.min(bits.length(), at + 16)), 2);
        }
        int end = arc(HexFormat.of().parseHex("FF".repeat(24)));
        line(text, "FF".repeat(18) + hex(end & 0xFF, 2) + hex(end >> 8, 2));
        line(text, "0A00000000000000".substring(0, 12) + hex(sum & 0xFFFF, 4));
        line(text, "08000000");
        line(text, "FF".repeat(8));
        return text.toString().getBytes(StandardCharsets.US_ASCII);
    }

    private static int arc(byte[] bytes) {
        int crc = 0;
        for (byte each : bytes) {
            for (int bit = 0; bit < 8; bit++) {
                boolean carry = ((crc ^ each >> bit) & 1) != 0;
                crc = crc >> 1 ^ (carry ? 0xA001 : 0);
            }
        }
        return crc;
    }

    private static void line(StringBuilder text, String digits) {
        text.append(binary(digits)).append('\n');
    }

    private static String binary(String digits) {
        StringBuilder bits = new StringBuilder();
        for (char digit : digits.toCharArray()) {
            bits.append(Integer.toBinaryString(16 | Character.digit(digit, 16)).substring(1));
        }
        return bits.toString();
    }

    private static void put(ByteArrayOutputStream file, String digits) {
        file.writeBytes(HexFormat.of().parseHex(digits.replace(" ", "")));
    }

    private static String hex(long value, int digits) {
        return String.format("%0" + digits + "X", value);
    }
}
