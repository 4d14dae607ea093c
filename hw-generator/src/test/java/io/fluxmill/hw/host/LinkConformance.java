// SPDX-License-Identifier: Apache-2.0
package io.fluxmill.hw.host;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.fluxmill.driver.transport.EngineStream;
import io.fluxmill.driver.transport.SerialLine;
import io.fluxmill.driver.transport.SerialTransport;
import io.fluxmill.driver.transport.Transport;
import io.fluxmill.driver.transport.TransportException;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What every transport over a serial line does besides: noise, disconnection, silence, two hosts. */
abstract class LinkConformance extends TransportConformance {
    static final List<EngineStream> STREAMS = List.of(
            new EngineStream(EchoEngine.IN, true, EchoEngine.BEAT_BYTES),
            new EngineStream(EchoEngine.OUT, false, EchoEngine.BEAT_BYTES));

    private SerialTransport link;

    /** A line to the link; several share one wire. */
    abstract SerialLine line();

    /** Lets more than a second of the link's time go by. */
    abstract void second();

    @BeforeEach
    void open() {
        link = SerialTransport.open(line(), STREAMS);
        link.reset();
    }

    @AfterEach
    void giveBack() {
        if (link != null) {
            link.close();
        }
    }

    @Override
    Transport transport() {
        return link;
    }

    @Override
    void reset() {
        link.reset();
    }

    @Test
    void noiseBetweenFramesIsDroppedAndCounted() {
        SerialLine wire = line();
        Random random = new Random(4);
        link.write(EchoEngine.ADD, 5);
        assertEquals(5, link.read(EchoEngine.SUM));
        int before = dropped();
        byte[] noise = new byte[1500];
        random.nextBytes(noise);
        wire.send(noise);
        assertEquals(5, link.read(EchoEngine.SUM));
        int pieces = dropped() - before;
        assertTrue(pieces >= 1 && pieces <= 20, "pieces " + pieces);
        new EchoTransactions(reopened(), 5, 20).run(50);
    }

    private SerialTransport reopened() {
        link.reset();
        return link;
    }

    private int dropped() {
        var counters = link.counters();
        return counters.get("crc-errors")
                + counters.get("length-errors")
                + counters.get("stop-errors")
                + counters.get("overruns");
    }

    @Test
    void anotherHostIsRefusedUntilTheFirstGivesTheLinkBack() {
        link.write(EchoEngine.ADD, 7);
        assertEquals(7, link.read(EchoEngine.SUM));
        TransportException e = assertThrows(TransportException.class, () -> SerialTransport.open(line(), STREAMS));
        assertEquals(
                "another host has the link: close the other program; the link is free after a second of silence",
                e.getMessage());
        assertEquals(7, link.read(EchoEngine.SUM), "the first one is not disturbed");
        assertEquals(1, link.counters().get("refused") - 0);
        link.close();
        link = SerialTransport.open(line(), STREAMS);
        assertEquals(7, link.read(EchoEngine.SUM), "the engine was not reset");
    }

    @Test
    void aHostThatWasSilentForASecondLosesTheLinkToTheNext() {
        SerialTransport first = link;
        second();
        link = SerialTransport.open(line(), STREAMS);
        link.write(EchoEngine.ADD, 3);
        assertThrows(TransportException.class, () -> {
            first.write(EchoEngine.ADD, 100);
            first.flush();
        });
        TransportException e = assertThrows(TransportException.class, () -> first.read(EchoEngine.SUM));
        assertTrue(e.getMessage().startsWith("the link was given up: open it again: another host"), e.getMessage());
        assertEquals(3, link.read(EchoEngine.SUM), "nothing of the first was carried out");
    }

    /** The cable is pulled after some bytes of a frame; later another host finds a link that works. */
    @Test
    void aCableThatIsPulledInTheMiddleOfAFrame() {
        link.close();
        Cut cut = new Cut(line());
        SerialTransport victim = SerialTransport.open(cut, STREAMS);
        victim.reset();
        victim.write(EchoEngine.ADD, 11);
        assertEquals(11, victim.read(EchoEngine.SUM));
        cut.bytesLeft = 9;
        TransportException e = assertThrows(TransportException.class, () -> victim.read(EchoEngine.READS));
        assertEquals("the cable is out", e.getMessage());
        assertThrows(TransportException.class, () -> victim.read(EchoEngine.SUM), "it stays given up");
        second();
        link = SerialTransport.open(line(), STREAMS);
        assertEquals(11, link.read(EchoEngine.SUM));
        assertEquals(0, link.read(EchoEngine.READS), "half a frame is no access");
    }

    /** The answers are lost for good: the request was carried out once, however often it was sent. */
    @Test
    void silenceIsGivenUpAfterEightSends() {
        link.close();
        Cut cut = new Cut(line());
        SerialTransport victim = SerialTransport.open(cut, STREAMS);
        victim.reset();
        cut.deaf = true;
        TransportException e = assertThrows(TransportException.class, () -> victim.read(EchoEngine.READS));
        assertEquals(
                "no good answer after 8 sends: check the cable, the bit rate, and that the design is loaded and out of reset",
                e.getMessage());
        assertEquals(7, victim.faults().resends());
        second();
        link = SerialTransport.open(line(), STREAMS);
        assertEquals(1, link.read(EchoEngine.READS), "eight sends are one access");
    }

    /** A line that can be cut, or hear nothing. */
    private static final class Cut implements SerialLine {
        int bytesLeft = Integer.MAX_VALUE;
        boolean deaf;
        private final SerialLine line;

        Cut(SerialLine line) {
            this.line = line;
        }

        @Override
        public void send(byte[] bytes) {
            int count = Math.min(bytesLeft, bytes.length);
            line.send(java.util.Arrays.copyOf(bytes, count));
            bytesLeft -= count;
            if (count < bytes.length) {
                throw new TransportException("the cable is out");
            }
        }

        @Override
        public int receive(byte[] target) {
            int came = line.receive(target);
            while (deaf && came != 0) {
                came = line.receive(target);
            }
            return came;
        }

        @Override
        public long nanoTime() {
            return line.nanoTime();
        }

        @Override
        public void close() {
            line.close();
        }
    }
}
