// SPDX-License-Identifier: Apache-2.0
package io.fluxmill.benchmarks;

import io.fluxmill.core.manifest.Design;
import io.fluxmill.core.program.spiking.NeuronRules.StateRounding;
import io.fluxmill.core.program.spiking.SpikingFeatures;
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
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * Clock cycles of a spiking engine for a dense layer, by the share of inputs that fire in a tick, event-driven and clock-driven; and of two networks on several
 * cores.
 */
final class SpikingBenchmark {
    private static final int TICKS = 100;
    private static final int MOST_CORES = 4;
    private static final double CORES_ACTIVITY = 0.05;
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

    /** One row of the table of cores. */
    record CoresRow(String network, int cores, double spikesPerTick, double cyclesPerTick, double perCycleAndLane) {
        @Override
        public String toString() {
            return String.format(
                    "spiking %-18s %2d cores of 8 lanes  %6.1f spikes of neurons and %8.1f cycles a tick  %.3f synaptic operations a cycle and lane",
                    network, cores, spikesPerTick, cyclesPerTick, perCycleAndLane);
        }
    }

    static List<?> run(Path work) throws IOException {
        List<Object> rows = new ArrayList<>(layers(work));
        rows.addAll(cores(work));
        return rows;
    }

    private static List<Row> layers(Path work) throws IOException {
        List<Row> rows = new ArrayList<>();
        for (int lanes : new int[] {8, 16}) {
            SpikingShape shape = new SpikingShape(
                            lanes, 1024, 4096, 1 << 16, 1024, 16, 4, 8, 20, 6, 24, 12, 2, 1, 0, false, false)
                    .with(SpikingFeatures.NONE.withClockDriven(2, 4));
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
                layers(new int[] {inputs, neurons}, random),
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

    /** Two networks with 5 % of their inputs firing, on engines of 1, 2 and 4 cores, each large enough for all of it. */
    private static List<CoresRow> cores(Path work) throws IOException {
        List<CoresRow> rows = new ArrayList<>();
        for (int cores = 1; cores <= MOST_CORES; cores *= 2) {
            SpikingShape shape = new SpikingShape(
                            8, 1024, 4096, 1 << 18, 4096, 16, 4, 8, 22, 6, 24, 12, 2, 1, 0, false, false)
                    .withCores(cores);
            SpikingConfig config = new SpikingConfig("cores" + cores, shape, 1024);
            Path folder = work.resolve("cores" + cores);
            Design design = config.generate();
            Generator.write(design, folder);
            VerilatedModel model = Verilator.build(design.manifest(), folder, Options.FAST);
            for (boolean recurrent : new boolean[] {false, true}) {
                Random random = new Random(1);
                SpikingNetwork network =
                        recurrent ? recurrent(1024, 1024, random) : layers(new int[] {784, 256, 10}, random);
                rows.add(row(design, model, shape, network, random));
            }
        }
        return rows;
    }

    private static CoresRow row(
            Design design, VerilatedModel model, SpikingShape shape, SpikingNetwork network, Random random) {
        IntegerNetwork integers = SpikingQuantizer.quantize(
                network, TickPreset.NORSE.rules(1e-3), SpikingWidths.of(shape, null, StateRounding.NEAREST_EVEN));
        SpikingProgram program = SpikingMapping.map(integers, shape);
        int[][] spikes = new int[TICKS][network.inputs().get(0).size()];
        for (int[] tick : spikes) {
            Arrays.setAll(tick, i -> random.nextDouble() < CORES_ACTIVITY ? 1 : 0);
        }
        try (VerilatedTransport transport = VerilatedTransport.open(model)) {
            SpikingRunner runner = new SpikingRunner(new Device(design.manifest(), transport), program);
            runner.load();
            Map<String, Long> counters = runner.run(spikes, false).counters();
            long cycles = counters.get("CYCLES");
            long operations =
                    new IntegerReference(integers).run(new int[][][] {spikes}).operations();
            return new CoresRow(
                    network.name(),
                    shape.cores(),
                    counters.get("SPIKES") / (double) TICKS,
                    cycles / (double) TICKS,
                    operations / (double) (cycles * shape.lanes() * shape.cores()));
        }
    }

    /** Dense layers of LIF neurons. */
    private static SpikingNetwork layers(int[] sizes, Random random) {
        List<Population> populations = new ArrayList<>();
        List<Connection> connections = new ArrayList<>();
        for (int i = 1; i < sizes.length; i++) {
            populations.add(population("layer" + i, sizes[i]));
            connections.add(dense(i == 1, Math.max(0, i - 2), i - 1, sizes[i - 1], sizes[i], 1, random));
        }
        String name = Arrays.stream(sizes).mapToObj(String::valueOf).collect(Collectors.joining("-"));
        return network(sizes[0], populations, connections, name);
    }

    /** A layer of LIF neurons, each with a synapse of each, which is weaker than those of the inputs. */
    private static SpikingNetwork recurrent(int inputs, int neurons, Random random) {
        return network(
                inputs,
                List.of(population("layer", neurons)),
                List.of(
                        dense(true, 0, 0, inputs, neurons, 1, random),
                        dense(false, 0, 0, neurons, neurons, 0.25, random)),
                "1024-1024 recurrent");
    }

    private static SpikingNetwork network(
            int inputs, List<Population> populations, List<Connection> connections, String name) {
        return new SpikingNetwork(
                name,
                List.of(new SpikingNetwork.Input("input", new int[] {inputs})),
                populations,
                connections,
                List.of(new SpikingNetwork.Output("output", populations.size() - 1)));
    }

    /** Weights of a normal distribution, none of them 0 after rounding but by chance. */
    private static Connection dense(
            boolean fromInput, int source, int target, int inputs, int neurons, double scale, Random random) {
        double[] weights = new double[inputs * neurons];
        Arrays.setAll(weights, i -> scale * random.nextGaussian());
        return new Connection(
                "weights" + source + target,
                fromInput,
                source,
                target,
                List.of(new DenseMap(inputs, neurons, weights)),
                null,
                null,
                null,
                !fromInput && source == target);
    }

    private static Population population(String name, int neurons) {
        return new Population(
                name,
                NeuronKind.LIF,
                new int[] {neurons},
                null,
                filled(neurons, 5e-3),
                filled(neurons, 1),
                filled(neurons, 0),
                null,
                filled(neurons, 2),
                filled(neurons, 0));
    }

    private static double[] filled(int size, double value) {
        double[] values = new double[size];
        Arrays.fill(values, value);
        return values;
    }
}
