// SPDX-License-Identifier: Apache-2.0
package io.fluxmill.cli.sfq;

import io.fluxmill.hw.sfq.StructuralVerilog;
import io.fluxmill.netlist.cell.Netlist;
import io.fluxmill.netlist.trace.SfqTrace;
import io.fluxmill.netlist.trace.Violation;
import io.fluxmill.simulator.icarus.EventSimulator;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** Structural Verilog on an event-driven simulator; every violation is compared. */
final class StructuralBackEnd implements SfqBackEnd {
    private final EventSimulator simulator;
    private final Netlist netlist;
    private final Path folder;
    private final String top;

    /**
     * Compiles the netlist.
     *
     * @param folder for all files, made if need be
     * @param end of every run
     */
    StructuralBackEnd(EventSimulator simulator, Netlist netlist, long end, Path folder) throws IOException {
        this.simulator = simulator;
        this.netlist = netlist;
        this.folder = folder;
        top = netlist.name() + "_tb";
        Files.createDirectories(folder);
        Path file = folder.resolve(netlist.name() + ".v");
        Files.writeString(file, StructuralVerilog.of(netlist, end));
        simulator.compile(file, top);
    }

    @Override
    public Result run(Map<String, long[]> stimuli, long end, SfqTrace expected) throws IOException {
        Files.writeString(folder.resolve("stimuli.txt"), StructuralVerilog.stimuli(netlist, stimuli, end));
        SfqTrace found = StructuralVerilog.trace(simulator.execute(folder, top));
        List<String> pulses = expected.pulseDifferences(found);
        Set<Violation> violations = new HashSet<>(expected.violations());
        Set<Violation> extra = new HashSet<>(found.violations());
        extra.removeAll(expected.violations());
        found.violations().forEach(violations::remove);
        violations.addAll(extra);
        String difference = null;
        if (!pulses.isEmpty()) {
            difference = "pulse on "
                    + pulses.get(0).replace("the first", "the reference").replace("the second", "structural Verilog");
        } else if (!violations.isEmpty()) {
            Violation violation = violations.stream().sorted().findFirst().orElseThrow();
            difference = "violation " + violation.flag() + " at " + violation.time();
        }
        return new Result(
                found,
                new Difference(
                        expected.count(), expected.violations().size(), pulses.size(), violations.size(), difference));
    }

    @Override
    public void close() {
        // the simulator ends with each run
    }
}
