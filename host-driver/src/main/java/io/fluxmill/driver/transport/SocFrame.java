// SPDX-License-Identifier: Apache-2.0
package io.fluxmill.driver.transport;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;

/**
 * A frame of the loader's protocol (docs/soc.md):
 *
 * <pre>
 *   0      1          2         3        4 .. 5   6 ..      last two
 *   0xA5   sequence   command   status   length   payload   CRC-16 of bytes 1 .. end of the payload
 * </pre>
 *
 * Numbers are little-endian; the length is that of the payload in bytes, a multiple of 4.
 *
 * @param sequence 0 to 255
 * @param command of the request; an answer has {@link #ANSWER} added
 * @param status 0 in a request
 */
record SocFrame(int sequence, int command, int status, int... payload) {
    static final int SYNC = 0xA5;
    static final int HEADER_BYTES = 6;
    static final int CRC_BYTES = 2;
    static final int ANSWER = 0x80;

    private static final int POLYNOMIAL = 0x1021;

    byte[] toBytes() {
        int length = 4 * payload.length;
        ByteBuffer bytes =
                ByteBuffer.allocate(HEADER_BYTES + length + CRC_BYTES).order(ByteOrder.LITTLE_ENDIAN);
        bytes.put((byte) SYNC).put((byte) sequence).put((byte) command).put((byte) status);
        bytes.putShort((short) length);
        for (int word : payload) {
            bytes.putInt(word);
        }
        bytes.putShort((short) crc(bytes.array(), HEADER_BYTES - 1 + length));
        return bytes.array();
    }

    /**
     * Receives a frame.
     *
     * @throws TransportException if what comes is no frame, or nothing comes
     */
    static SocFrame receive(SerialLine line) {
        byte[] header = line.receive(HEADER_BYTES);
        if ((header[0] & 0xFF) != SYNC) {
            throw new TransportException(
                    String.format("a frame must begin with 0x%02X, not 0x%02X", SYNC, header[0] & 0xFF));
        }
        int length = header[4] & 0xFF | (header[5] & 0xFF) << 8;
        if (length % 4 != 0) {
            throw new TransportException("payload must be whole words: bytes=" + length);
        }
        byte[] rest = line.receive(length + CRC_BYTES);
        ByteBuffer bytes = ByteBuffer.allocate(HEADER_BYTES + rest.length).order(ByteOrder.LITTLE_ENDIAN);
        bytes.put(header).put(rest).position(HEADER_BYTES);
        int[] payload = new int[length / 4];
        for (int i = 0; i < payload.length; i++) {
            payload[i] = bytes.getInt();
        }
        int expected = crc(bytes.array(), HEADER_BYTES - 1 + length);
        int found = bytes.getShort() & 0xFFFF;
        if (found != expected) {
            throw new TransportException(String.format("CRC must be 0x%04X, not 0x%04X", expected, found));
        }
        return new SocFrame(header[1] & 0xFF, header[2] & 0xFF, header[3] & 0xFF, payload);
    }

    /** CRC-16 from byte 1 on: polynomial 0x1021, start 0xFFFF, most significant bit first. */
    private static int crc(byte[] frame, int count) {
        int crc = 0xFFFF;
        for (int i = 1; i <= count; i++) {
            crc ^= (frame[i] & 0xFF) << 8;
            for (int bit = 0; bit < 8; bit++) {
                crc = (crc & 0x8000) != 0 ? crc << 1 ^ POLYNOMIAL : crc << 1;
            }
            crc &= 0xFFFF;
        }
        return crc;
    }
}
