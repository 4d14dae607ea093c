// SPDX-License-Identifier: Apache-2.0
package io.fluxmill.hw.host;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.fluxmill.driver.device.Device;
import io.fluxmill.driver.device.DeviceException;
import io.fluxmill.driver.device.UartLink;
import io.fluxmill.driver.transport.SerialLine;
import io.fluxmill.driver.transport.SerialTransport;
import io.fluxmill.driver.transport.Transport.StreamTransfer;
import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Assertions;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The generated link over its pins, bit by bit. */
@Tag("verilator")
class LinkPinsTest extends LinkConformance {
    private static final double WANTED_SHARE = 0.85;
    private static final int BITS = 10;

    private static LinkRig rig;

    @BeforeAll
    static void build(@TempDir Path directory) {
        rig = new LinkRig(new EchoEngine("echo"), directory);
    }

    @AfterAll
    static void shut() {
        rig.close();
    }

    @Override
    SerialLine line() {
        return rig.line();
    }

    @Override
    void second() {
        rig.pins.step(LinkRig.CLOCK_HZ + 1);
    }

    @Test
    void identityIsTheManifests() {
        SerialTransport link = (SerialTransport) transport();
        SerialTransport.Identity identity = link.identity();
        assertEquals(Integer.parseUnsignedInt(rig.design.manifest().hash(), 16), identity.hash());
        assertEquals(Integer.parseUnsignedInt(rig.manifest.hash(), 16), identity.engineHash());
        assertEquals(LinkRig.CLOCK_HZ, identity.clockHz());
        assertEquals(8, identity.divider());
        Device device = new Device(rig.design.manifest(), link);
        assertEquals(512, device.read("LINK_BUFFER_BYTES"));
        assertEquals(link.cycles(), device.counter("LINK_CYCLES"));
        new Device(rig.manifest, link).identify();
        assertEquals(0b0001, rig.pins.peek("led") & 0b0111, "a host has the link");
        link.close();
        assertEquals(0, rig.pins.peek("led") & 0b0111);
        DeviceException e = Assertions.assertThrows(
                DeviceException.class,
                () -> UartLink.open(line(), new EchoEngine("other").generate().manifest()));
        assertTrue(e.getMessage().startsWith("behind the link must be other "), e.getMessage());
        open();
    }

    /** Inverts the line for a while in the middle of bytes: stop bits go missing, and nothing else happens. */
    @Test
    void aDisturbedLineLosesStopBits() {
        SerialTransport link = (SerialTransport) transport();
        Random random = new Random(6);
        for (int i = 0; i < 20; i++) {
            rig.pins.poke("noise", 1);
            rig.pins.step(50 + random.nextInt(300));
            rig.pins.poke("noise", 0);
            rig.pins.step(random.nextInt(100));
            link.write(EchoEngine.ADD, 1);
            assertEquals(i + 1, link.read(EchoEngine.SUM));
        }
        assertTrue(link.counters().get("stop-errors") >= 10, link.counters().toString());
        assertEquals(0, link.counters().get("overruns"));
        assertEquals(0b1000, rig.pins.peek("led") & 0b1000, "a fault was counted");
    }

    @Test
    void burstsFillTheLine() {
        SerialTransport link = (SerialTransport) transport();
        long begin = rig.pins.cycles();
        int words = 1200;
        for (int i = 0; i < words; i++) {
            link.write(EchoEngine.ADD, 0x00FF0000 + i);
        }
        link.flush();
        check("writes to a register", 4 * words, begin);
        int beats = 2000;
        ByteBuffer buffer = ByteBuffer.allocate(EchoEngine.BEAT_BYTES * beats);
        new Random(8).nextBytes(buffer.array());
        link.write(EchoEngine.MODE, EchoEngine.DISCARD);
        begin = rig.pins.cycles();
        link.exchange(List.of(new StreamTransfer(EchoEngine.IN, buffer)), 100_000);
        check("a stream into the engine", buffer.capacity(), begin);
        link.write(EchoEngine.MODE, EchoEngine.GENERATE);
        begin = rig.pins.cycles();
        link.exchange(List.of(new StreamTransfer(EchoEngine.OUT, buffer)), 100_000);
        check("a stream out of the engine", buffer.capacity(), begin);
        for (int i = 1; i < beats; i++) {
            int step = beat(buffer, i) - beat(buffer, i - 1) & 0xFFFFFF;
            assertEquals(1, step, "beat " + i);
        }
    }

    private static int beat(ByteBuffer buffer, int index) {
        int at = EchoEngine.BEAT_BYTES * index;
        return buffer.get(at) & 0xFF | (buffer.get(at + 1) & 0xFF) << 8 | (buffer.get(at + 2) & 0xFF) << 16;
    }

    /** Bytes of payload over the bytes that the line can carry in the time. */
    private static void check(String what, int bytes, long begin) {
        double share = (double) bytes * BITS * 8 / (rig.pins.cycles() - begin);
        assertTrue(share >= WANTED_SHARE && share < 1, what + ": share of the line rate " + share);
    }
}
