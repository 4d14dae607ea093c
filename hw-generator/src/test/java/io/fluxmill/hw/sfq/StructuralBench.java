// SPDX-License-Identifier: Apache-2.0
package io.fluxmill.hw.sfq;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.fluxmill.netlist.cell.Netlist;
import io.fluxmill.netlist.trace.SfqTrace;
import io.fluxmill.quantizer.sfq.reference.SfqSimulator;
import io.fluxmill.simulator.icarus.EventSimulator;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;

/** A netlist as structural Verilog on an event-driven simulator, compared with the event-driven reference. */
final class StructuralBench {
    private final EventSimulator simulator;
    private final Netlist netlist;
    private final Path directory;
    private final long end;
    private final SfqSimulator reference;
    /** Pulses and violations compared so far. */
    long pulses;

    long violations;

    StructuralBench(EventSimulator simulator, Netlist netlist, Path directory, long end) throws IOException {
        this.simulator = simulator;
        this.netlist = netlist;
        this.directory = directory;
        this.end = end;
        reference = new SfqSimulator(netlist);
        Path file = directory.resolve(netlist.name() + ".v");
        Files.writeString(file, StructuralVerilog.of(netlist, end));
        simulator.compile(file, netlist.name() + "_tb");
    }

    /** Runs both and demands the same pulses at the outputs and the same violations. */
    void check(Map<String, long[]> stimuli, String what) throws IOException {
        SfqTrace expected = reference.run(stimuli, end).observed(netlist.outputs());
        Files.writeString(directory.resolve("stimuli.txt"), StructuralVerilog.stimuli(netlist, stimuli, end));
        SfqTrace actual = StructuralVerilog.trace(simulator.execute(directory, netlist.name() + "_tb"));
        assertEquals(List.of(), expected.pulseDifferences(actual), what);
        assertEquals(expected.violations(), actual.violations(), what);
        pulses += expected.count();
        violations += expected.violations().size();
    }
}
