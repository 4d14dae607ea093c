// SPDX-License-Identifier: Apache-2.0
package io.fluxmill.quantizer.spiking.nir;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.stream.IntStream;

/** Random graphs of every type of node, with shapes, scalars and nested graphs that NIR allows; edges lead anywhere. */
final class RandomGraphs {
    private static final String[] NAMES = {"lif", "10", "2", "a.b", "é", "x y", "w_rec", "\"", "node", "type"};

    private final SplittableRandom random;
    private final boolean single;

    RandomGraphs(SplittableRandom random) {
        this.random = random;
        this.single = random.nextBoolean();
    }

    NirGraph graph() {
        return graph("", 2);
    }

    private NirGraph graph(String name, int depth) {
        Map<String, NirNode> nodes = new LinkedHashMap<>();
        add(nodes, node("input", NirType.Input, depth));
        int count = random.nextInt(1, 30);
        for (int i = 0; i < count; i++) {
            NirType type = NirType.values()[random.nextInt(NirType.values().length)];
            if (type != NirType.NIRGraph || depth > 0) {
                add(nodes, node(NAMES[random.nextInt(NAMES.length)] + i, type, depth));
            }
        }
        add(nodes, node("output", NirType.Output, depth));
        return new NirGraph(name, nodes, edges(List.copyOf(nodes.values())));
    }

    private static void add(Map<String, NirNode> nodes, NirNode node) {
        nodes.put(node.name(), node);
    }

    private List<NirEdge> edges(List<NirNode> nodes) {
        List<NirEdge> edges = new ArrayList<>();
        int count = random.nextInt(60);
        for (int i = 0; i < count; i++) {
            NirNode source = nodes.get(random.nextInt(nodes.size()));
            NirNode target = nodes.get(random.nextInt(nodes.size()));
            if (!source.type().equals("Output") && !target.type().equals("Input")) {
                edges.add(new NirEdge(source.name(), target.name()));
            }
        }
        return edges;
    }

    NirNode node(String name, NirType type, int depth) {
        if (type == NirType.NIRGraph) {
            return NirNode.of(graph(name, depth - 1));
        }
        return NirNode.of(name, type, parameters(type));
    }

    /** Written anew from nir/ir/*.py, not from the table of the reader. */
    private Map<String, NirArray> parameters(NirType type) {
        Map<String, NirArray> p = new LinkedHashMap<>();
        int[] shape = shape(random.nextInt(4));
        switch (type) {
            case Input, Output -> p.put("shape", integers(random.nextInt(4), 1));
            case Affine -> {
                int[] weight = shape(random.nextInt(2, 4));
                p.put("weight", reals(weight));
                p.put("bias", orScalar(Arrays.copyOf(weight, weight.length - 1)));
            }
            case Linear -> p.put("weight", reals(shape(random.nextInt(2, 4))));
            case Scale -> p.put("scale", reals(shape));
            case Conv1d, Conv2d -> convolution(type == NirType.Conv1d ? 1 : 2, p);
            case SumPool2d, AvgPool2d -> {
                p.put("kernel_size", axes(2, 1));
                p.put("stride", axes(2, 1));
                p.put("padding", axes(2, 0));
            }
            case Flatten -> {
                int start = random.nextInt(3);
                int end = random.nextInt(start, 3);
                p.put("start_dim", NirArray.scalar(random.nextBoolean() ? start : start - 3));
                p.put("end_dim", NirArray.scalar(random.nextBoolean() ? end : end - 3));
                if (random.nextBoolean()) {
                    p.put("input_type", integers(3, 1));
                }
            }
            case Delay -> p.put("delay", positive(shape));
            case Threshold -> p.put("threshold", reals(shape));
            default -> neuron(type.name(), p, shape);
        }
        return p;
    }

    private void convolution(int axes, Map<String, NirArray> p) {
        int groups = random.nextInt(1, 4);
        int[] weight = shape(2 + axes);
        weight[0] *= groups;
        if (random.nextBoolean()) {
            p.put("input_shape", axes == 1 ? NirArray.scalar(40) : NirArray.vector(40, 50));
        }
        p.put("weight", reals(weight));
        p.put("stride", axes(axes, 1));
        p.put(
                "padding",
                switch (random.nextInt(4)) {
                    case 0 -> NirArray.ofText("same");
                    case 1 -> NirArray.ofText("valid");
                    default -> axes(axes, 0);
                });
        p.put("dilation", axes(axes, 1));
        p.put("groups", NirArray.scalar(groups));
        p.put("bias", orScalar(weight[0]));
    }

    private void neuron(String type, Map<String, NirArray> p, int[] shape) {
        if (type.startsWith("Cuba")) {
            p.put("tau_syn", positive(shape));
            p.put("tau_mem", positive(shape));
        } else if (type.startsWith("L")) {
            p.put("tau", positive(shape));
        }
        p.put("r", reals(shape));
        if (type.contains("L") || type.contains("Cuba")) {
            p.put("v_leak", orScalar(shape));
        }
        if (type.endsWith("F")) {
            p.put("v_threshold", orScalar(shape));
            if (random.nextBoolean()) {
                p.put("v_reset", orScalar(shape));
            }
        }
        if (type.startsWith("Cuba") && random.nextBoolean()) {
            p.put("w_in", orScalar(shape));
        }
    }

    private int[] shape(int rank) {
        return random.ints(rank, 1, 5).toArray();
    }

    private NirArray integers(int count, int least) {
        return NirArray.vector(random.ints(count, least, 9).asDoubleStream().toArray());
    }

    private NirArray axes(int count, int least) {
        return random.nextBoolean() ? NirArray.scalar(random.nextInt(least, 9)) : integers(count, least);
    }

    private NirArray orScalar(int... shape) {
        return random.nextInt(4) == 0 ? reals(new int[0]) : reals(shape);
    }

    private NirArray reals(int[] shape) {
        int count = IntStream.of(shape).reduce(1, (a, b) -> a * b);
        double[] values = random.doubles(count, -100, 100).toArray();
        return NirArray.of(
                shape,
                IntStream.range(0, count)
                        .mapToDouble(i -> single ? (float) values[i] : values[i])
                        .toArray());
    }

    private NirArray positive(int[] shape) {
        NirArray array = reals(shape);
        return NirArray.of(
                shape,
                IntStream.range(0, array.values().length)
                        .mapToDouble(i -> Math.abs(array.values()[i]) + 1)
                        .map(v -> single ? (float) v : v)
                        .toArray());
    }
}
