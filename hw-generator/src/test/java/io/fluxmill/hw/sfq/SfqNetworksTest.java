// SPDX-License-Identifier: Apache-2.0
package io.fluxmill.hw.sfq;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.fluxmill.netlist.cell.CellLibrary;
import io.fluxmill.netlist.trace.SfqTrace;
import io.fluxmill.quantizer.sfq.map.SfqCircuit;
import io.fluxmill.quantizer.sfq.map.SfqDecoder;
import io.fluxmill.quantizer.sfq.map.SfqEncoder;
import io.fluxmill.quantizer.sfq.map.SfqMapping;
import io.fluxmill.quantizer.sfq.read.SfqNetwork;
import io.fluxmill.quantizer.sfq.read.SfqNetwork.Layer;
import io.fluxmill.quantizer.sfq.read.SfqNetwork.Neuron;
import io.fluxmill.quantizer.sfq.read.SfqNetwork.Synapse;
import io.fluxmill.quantizer.sfq.read.SfqNetwork.Unit;
import io.fluxmill.quantizer.sfq.read.SfqNetworkFile;
import io.fluxmill.simulator.icarus.EventSimulator;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Rate-coded networks: reference = tick RTL = structural Verilog. */
@Tag("verilator")
class SfqNetworksTest {
    private static final CellLibrary LIBRARY = CellLibrary.of("rsfqlib-v3");
    private static final int QUANTUM = 5;
    private static final int SLOTS = 64;
    private static final double[][] CASES = {{0.1, 0.1}, {0.1, 0.9}, {0.9, 0.1}, {0.9, 0.9}};

    private static SfqNetwork xor() {
        return SfqNetworkFile.read(Path.of("../examples/sfq/xor.json"));
    }

    /** Two layers, weights of every kind, both rails, neurons with different leaks, rails of different lengths. */
    private static SfqNetwork small() {
        Unit first = new Unit(
                List.of(new Synapse(0, 126), new Synapse(1, 131), new Synapse(2, Synapse.WIRE), new Synapse(4, 129)),
                List.of(new Synapse(3, 134)),
                new Neuron(100, 2));
        Unit second = new Unit(
                List.of(new Synapse(3, 133)),
                List.of(new Synapse(0, 128), new Synapse(1, 130), new Synapse(4, 127)),
                null);
        Unit third = new Unit(List.of(new Synapse(2, 132), new Synapse(3, 129)), List.of(), null);
        Unit output = new Unit(List.of(new Synapse(0, 134), new Synapse(2, 131)), List.of(new Synapse(1, 130)), null);
        Unit other = new Unit(List.of(new Synapse(1, Synapse.WIRE)), List.of(), new Neuron(70, 3));
        return new SfqNetwork(
                "small_net",
                5,
                20,
                SLOTS,
                0.9,
                0,
                List.of(new Layer(List.of(first, second, third)), new Layer(List.of(output, other))));
    }

    @Test
    void exclusiveOrInTickRtl(@TempDir Path directory) throws Exception {
        SfqCircuit circuit = SfqMapping.map(xor(), LIBRARY, 1);
        SfqEncoder encoder = new SfqEncoder(circuit, QUANTUM);
        try (SfqBench bench = new SfqBench(new SfqConfig("sfq_xor", circuit.netlist(), QUANTUM, 1024), directory)) {
            SfqTrace trace =
                    bench.check(encoder.stimuli(CASES, SLOTS, 1), encoder.end(4, SLOTS), "the four cases in turn");
            assertEquals(
                    List.of(0, 1, 1, 0),
                    Arrays.stream(new SfqDecoder(circuit, QUANTUM).classes(trace, 4, SLOTS))
                            .boxed()
                            .toList());
            for (int seed = 2; seed < 12; seed++) {
                bench.check(encoder.stimuli(CASES, SLOTS, seed), encoder.end(4, SLOTS), "seed " + seed);
            }
            assertTrue(bench.pulses > 500, "pulses " + bench.pulses);
        }
    }

    @Test
    void smallNetworkInTickRtl(@TempDir Path directory) throws Exception {
        SfqCircuit circuit = SfqMapping.map(small(), LIBRARY, 7);
        SfqEncoder encoder = new SfqEncoder(circuit, 1);
        try (SfqBench bench = new SfqBench(new SfqConfig("small_net", circuit.netlist(), 1, 1024), directory)) {
            for (int seed = 1; seed <= 5; seed++) {
                double[][] samples = {{0.5, 0.3, 0.9, 0.2 * seed, 0.4}};
                bench.check(encoder.stimuli(samples, SLOTS, seed), encoder.end(1, SLOTS), "seed " + seed);
            }
            assertTrue(bench.pulses > 100, "pulses " + bench.pulses);
            assertTrue(bench.violations > 100, "collisions " + bench.violations);
        }
    }

    @Test
    void icarus(@TempDir Path directory) throws Exception {
        Assumptions.assumeTrue(EventSimulator.ICARUS.available(), "Icarus Verilog is not installed");
        for (SfqNetwork network : List.of(xor(), small())) {
            SfqCircuit circuit = SfqMapping.map(network, LIBRARY, 7);
            SfqEncoder encoder = new SfqEncoder(circuit, 1);
            long end = encoder.end(4, SLOTS);
            StructuralBench bench = new StructuralBench(EventSimulator.ICARUS, circuit.netlist(), directory, end);
            double[][] samples = network.inputs() == 2
                    ? CASES
                    : new double[][] {
                        {0, 0, 0, 0, 0}, {1, 1, 1, 1, 1}, {0.5, 0.3, 0.9, 0.1, 0.4}, {0.2, 0.4, 0.1, 0.8, 0.6}
                    };
            bench.check(encoder.stimuli(samples, SLOTS, 3), network.name());
            assertTrue(bench.pulses > 50, network.name() + ": pulses " + bench.pulses);
        }
    }
}
