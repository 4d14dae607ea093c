// SPDX-License-Identifier: Apache-2.0
package io.fluxmill.benchmarks;

import io.fluxmill.core.manifest.Design;
import io.fluxmill.driver.device.Device;
import io.fluxmill.driver.sfq.SfqRunner;
import io.fluxmill.hw.emit.Generator;
import io.fluxmill.hw.sfq.SfqConfig;
import io.fluxmill.hw.sfq.StructuralVerilog;
import io.fluxmill.netlist.cell.Netlist;
import io.fluxmill.netlist.trace.SfqTrace;
import io.fluxmill.netlist.trace.Stimuli;
import io.fluxmill.quantizer.sfq.reference.SfqSimulator;
import io.fluxmill.simulator.icarus.EventSimulator;
import io.fluxmill.simulator.verilator.Options;
import io.fluxmill.simulator.verilator.VerilatedTransport;
import io.fluxmill.simulator.verilator.Verilator;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/** One way to simulate an SFQ netlist. */
interface SfqSide extends AutoCloseable {
    /** What tables call it. */
    String name();

    /** Runs stimuli from the initial state. */
    Sample run(Stimuli stimuli) throws IOException;

    @Override
    default void close() {}

    /** What a run showed and took; processor time of all threads. */
    record Sample(SfqTrace trace, double wallSeconds, double cpuSeconds) {}

    /** The event-driven reference. */
    record Reference(Netlist netlist) implements SfqSide {
        @Override
        public String name() {
            return "reference";
        }

        /** Repeats the run for about a second: one run is too short for the clock of processor time. */
        @Override
        public Sample run(Stimuli stimuli) {
            Stopwatch watch = new Stopwatch();
            SfqTrace trace = null;
            int runs = 0;
            while (watch.cpuSeconds() < 1) {
                trace = new SfqSimulator(netlist).run(stimuli.pulses(), stimuli.end());
                runs++;
            }
            return new Sample(trace, watch.wallSeconds() / runs, watch.cpuSeconds() / runs);
        }
    }

    /** The emulator in Verilator, run by the driver. */
    final class TickRtl implements SfqSide {
        private static final int QUEUE_WORDS = 16_384;
        private final VerilatedTransport transport;
        private final SfqRunner engine;

        TickRtl(Netlist netlist, int quantum, Path folder) {
            Design design = new SfqConfig(netlist.name() + "_q" + quantum, netlist, quantum, QUEUE_WORDS).generate();
            Generator.write(design, folder.resolve("rtl"));
            transport =
                    VerilatedTransport.open(Verilator.build(design.manifest(), folder.resolve("rtl"), Options.FAST));
            Device device = new Device(design.manifest(), transport);
            device.identify();
            engine = new SfqRunner(device, netlist.quantized(quantum).ports());
        }

        @Override
        public String name() {
            return "tick RTL";
        }

        @Override
        public Sample run(Stimuli stimuli) {
            Stopwatch watch = new Stopwatch();
            SfqTrace trace =
                    new SfqTrace(engine.run(stimuli.pulses(), stimuli.end()).pulses(), List.of());
            return new Sample(trace, watch.wallSeconds(), watch.cpuSeconds());
        }

        @Override
        public void close() {
            transport.close();
        }
    }

    /** Structural Verilog, a process for each run. */
    final class Structural implements SfqSide {
        private final EventSimulator simulator;
        private final Netlist netlist;
        private final Path folder;
        private final String top;

        Structural(EventSimulator simulator, Netlist netlist, Stimuli stimuli, Path parent) throws IOException {
            this.simulator = simulator;
            this.netlist = netlist;
            folder = Files.createDirectories(parent.resolve(simulator.toString()));
            top = netlist.name() + "_tb";
            Path file = folder.resolve(netlist.name() + ".v");
            Files.writeString(file, StructuralVerilog.of(netlist, stimuli.end()));
            simulator.compile(file, top);
        }

        @Override
        public String name() {
            return simulator == EventSimulator.ICARUS ? "Icarus" : "Verilator --timing";
        }

        /** The times are the program's, as the shell measures them: the files are written before and read after. */
        @Override
        public Sample run(Stimuli stimuli) throws IOException {
            Files.writeString(
                    folder.resolve("stimuli.txt"), StructuralVerilog.stimuli(netlist, stimuli.pulses(), stimuli.end()));
            String program = simulator == EventSimulator.ICARUS ? "vvp -n " + top + ".vvp" : top + ".obj/" + top;
            String[] times = Processes.run(List.of(
                            "bash",
                            "-c",
                            "cd '" + folder + "' && TIMEFORMAT='%3R %3U %3S' && { time " + program
                                    + " > output.txt < /dev/null; } 2>&1"))
                    .strip()
                    .split(" ");
            double cpu = Double.parseDouble(times[1]) + Double.parseDouble(times[2]);
            SfqTrace trace = StructuralVerilog.trace(Files.readAllLines(folder.resolve("output.txt")));
            return new Sample(trace, Double.parseDouble(times[0]), cpu);
        }
    }
}
