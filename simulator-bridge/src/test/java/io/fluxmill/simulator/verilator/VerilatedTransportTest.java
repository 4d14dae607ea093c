// SPDX-License-Identifier: Apache-2.0
package io.fluxmill.simulator.verilator;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.fluxmill.driver.transport.Transport.StreamTransfer;
import io.fluxmill.driver.transport.TransportException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.ConcurrentHashMap;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

@Tag("verilator")
class VerilatedTransportTest {
    private static final int TIMEOUT = 100_000;

    @TempDir
    static Path directory;

    private static final Map<Integer, VerilatedModel> MODELS = new ConcurrentHashMap<>();

    @BeforeEach
    void needsVerilator() {
        VerilatorPresent.assume();
    }

    private static VerilatedTransport open(int widthBits) {
        return VerilatedTransport.open(MODELS.computeIfAbsent(widthBits, width -> {
            Path rtl = directory.resolve("rtl" + width);
            LaneAdder.write(rtl, width, true);
            return Verilator.build(LaneAdder.manifest(width), rtl, Options.FAST);
        }));
    }

    @Test
    void registersAreReadAndWritten() {
        try (VerilatedTransport transport = open(16)) {
            assertEquals(0x4C414E45, transport.read(LaneAdder.ID));
            transport.write(LaneAdder.ADDEND, 0x12345);
            assertEquals(0x2345, transport.read(LaneAdder.ADDEND));
            transport.write(LaneAdder.INTERRUPT_AT, -2);
            assertEquals(-2, transport.read(LaneAdder.INTERRUPT_AT));
            assertEquals(0, transport.read(0x7C));
        }
    }

    @Test
    void registersKeepTheirValuesWhateverThePauses() {
        int cases = 0;
        try (VerilatedTransport transport = open(16)) {
            for (int percent : new int[] {0, 10, 50, 90}) {
                for (int seed = 0; seed < 50; seed++) {
                    transport.busPauses(percent, seed);
                    transport.write(LaneAdder.INTERRUPT_AT, seed * 0x01010101);
                    assertEquals(seed * 0x01010101, transport.read(LaneAdder.INTERRUPT_AT), "seed " + seed);
                    cases++;
                }
            }
        }
        assertEquals(200, cases);
    }

    @Test
    void streamsPassWholeForEveryIdleBackPressureAndWidth() {
        int cases = 0;
        for (int width : new int[] {16, 128, 512}) {
            try (VerilatedTransport transport = open(width)) {
                for (int idle : new int[] {0, 25, 50, 90}) {
                    for (int pressure : new int[] {0, 25, 50, 90}) {
                        loop(transport, width, idle, pressure);
                        cases++;
                    }
                }
            }
        }
        assertEquals(48, cases);
    }

    private static void loop(VerilatedTransport transport, int widthBits, int idle, int pressure) {
        long seed = widthBits * 10_007L + idle * 101 + pressure;
        Random random = new Random(seed);
        transport.pauses("s_axis_in", idle, seed);
        transport.pauses("m_axis_out", pressure, seed + 1);
        int addend = random.nextInt(1 << 16);
        transport.write(LaneAdder.ADDEND, addend);
        int words = 100 * widthBits / 16;
        ByteBuffer in = ByteBuffer.allocateDirect(2 * words).order(ByteOrder.LITTLE_ENDIAN);
        ByteBuffer out = ByteBuffer.allocateDirect(2 * words).order(ByteOrder.LITTLE_ENDIAN);
        for (int i = 0; i < words; i++) {
            in.putShort(2 * i, (short) random.nextInt());
        }
        long before = transport.cycles();
        transport.exchange(
                List.of(new StreamTransfer("s_axis_in", in), new StreamTransfer("m_axis_out", out)), TIMEOUT);
        long cycles = transport.cycles() - before;
        for (int i = 0; i < words; i++) {
            assertEquals((short) (in.getShort(2 * i) + addend), out.getShort(2 * i), "word " + i + ", seed " + seed);
        }
        assertArrayEquals(new long[] {99}, transport.lasts("m_axis_out"));
        int slower = Math.max(idle, pressure);
        assertTrue(cycles >= 100 * 100 / (100 - slower) / 2, "cycles " + cycles + ", seed " + seed);
        assertTrue(slower > 0 || cycles == 101, "cycles " + cycles + ", seed " + seed);
    }

    @Test
    void pausesRepeatWithTheirSeed() {
        assertEquals(cyclesWithPauses(7), cyclesWithPauses(7));
        assertFalse(cyclesWithPauses(7) == cyclesWithPauses(8));
    }

    private static long cyclesWithPauses(long seed) {
        try (VerilatedTransport transport = open(16)) {
            transport.pauses("s_axis_in", 50, seed);
            ByteBuffer data = ByteBuffer.allocateDirect(2000);
            transport.exchange(
                    List.of(
                            new StreamTransfer("s_axis_in", data),
                            new StreamTransfer("m_axis_out", ByteBuffer.allocateDirect(2000))),
                    TIMEOUT);
            return transport.cycles();
        }
    }

    @Test
    void heapBuffersAndSlicesWork() {
        try (VerilatedTransport transport = open(16)) {
            transport.write(LaneAdder.ADDEND, 1);
            ByteBuffer in = ByteBuffer.wrap(new byte[] {9, 9, 1, 0, 2, 0, 9, 9}, 2, 4);
            ByteBuffer out = ByteBuffer.allocate(8).position(4);
            transport.exchange(
                    List.of(new StreamTransfer("s_axis_in", in), new StreamTransfer("m_axis_out", out)), TIMEOUT);
            assertArrayEquals(new byte[] {0, 0, 0, 0, 2, 0, 3, 0}, out.array());
        }
    }

    @Test
    void interruptIsAwaited() {
        try (VerilatedTransport transport = open(16)) {
            transport.write(LaneAdder.INTERRUPT_AT, 3);
            assertFalse(transport.awaitInterrupt(1000));
            ByteBuffer data = ByteBuffer.allocateDirect(8);
            transport.exchange(
                    List.of(
                            new StreamTransfer("s_axis_in", data),
                            new StreamTransfer("m_axis_out", ByteBuffer.allocateDirect(8))),
                    TIMEOUT);
            long cycles = transport.cycles();
            assertTrue(transport.awaitInterrupt(1000));
            assertEquals(cycles, transport.cycles(), "an interrupt that is high costs no cycle");
            assertEquals(4, transport.read(LaneAdder.BEATS));
        }
    }

    @Test
    void timeOutNamesTheProgressOfEveryStream() {
        try (VerilatedTransport transport = open(16)) {
            TransportException e = assertThrows(
                    TransportException.class,
                    () -> transport.exchange(
                            List.of(
                                    new StreamTransfer("s_axis_in", ByteBuffer.allocateDirect(20)),
                                    new StreamTransfer("m_axis_out", ByteBuffer.allocateDirect(40))),
                            500));
            assertEquals(
                    "exchange not finished after 500 cycles: s_axis_in moved 10 of 10 beats, m_axis_out moved 10 of 20 beats",
                    e.getMessage());
            transport.reset();
            assertEquals(0, transport.cycles());
            assertEquals(0x4C414E45, transport.read(LaneAdder.ID));
        }
    }

    @Test
    void portsArePeekedAndPoked() {
        try (VerilatedTransport transport = open(16)) {
            transport.poke("probe_in", 0xFF_FFFFFFL);
            assertEquals(0, transport.peek("probe_out"), "24 bits wrap");
            transport.poke("probe_in", 0x1234567);
            assertEquals(0x234568, transport.peek("probe_out"));
            byte[] wide = new byte[13];
            new Random(1).nextBytes(wide);
            transport.poke("wide_in", wide);
            byte[] inverse = transport.peekBytes("wide_out");
            for (int i = 0; i < 13; i++) {
                assertEquals((byte) (~wide[i] & (i == 12 ? 0xF : 0xFF)), inverse[i], "byte " + i);
            }
            assertEquals(
                    "port wide_out is wider than 64 bits: widthBits=100",
                    assertThrows(IllegalArgumentException.class, () -> transport.peek("wide_out"))
                            .getMessage());
        }
    }

    @Test
    void refusedAndUnansweredAccessesSaySo() {
        try (VerilatedTransport transport = open(16)) {
            assertEquals(
                    "s_axi: write to 0x40 was answered SLVERR",
                    assertThrows(TransportException.class, () -> transport.write(LaneAdder.REFUSED, 1))
                            .getMessage());
            transport.write(LaneAdder.FAULT, 9);
            assertEquals(
                    "s_axi: write to 0x04 was not answered in 10000 cycles",
                    assertThrows(TransportException.class, () -> transport.write(LaneAdder.ADDEND, 1))
                            .getMessage());
        }
    }

    @Test
    void stepRunsExactlyTheCycles() {
        try (VerilatedTransport transport = open(16)) {
            transport.step(12_345);
            assertEquals(12_345, transport.cycles());
        }
    }
}
