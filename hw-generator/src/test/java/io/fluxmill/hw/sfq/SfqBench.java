// SPDX-License-Identifier: Apache-2.0
package io.fluxmill.hw.sfq;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.fluxmill.core.manifest.Design;
import io.fluxmill.driver.device.Device;
import io.fluxmill.driver.sfq.SfqRunner;
import io.fluxmill.netlist.cell.Netlist;
import io.fluxmill.netlist.trace.SfqTrace;
import io.fluxmill.netlist.trace.Violation;
import io.fluxmill.quantizer.sfq.reference.SfqSimulator;
import io.fluxmill.simulator.verilator.Options;
import io.fluxmill.simulator.verilator.VerilatedTransport;
import io.fluxmill.simulator.verilator.Verilator;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;

/** A netlist in tick RTL on Verilator, compared with the event-driven reference. */
final class SfqBench implements AutoCloseable {
    final VerilatedTransport transport;
    final Device device;
    final SfqRunner engine;
    final Netlist netlist;
    private final SfqSimulator reference;
    /** Pulses and violations compared so far. */
    long pulses;

    long violations;
    /** Flags that runs have set so far: violations that were not hidden by an earlier one of the same critical time and run. */
    long flags;

    /** @param directory for the Verilog */
    SfqBench(SfqConfig config, Path directory) throws IOException {
        Design design = config.generate();
        Files.writeString(directory.resolve(config.name() + ".v"), design.verilog());
        transport = VerilatedTransport.open(Verilator.build(design.manifest(), directory, Options.FAST));
        device = new Device(design.manifest(), transport);
        device.identify();
        netlist = config.netlist().quantized(config.quantum());
        engine = new SfqRunner(device, netlist.ports());
        reference = new SfqSimulator(netlist);
    }

    /** Runs both and demands the same pulses at the outputs, the same flags and the same first violation; the reference's trace. */
    SfqTrace check(Map<String, long[]> stimuli, long end, String what) {
        SfqTrace expected = reference.run(stimuli, end).observed(netlist.outputs());
        SfqRunner.Run run = engine.run(stimuli, end);
        assertEquals(List.of(), expected.pulseDifferences(new SfqTrace(run.pulses(), List.of())), what);
        assertEquals(expected.flags(), run.flags(), what);
        assertEquals(
                expected.violations().stream().mapToLong(Violation::time).min().orElse(-1), run.firstViolation(), what);
        pulses += expected.count();
        violations += expected.violations().size();
        flags += expected.flags().size();
        return expected;
    }

    @Override
    public void close() {
        transport.close();
    }
}
