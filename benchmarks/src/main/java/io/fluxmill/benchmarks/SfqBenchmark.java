// SPDX-License-Identifier: Apache-2.0
package io.fluxmill.benchmarks;

import io.fluxmill.netlist.cell.CellLibrary;
import io.fluxmill.netlist.cell.Netlist;
import io.fluxmill.netlist.trace.SfqTrace;
import io.fluxmill.netlist.trace.Stimuli;
import io.fluxmill.simulator.icarus.EventSimulator;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Simulated time per second of an SFQ netlist: event-driven reference, tick RTL in Verilator, structural Verilog. */
final class SfqBenchmark {
    private static final int[] QUANTA = {1, 10};

    private SfqBenchmark() {}

    /**
     * One row of the table.
     *
     * @param seconds that the compilation took, of the wall clock
     * @param picosecondsPerCpuSecond simulated, per second of processor time of all threads
     * @param picosecondsPerSecond simulated, per second of the wall clock
     * @param overReference ratio to the reference in processor time, run by run
     */
    record Row(
            String netlist,
            String pulses,
            double quantumPs,
            String simulator,
            double seconds,
            Statistics picosecondsPerCpuSecond,
            Statistics picosecondsPerSecond,
            Statistics overReference) {
        @Override
        public String toString() {
            return String.format(
                    "%-9s %-6s %.1f ps %-18s built in %6.1f s  ps/cpu-s %-28s ps/s %-28s over reference %s",
                    netlist,
                    pulses,
                    quantumPs,
                    simulator,
                    seconds,
                    picosecondsPerCpuSecond,
                    picosecondsPerSecond,
                    overReference);
        }
    }

    /** All netlists, densities and quanta; the lengths of the runs make each take about a second. */
    static List<Row> run(Path work, int repetitions) throws IOException {
        List<Row> rows = new ArrayList<>();
        for (SfqWorkload workload : List.of(
                SfqWorkload.of(1, 1, "sparse", 10_000, 20_000_000),
                SfqWorkload.of(1, 1, "dense", 200, 4_000_000),
                SfqWorkload.of(5, 2, "sparse", 10_000, 4_000_000),
                SfqWorkload.of(5, 2, "dense", 200, 500_000),
                SfqWorkload.of(40, 5, "sparse", 10_000, 200_000),
                SfqWorkload.of(40, 5, "dense", 200, 50_000))) {
            for (int quantum : QUANTA) {
                rows.addAll(run(workload, quantum, work, repetitions));
            }
        }
        return rows;
    }

    private static List<Row> run(SfqWorkload workload, int quantum, Path work, int repetitions) throws IOException {
        Netlist netlist = workload.netlist().quantized(quantum);
        Stimuli stimuli = workload.stimuli().quantized(quantum);
        Path folder = Files.createDirectories(
                work.resolve("sfq-" + netlist.name() + "-" + workload.pulses() + "-" + quantum));
        SfqSide reference = new SfqSide.Reference(netlist);
        List<SfqSide> sides = new ArrayList<>(List.of(reference));
        Map<SfqSide, Double> built = new LinkedHashMap<>(Map.of(reference, 0.0));
        try {
            for (Build build : builds(workload, quantum, netlist, stimuli, folder)) {
                Stopwatch watch = new Stopwatch();
                SfqSide side = build.side();
                sides.add(side);
                built.put(side, watch.wallSeconds());
            }
            Map<SfqSide, List<SfqSide.Sample>> samples = samples(sides, stimuli, netlist, repetitions);
            double picoseconds = (double) stimuli.end() * quantum / CellLibrary.QUANTA_PER_PS;
            List<SfqSide.Sample> base = samples.get(reference);
            List<Row> rows = new ArrayList<>();
            for (SfqSide side : sides) {
                List<SfqSide.Sample> own = samples.get(side);
                double[] ratios = new double[own.size()];
                for (int i = 0; i < ratios.length; i++) {
                    ratios[i] = base.get(i).cpuSeconds() / own.get(i).cpuSeconds();
                }
                rows.add(new Row(
                        netlist.name(),
                        workload.pulses(),
                        (double) quantum / CellLibrary.QUANTA_PER_PS,
                        side.name(),
                        built.get(side),
                        Statistics.of(own, s -> picoseconds / s.cpuSeconds()),
                        Statistics.of(own, s -> picoseconds / s.wallSeconds()),
                        Statistics.of(ratios)));
            }
            rows.forEach(System.err::println);
            return rows;
        } finally {
            sides.forEach(SfqSide::close);
        }
    }

    /** Structural Verilog only in the finest quantum: its events, and so its speed, are the same in every quantum. */
    private static List<Build> builds(
            SfqWorkload workload, int quantum, Netlist netlist, Stimuli stimuli, Path folder) {
        Build rtl = () -> new SfqSide.TickRtl(workload.netlist(), quantum, folder);
        return quantum > 1
                ? List.of(rtl)
                : List.of(
                        rtl,
                        () -> new SfqSide.Structural(EventSimulator.ICARUS, netlist, stimuli, folder),
                        () -> new SfqSide.Structural(EventSimulator.VERILATOR, netlist, stimuli, folder));
    }

    private interface Build {
        SfqSide side() throws IOException;
    }

    /** Runs in turn, after one of each that does not count; every run has to show the reference's pulses. */
    private static Map<SfqSide, List<SfqSide.Sample>> samples(
            List<SfqSide> sides, Stimuli stimuli, Netlist netlist, int repetitions) throws IOException {
        Map<SfqSide, List<SfqSide.Sample>> samples = new LinkedHashMap<>();
        SfqTrace expected = null;
        for (int i = 0; i <= repetitions; i++) {
            for (SfqSide side : sides) {
                SfqSide.Sample sample = side.run(stimuli);
                SfqTrace outputs = sample.trace().observed(netlist.outputs());
                expected = expected == null ? outputs : expected;
                if (!expected.pulseDifferences(outputs).isEmpty()) {
                    throw new IllegalStateException(side.name() + " differs from the reference: "
                            + expected.pulseDifferences(outputs).get(0));
                }
                if (i > 0) {
                    samples.computeIfAbsent(side, s -> new ArrayList<>()).add(sample);
                }
            }
        }
        return samples;
    }
}
