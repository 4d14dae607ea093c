// SPDX-License-Identifier: Apache-2.0
package io.fluxmill.hw.sfq;

import static org.junit.jupiter.api.Assertions.assertTrue;

import io.fluxmill.netlist.cell.Netlist;
import io.fluxmill.simulator.icarus.EventSimulator;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Random netlists: reference = tick RTL = structural Verilog, pulse for pulse and violation for violation. 250 in the suite, more with
 * {@code -Dsfq.netlists=N} (docs/testing.md); each emulator in RTL has 250 of them.
 */
@Tag("verilator")
class SfqNetlistsTest {
    private static final int NETLISTS = Integer.getInteger("sfq.netlists", 250);
    private static final int IN_ONE_MODEL = 250;
    private static final long END = 2_000;
    private static final int SHORT_RUNS = 60;
    private static final long SHORT_END = 180;

    /**
     * The emulator shows a violation as a sticky flag, which hides later ones of the same critical time. Short runs leave few of them
     * hidden, so that nearly every violation, and nearly every one too many, is compared.
     */
    @Test
    void tickRtl(@TempDir Path directory) throws Exception {
        long pulses = 0;
        long violations = 0;
        long alone = 0;
        long shortViolations = 0;
        for (int first = 0; first < NETLISTS; first += IN_ONE_MODEL) {
            Netlist netlist = RandomNetlists.of("nets" + first, first, IN_ONE_MODEL);
            SfqConfig config = new SfqConfig("nets" + first, netlist, 1, 4096);
            try (SfqBench bench = new SfqBench(config, directory)) {
                bench.check(CellSweep.random(netlist, new Random(first), 100, END), END, "netlists from " + first);
                pulses += bench.pulses;
                long longRun = bench.violations;
                violations += longRun;
                long flags = bench.flags;
                for (int seed = 0; seed < SHORT_RUNS; seed++) {
                    Map<String, long[]> stimuli = CellSweep.random(netlist, new Random(first + seed), 150, SHORT_END);
                    bench.check(stimuli, SHORT_END, "netlists from " + first + ", short run " + seed);
                }
                shortViolations += bench.violations - longRun;
                alone += bench.flags - flags;
            }
        }
        assertTrue(pulses > 20L * NETLISTS, "pulses " + pulses);
        assertTrue(violations > 5L * NETLISTS, "violations " + violations);
        assertTrue(
                alone > 20L * NETLISTS && alone > 0.8 * shortViolations,
                alone + " of " + shortViolations + " violations");
    }

    @Test
    void icarus(@TempDir Path directory) throws Exception {
        Assumptions.assumeTrue(EventSimulator.ICARUS.available(), "Icarus Verilog is not installed");
        Netlist netlist = RandomNetlists.of("nets", 0, NETLISTS);
        StructuralBench bench = new StructuralBench(EventSimulator.ICARUS, netlist, directory, END);
        for (int seed = 0; seed < 1000; seed += 250) {
            bench.check(CellSweep.random(netlist, new Random(seed), 100, END), "seed " + seed);
        }
        assertTrue(bench.pulses > 50L * NETLISTS, "pulses " + bench.pulses);
    }

    /** Fewer netlists than with Icarus, for each has to go through the C++ compiler; in a folder that make could not work in. */
    @Test
    void verilatorTiming(@TempDir Path directory) throws Exception {
        Assumptions.assumeTrue(EventSimulator.VERILATOR.available(), "Verilator is not installed");
        Netlist netlist = RandomNetlists.of("nets", 0, Math.max(30, NETLISTS / 16));
        Path folder = Files.createDirectory(directory.resolve("with spaces in it"));
        StructuralBench bench = new StructuralBench(EventSimulator.VERILATOR, netlist, folder, END);
        bench.check(CellSweep.random(netlist, new Random(1), 100, END), "seed 1");
        assertTrue(bench.pulses > 500, "pulses " + bench.pulses);
    }
}
