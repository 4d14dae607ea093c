// SPDX-License-Identifier: Apache-2.0
package io.fluxmill.driver.transport;

import static io.fluxmill.core.protocol.SocLayout.CRC_BYTES;
import static io.fluxmill.core.protocol.SocLayout.HEADER_BYTES;
import static io.fluxmill.core.protocol.SocLayout.SYNC;

import io.fluxmill.core.protocol.Crc16;
import io.fluxmill.core.protocol.SocCommand;
import io.fluxmill.core.protocol.SocLayout;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;

/**
 * A frame of the loader's protocol; {@link SocLayout} has its bytes.
 *
 * @param sequence 0 to 255
 * @param command code of a {@link SocCommand}; in an answer with {@link SocCommand#ANSWER} added
 * @param status code of a {@link io.fluxmill.core.protocol.SocStatus}, 0 in a request
 */
record SocFrame(int sequence, int command, int status, int... payload) {
    static final int ANSWER = SocCommand.ANSWER;

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
     * @throws TransportException if nothing comes, or something else than a frame
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

    /** CRC-16 from byte 1 on. */
    private static int crc(byte[] frame, int count) {
        return Crc16.of(frame, 1, count);
    }
}
