// SPDX-License-Identifier: Apache-2.0
package io.fluxmill.hw.mac;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.fluxmill.core.format.NumberFormat;
import io.fluxmill.core.format.NumberFormats;
import io.fluxmill.core.format.Rescale;
import io.fluxmill.core.manifest.Access;
import io.fluxmill.core.manifest.Manifest.Field;
import io.fluxmill.core.manifest.Manifest.Register;
import java.nio.file.Path;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Registers, counters, interrupt and refusals of the co-processor. */
@Tag("verilator")
class MacRegistersTest {
    private static final NumberFormat FORMAT = NumberFormats.POSIT8_0;

    @TempDir
    Path directory;

    private MatrixBench bench;

    @BeforeEach
    void open() throws Exception {
        bench = new MatrixBench(Configurations.XR_NPE, directory);
    }

    @AfterEach
    void close() {
        bench.transport.close();
    }

    @Test
    void everyRegisterResetsAndStoresWhatItsDescriptionSays() {
        int checked = 0;
        for (Register register : bench.manifest.registers()) {
            assertEquals((int) register.reset(), bench.transport.read(register.offset()), register.name());
            long stored = 0;
            for (Field field : register.fields()) {
                stored |= field.access() == Access.RW ? ((1L << field.widthBits()) - 1) << field.lsb() : 0;
            }
            if (register.access() == Access.RW) {
                int pattern = 0xA5C3_F00E
                        & ~register.fields().stream()
                                .filter(f -> f.access() == Access.WO)
                                .mapToInt(f -> 1 << f.lsb())
                                .sum();
                bench.transport.write(register.offset(), pattern);
                assertEquals(pattern & (int) stored, bench.transport.read(register.offset()), register.name());
                checked++;
            }
        }
        assertEquals(12, checked);
    }

    @Test
    void unmappedAddressesReadZeroAndIgnoreWrites() {
        bench.transport.write(0xF0, 0xFFFFFFFF);
        assertEquals(0, bench.transport.read(0xF0));
        assertEquals(0, bench.device.read("STATUS"));
    }

    @Test
    void countersCountUsefulWorkOnly() {
        int m = 13;
        int n = 11;
        int depth = 37;
        job(m, n, depth);
        assertEquals((long) m * n * depth, bench.device.counter("MACS"));
        long cycles = bench.device.counter("CYCLES");
        long slots = 2L * 2 * 19; // row tiles, column tiles, words
        assertTrue(cycles >= slots && cycles < slots + 80, "cycles=" + cycles);
        bench.device.write("CONTROL", 1 << 2);
        assertEquals(0, bench.device.counter("MACS"));
        assertEquals(0, bench.device.counter("CYCLES"));
    }

    @Test
    void stallsAreCountedWhereTheyHappen() {
        bench.transport.pauses("s_axis_act", 90, 1);
        job(32, 8, 64);
        assertTrue(bench.device.counter("STALL_IN") > 100, "STALL_IN=" + bench.device.counter("STALL_IN"));
        bench.device.write("CONTROL", 1 << 2);
        bench.transport.pauses("s_axis_act", 0, 1);
        bench.transport.pauses("m_axis_res", 95, 1);
        job(128, 64, 2);
        assertTrue(bench.device.counter("STALL_OUT") > 100, "STALL_OUT=" + bench.device.counter("STALL_OUT"));
    }

    /** docs/mac-engine.md: a result above high is high, any other below low is low; the results are those of the widest clip before it. */
    @Test
    void aClipWhoseLowEndIsAboveItsHighEnd() {
        NumberFormat format = NumberFormats.POSIT8_0;
        Random random = new Random(5);
        int[][] a = new int[40][1];
        int[][] w = new int[1][1];
        w[0][0] = 0x40; // 1
        for (int[] row : a) {
            row[0] = random.nextInt(256);
        }
        bench.load(format, w, List.of(MatrixBench.unit(format)));
        int[][] wide = bench.run(MatrixBench.plain(format, format), a, 1);
        int low = 0x50;
        int high = 0xC0;
        bench.clip = low | high << 16;
        int[][] found = bench.run(MatrixBench.plain(format, format), a, 1);
        int between = 0;
        for (int m = 0; m < a.length; m++) {
            int value = (byte) wide[m][0]; // codes of a posit are in the order of two's complement numbers
            int expected = wide[m][0] == format.narBits() ? format.narBits() : value > (byte) high ? high : low;
            between += value > (byte) high && value < (byte) low ? 1 : 0;
            assertEquals(expected, found[m][0], "result " + value);
        }
        assertTrue(between > 5, "between: " + between);
    }

    @Test
    void theInterruptIsDoneAndEnabled() {
        bench.acknowledge = false;
        job(8, 8, 8);
        assertEquals(0, bench.transport.peek("irq"), "not enabled");
        bench.device.writeField("CONTROL", "interrupt_enable", 1);
        assertEquals(1, bench.transport.peek("irq"), "done and enabled");
        bench.device.write("STATUS", 2);
        assertEquals(0, bench.transport.peek("irq"), "acknowledged");
        job(8, 8, 8);
        assertTrue(bench.transport.awaitInterrupt(100), "raised by the next job");
    }

    @Test
    void theLastBeatOfAJobIsMarked() {
        job(9, 10, 3);
        // 2 row tiles x 2 column tiles, rows 8 and 1: 18 beats.
        assertArrayEquals(new long[] {17}, bench.transport.lasts("m_axis_res"));
    }

    @Test
    void jobsOfSizeZeroOrBeyondTheBuffersAreRefused() {
        String[] sizes = {"ROWS", "COLUMNS", "DEPTH", "DEPTH_WORDS"};
        for (String zero : sizes) {
            for (String size : sizes) {
                bench.device.write(size, size.equals(zero) ? 0 : 1);
            }
            refused(() -> bench.device.write("CONTROL", 1), zero);
        }
        for (String size : sizes) {
            bench.device.write(size, 1);
        }
        bench.device.write("DEPTH_WORDS", 1025);
        refused(() -> bench.device.write("CONTROL", 1), "DEPTH_WORDS");
        bench.device.write("DEPTH_WORDS", 1);
        bench.device.write("FORMAT", 4);
        refused(() -> bench.device.write("CONTROL", 1), "FORMAT");
    }

    @Test
    void loadsBeyondTheBuffersAreRefused() {
        bench.device.write("LOAD_ADDRESS", (1 << 16) - 1);
        bench.device.write("LOAD_BEATS", 2);
        refused(() -> bench.device.write("LOAD_CONTROL", 1), "weights");
        bench.device.write("LOAD_ADDRESS", 255);
        bench.device.write("LOAD_BEATS", 7);
        refused(() -> bench.device.write("LOAD_CONTROL", 2), "parameters");
        bench.device.write("LOAD_BEATS", 6);
        bench.device.write("LOAD_CONTROL", 2);
        assertEquals(1, bench.device.readField("STATUS", "loading"));
        refused(() -> bench.device.write("LOAD_CONTROL", 2), "a load under way");
    }

    /** FORMAT.round and OUTPUT_ZERO of engines with and without them; docs/mac-engine.md. */
    @Test
    void roundingsThatTheEngineLacksAreRefused(@TempDir Path other) throws Exception {
        bench.transport.write(0x14, 0x7_0000);
        assertEquals(0x1_0000, bench.transport.read(0x14), "two roundings: one bit");
        bench.transport.write(0x64, 0x1234);
        assertEquals(0, bench.transport.read(0x64), "no zero point");
        assertEquals(0, bench.device.read("STATUS"));
        assertEquals(0b11, bench.manifest.parameter("roundings"));
        bench.transport.close();

        bench = new MatrixBench(Configurations.INFERENCE_SLOW, other);
        assertEquals(0b1011, bench.manifest.parameter("roundings"));
        // Before the normaliser, its stages, product, first rounding, 18 bits, packing, zero point: docs/mac-engine.md.
        int stages = 3 + 3 + 1 + 1 + 1 + 6 + 1;
        assertEquals(3 + stages, bench.manifest.parameter("outputLatency"), "three cycles more for a product");
        for (String size : new String[] {"ROWS", "COLUMNS", "DEPTH", "DEPTH_WORDS"}) {
            bench.device.write(size, 1);
        }
        int format = bench.manifest.formats().indexOf("INT8");
        for (int round = 0; round < 8; round++) {
            bench.device.write("FORMAT", format | format << 8 | round << 16);
            if (round == 0 || round == 1 || round == 3) {
                continue; // MacRoundingTest runs them
            }
            refused(() -> bench.device.write("CONTROL", 1), "rounding " + round);
        }
        bench.device.write("FORMAT", format | format << 8 | 3 << 16);
        bench.device.write("OUTPUT_ZERO", 0xFFFF_FFFE);
        assertEquals(0xFFFE, bench.device.read("OUTPUT_ZERO"), "16 bits");
        bench.device.write("CONTROL", 1);
        assertEquals(1, bench.device.readField("STATUS", "busy"));
        bench.device.write("OUTPUT_ZERO", 1);
        assertEquals(1, bench.device.readField("STATUS", "error"), "a layer register is locked while busy");
        assertEquals(0xFFFE, bench.device.read("OUTPUT_ZERO"));
    }

    private void refused(Runnable command, String what) {
        command.run();
        assertEquals(1, bench.device.readField("STATUS", "error"), what);
        assertEquals(0, bench.device.readField("STATUS", "busy"), what);
        bench.device.write("STATUS", 8);
        assertEquals(0, bench.device.readField("STATUS", "error"), what);
    }

    private void job(int m, int n, int depth) {
        Random random = new Random(m + n + depth);
        int[][] a = Codes.random(FORMAT, random, m, depth, 8, false);
        int[][] w = Codes.random(FORMAT, random, n, depth, 8, false);
        List<Rescale.Channel> channels = Collections.nCopies(n, MatrixBench.unit(FORMAT));
        bench.load(FORMAT, w, channels);
        bench.check(MatrixBench.plain(FORMAT, FORMAT), a, w, channels, "job");
        assertFalse(bench.compared == 0);
    }
}
