// SPDX-License-Identifier: Apache-2.0
package io.fluxmill.driver.transport;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import io.fluxmill.driver.transport.Transport.StreamTransfer;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Deque;
import java.util.HexFormat;
import java.util.List;
import org.junit.jupiter.api.Test;

/** The loader's frames and the link that sends them, with a line whose other end is a list of answers. */
class SocLinkTest {
    private final Scripted line = new Scripted();
    private final SocLink link = new SocLink(line);

    /** Each frame that is sent gets the next answer; an empty one is silence. */
    private static final class Scripted implements SerialLine {
        final List<String> sent = new ArrayList<>();
        final Deque<byte[]> answers = new ArrayDeque<>();
        private byte[] coming = {};

        @Override
        public void send(byte[] bytes) {
            sent.add(HexFormat.of().formatHex(bytes));
            coming = answers.isEmpty() ? new byte[0] : answers.remove();
        }

        @Override
        public int receive(byte[] target) {
            int count = Math.min(target.length, coming.length);
            System.arraycopy(coming, 0, target, 0, count);
            coming = Arrays.copyOfRange(coming, count, coming.length);
            return count;
        }

        @Override
        public void close() {}

        void answer(int sequence, int command, int status, int... payload) {
            answers.add(new SocFrame(sequence, command | SocFrame.ANSWER, status, payload).toBytes());
        }
    }

    /** The CRC is CRC-16/IBM-3740 of the catalogue of parametrised CRC algorithms: "123456789" has 0x29B1; the bytes are from another program. */
    @Test
    void aFrameIsHeaderPayloadAndCrc() {
        byte[] frame = new SocFrame(0x31, 0x32, 0x33, 0x39383736).toBytes();
        assertEquals("a5313233" + "0400" + "36373839" + "8429", HexFormat.of().formatHex(frame));
        assertEquals("a5010100" + "0000" + "e9cd", HexFormat.of().formatHex(new SocFrame(1, 1, 0).toBytes()));
    }

    @Test
    void writesToOneRegisterOrToConsecutiveOnesAreOneFrame() {
        for (int i = 1; i <= 3; i++) {
            line.answer(i, i == 1 ? 4 : 3, 0);
        }
        link.write(0x20000010, 1);
        link.write(0x20000010, 2);
        link.write(0x20000010, 3);
        link.write(0x20000020, 4);
        link.write(0x20000024, 5);
        link.write(0x20000040, 6);
        link.flush();
        assertEquals(3, line.sent.size());
        assertEquals(
                "a5010400" + "1000" + "10000020" + "010000000200000003000000",
                line.sent.get(0).substring(0, 44));
        assertEquals(
                "a5020300" + "0c00" + "20000020" + "0400000005000000",
                line.sent.get(1).substring(0, 36));
        assertEquals(
                "a5030300" + "0800" + "40000020" + "06000000", line.sent.get(2).substring(0, 28));
    }

    @Test
    void aLostAnswerIsAskedForAgainUnderTheSameNumber() {
        line.answers.add(new byte[0]);
        line.answer(0, 0, 1);
        line.answer(1, 2, 0, 42);
        assertEquals(42, link.read(0x2000));
        assertEquals(3, line.sent.size());
        assertEquals(line.sent.get(0), line.sent.get(1));
        assertEquals(line.sent.get(0), line.sent.get(2));
    }

    @Test
    void silenceIsReportedAfterFourAttempts() {
        TransportException e = assertThrows(TransportException.class, link::ping);
        assertEquals("no good answer after 4 attempts: the line fell silent after 0 of 6 bytes", e.getMessage());
        assertEquals(4, line.sent.size());
    }

    @Test
    void packetsFillABufferAndTheRestWaits() {
        line.answer(1, 2, 0, 0, 0);
        line.answer(2, 5, 0, 1, 0, 10, 11, 12);
        ByteBuffer two = ByteBuffer.allocate(8).order(ByteOrder.LITTLE_ENDIAN);
        link.exchange(List.of(new StreamTransfer("m_axis_feat", two)), 1000);
        line.answer(3, 2, 0, 0, 0);
        ByteBuffer one = ByteBuffer.allocate(4).order(ByteOrder.LITTLE_ENDIAN);
        link.exchange(List.of(new StreamTransfer("m_axis_feat", one)), 1000);
        assertArrayEquals(new int[] {10, 11, 12}, new int[] {two.getInt(0), two.getInt(4), one.getInt(0)});
        assertEquals(
                "over the serial line, the only stream is m_axis_feat, not s_axis_adc: "
                        + "drive samples into the system's own port s_axis_adc",
                assertThrows(
                                TransportException.class,
                                () -> link.exchange(List.of(new StreamTransfer("s_axis_adc", one)), 1))
                        .getMessage());
    }
}
