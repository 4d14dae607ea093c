// SPDX-License-Identifier: Apache-2.0
package io.fluxmill.rtl;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.fluxmill.cell.Netlist;
import io.fluxmill.cell.PulseTrace;
import io.fluxmill.cell.Violation;
import io.fluxmill.reference.PulseSimulator;
import io.fluxmill.sfq.StructuralVerilog;
import io.fluxmill.sim.EventSimulator;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** A netlist as structural Verilog on an event-driven simulator, compared with the event-driven reference. */
final class StructuralBench {
    private final EventSimulator simulator;
    private final Netlist netlist;
    private final Path directory;
    private final long end;
    private final PulseSimulator reference;
    /** Pulses and violations compared so far. */
    long pulses;

    long violations;

    StructuralBench(EventSimulator simulator, Netlist netlist, Path directory, long end) throws IOException {
        this.simulator = simulator;
        this.netlist = netlist;
        this.directory = directory;
        this.end = end;
        reference = new PulseSimulator(netlist);
        Path file = directory.resolve(netlist.name() + ".v");
        Files.writeString(file, StructuralVerilog.of(netlist, end));
        simulator.compile(file, netlist.name() + "_tb");
    }

    /** Runs both and demands the same pulses at the outputs and the same violations. */
    void check(Map<String, long[]> stimuli, String what) throws IOException {
        PulseTrace expected = reference.run(stimuli, end).observed(netlist.outputs());
        Files.writeString(directory.resolve("stimuli.txt"), StructuralVerilog.stimuli(netlist, stimuli, end));
        PulseTrace actual = trace(simulator.execute(directory, netlist.name() + "_tb"));
        assertEquals(List.of(), expected.pulseDifferences(actual), what);
        assertEquals(expected.violations(), actual.violations(), what);
        pulses += expected.count();
        violations += expected.violations().size();
    }

    private static PulseTrace trace(List<String> lines) {
        Map<String, List<Long>> times = new HashMap<>();
        List<Violation> violations = new ArrayList<>();
        for (String line : lines) {
            String[] words = line.split(" ");
            if (words[0].equals("pulse")) {
                times.computeIfAbsent(StructuralVerilog.net(words[1]), net -> new ArrayList<>())
                        .add(Long.parseLong(words[2]));
            } else if (words[0].equals("violation")) {
                violations.add(new Violation(
                        StructuralVerilog.instance(words[1]),
                        Integer.parseInt(words[2]),
                        words[3],
                        Long.parseLong(words[4])));
            }
        }
        Map<String, long[]> pulses = new HashMap<>();
        times.forEach(
                (net, list) -> pulses.put(net, list.stream().mapToLong(t -> t).toArray()));
        return new PulseTrace(pulses, violations);
    }
}
