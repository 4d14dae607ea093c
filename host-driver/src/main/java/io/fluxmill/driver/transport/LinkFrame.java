// SPDX-License-Identifier: Apache-2.0
package io.fluxmill.driver.transport;

import static io.fluxmill.core.protocol.LinkLayout.CRC_BYTES;
import static io.fluxmill.core.protocol.LinkLayout.HEADER_BYTES;

import io.fluxmill.core.protocol.Crc16;
import io.fluxmill.core.protocol.LinkCommand;
import io.fluxmill.core.protocol.LinkLayout;
import io.fluxmill.core.protocol.LinkStatus;
import io.fluxmill.core.protocol.RunFlag;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.Optional;

/**
 * A frame of the UART link; {@link LinkLayout} has its bytes.
 *
 * @param command code of a {@link LinkCommand}; in an answer with {@link LinkCommand#ANSWER} added
 * @param address in an answer, status and flags
 */
record LinkFrame(int sequence, int command, int session, int address, int count, byte[] payload) {
    LinkStatus status() {
        return LinkStatus.of(address & 0xFF);
    }

    private int flags() {
        return address >> 8;
    }

    boolean running() {
        return RunFlag.RUNNING.in(flags());
    }

    boolean reached() {
        return RunFlag.REACHED.in(flags());
    }

    /** The frame as it goes over the line. */
    byte[] toLine() {
        ByteBuffer bytes =
                ByteBuffer.allocate(HEADER_BYTES + payload.length + CRC_BYTES).order(ByteOrder.LITTLE_ENDIAN);
        bytes.put((byte) sequence).put((byte) command).putShort((short) session);
        bytes.putShort((short) payload.length).putShort((short) address).putShort((short) count);
        bytes.put(payload);
        int crc = Crc16.of(bytes.array(), 0, HEADER_BYTES + payload.length);
        bytes.put((byte) (crc >> 8)).put((byte) crc);
        return Cobs.frame(bytes.array());
    }

    /** The frame in what came between two zeros; empty if it is damaged. */
    static Optional<LinkFrame> fromLine(byte[] encoded, int length) {
        return Cobs.decode(encoded, length).flatMap(LinkFrame::parse);
    }

    private static Optional<LinkFrame> parse(byte[] frame) {
        int length = frame.length - HEADER_BYTES - CRC_BYTES;
        if (length < 0 || Crc16.of(frame, 0, frame.length) != 0) {
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
}
