// SPDX-License-Identifier: Apache-2.0
package io.fluxmill.quantizer.mac.read;

import io.fluxmill.quantizer.data.ElementType;
import io.fluxmill.quantizer.mac.read.TestGraph.Constant;
import io.fluxmill.quantizer.mac.read.TestGraph.Node;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.SplittableRandom;
import java.util.TreeMap;
import java.util.TreeSet;

/**
 * A graph that grows by a node at a time. Every node is evaluated on the samples when it is added, so that a generator sees the
 * values it has so far. The current tensor is what the next node reads.
 */
final class GraphSketch {
    final SplittableRandom random;
    final int opset;
    final List<float[]> samples;
    final Set<String> features = new TreeSet<>();
    final Map<String, Integer> domains = new TreeMap<>();

    private final int[] inputDims;
    private final List<Node> nodes = new ArrayList<>();
    private final Map<String, Constant> constants = new LinkedHashMap<>();
    private final List<Map<String, Values>> tensors = new ArrayList<>();
    private String current = "x";

    GraphSketch(SplittableRandom random, int opset, int[] inputDims, List<float[]> samples) {
        this.random = random;
        this.opset = opset;
        this.inputDims = inputDims;
        this.samples = samples;
        for (float[] sample : samples) {
            double[] x = new double[sample.length];
            Arrays.setAll(x, i -> sample[i]);
            tensors.add(new HashMap<>(Map.of("x", new Values(inputDims, x))));
        }
    }

    boolean chance(double probability) {
        return random.nextDouble() < probability;
    }

    @SafeVarargs
    final <T> T pick(T... choices) {
        return choices[random.nextInt(choices.length)];
    }

    int between(int low, int high) {
        return random.nextInt(low, high + 1);
    }

    void feature(String name) {
        features.add(name);
    }

    String current() {
        return current;
    }

    /** Goes on from an earlier tensor. */
    void goTo(String tensor) {
        current = tensor;
    }

    int[] dims() {
        return dims(current);
    }

    int[] dims(String tensor) {
        return tensors.get(0).get(tensor).dims();
    }

    int rank() {
        return dims().length;
    }

    int channels() {
        return dims()[1];
    }

    int elements() {
        return Values.size(dims());
    }

    /** The largest magnitude of the current tensor over the samples. */
    double largest() {
        return tensors.stream().mapToDouble(t -> t.get(current).largest()).max().orElse(0);
    }

    /** The largest magnitude in a channel of the current tensor. */
    double largest(int channel) {
        int inner = elements() / channels();
        double largest = 0;
        for (Map<String, Values> sample : tensors) {
            double[] data = sample.get(current).data();
            for (int i = channel * inner; i < (channel + 1) * inner; i++) {
                largest = Math.max(largest, Math.abs(data[i]));
            }
        }
        return largest;
    }

    double smallest() {
        return tensors.stream()
                .flatMapToDouble(t -> Arrays.stream(t.get(current).data()))
                .min()
                .orElse(0);
    }

    /** An initializer, or now and then a Constant node; values are rounded to float. */
    String constant(int[] dims, double... values) {
        return constant(ElementType.FLOAT32, dims, values);
    }

    String scalar(double value) {
        return constant(chance(0.3) ? new int[] {1} : new int[0], value);
    }

    String constant(ElementType type, int[] dims, double... values) {
        double[] exact = type == ElementType.FLOAT32
                ? Arrays.stream(values).map(v -> (float) v).toArray()
                : values;
        String name = "c" + constants.size();
        boolean asNode = chance(0.1);
        if (asNode) {
            feature("constant-node");
        }
        constants.put(name, new Constant(dims, exact, type, asNode));
        for (Map<String, Values> sample : tensors) {
            sample.put(name, new Values(dims, exact));
        }
        return name;
    }

    /** A list of whole numbers, for shapes and axes. */
    String int64s(int... values) {
        return constant(
                ElementType.INT64,
                new int[] {values.length},
                Arrays.stream(values).asDoubleStream().toArray());
    }

    /** A node on the current tensor and further inputs; its output is the current tensor then. */
    void append(String operator, Map<String, Object> attributes, String... furtherInputs) {
        List<String> inputs = new ArrayList<>(List.of(current));
        inputs.addAll(List.of(furtherInputs));
        current = node("", operator, attributes, inputs);
    }

    /** A node; returns its output. Every constant is evaluated once, the same for all samples. */
    String node(String domain, String operator, Map<String, Object> attributes, List<String> inputs) {
        Node node = new Node(domain, operator, "t" + nodes.size(), List.copyOf(inputs), Map.copyOf(attributes));
        nodes.add(node);
        for (Map<String, Values> sample : tensors) {
            List<Values> values = new ArrayList<>();
            inputs.forEach(name -> values.add(name.isEmpty() ? null : sample.get(name)));
            sample.put(node.output(), GraphOracle.apply(node, values, Arithmetic.DOUBLE, null));
        }
        return node.output();
    }

    /** How many nodes there are. */
    int size() {
        return nodes.size();
    }

    /** The graph with the current tensor as its output. */
    TestGraph build() {
        List<Node> renamed = new ArrayList<>();
        for (Node node : nodes) {
            renamed.add(new Node(
                    node.domain(),
                    node.operator(),
                    rename(node.output()),
                    node.inputs().stream().map(this::rename).toList(),
                    node.attributes()));
        }
        return new TestGraph(opset, inputDims, renamed, new LinkedHashMap<>(constants), new TreeMap<>(domains));
    }

    private String rename(String tensor) {
        return tensor.equals(current) ? "y" : tensor;
    }
}
