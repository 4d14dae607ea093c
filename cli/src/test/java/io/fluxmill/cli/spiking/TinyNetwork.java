// SPDX-License-Identifier: Apache-2.0
package io.fluxmill.cli.spiking;

import io.fluxmill.quantizer.spiking.nir.NirArray;
import io.fluxmill.quantizer.spiking.nir.NirEdge;
import io.fluxmill.quantizer.spiking.nir.NirGraph;
import io.fluxmill.quantizer.spiking.nir.NirNode;
import io.fluxmill.quantizer.spiking.nir.NirType;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.stream.Collectors;

/** 4 x 4 inputs, a convolution with 2 x 2 x 2 LIF, 3 recurrent CubaLIF; with ticks of 1 ms, all steps of Euler are powers of two. */
final class TinyNetwork {
    static final int INPUTS = 16;
    static final int FIRST = 8;
    static final int SECOND = 3;
    static final int TICKS = 40;
    private static final double THRESHOLD = 0.53;

    /** Multiples of 1/16: exact in integers with that unit. */
    private static final double[] KERNEL = weights(2 * 9, 3);

    private static final double[] DENSE = weights(SECOND * FIRST, 4);
    private static final double[] RECURRENT = weights(SECOND * SECOND, 5);

    private TinyNetwork() {}

    private static double[] weights(int count, int seed) {
        return new Random(seed).ints(count, -10, 20).mapToDouble(w -> w / 16.0).toArray();
    }

    static NirGraph graph() {
        Map<String, NirNode> nodes = new LinkedHashMap<>();
        add(nodes, "in", NirType.Input, Map.of("shape", NirArray.vector(1, 4, 4)));
        add(
                nodes,
                "conv",
                NirType.Conv2d,
                Map.of(
                        "weight", NirArray.of(new int[] {2, 1, 3, 3}, KERNEL),
                        "stride", NirArray.scalar(1),
                        "padding", NirArray.scalar(0),
                        "dilation", NirArray.scalar(1),
                        "groups", NirArray.scalar(1),
                        "bias", NirArray.vector(0, 0)));
        int[] shape = {2, 2, 2};
        add(
                nodes,
                "conv_lif",
                NirType.LIF,
                Map.of(
                        "tau", filled(shape, 0.004),
                        "r", filled(shape, 1),
                        "v_leak", filled(shape, 0),
                        "v_threshold", filled(shape, THRESHOLD)));
        add(nodes, "flat", NirType.Flatten, Map.of("start_dim", NirArray.scalar(0), "end_dim", NirArray.scalar(-1)));
        add(nodes, "fc", NirType.Linear, Map.of("weight", NirArray.of(new int[] {SECOND, FIRST}, DENSE)));
        int[] three = {SECOND};
        add(
                nodes,
                "rec",
                NirType.CubaLIF,
                Map.of(
                        "tau_syn", filled(three, 0.002),
                        "tau_mem", filled(three, 0.004),
                        "r", filled(three, 1),
                        "v_leak", filled(three, 0),
                        "w_in", filled(three, 2),
                        "v_threshold", filled(three, THRESHOLD)));
        add(nodes, "w_rec", NirType.Linear, Map.of("weight", NirArray.of(new int[] {SECOND, SECOND}, RECURRENT)));
        add(nodes, "out", NirType.Output, Map.of("shape", NirArray.vector(SECOND)));
        String[] way = {"in", "conv", "conv_lif", "flat", "fc", "rec", "w_rec", "rec"};
        List<NirEdge> edges = new ArrayList<>();
        for (int i = 1; i < way.length; i++) {
            edges.add(new NirEdge(way[i - 1], way[i]));
        }
        edges.add(new NirEdge("rec", "out"));
        return new NirGraph("", nodes, edges);
    }

    private static void add(Map<String, NirNode> nodes, String name, NirType type, Map<String, NirArray> parameters) {
        nodes.put(name, NirNode.of(name, type, parameters));
    }

    private static NirArray filled(int[] shape, double value) {
        double[] values = new double[Arrays.stream(shape).reduce(1, (a, b) -> a * b)];
        Arrays.fill(values, value);
        return NirArray.of(shape, values);
    }

    /** {@code [ticks][inputs]}. */
    private static int[][] spikes() {
        Random random = new Random(6);
        int[][] spikes = new int[TICKS][INPUTS];
        for (int[] tick : spikes) {
            Arrays.setAll(tick, i -> random.nextInt(3) == 0 ? 1 : 0);
        }
        return spikes;
    }

    static String csv() {
        return Arrays.stream(spikes())
                .map(tick -> Arrays.stream(tick).mapToObj(String::valueOf).collect(Collectors.joining(",")))
                .collect(Collectors.joining("\n", "", "\n"));
    }

    /**
     * What the equations give.
     *
     * @param outputs ticks in which each neuron of the second layer fires
     * @param spikes of all neurons
     * @param operations spikes times their weights that are not 0
     */
    record Truth(List<List<Integer>> outputs, long spikes, long operations) {}

    /** Forward Euler: I += (dt/tau_syn) (w_in x - I), V += (dt/tau) (I - V); above the threshold it fires and is 0. */
    static Truth run() {
        return run(spikes());
    }

    /** The same of given spikes, {@code [ticks][inputs]}. */
    static Truth run(int[][] input) {
        double[] first = new double[FIRST];
        double[] current = new double[SECOND];
        double[] second = new double[SECOND];
        int[] before = new int[SECOND];
        List<List<Integer>> outputs = new ArrayList<>();
        for (int n = 0; n < SECOND; n++) {
            outputs.add(new ArrayList<>());
        }
        long spikes = 0;
        long operations = 0;
        for (int t = 0; t < input.length; t++) {
            int[] fired = new int[FIRST];
            for (int n = 0; n < FIRST; n++) {
                double x = 0;
                for (int k = 0; k < 9; k++) {
                    int row = n / 2 % 2 + k / 3;
                    int column = n % 2 + k % 3;
                    double weight = KERNEL[n / 4 * 9 + k];
                    x += weight * input[t][4 * row + column];
                    operations += weight != 0 && input[t][4 * row + column] != 0 ? 1 : 0;
                }
                first[n] += 0.25 * (x - first[n]);
                fired[n] = first[n] > THRESHOLD ? 1 : 0;
                first[n] *= 1 - fired[n];
                spikes += fired[n];
            }
            int[] now = new int[SECOND];
            for (int n = 0; n < SECOND; n++) {
                double x = 0;
                for (int i = 0; i < FIRST; i++) {
                    x += DENSE[n * FIRST + i] * fired[i];
                    operations += DENSE[n * FIRST + i] != 0 ? fired[i] : 0;
                }
                for (int i = 0; i < SECOND; i++) {
                    x += RECURRENT[n * SECOND + i] * before[i];
                }
                current[n] += 0.5 * (2 * x - current[n]);
                second[n] += 0.25 * (current[n] - second[n]);
                now[n] = second[n] > THRESHOLD ? 1 : 0;
                second[n] *= 1 - now[n];
                spikes += now[n];
                for (int target = 0; target < SECOND; target++) {
                    operations += RECURRENT[target * SECOND + n] != 0 ? now[n] : 0;
                }
                if (now[n] != 0) {
                    outputs.get(n).add(t);
                }
            }
            before = now;
        }
        return new Truth(outputs, spikes, operations);
    }
}
