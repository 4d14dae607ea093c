// SPDX-License-Identifier: Apache-2.0
package example;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.fluxmill.core.manifest.Design;
import io.fluxmill.hw.emit.Generator;
import io.fluxmill.hw.hdl.HdlException;
import io.fluxmill.hw.hdl.Module;
import io.fluxmill.hw.hdl.Rtl;
import io.fluxmill.hw.hdl.Word;
import io.fluxmill.simulator.verilator.Simulation;
import java.io.IOException;
import java.math.BigInteger;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Random;
import org.junit.jupiter.api.Test;

/** The filter in simulation, against the definition of a FIR filter in exact arithmetic. */
class FirTest {
    private static final Path FOLDER = Path.of("target/fir");
    private final Design design = new FirConfig("fir8", 8).generate();

    private static long[] expected(short[] taps, short[] samples) {
        long[] sums = new long[samples.length];
        for (int n = 0; n < samples.length; n++) {
            BigInteger sum = BigInteger.ZERO;
            for (int k = 0; k < taps.length; k++) {
                if (n - k >= 0) {
                    sum = sum.add(BigInteger.valueOf(taps[k]).multiply(BigInteger.valueOf(samples[n - k])));
                }
            }
            sums[n] = sum.longValueExact();
        }
        return sums;
    }

    /** Writes target/fir/fir8.vcd; look at it with GTKWave or Surfer. */
    @Test
    void everySumIsTheDefinitions() throws IOException {
        Random random = new Random(7);
        try (Simulation simulation = Simulation.recorded(design, FOLDER)) {
            FirFilter filter = new FirFilter(simulation.device());
            for (int pauses : new int[] {0, 30, 80}) {
                simulation.transport().pauses("s_axis_samples", pauses, 1);
                simulation.transport().pauses("m_axis_sums", pauses, 2);
                short[] taps = FirFamily.random(random, 8);
                short[] samples = FirFamily.random(random, 500);
                filter.load(taps);
                assertArrayEquals(expected(taps, samples), filter.filter(samples));
                assertEquals(500, filter.samples());
            }
        }
        assertTrue(Files.size(FOLDER.resolve("fir8.vcd")) > 100_000);
    }

    @Test
    void theLargestSumsAreExact() {
        short[] taps = new short[8];
        short[] samples = new short[20];
        java.util.Arrays.fill(taps, Short.MIN_VALUE);
        java.util.Arrays.fill(samples, Short.MIN_VALUE);
        try (Simulation simulation = Simulation.open(design, FOLDER)) {
            FirFilter filter = new FirFilter(simulation.device());
            filter.load(taps);
            assertArrayEquals(expected(taps, samples), filter.filter(samples));
        }
    }

    @Test
    void aSampleACycle() {
        try (Simulation simulation = Simulation.open(design, FOLDER)) {
            FirFilter filter = new FirFilter(simulation.device());
            filter.load(new short[8]);
            long before = simulation.transport().cycles();
            filter.filter(new short[1_000]);
            long cycles = simulation.transport().cycles() - before;
            assertTrue(cycles >= 1_001 && cycles < 1_010, "cycles: " + cycles);
        }
    }

    @Test
    void aRegisterThatIsOnlyReadIsNotWritten() {
        try (Simulation simulation = Simulation.open(design, FOLDER)) {
            IllegalArgumentException e = assertThrows(
                    IllegalArgumentException.class, () -> simulation.device().write("SAMPLES_LOW", 1));
            assertEquals("register SAMPLES_LOW of fir8 is read only", e.getMessage());
        }
    }

    /** Verilog, manifest, C header and register document for people and tools outside Java. */
    @Test
    void filesForOthers() throws IOException {
        Generator.write(design, FOLDER.resolve("rtl"));
        assertTrue(Files.readString(FOLDER.resolve("rtl/fir8.v")).contains("module fir8 ("));
        assertTrue(Files.readString(FOLDER.resolve("rtl/fir8.h")).contains("#define FIR8_TAP7_TAP_MASK"));
    }

    private static final class Undriven extends Module {
        final Word sum = out(8);
    }

    /** Errors of a description have the file and the line. */
    @Test
    void errorsAreLocated() {
        HdlException e = assertThrows(HdlException.class, () -> Rtl.verilog("undriven", Undriven::new));
        assertTrue(e.getMessage().startsWith("NO DRIVER ON (undriven/sum: out UInt[8 bits])"), e.getMessage());
        assertTrue(e.getMessage().matches("(?s).*defined at FirTest\\.java:\\d+"), e.getMessage());
    }
}
