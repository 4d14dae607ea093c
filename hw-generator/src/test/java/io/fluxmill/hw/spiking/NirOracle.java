// SPDX-License-Identifier: Apache-2.0
package io.fluxmill.hw.spiking;

import io.fluxmill.core.program.spiking.TickRules;
import io.fluxmill.quantizer.spiking.nir.NirArray;
import io.fluxmill.quantizer.spiking.nir.NirEdge;
import io.fluxmill.quantizer.spiking.nir.NirGraph;
import io.fluxmill.quantizer.spiking.nir.NirNode;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Predicate;

/**
 * A NIR graph in double, by NIR's definitions and the text of TickRules: dense matrices of linear nodes, every way from a source to a neuron for itself,
 * ends of nested graphs as nodes that pass on. Slow, and independent of reader and reference; only which ways close a cycle is told from outside.
 */
final class NirOracle {
    private final TickRules rules;
    private final Map<String, NirNode> nodes = new LinkedHashMap<>();
    private final Map<String, List<String>> before = new HashMap<>();
    private final Map<String, int[]> shapes = new HashMap<>();
    private final Map<String, double[][]> matrices = new HashMap<>();
    private final Map<String, List<Way>> ways = new LinkedHashMap<>();
    private final Map<String, NirNeuron> neurons = new HashMap<>();
    private final Map<String, double[][]> sent = new HashMap<>();
    private final Set<String> relays = new HashSet<>();
    private Predicate<String> recurrent;

    /** Linear nodes from a source to a neuron, the nearest to the source first. */
    record Way(String source, List<String> nodes) {}

    NirOracle(NirGraph graph, TickRules rules) {
        this.rules = rules;
        place("", graph);
        for (String name : nodes.keySet()) {
            if (isSource(name) && !nodes.get(name).type().equals("Input") || isSum(name)) {
                List<Way> all = new ArrayList<>();
                for (String source : before.get(name)) {
                    walk(source, List.of(), all);
                }
                ways.put(name, all);
            }
        }
    }

    private void place(String prefix, NirGraph graph) {
        Map<String, String> in = new HashMap<>();
        Map<String, String> out = new HashMap<>();
        for (NirNode node : graph.nodes().values()) {
            String name = prefix + node.name();
            if (node.graph() == null) {
                nodes.put(name, node);
                if (!prefix.isEmpty()
                        && (node.type().equals("Input") || node.type().equals("Output"))) {
                    relays.add(name);
                }
                continue;
            }
            place(name + ".", node.graph());
            for (NirNode inner : node.graph().nodes().values()) {
                if (inner.type().equals("Input")) {
                    in.put(name, name + "." + inner.name());
                }
                if (inner.type().equals("Output")) {
                    out.put(name, name + "." + inner.name());
                }
            }
        }
        for (NirEdge edge : graph.edges()) {
            String source = prefix + edge.source();
            String target = prefix + edge.target();
            before.computeIfAbsent(in.getOrDefault(target, target), k -> new ArrayList<>())
                    .add(out.getOrDefault(source, source));
        }
    }

    private boolean isNeuron(String name) {
        return Set.of("I", "IF", "LI", "LIF", "CubaLI", "CubaLIF", "Threshold")
                .contains(nodes.get(name).type());
    }

    private boolean isSource(String name) {
        return isNeuron(name) || nodes.get(name).type().equals("Input") && !relays.contains(name);
    }

    /** An Output that does more than pass on one population. */
    private boolean isSum(String name) {
        if (!nodes.get(name).type().equals("Output") || relays.contains(name)) {
            return false;
        }
        List<String> from = before.get(name);
        while (from.size() == 1 && relays.contains(from.get(0))) {
            from = before.get(from.get(0));
        }
        return from.size() != 1 || !isNeuron(from.get(0));
    }

    private void walk(String node, List<String> behind, List<Way> found) {
        if (isSource(node)) {
            found.add(new Way(node, behind));
            return;
        }
        List<String> longer = new ArrayList<>(behind);
        if (!relays.contains(node)) {
            longer.add(0, node);
        }
        for (String source : before.get(node)) {
            walk(source, longer, found);
        }
    }

    /** Ways into a population or output, by its name. */
    Map<String, List<Way>> ways() {
        return ways;
    }

    /** Whether spikes of a population can reach another, or itself over a cycle. */
    boolean reaches(String from, String to) {
        Set<String> seen = new HashSet<>();
        List<String> open = new ArrayList<>(List.of(to));
        while (!open.isEmpty()) {
            String target = open.remove(open.size() - 1);
            for (Way way : ways.getOrDefault(target, List.of())) {
                if (way.source().equals(from)) {
                    return true;
                }
                if (seen.add(way.source())) {
                    open.add(way.source());
                }
            }
        }
        return false;
    }

    /**
     * Runs from rest.
     *
     * @param inputs by name, {@code [ticks][values]}
     * @param closes whether the way of a key, see {@link #key}, closes a cycle
     * @return by name, {@code [ticks][neurons]}: spikes; membranes in the unit of the rules, or sums, of those that do not fire
     */
    Map<String, double[][]> run(Map<String, double[][]> inputs, Predicate<String> closes) {
        recurrent = closes;
        sent.putAll(inputs);
        int ticks = inputs.values().iterator().next().length;
        for (int t = 0; t < ticks; t++) {
            for (String name : ways.keySet()) {
                tick(name, t);
            }
        }
        return sent;
    }

    static String key(String source, String target, List<String> way) {
        return source + ">" + String.join(",", way) + ">" + target;
    }

    /** The activity of a population or output in a tick, after those that it needs. */
    private double[] tick(String name, int t) {
        double[][] all = sent.computeIfAbsent(name, k -> new double[t + 64][]);
        if (all[t] != null) {
            return all[t];
        }
        double[] sum = biases(name, t);
        for (Way way : ways.get(name)) {
            add(name, way, t, sum);
        }
        boolean output = nodes.get(name).type().equals("Output");
        double[] result = output
                ? sum
                : neurons.computeIfAbsent(name, k -> new NirNeuron(nodes.get(name), rules, sum.length))
                        .tick(sum);
        all[t] = result;
        return result;
    }

    private int ruled(String name, Way way) {
        if (recurrent.test(key(way.source(), name, way.nodes()))) {
            return rules.recurrentDelay();
        }
        String type = nodes.get(name).type();
        if (type.equals("Threshold") || type.equals("Output")) {
            return 0;
        }
        return nodes.get(way.source()).type().equals("Input") ? rules.inputDelay() : rules.forwardDelay();
    }

    private void add(String name, Way way, int t, double[] sum) {
        int size = size(way.source());
        int[] late = new int[size];
        Arrays.fill(late, ruled(name, way));
        double[][] matrix = identity(size);
        int[][] later = null; // ticks behind the linear nodes, of each sum
        boolean linear = false;
        for (String node : way.nodes()) {
            if (nodes.get(node).type().equals("Delay")) {
                int[] ticks = delays(node);
                if (linear) {
                    later = new int[][] {plus(later == null ? new int[ticks.length] : later[0], ticks)};
                } else {
                    late = plus(late, ticks);
                }
            } else if (!nodes.get(node).type().equals("Flatten")) {
                linear = true;
                matrix = times(matrix(node), matrix);
            }
        }
        for (int k = 0; k < sum.length; k++) {
            for (int i = 0; i < size; i++) {
                int from = t - late[i] - (later == null ? 0 : later[0][k]);
                if (from >= 0 && matrix[k][i] != 0) {
                    sum[k] += matrix[k][i] * value(way.source(), from)[i];
                }
            }
        }
    }

    private double[] value(String source, int t) {
        return nodes.get(source).type().equals("Input") ? sent.get(source)[t] : tick(source, t);
    }

    /** Every bias once for each way from its node on; it waits for the first spikes if all that leads through it closes a cycle. */
    private double[] biases(String name, int t) {
        Map<List<String>, Boolean> late = new LinkedHashMap<>();
        for (Way way : ways.get(name)) {
            boolean waits = recurrent.test(key(way.source(), name, way.nodes()))
                    && !rules.recurrentBias()
                    && t < rules.recurrentDelay();
            for (int i = 0; i < way.nodes().size(); i++) {
                late.merge(way.nodes().subList(i, way.nodes().size()), waits, Boolean::logicalAnd);
            }
        }
        double[] sum = new double[size(name)];
        late.forEach((nodesFrom, waits) -> {
            NirNode first = nodes.get(nodesFrom.get(0));
            if (waits || !first.parameters().containsKey("bias")) {
                return;
            }
            NirArray array = first.parameter("bias");
            double[] vector = new double[size(nodesFrom.get(0))];
            int channels = first.parameter("weight").shape()[0];
            for (int i = 0; i < vector.length; i++) {
                vector[i] = array.values()[array.values().length == 1 ? 0 : i / (vector.length / channels)];
            }
            for (String node : nodesFrom.subList(1, nodesFrom.size())) {
                String type = nodes.get(node).type();
                if (!type.equals("Delay") && !type.equals("Flatten")) {
                    vector = NirMatrices.apply(matrix(node), vector);
                }
            }
            for (int i = 0; i < sum.length; i++) {
                sum[i] += vector[i];
            }
        });
        return sum;
    }

    private int[] delays(String node) {
        double[] seconds = nodes.get(node).parameter("delay").values();
        int[] ticks = new int[size(node)];
        for (int i = 0; i < ticks.length; i++) {
            ticks[i] = (int) Math.floor(seconds[seconds.length == 1 ? 0 : i] / rules.dt() + 0.5);
        }
        return ticks;
    }

    private static int[] plus(int[] a, int[] b) {
        int[] sum = new int[a.length];
        Arrays.setAll(sum, i -> a[i] + b[i]);
        return sum;
    }

    private int size(String name) {
        return Arrays.stream(shape(name)).reduce(1, (a, b) -> a * b);
    }

    /** The shape of what a node sends. */
    private int[] shape(String name) {
        int[] known = shapes.get(name);
        if (known == null) {
            NirNode node = nodes.get(name);
            if (node.parameters().containsKey("shape")) {
                known = node.parameter("shape").integers();
            } else {
                // Sources of a cycle do not tell: the first edge of this generator's nodes leads forward.
                known = NirMatrices.shape(node, shape(before.get(name).get(0)));
            }
            shapes.put(name, known);
        }
        return known;
    }

    private double[][] matrix(String name) {
        return matrices.computeIfAbsent(
                name, k -> NirMatrices.of(nodes.get(k), shape(before.get(k).get(0)), shape(k)));
    }

    private static double[][] identity(int size) {
        double[][] identity = new double[size][size];
        for (int i = 0; i < size; i++) {
            identity[i][i] = 1;
        }
        return identity;
    }

    private static double[][] times(double[][] a, double[][] b) {
        double[][] product = new double[a.length][b[0].length];
        for (int i = 0; i < a.length; i++) {
            for (int k = 0; k < b.length; k++) {
                for (int j = 0; a[i][k] != 0 && j < b[0].length; j++) {
                    product[i][j] += a[i][k] * b[k][j];
                }
            }
        }
        return product;
    }
}
