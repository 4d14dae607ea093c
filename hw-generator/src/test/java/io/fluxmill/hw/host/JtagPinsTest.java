// SPDX-License-Identifier: Apache-2.0
package io.fluxmill.hw.host;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.fluxmill.driver.device.Device;
import io.fluxmill.driver.transport.SerialLine;
import io.fluxmill.driver.transport.SerialTransport;
import io.fluxmill.driver.transport.TransportException;
import io.fluxmill.driver.transport.jtag.JtagCable;
import io.fluxmill.driver.transport.jtag.JtagLine;
import io.fluxmill.driver.transport.jtag.JtagRegister;
import io.fluxmill.driver.transport.jtag.XvcCable;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The generated link over the pins of a test port, as part of a chain. */
@Tag("verilator")
class JtagPinsTest extends LinkConformance {
    private static JtagRig rig;

    @BeforeAll
    static void build(@TempDir Path directory) {
        rig = new JtagRig(new EchoEngine("echo"), directory);
    }

    @AfterAll
    static void shut() {
        rig.close();
    }

    @Override
    SerialLine line() {
        return rig.line(new JtagRegister(0x32, 8, 2, 4));
    }

    @Override
    void second() {
        rig.pins.step(JtagRig.CLOCK_HZ + 1);
    }

    @ParameterizedTest
    @CsvSource({"0x32, 8, 0, 0", "0x02, 6, 0, 0", "0x42, 8, 6, 8", "0x32, 8, 14, 0", "0x32, 8, 0, 14"})
    void parametersOfTheChain(String instruction, int bits, int before, int after) {
        transport().close();
        JtagLine line = rig.line(new JtagRegister(Long.decode(instruction), bits, before, after));
        try (SerialTransport link = SerialTransport.open(line, STREAMS)) {
            link.reset();
            new EchoTransactions(link, 1, 60).run(60);
            new Device(rig.manifest, link).identify();
        }
        open();
    }

    /**
     * A transfer without bytes stops the engine, so that a read of it waits for 16,384 clocks, and the bytes of the next frame fill the link's queue: those
     * that are refused are sent again, in their order, and none is lost.
     */
    @Test
    void aFullQueueHoldsTheHostBack() {
        Map<String, Integer> before = ((SerialTransport) transport()).counters();
        transport().close();
        JtagLine wire = rig.line(JtagRegister.ECP5_ER1);
        byte[] none = {};
        byte[] beats = new byte[13];
        beats[5] = 10;
        byte[] data = new byte[300];
        new Random(3).nextBytes(data);
        wire.send(LinkModel.request(0, 1, 77, 0, 0, none));
        wire.send(LinkModel.request(1, 9, 77, 1, 0, beats));
        wire.send(LinkModel.request(2, 3, 77, EchoEngine.SUM, 1, none));
        long begin = rig.pins.cycles();
        wire.send(LinkModel.request(3, 7, 77, 0, 0, data));
        assertTrue(rig.pins.cycles() - begin > 30_000, "more than one scan");
        rig.pins.step(10_000);
        second();
        SerialTransport link = SerialTransport.open(line(), STREAMS);
        Map<String, Integer> after = link.counters();
        assertEquals(before.get("frames") + 7, after.get("frames"), "with a closing, an opening and a reading one");
        for (String dropped : List.of("crc-errors", "length-errors", "stop-errors", "overruns")) {
            assertEquals(before.get(dropped), after.get(dropped), dropped);
        }
        link.close();
        open();
    }

    @Test
    void aRegisterWithoutALink() {
        JtagRegister register = new JtagRegister(0x38, 8, 0, 0);
        SimulatedTap other = new SimulatedTap(rig.pins, JtagRegister.ECP5_ER1);
        TransportException e = assertThrows(
                TransportException.class, () -> JtagLine.open(other, register, JtagRig.SILENCE_MILLISECONDS));
        assertEquals(
                "no link answers at the user register of JTAG: load a design behind host jtag, and check instruction and"
                        + " chain",
                e.getMessage());
        JtagCable dead = new JtagCable() {
            @Override
            public int maxBits() {
                return 8192;
            }

            @Override
            public byte[] shift(int bits, byte[] tms, byte[] tdi) {
                byte[] ones = new byte[tdi.length];
                java.util.Arrays.fill(ones, (byte) -1);
                return ones;
            }

            @Override
            public void close() {
                // Nothing is open.
            }
        };
        e = assertThrows(TransportException.class, () -> JtagLine.open(dead, register, 1));
        assertEquals("the JTAG chain is stuck at 1: check power and cable", e.getMessage());
    }

    @Test
    void aCableThatIsPulledInAScan() {
        SimulatedTap cable = new SimulatedTap(rig.pins, JtagRegister.ECP5_ER1);
        transport().close();
        SerialTransport link = SerialTransport.open(
                JtagLine.open(cable, JtagRegister.ECP5_ER1, JtagRig.SILENCE_MILLISECONDS), STREAMS);
        link.write(EchoEngine.ADD, 5);
        int sum = link.read(EchoEngine.SUM);
        cable.periodsLeft = 100;
        TransportException e = assertThrows(TransportException.class, () -> link.read(EchoEngine.SUM));
        assertEquals("the cable is out", e.getMessage());
        second();
        open();
        assertTrue(sum >= 5);
    }

    /** Bits of TMS, TDI and TDO are inverted: what is lost is repeated, and nothing is carried out twice. */
    @Test
    void noiseOnTheWiresOfThePort() {
        transport().close();
        Noise noise = new Noise(new SimulatedTap(rig.pins, JtagRegister.ECP5_ER1), 2_500);
        SerialTransport link = SerialTransport.open(JtagLine.open(noise, JtagRegister.ECP5_ER1, 10), STREAMS);
        link.reset();
        int before = link.read(EchoEngine.READS);
        assertEquals(0, before);
        link.reset();
        new EchoTransactions(link, 6, 20).run(300);
        assertTrue(noise.inverted > 30, "bits " + noise.inverted);
        assertTrue(link.faults().resends() > 3, link.faults().toString());
        noise.oneIn = Integer.MAX_VALUE;
        link.close();
        open();
    }

    /** A cable that inverts one bit in so many. */
    private static final class Noise implements JtagCable {
        int oneIn;
        int inverted;
        private final JtagCable cable;
        private final Random random = new Random(7);

        Noise(JtagCable cable, int oneIn) {
            this.cable = cable;
            this.oneIn = oneIn;
        }

        @Override
        public int maxBits() {
            return cable.maxBits();
        }

        @Override
        public byte[] shift(int bits, byte[] tms, byte[] tdi) {
            return disturbed(cable.shift(bits, disturbed(tms), disturbed(tdi)));
        }

        private byte[] disturbed(byte[] vector) {
            byte[] copy = vector.clone();
            for (int i = 0; i < 8 * copy.length; i++) {
                if (random.nextInt(oneIn) == 0) {
                    copy[i / 8] ^= (byte) (1 << i % 8);
                    inverted++;
                }
            }
            return copy;
        }

        @Override
        public void close() {
            cable.close();
        }
    }

    /** The whole way: driver, client of the virtual cable, server, test port, pins. */
    @Test
    void overTheVirtualCable() throws Exception {
        transport().close();
        try (XvcRelay server = new XvcRelay(new SimulatedTap(rig.pins, JtagRegister.XC7_USER1))) {
            XvcCable cable = XvcCable.open("localhost", server.port(), 400, 5_000);
            assertEquals(400, cable.periodNanoseconds());
            assertEquals(8 * 1024, cable.maxBits());
            JtagLine line = JtagLine.open(cable, JtagRegister.XC7_USER1, JtagRig.SILENCE_MILLISECONDS);
            SerialTransport link = SerialTransport.open(line, STREAMS);
            link.reset();
            new EchoTransactions(link, 2, 100).run(100);
            server.close();
            TransportException e = assertThrows(TransportException.class, () -> link.read(EchoEngine.SUM));
            assertTrue(
                    e.getMessage().startsWith("XVC server localhost:" + server.port() + " is gone ("), e.getMessage());
            link.close();
        }
        second();
        open();
    }

    @Test
    void whatIsNoVirtualCable() throws Exception {
        TransportException e = assertThrows(TransportException.class, () -> XvcCable.open("localhost", 1, 100, 1_000));
        assertTrue(e.getMessage().startsWith("localhost:1 does not answer as an XVC server ("), e.getMessage());
        try (XvcRelay other = new XvcRelay(null)) {
            e = assertThrows(TransportException.class, () -> XvcCable.open("localhost", other.port(), 100, 1_000));
            assertEquals(
                    "localhost:" + other.port() + " is no server of the XVC protocol 1.x: check host and port",
                    e.getMessage());
        }
    }
}
