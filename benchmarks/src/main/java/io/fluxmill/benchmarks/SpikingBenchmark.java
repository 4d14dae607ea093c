// SPDX-License-Identifier: Apache-2.0
package io.fluxmill.benchmarks;

import io.fluxmill.core.manifest.Design;
import io.fluxmill.core.program.spiking.NeuronRules.StateRounding;
import io.fluxmill.core.program.spiking.SpikingProgram;
import io.fluxmill.core.program.spiking.SpikingShape;
import io.fluxmill.core.program.spiking.TickPreset;
import io.fluxmill.driver.device.Device;
import io.fluxmill.driver.spiking.SpikingRunner;
import io.fluxmill.hw.emit.Generator;
import io.fluxmill.hw.spiking.SpikingConfig;
import io.fluxmill.quantizer.spiking.graph.Connection;
import io.fluxmill.quantizer.spiking.graph.DenseMap;
import io.fluxmill.quantizer.spiking.graph.IntegerNetwork;
import io.fluxmill.quantizer.spiking.graph.NeuronKind;
import io.fluxmill.quantizer.spiking.graph.Population;
import io.fluxmill.quantizer.spiking.graph.SpikingNetwork;
import io.fluxmill.quantizer.spiking.map.SpikingMapping;
import io.fluxmill.quantizer.spiking.precision.SpikingQuantizer;
import io.fluxmill.quantizer.spiking.precision.SpikingWidths;
import io.fluxmill.quantizer.spiking.reference.IntegerReference;
import io.fluxmill.simulator.verilator.Options;
import io.fluxmill.simulator.verilator.VerilatedModel;
import io.fluxmill.simulator.verilator.VerilatedTransport;
import io.fluxmill.simulator.verilator.Verilator;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.Set;

/** Clock cycles of a spiking engine for a dense layer, by the share of inputs that fire in a tick, event-driven and clock-driven. */
final class SpikingBenchmark {
    private static final int TICKS = 100;
    private static final double[] ACTIVITIES = {0.005, 0.01, 0.05, 0.2, 0.5, 1};

    private SpikingBenchmark() {}

    /** One row of the table. */
    record Row(
            String layer,
            int lanes,
            String variant,
            double activity,
            double cyclesPerTick,
            double operationsPerCycleAndLane) {
        @Override
        public String toString() {
            return String.format(
                    "spiking %-12s %2d lanes  %-12s  %5.1f %% of inputs fire  %8.1f cycles a tick  %.3f synaptic operations a cycle and lane",
                    layer, lanes, variant, 100 * activity, cyclesPerTick, operationsPerCycleAndLane);
        }
    }

    static List<Row> run(Path work) throws IOException {
        List<Row> rows = new ArrayList<>();
        for (int lanes : new int[] {8, 16}) {
            SpikingShape shape = new SpikingShape(
                    lanes, 1024, 4096, 1 << 16, 1024, 16, 4, 8, 20, 6, 24, 12, 2, 1, 0, false, false, 2, 4, 1);
            SpikingConfig config = new SpikingConfig("bench" + lanes, shape, 1024);
            Path folder = work.resolve("spiking" + lanes);
            Design design = config.generate();
            Generator.write(design, folder);
            VerilatedModel model = Verilator.build(design.manifest(), folder, Options.FAST);
            for (int[] layer : new int[][] {{256, 256}, {784, 256}}) {
                for (double activity : ACTIVITIES) {
                    for (boolean clockDriven : new boolean[] {false, true}) {
                        rows.add(row(design, model, shape, layer[0], layer[1], activity, clockDriven));
                    }
                }
            }
        }
        return rows;
    }

    private static Row row(
            Design design,
            VerilatedModel model,
            SpikingShape shape,
            int inputs,
            int neurons,
            double activity,
            boolean clockDriven) {
        Random random = new Random(1);
        IntegerNetwork network = SpikingQuantizer.quantize(
                layer(inputs, neurons, random),
                TickPreset.NORSE.rules(1e-3),
                SpikingWidths.of(shape, null, StateRounding.NEAREST_EVEN));
        SpikingProgram program = SpikingMapping.map(network, shape, clockDriven ? Set.of(0) : Set.of());
        int[][] spikes = new int[TICKS][inputs];
        for (int[] tick : spikes) {
            Arrays.setAll(tick, i -> random.nextDouble() < activity ? 1 : 0);
        }
        try (VerilatedTransport transport = VerilatedTransport.open(model)) {
            SpikingRunner runner = new SpikingRunner(new Device(design.manifest(), transport), program);
            runner.load();
            long cycles = runner.run(spikes, false).counters().get("CYCLES");
            long operations =
                    new IntegerReference(network).run(new int[][][] {spikes}).operations();
            return new Row(
                    inputs + "-" + neurons,
                    shape.lanes(),
                    clockDriven ? "clock-driven" : "event-driven",
                    activity,
                    cycles / (double) TICKS,
                    operations / (double) (cycles * shape.lanes()));
        }
    }

    /** A dense layer of LIF neurons with weights of a normal distribution, none of them 0 after rounding but by chance. */
    private static SpikingNetwork layer(int inputs, int neurons, Random random) {
        double[] weights = new double[inputs * neurons];
        Arrays.setAll(weights, i -> random.nextGaussian());
        Population population = new Population(
                "layer",
                NeuronKind.LIF,
                new int[] {neurons},
                null,
                filled(neurons, 5e-3),
                filled(neurons, 1),
                filled(neurons, 0),
                null,
                filled(neurons, 2),
                filled(neurons, 0));
        return new SpikingNetwork(
                "dense",
                List.of(new SpikingNetwork.Input("input", new int[] {inputs})),
                List.of(population),
                List.of(new Connection(
                        "weights",
                        true,
                        0,
                        0,
                        List.of(new DenseMap(inputs, neurons, weights)),
                        null,
                        null,
                        null,
                        false)),
                List.of(new SpikingNetwork.Output("output", 0)));
    }

    private static double[] filled(int size, double value) {
        double[] values = new double[size];
        Arrays.fill(values, value);
        return values;
    }
}
