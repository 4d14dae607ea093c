// SPDX-License-Identifier: Apache-2.0
package io.fluxmill.driver.transport;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.Optional;

/**
 * A frame of the UART link (docs/uart-link.md):
 *
 * <pre>
 *   0          1         2 .. 3    4 .. 5   6 .. 7    8 .. 9   10 ..     last two
 *   sequence   command   session   length   address   count    payload   CRC-16, high byte first
 * </pre>
 *
 * Numbers are little-endian; the length is that of the payload in bytes. An answer has status and flags in the place of the address.
 */
record LinkFrame(int sequence, int command, int session, int address, int count, byte[] payload) {
    static final int ANSWER = 0x80;
    static final int HEADER_BYTES = 10;
    static final int CRC_BYTES = 2;

    private static final int CRC_START = 0xFFFF;
    private static final int POLYNOMIAL = 0x1021;
    private static final int[] CRC_OF_BYTE = crcOfBytes();

    int status() {
        return address & 0xFF;
    }

    private int flags() {
        return address >> 8;
    }

    boolean running() {
        return (flags() & 2) != 0;
    }

    boolean reached() {
        return (flags() & 4) != 0;
    }

    /** The frame as it goes over the line. */
    byte[] toLine() {
        ByteBuffer bytes =
                ByteBuffer.allocate(HEADER_BYTES + payload.length + CRC_BYTES).order(ByteOrder.LITTLE_ENDIAN);
        bytes.put((byte) sequence).put((byte) command).putShort((short) session);
        bytes.putShort((short) payload.length).putShort((short) address).putShort((short) count);
        bytes.put(payload);
        int crc = crc(bytes.array(), HEADER_BYTES + payload.length);
        bytes.put((byte) (crc >> 8)).put((byte) crc);
        return Cobs.frame(bytes.array());
    }

    /** The frame of what stood between two zeros; empty if it is damaged. */
    static Optional<LinkFrame> fromLine(byte[] encoded, int length) {
        return Cobs.decode(encoded, length).flatMap(LinkFrame::parse);
    }

    private static Optional<LinkFrame> parse(byte[] frame) {
        int length = frame.length - HEADER_BYTES - CRC_BYTES;
        if (length < 0 || crc(frame, frame.length) != 0) {
            return Optional.empty();
        }
        ByteBuffer bytes = ByteBuffer.wrap(frame).order(ByteOrder.LITTLE_ENDIAN);
        if ((bytes.getShort(4) & 0xFFFF) != length) {
            return Optional.empty();
        }
        byte[] payload = new byte[length];
        bytes.get(HEADER_BYTES, payload);
        return Optional.of(new LinkFrame(
                bytes.get(0) & 0xFF,
                bytes.get(1) & 0xFF,
                bytes.getShort(2) & 0xFFFF,
                bytes.getShort(6) & 0xFFFF,
                bytes.getShort(8) & 0xFFFF,
                payload));
    }

    private static int crc(byte[] bytes, int count) {
        int crc = CRC_START;
        for (int i = 0; i < count; i++) {
            crc = crc << 8 & 0xFFFF ^ CRC_OF_BYTE[crc >> 8 ^ bytes[i] & 0xFF];
        }
        return crc;
    }

    private static int[] crcOfBytes() {
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
