// SPDX-License-Identifier: Apache-2.0
package io.fluxmill.hw.sfq;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.fluxmill.netlist.cell.CellLibrary;
import io.fluxmill.netlist.cell.Netlist;
import io.fluxmill.netlist.cell.Settings;
import io.fluxmill.netlist.trace.SfqTrace;
import io.fluxmill.quantizer.sfq.reference.CellTrials;
import io.fluxmill.quantizer.sfq.reference.SfqSimulator;
import io.fluxmill.simulator.icarus.EventSimulator;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Every cell, all pairs of inputs in all states, spacings through every critical time: reference = tick RTL = structural Verilog. */
@Tag("verilator")
class SfqCellsTest {
    private static final Netlist CELLS = CellSweep.netlist();
    private static final int LONGEST = CellTrials.longestCritical(CELLS);

    /** Sticky flags show the edge of a critical time only if a run has one spacing: a run for each. */
    @Test
    void tickRtl(@TempDir Path directory) throws Exception {
        int trials = 0;
        try (SfqBench bench = new SfqBench(new SfqConfig("cells", CELLS, 1, 1024), directory)) {
            for (int spacing = 0; spacing <= LONGEST + 1; spacing++) {
                CellTrials run = new CellTrials(CELLS);
                run.add(spacing);
                bench.check(run.stimuli(), run.end(), "spacing " + spacing);
                trials += run.count();
            }
            for (int seed = 0; seed < 6; seed++) {
                Map<String, long[]> stimuli = CellSweep.random(CELLS, new Random(seed), 3 << seed, 5_000);
                bench.check(stimuli, 5_000, "random, seed " + seed);
            }
            assertEquals((LONGEST + 2) * 209, trials);
            assertTrue(bench.violations > 10_000, "violations " + bench.violations);
        }
    }

    @ParameterizedTest
    @EnumSource(EventSimulator.class)
    void structuralVerilog(EventSimulator simulator, @TempDir Path directory) throws Exception {
        Assumptions.assumeTrue(simulator.available(), simulator + " is not installed");
        CellTrials run = new CellTrials(CELLS);
        for (int spacing = 0; spacing <= LONGEST + 1; spacing++) {
            run.add(spacing);
        }
        StructuralBench bench = new StructuralBench(simulator, CELLS, directory, run.end());
        bench.check(run.stimuli(), "all spacings");
        for (int seed = 0; seed < 6; seed++) {
            bench.check(CellSweep.random(CELLS, new Random(seed), 3 << seed, 5_000), "random, seed " + seed);
        }
        assertTrue(bench.violations > 10_000, "violations " + bench.violations);
    }

    /** The emulator of a coarser quantum is the reference of the rounded netlist. */
    @Test
    void coarserQuantum(@TempDir Path directory) throws Exception {
        try (SfqBench bench = new SfqBench(new SfqConfig("cells", CELLS, 7, 16), directory)) {
            for (int seed = 0; seed < 4; seed++) {
                Map<String, long[]> stimuli = CellSweep.random(CELLS, new Random(seed), 2 << seed, 2_000);
                bench.check(stimuli, 2_000, "seed " + seed);
            }
            assertTrue(bench.violations > 1_000, "violations " + bench.violations);
        }
    }

    /** Thresholds and seeds that are set through registers hold over runs, under pauses of streams and bus. */
    @Test
    void settingsAndPauses(@TempDir Path directory) throws Exception {
        CellLibrary library = CellLibrary.of("rsfqlib-v3");
        Netlist netlist = chain(library, 10_000, 1, 2048);
        Netlist other = chain(library, 50_000, 0xCAFE, 3000);
        Map<String, long[]> stimuli = CellSweep.random(netlist, new Random(5), 60, 40_000);
        try (SfqBench bench = new SfqBench(new SfqConfig("chain", netlist, 1, 16), directory)) {
            bench.check(stimuli, 40_000, "as generated");
            bench.transport.pauses("s_axis_stim", 60, 1);
            bench.transport.pauses("m_axis_puls", 80, 2);
            bench.transport.busPauses(30, 3);
            bench.check(stimuli, 40_000, "with pauses");
            bench.engine.setThreshold("weigh", 50_000);
            bench.engine.setSeed("weigh", 0xCAFE);
            bench.engine.setThreshold("fire", 3000);
            SfqTrace expected = new SfqSimulator(other).run(stimuli, 40_000).observed(other.outputs());
            for (int i = 0; i < 2; i++) {
                assertEquals(
                        List.of(),
                        expected.pulseDifferences(
                                new SfqTrace(bench.engine.run(stimuli, 40_000).pulses(), List.of())));
            }
            assertTrue(expected.count() > 100, "pulses " + expected.count());
        }
    }

    private static Netlist chain(CellLibrary library, int weight, int seed, int threshold) {
        return Netlist.builder("chain", library)
                .inputs("a")
                .outputs("passed", "q")
                .add(new Settings(weight, seed, 0, 0), "weigh", "SYNAPSE", "a", "passed")
                .add(new Settings(threshold, 0, 500, 3), "fire", "NEURON", "passed", "q")
                .build();
    }
}
