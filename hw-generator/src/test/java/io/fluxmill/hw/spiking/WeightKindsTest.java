// SPDX-License-Identifier: Apache-2.0
package io.fluxmill.hw.spiking;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.fluxmill.core.program.spiking.NeuronRules.StateRounding;
import io.fluxmill.core.program.spiking.SpikingFeatures;
import io.fluxmill.core.program.spiking.SpikingLayout;
import io.fluxmill.core.program.spiking.SpikingShape;
import io.fluxmill.core.program.spiking.TickPreset;
import io.fluxmill.quantizer.spiking.graph.IntegerNetwork;
import io.fluxmill.quantizer.spiking.map.ClockDriven;
import io.fluxmill.quantizer.spiking.map.SpikingMapping;
import io.fluxmill.quantizer.spiking.nir.NirArray;
import io.fluxmill.quantizer.spiking.nir.NirEdge;
import io.fluxmill.quantizer.spiking.nir.NirGraph;
import io.fluxmill.quantizer.spiking.nir.NirNode;
import io.fluxmill.quantizer.spiking.nir.NirType;
import io.fluxmill.quantizer.spiking.precision.SpikingQuantizer;
import io.fluxmill.quantizer.spiking.precision.SpikingWidths;
import io.fluxmill.quantizer.spiking.read.NirReader;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Weights that are not stored but drawn, by the formula of PRBS31 written anew here, and weights of one bit: the RTL is the reference of these very weights. */
@Tag("verilator")
class WeightKindsTest {
    private static final int ENGINES = Integer.getInteger("spiking.engines", 6);
    private static final int GRAPHS = Integer.getInteger("spiking.graphs", 36);
    private static final int SEED = Integer.getInteger("spiking.seed", 1);
    private static final int DROPPED = 65_536;
    private static final double DT = 1e-3;

    @TempDir
    Path folder;

    private long drawn;
    private long compared;
    private long spikes;
    private int withoutMemory;

    @Test
    void rtlIsTheReference() throws IOException {
        for (int e = 0; e < ENGINES; e++) {
            Random random = new Random(31_000L * SEED + e);
            SpikingConfig config = engine(random, e);
            try (SpikingBench bench = new SpikingBench(config, Files.createDirectory(folder.resolve("engine" + e)))) {
                for (int i = 0; i < GRAPHS / ENGINES; i++) {
                    run(bench, random, "engine " + e + " graph " + i + " " + config.shape());
                }
                compared += bench.compared;
                spikes += bench.spikes;
            }
        }
        System.out.printf(
                "%d networks on %d engines, %d numbers compared, %d spikes, %d drawn weights, %d networks without stored weights%n",
                GRAPHS, ENGINES, compared, spikes, drawn, withoutMemory);
        assertTrue(compared > 500L * GRAPHS, "compared " + compared);
        assertTrue(spikes > 50L * GRAPHS, "spikes " + spikes);
        assertTrue(drawn > 100L * GRAPHS, "drawn " + drawn);
        assertTrue(withoutMemory > 0, "without memory " + withoutMemory);
    }

    private static SpikingConfig engine(Random random, int number) {
        int weightBits = number % 3 == 0 ? 1 : number % 3 == 1 ? 2 + random.nextInt(15) : 2 + random.nextInt(6);
        int guard = random.nextInt(5);
        int accumulator = Math.max(2, weightBits) + 8;
        boolean walks = number % 2 == 1;
        SpikingFeatures features = new SpikingFeatures(
                walks ? 4 : 0,
                walks ? 1 << random.nextInt(3) : 1,
                number % 4 == 3 ? 1024 : 0,
                number % 6 != 3,
                number % 3 == 2 ? 2 << random.nextInt(2) : 1);
        int lanes = 1 << random.nextInt(6);
        SpikingShape shape = new SpikingShape(
                        lanes,
                        Math.max(128, 8 * lanes),
                        Math.max(512, 16 * lanes),
                        1 << 13,
                        1024,
                        128,
                        4,
                        weightBits,
                        accumulator,
                        guard,
                        Math.min(32, accumulator + guard + (number % 2 == 0 ? 6 : 8)),
                        6 + random.nextInt(8),
                        4,
                        1,
                        0,
                        true,
                        false)
                .with(features);
        return new SpikingConfig("kinds" + number, shape, 64);
    }

    /** Bit by bit, as a list. */
    private static boolean[] sequence(int seed, int bits) {
        boolean[] sequence = new boolean[31 + bits];
        for (int i = 0; i < 31; i++) {
            sequence[i] = (seed >> 30 - i & 1) == 1;
        }
        for (int n = 31; n < sequence.length; n++) {
            sequence[n] = sequence[n - 31] ^ sequence[n - 28];
        }
        return sequence;
    }

    /** {@code [outputs][inputs]}, the weights of one input after those of the one before. */
    private static double[] drawn(int seed, int inputs, int outputs, int weightBits) {
        int bits = weightBits == 1 ? 1 : weightBits - 1;
        boolean[] sequence = sequence(seed, DROPPED + inputs * outputs * bits);
        double[] weights = new double[outputs * inputs];
        int at = 31 + DROPPED;
        for (int i = 0; i < inputs; i++) {
            for (int o = 0; o < outputs; o++) {
                int value = 0;
                for (int b = 0; b < bits; b++) {
                    value = 2 * value + (sequence[at++] ? 1 : 0);
                }
                int odd = 2 * value + 1;
                weights[o * inputs + i] = odd < 1 << bits ? odd : odd - (2 << bits);
            }
        }
        return weights;
    }

    private void run(SpikingBench bench, Random random, String where) {
        SpikingShape shape = bench.config.shape();
        int[] sizes = {1 + random.nextInt(30), 1 + random.nextInt(50), 1 + random.nextInt(20)};
        double[] units = {0.01 + random.nextDouble(), 0.01 + random.nextDouble()};
        boolean all = random.nextInt(3) == 0;
        Map<String, Integer> seeds = new LinkedHashMap<>();
        Map<String, NirNode> nodes = new LinkedHashMap<>();
        List<NirEdge> edges = new ArrayList<>();
        input(nodes, sizes[0]);
        String before = "in";
        if (random.nextBoolean()) {
            int ticks = random.nextInt(shape.delayQueue() > 0 ? 12 : 3);
            put(nodes, "late", NirType.Delay, Map.of("delay", NirArray.scalar(ticks * DT)));
            edges.add(new NirEdge("in", "late"));
            before = "late";
        }
        for (int layer = 0; layer < 2; layer++) {
            int in = sizes[layer];
            int out = sizes[layer + 1];
            String neuron = layer == 0 ? "a" : "b";
            List<String> into = new ArrayList<>(List.of("w" + layer));
            weights(nodes, random, "w" + layer, in, out, units[layer], all, shape, seeds);
            edges.add(new NirEdge(before, "w" + layer));
            if (random.nextBoolean()) {
                weights(nodes, random, "back" + layer, out, out, units[layer], all, shape, seeds);
                edges.add(new NirEdge(neuron, "back" + layer));
                into.add("back" + layer);
            }
            neurons(nodes, random, neuron, out, units[layer] * Math.scalb(1.0, shape.weightBits() - 1) * Math.sqrt(in));
            into.forEach(w -> edges.add(new NirEdge(w, neuron)));
            before = neuron;
        }
        put(nodes, "out", NirType.Output, Map.of("shape", NirArray.vector(sizes[2])));
        edges.add(new NirEdge("b", "out"));
        var network = NirReader.of("kinds", new NirGraph("kinds", nodes, edges));
        IntegerNetwork integers = SpikingQuantizer.quantize(
                network,
                TickPreset.values()[random.nextInt(4)].rules(DT),
                SpikingWidths.of(shape, null, StateRounding.NEAREST_EVEN),
                seeds);
        Set<Integer> clockDriven = RandomSpiking.clockDriven(random, integers, shape);
        clockDriven.removeIf(c -> !ClockDriven.allows(integers.connections().get(c)));
        int[][][] inputs = RandomSpiking.inputs(random, network, 20, 1);
        bench.transport.pauses("s_axis_evt", random.nextInt(3) * 30, random.nextLong());
        bench.check(integers, clockDriven, inputs, where);
        if (shape.randomWeights() && seeds.size() == integers.connections().size() && clockDriven.isEmpty()) {
            SpikingMapping.map(integers, shape)
                    .images()
                    .forEach(core -> assertEquals(List.of(), core.get(SpikingLayout.Memory.WEIGHTS), where));
            withoutMemory++;
        }
    }

    private void weights(
            Map<String, NirNode> nodes,
            Random random,
            String name,
            int in,
            int out,
            double unit,
            boolean all,
            SpikingShape shape,
            Map<String, Integer> seeds) {
        int bits = shape.weightBits();
        double[] weights = new double[out * in];
        if (all || random.nextBoolean()) {
            int seed = 1 + random.nextInt(Integer.MAX_VALUE);
            weights = drawn(seed, in, out, bits);
            seeds.put(name, seed);
            drawn += weights.length;
            for (int i = 0; i < weights.length; i++) {
                weights[i] *= unit;
            }
        } else {
            double most = bits == 1 ? 1 : (1 << bits - 1) - 1;
            for (int i = 0; i < weights.length; i++) {
                double w = bits == 1 ? random.nextInt(2) * 2 - 1 : 2 * random.nextDouble() - 1;
                weights[i] = unit * most * w;
            }
        }
        put(nodes, name, NirType.Linear, Map.of("weight", NirArray.of(new int[] {out, in}, weights)));
    }

    private static void neurons(Map<String, NirNode> nodes, Random random, String name, int size, double scale) {
        double[] threshold =
                random.doubles(size).map(u -> 0.2 * scale * Math.exp(-5 * u)).toArray();
        NirArray one = NirArray.scalar(1);
        Map<String, NirArray> parameters = new LinkedHashMap<>();
        parameters.put("r", one);
        parameters.put("v_leak", NirArray.scalar(0));
        parameters.put("v_threshold", NirArray.vector(threshold));
        if (random.nextBoolean()) {
            parameters.put("tau", NirArray.scalar((3 + 20 * random.nextDouble()) * DT));
            put(nodes, name, NirType.LIF, parameters);
        } else {
            parameters.put("w_in", one);
            parameters.put("tau_syn", NirArray.scalar((2 + 10 * random.nextDouble()) * DT));
            parameters.put("tau_mem", NirArray.scalar((3 + 20 * random.nextDouble()) * DT));
            put(nodes, name, NirType.CubaLIF, parameters);
        }
    }

    private static void input(Map<String, NirNode> nodes, int size) {
        put(nodes, "in", NirType.Input, Map.of("shape", NirArray.vector(size)));
    }

    private static void put(Map<String, NirNode> nodes, String name, NirType type, Map<String, NirArray> parameters) {
        nodes.put(name, NirNode.of(name, type, parameters));
    }
}
