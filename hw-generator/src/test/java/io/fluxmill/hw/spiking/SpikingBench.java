// SPDX-License-Identifier: Apache-2.0
package io.fluxmill.hw.spiking;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;

import io.fluxmill.core.manifest.Design;
import io.fluxmill.core.program.spiking.SpikingProgram;
import io.fluxmill.driver.device.Device;
import io.fluxmill.driver.spiking.SpikingRunner;
import io.fluxmill.quantizer.spiking.graph.IntegerNetwork;
import io.fluxmill.quantizer.spiking.map.SpikingMapping;
import io.fluxmill.quantizer.spiking.reference.IntegerReference;
import io.fluxmill.simulator.verilator.Options;
import io.fluxmill.simulator.verilator.VerilatedTransport;
import io.fluxmill.simulator.verilator.Verilator;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Set;
import java.util.stream.Collectors;

/** A spiking engine on Verilator, compared with the bit-exact reference. */
final class SpikingBench implements AutoCloseable {
    final VerilatedTransport transport;
    final Device device;
    final SpikingConfig config;
    /** Numbers compared so far: spikes and states of neurons in ticks, and counters. */
    long compared;
    /** Spikes so far. */
    long spikes;

    /** @param directory for the Verilog */
    SpikingBench(SpikingConfig config, Path directory) throws IOException {
        this.config = config;
        Design design = config.generate();
        Files.writeString(directory.resolve(config.name() + ".v"), design.verilog());
        transport = VerilatedTransport.open(Verilator.build(design.manifest(), directory, Options.FAST));
        device = new Device(design.manifest(), transport);
        device.identify();
    }

    /** Runs both and demands the same spikes and states in every tick, and the same counters. */
    IntegerReference.Run check(IntegerNetwork network, int[][][] inputs, String what) {
        Set<String> firing = network.populations().stream()
                .filter(p -> p.kind().fires())
                .map(IntegerNetwork.Neurons::name)
                .collect(Collectors.toSet());
        SpikingProgram program = SpikingMapping.map(network, config.shape(), firing);
        SpikingRunner runner = new SpikingRunner(device, program);
        runner.load();
        IntegerReference.Run expected = new IntegerReference(network).run(inputs);
        SpikingRunner.Run run = runner.run(flat(inputs), true);
        long sum = 0;
        for (int p = 0; p < network.populations().size(); p++) {
            IntegerNetwork.Neurons population = network.populations().get(p);
            for (int t = 0; t < inputs[0].length; t++) {
                String where = what + ", " + population.name() + " in tick " + t;
                if (population.kind().fires()) {
                    assertArrayEquals(expected.spikes()[p][t], run.spikes()[p][t], where);
                    for (int value : run.spikes()[p][t]) {
                        sum += value;
                    }
                    compared += population.size();
                }
                if (population.kind().hasMembrane()) {
                    assertArrayEquals(expected.membranes()[p][t], run.membranes()[p][t], where);
                    compared += population.size();
                    if (population.kind().hasSynapse()) {
                        assertArrayEquals(expected.currents()[p][t], run.currents()[p][t], where);
                        compared += population.size();
                    }
                }
            }
        }
        assertEquals(sum, run.counters().get("SPIKES"), what);
        assertEquals(0, run.counters().get("DROPPED"), what);
        spikes += sum;
        return expected;
    }

    /** All inputs of the network, one after the other. */
    static int[][] flat(int[][][] inputs) {
        int ticks = inputs[0].length;
        int[][] flat = new int[ticks][];
        for (int t = 0; t < ticks; t++) {
            int tick = t;
            flat[t] = java.util.Arrays.stream(inputs)
                    .flatMapToInt(input -> java.util.Arrays.stream(input[tick]))
                    .toArray();
        }
        return flat;
    }

    @Override
    public void close() {
        transport.close();
    }
}
