// SPDX-License-Identifier: Apache-2.0
package io.fluxmill.hw.host;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.fluxmill.driver.transport.Transport;
import io.fluxmill.driver.transport.Transport.StreamTransfer;
import io.fluxmill.driver.transport.TransportException;
import java.nio.ByteBuffer;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;

/** What every transport does with an {@link EchoEngine}; subclasses bring theirs. */
abstract class TransportConformance {
    /** The transport, with the engine fresh from reset. */
    abstract Transport transport();

    /** Makes the engine usable again after a transfer was given up. */
    abstract void reset();

    @Test
    void randomAccesses() {
        new EchoTransactions(transport(), 1, 100).run(400);
    }

    @Test
    void burstsOfWritesAndReads() {
        Transport transport = transport();
        for (int i = 0; i < 1000; i++) {
            transport.write(EchoEngine.ADD, i);
        }
        assertEquals(1000 * 999 / 2, transport.read(EchoEngine.SUM));
        for (int i = 0; i < EchoEngine.SCRATCH_WORDS; i++) {
            transport.write(EchoEngine.SCRATCH + 4 * i, 0x01010101 * i);
        }
        for (int i = 0; i < EchoEngine.SCRATCH_WORDS; i++) {
            assertEquals(0x01010101 * i, transport.read(EchoEngine.SCRATCH + 4 * i));
        }
    }

    /** Around the sizes of a payload, a queue and a beat. */
    @Test
    void burstsOfStreamsOfEveryLength() {
        Random random = new Random(2);
        for (int beats : new int[] {1, 2, 63, 64, 65, 159, 160, 161, 170, 171, 320, 1000}) {
            EchoTransactions.echo(transport(), random, beats, beats + " beats");
        }
    }

    @Test
    void slicesAndDirectBuffersMoveFromPositionToLimit() {
        ByteBuffer sent = ByteBuffer.allocateDirect(20).position(4).limit(10);
        ByteBuffer came = ByteBuffer.allocateDirect(20).position(7).limit(13);
        for (int i = 4; i < 10; i++) {
            sent.put(i, (byte) i);
        }
        transport().exchange(List.of(in(sent), out(came)), 10_000);
        for (int i = 0; i < 6; i++) {
            assertEquals((byte) ~(4 + i), came.get(7 + i), "byte " + i);
        }
        ByteBuffer whole = came.duplicate().clear();
        assertEquals(0, whole.get(6) | whole.get(13), "nothing around it");
        assertEquals(List.of(4, 10, 7, 13), List.of(sent.position(), sent.limit(), came.position(), came.limit()));
    }

    @Test
    void unalignedIsRefused() {
        Transport transport = transport();
        IllegalArgumentException e = assertThrows(IllegalArgumentException.class, () -> transport.read(0x0D));
        assertEquals("register address must be a multiple of 4: 0x0D", e.getMessage());
        assertThrows(IllegalArgumentException.class, () -> transport.write(0x0E, 1));
        StreamTransfer broken = in(ByteBuffer.allocate(4));
        e = assertThrows(IllegalArgumentException.class, () -> transport.exchange(List.of(broken), 100));
        assertEquals("buffer of s_axis_in must be whole beats of 3 bytes: bytes=4", e.getMessage());
        assertEquals(0x4543484F, transport.read(0));
    }

    @Test
    void nothingIsNothing() {
        transport().exchange(List.of(), 10);
        transport().exchange(List.of(in(ByteBuffer.allocate(0))), 10);
    }

    @Test
    void aTimeOutNamesEachStreamsProgress() {
        Transport transport = transport();
        List<StreamTransfer> transfers = List.of(in(ByteBuffer.allocate(30)), out(ByteBuffer.allocate(600)));
        TransportException e = assertThrows(TransportException.class, () -> transport.exchange(transfers, 5_000));
        assertEquals(
                "exchange not finished after 5000 cycles: s_axis_in moved 10 of 10 beats, m_axis_out moved 10 of 200 beats",
                e.getMessage());
        reset();
        EchoTransactions.echo(transport, new Random(3), 100, "after the time-out");
    }

    @Test
    void collectsAnUnknownNumberOfBeats() {
        Transport transport = transport();
        for (int beats : new int[] {1, 64, 300}) {
            byte[] bytes = new byte[3 * beats];
            new Random(beats).nextBytes(bytes);
            ByteBuffer came = ByteBuffer.allocate(3 * 400);
            int[] asked = {0};
            long count =
                    transport.collect(List.of(in(ByteBuffer.wrap(bytes))), out(came), () -> ++asked[0] == 2, 1_000_000);
            assertEquals(bytes.length, count);
            byte[] expected = new byte[bytes.length];
            for (int i = 0; i < expected.length; i++) {
                expected[i] = (byte) ~bytes[i];
            }
            byte[] found = new byte[bytes.length];
            came.get(0, found);
            assertArrayEquals(expected, found);
        }
        assertThrows(
                TransportException.class,
                () -> transport.collect(List.of(), out(ByteBuffer.allocate(30)), () -> false, 10_000));
    }

    @Test
    void waitsForTheInterrupt() {
        Transport transport = transport();
        transport.write(EchoEngine.DELAY, 500);
        long before = transport.cycles();
        assertFalse(transport.awaitInterrupt(100));
        assertEquals(before + 100, transport.cycles());
        assertTrue(transport.awaitInterrupt(10_000));
        long waited = transport.cycles() - before;
        assertTrue(waited > 480 && waited <= 500, "cycles " + waited);
        assertTrue(transport.awaitInterrupt(10_000));
        assertEquals(before + waited, transport.cycles(), "it is high already");
    }

    private static StreamTransfer in(ByteBuffer buffer) {
        return new StreamTransfer(EchoEngine.IN, buffer);
    }

    private static StreamTransfer out(ByteBuffer buffer) {
        return new StreamTransfer(EchoEngine.OUT, buffer);
    }
}
