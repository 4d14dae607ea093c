// SPDX-License-Identifier: Apache-2.0
package io.fluxmill.quantizer.mac.read;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.SplittableRandom;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.IntStream;

/** A random chain of operators that move values, functions, reductions, broadcasts and layers: its current tensor, and the shapes of all. */
final class MovedGraph {
    private static final int MOST_ELEMENTS = 2000;
    private static final String[] FUNCTIONS = {
        "Tanh",
        "Sigmoid",
        "HardSwish",
        "Elu",
        "Selu",
        "Celu",
        "Softplus",
        "Softsign",
        "Abs",
        "Erf",
        "Sin",
        "Cos",
        "Atan",
        "HardSigmoid",
        "ThresholdedRelu",
        "Neg",
        "Relu",
        "LeakyRelu",
        "Identity"
    };

    final SplittableRandom random;
    final TestModel model;
    final Map<String, int[]> dims = new TreeMap<>();
    final Set<String> operators = new TreeSet<>();
    String current = "x";
    int names;

    private MovedGraph(long seed) {
        random = new SplittableRandom(seed);
        int rank = random.nextInt(2, 5);
        int[] input = new int[rank];
        Arrays.setAll(input, i -> i == 0 ? 1 : random.nextInt(1, 7));
        model = new TestModel(18, input);
        dims.put("x", input);
    }

    int[] dims() {
        return dims.get(current);
    }

    String name() {
        return "t" + names++;
    }

    /** A node on the current tensor, whose result has this shape. */
    TestModel.TestNode append(String operator, int[] result, String... more) {
        String[] inputs = new String[more.length + 1];
        inputs[0] = current;
        System.arraycopy(more, 0, inputs, 1, more.length);
        return node(operator, result, inputs);
    }

    TestModel.TestNode node(String operator, int[] result, String... inputs) {
        operators.add(operator);
        String output = name();
        TestModel.TestNode node = model.node(operator, output, inputs);
        dims.put(output, result);
        current = output;
        return node;
    }

    String int64s(int... values) {
        String name = name();
        model.int64s(name, values);
        return name;
    }

    String constant(double low, double high, int... shape) {
        String name = name();
        model.random(name, random.nextLong(), low, high, shape);
        return name;
    }

    int axis(int rank) {
        return random.nextInt(rank);
    }

    private static int elements(int[] dims) {
        return Arrays.stream(dims).reduce(1, (a, b) -> a * b);
    }

    private static int[] with(int[] dims, int axis, int size) {
        int[] result = dims.clone();
        result[axis] = size;
        return result;
    }

    private static void transpose(MovedGraph g) {
        int[] dims = g.dims();
        int[] permutation = IntStream.range(0, dims.length).toArray();
        for (int i = dims.length - 1; i > 0; i--) {
            int k = g.random.nextInt(i + 1);
            int other = permutation[i];
            permutation[i] = permutation[k];
            permutation[k] = other;
        }
        g.append("Transpose", Arrays.stream(permutation).map(a -> dims[a]).toArray())
                .ints("perm", permutation);
    }

    private static void reshape(MovedGraph g) {
        List<Integer> factors = new ArrayList<>(List.of(1));
        int rest = elements(g.dims());
        while (rest > 1 && factors.size() < 4) {
            int all = rest;
            int[] divisors =
                    IntStream.rangeClosed(1, rest).filter(d -> all % d == 0).toArray();
            int factor = divisors[g.random.nextInt(divisors.length)];
            factors.add(factor);
            rest /= factor;
        }
        factors.add(rest);
        int[] result = factors.stream().mapToInt(Integer::intValue).toArray();
        g.append("Reshape", result, g.int64s(result));
    }

    private static void slice(MovedGraph g) {
        int axis = g.axis(g.dims().length);
        int size = g.dims()[axis];
        int step = g.random.nextInt(3) == 0 ? -1 : g.random.nextInt(1, 3);
        int start = step > 0 ? g.random.nextInt(size) : size - 1;
        int end = step > 0 ? size + g.random.nextInt(3) : -size - 1;
        int count = step > 0 ? (size - start + step - 1) / step : size;
        g.append("Slice", with(g.dims(), axis, count), g.int64s(start), g.int64s(end), g.int64s(axis), g.int64s(step));
    }

    private static void splitAndConcat(MovedGraph g) {
        int axis = g.axis(g.dims().length);
        int size = g.dims()[axis];
        if (size < 2) {
            return;
        }
        int[] dims = g.dims();
        int first = g.random.nextInt(1, size);
        g.append("Split", with(dims, axis, first), g.int64s(first, size - first))
                .set("axis", axis);
        String left = g.current;
        String right = g.name();
        g.model.secondOutput(right);
        g.dims.put(right, with(dims, axis, size - first));
        if (g.random.nextBoolean()) {
            g.current = right;
            g.append("Tanh", g.dims());
            right = g.current;
        }
        g.node("Concat", dims, right, left).set("axis", axis);
    }

    private static void pad(MovedGraph g) {
        int rank = g.dims().length;
        int axis = g.random.nextInt(rank);
        int size = g.dims()[axis];
        String mode = new String[] {"constant", "edge", "reflect"}[g.random.nextInt(3)];
        int most = mode.equals("reflect") ? size - 1 : 2;
        int[] pads = new int[2 * rank];
        pads[axis] = g.random.nextInt(most + 1);
        pads[rank + axis] = g.random.nextInt(most + 1);
        String pad = g.int64s(pads);
        int[] result = with(g.dims(), axis, size + pads[axis] + pads[rank + axis]);
        if (mode.equals("constant") && g.random.nextBoolean()) {
            g.append("Pad", result, pad, g.constant(-1, 1)).set("mode", mode);
        } else {
            g.append("Pad", result, pad).set("mode", mode);
        }
    }

    private static void repeat(MovedGraph g) {
        int axis = g.axis(g.dims().length);
        int size = g.dims()[axis];
        switch (g.random.nextInt(3)) {
            case 0 -> {
                int[] repeats = new int[g.dims().length];
                Arrays.fill(repeats, 1);
                repeats[axis] = 2;
                g.append("Tile", with(g.dims(), axis, 2 * size), g.int64s(repeats));
            }
            case 1 -> {
                int[] picks = g.random.ints(g.random.nextInt(1, 4), -size, size).toArray();
                g.append("Gather", with(g.dims(), axis, picks.length), g.int64s(picks))
                        .set("axis", axis);
            }
            default -> {
                if (size == 1) {
                    int[] result = with(g.dims(), axis, 3);
                    g.append("Expand", result, g.int64s(result));
                }
            }
        }
    }

    private static void resize(MovedGraph g) {
        int[] d = g.dims();
        if (d.length != 4) {
            return;
        }
        int height = g.random.nextInt(1, 9);
        int width = g.random.nextInt(1, 9);
        String empty = g.name();
        g.model.constant(empty, new int[] {0});
        String[] coordinates = {"half_pixel", "asymmetric", "align_corners", "pytorch_half_pixel"};
        String[] rounding = {"round_prefer_floor", "round_prefer_ceil", "floor", "ceil"};
        g.append("Resize", new int[] {d[0], d[1], height, width}, empty, empty, g.int64s(d[0], d[1], height, width))
                .set("mode", "nearest")
                .set("coordinate_transformation_mode", coordinates[g.random.nextInt(4)])
                .set("nearest_mode", rounding[g.random.nextInt(4)]);
    }

    private static void reduce(MovedGraph g) {
        int axis = g.axis(g.dims().length);
        String[] operators = {"ReduceMean", "ReduceSum", "ReduceMax", "ReduceMin", "ReduceL1", "ReduceL2"};
        g.append(operators[g.random.nextInt(6)], with(g.dims(), axis, 1), g.int64s(axis))
                .set("keepdims", 1);
    }

    private static void softmax(MovedGraph g) {
        g.append(g.random.nextBoolean() ? "Softmax" : "LogSoftmax", g.dims()).set("axis", g.axis(g.dims().length));
    }

    private static void normalise(MovedGraph g) {
        int[] d = g.dims();
        if (d.length > 2 && d[0] == 1 && g.random.nextBoolean()) {
            g.append("InstanceNormalization", d, g.constant(0.5, 2, d[1]), g.constant(-1, 1, d[1]))
                    .set("epsilon", 0.1);
        } else if (d.length == 4 && d[0] == 1 && g.random.nextBoolean()) {
            g.append("LRN", d).set("size", 3).set("alpha", 0.3);
        } else if (d[d.length - 1] > 1) {
            int last = d[d.length - 1];
            g.append("LayerNormalization", d, g.constant(0.5, 2, last), g.constant(-1, 1, last))
                    .set("epsilon", 0.1);
        }
    }

    private static void withConstant(MovedGraph g) {
        String operator = new String[] {"Add", "Sub", "Mul", "Div", "Max", "Min", "PRelu"}[g.random.nextInt(7)];
        int[] shape = Arrays.copyOfRange(g.dims(), g.random.nextInt(g.dims().length), g.dims().length);
        for (int i = 0; i < shape.length; i++) {
            shape[i] = g.random.nextBoolean() ? 1 : shape[i];
        }
        g.append(operator, g.dims(), g.constant(0.3, 1.5, shape));
    }

    /** With an earlier tensor, or one of its axes reduced. */
    private static void withComputed(MovedGraph g) {
        String left = g.current;
        int[] dims = g.dims();
        g.append("Tanh", dims);
        if (g.random.nextBoolean()) {
            reduce(g);
        }
        String operator = new String[] {"Add", "Sub", "Mul", "Max", "Min"}[g.random.nextInt(5)];
        if (g.random.nextBoolean()) {
            g.node(operator, dims, left, g.current);
        } else {
            g.node(operator, dims, g.current, left);
        }
    }

    private static void layer(MovedGraph g) {
        int[] d = g.dims();
        if (d.length != 4 || d[0] != 1 || g.random.nextBoolean()) {
            int out = g.random.nextInt(1, 6);
            int in = d[d.length - 1];
            g.append("MatMul", with(d, d.length - 1, out), g.constant(-1, 1, in, out));
            return;
        }
        int out = g.random.nextInt(1, 5);
        if (g.random.nextBoolean()) {
            int kernel = g.random.nextInt(1, 4);
            g.append("Conv", new int[] {1, out, d[2], d[3]}, g.constant(-1, 1, out, d[1], kernel, kernel))
                    .set("auto_pad", "SAME_UPPER");
            return;
        }
        int stride = g.random.nextInt(1, 3);
        int[] result = {1, out, stride * (d[2] - 1) + 2, stride * (d[3] - 1) + 2};
        g.append("ConvTranspose", result, g.constant(-1, 1, d[1], out, 2, 2)).ints("strides", stride, stride);
    }

    static MovedGraph of(long seed) {
        MovedGraph g = new MovedGraph(seed);
        layer(g);
        int count = g.random.nextInt(2, 8);
        for (int i = 0; i < count && elements(g.dims()) <= MOST_ELEMENTS; i++) {
            switch (g.random.nextInt(15)) {
                case 0, 1 -> transpose(g);
                case 2 -> reshape(g);
                case 3 -> slice(g);
                case 4 -> splitAndConcat(g);
                case 5 -> pad(g);
                case 6 -> repeat(g);
                case 7 -> resize(g);
                case 8 -> reduce(g);
                case 9 -> softmax(g);
                case 10 -> normalise(g);
                case 11 -> withConstant(g);
                case 12 -> withComputed(g);
                case 13 -> layer(g);
                default -> g.append(FUNCTIONS[g.random.nextInt(FUNCTIONS.length)], g.dims());
            }
        }
        g.model.node("Identity", "y", g.current);
        return g;
    }
}
