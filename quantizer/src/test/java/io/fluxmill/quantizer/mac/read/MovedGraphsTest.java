// SPDX-License-Identifier: Apache-2.0
package io.fluxmill.quantizer.mac.read;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.fluxmill.core.config.InputException;
import io.fluxmill.core.format.NumberFormat;
import io.fluxmill.core.format.NumberFormats;
import io.fluxmill.quantizer.mac.calibrate.Calibration;
import io.fluxmill.quantizer.mac.graph.Network;
import io.fluxmill.quantizer.mac.graph.QuantizedNetwork;
import io.fluxmill.quantizer.mac.precision.QuantizationPlan;
import io.fluxmill.quantizer.mac.precision.Quantizer;
import io.fluxmill.quantizer.mac.reference.ReferenceExecutor;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.SplittableRandom;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/**
 * Random chains of operators that move values, functions, reductions, broadcasts and layers, against ONNX Runtime. {@code -Dmoved.graphs=N}
 * for another number of graphs.
 */
class MovedGraphsTest {
    private static final int GRAPHS = Integer.getInteger("moved.graphs", 300);
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

    private final Map<String, Integer> right = new TreeMap<>();
    private final Map<String, Integer> refused = new TreeMap<>();

    /** A graph under construction: its current tensor, and the shapes of all. */
    private static final class Sketch {
        final SplittableRandom random;
        final TestModel model;
        final Map<String, int[]> dims = new TreeMap<>();
        final Set<String> operators = new TreeSet<>();
        String current = "x";
        int names;

        Sketch(long seed) {
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
    }

    private static int elements(int[] dims) {
        return Arrays.stream(dims).reduce(1, (a, b) -> a * b);
    }

    private static int[] with(int[] dims, int axis, int size) {
        int[] result = dims.clone();
        result[axis] = size;
        return result;
    }

    private static void transpose(Sketch g) {
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

    private static void reshape(Sketch g) {
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

    private static void slice(Sketch g) {
        int axis = g.axis(g.dims().length);
        int size = g.dims()[axis];
        int step = g.random.nextInt(3) == 0 ? -1 : g.random.nextInt(1, 3);
        int start = step > 0 ? g.random.nextInt(size) : size - 1;
        int end = step > 0 ? size + g.random.nextInt(3) : -size - 1;
        int count = step > 0 ? (size - start + step - 1) / step : size;
        g.append("Slice", with(g.dims(), axis, count), g.int64s(start), g.int64s(end), g.int64s(axis), g.int64s(step));
    }

    private static void splitAndConcat(Sketch g) {
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

    private static void pad(Sketch g) {
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

    private static void repeat(Sketch g) {
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

    private static void resize(Sketch g) {
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

    private static void reduce(Sketch g) {
        int axis = g.axis(g.dims().length);
        String[] operators = {"ReduceMean", "ReduceSum", "ReduceMax", "ReduceMin", "ReduceL1", "ReduceL2"};
        g.append(operators[g.random.nextInt(6)], with(g.dims(), axis, 1), g.int64s(axis))
                .set("keepdims", 1);
    }

    private static void softmax(Sketch g) {
        g.append(g.random.nextBoolean() ? "Softmax" : "LogSoftmax", g.dims()).set("axis", g.axis(g.dims().length));
    }

    private static void normalise(Sketch g) {
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

    private static void withConstant(Sketch g) {
        String operator = new String[] {"Add", "Sub", "Mul", "Div", "Max", "Min", "PRelu"}[g.random.nextInt(7)];
        int[] shape = Arrays.copyOfRange(g.dims(), g.random.nextInt(g.dims().length), g.dims().length);
        for (int i = 0; i < shape.length; i++) {
            shape[i] = g.random.nextBoolean() ? 1 : shape[i];
        }
        g.append(operator, g.dims(), g.constant(0.3, 1.5, shape));
    }

    /** With an earlier tensor, or one of its axes reduced. */
    private static void withComputed(Sketch g) {
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

    private static void layer(Sketch g) {
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

    private static Sketch sketch(long seed) {
        Sketch g = new Sketch(seed);
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

    @Test
    void graphsAreComputedAsOnnxRuntimeDoes() {
        int compared = 0;
        for (long seed = 0; seed < GRAPHS; seed++) {
            Sketch g = sketch(seed);
            float[] input = g.model.randomInput(seed);
            float[] expected = g.model.onnxRuntime(input);
            float[] actual;
            try {
                actual = g.model.fluxmill(input);
            } catch (InputException e) {
                refused.merge(e.getMessage().replaceAll("\"[^\"]*\"|\\[[^]]*\\]|[0-9]+", "_"), 1, Integer::sum);
                continue;
            }
            assertEquals(expected.length, actual.length, "elements of seed " + seed);
            double largest = 1e-2;
            for (float value : expected) {
                largest = Math.max(largest, Math.abs(value));
            }
            for (int i = 0; i < expected.length; i++) {
                assertEquals(
                        expected[i],
                        actual[i],
                        2e-4 * largest,
                        "seed " + seed + " element " + i + " of " + g.operators);
            }
            compared++;
            g.operators.forEach(operator -> right.merge(operator, 1, Integer::sum));
        }
        System.out.printf("%d graphs agree, %s; refused %s%n", compared, right, refused);
        assertTrue(compared >= GRAPHS * 3 / 4, "compared " + compared + ", refused " + refused);
        assertTrue(GRAPHS < 300 || right.size() >= 45, "operators " + right.keySet());
    }

    /** Every step of the driver in codes gives the rounded value of what it reads, in formats of each kind. */
    @Test
    void driverStepsRoundTheirExactValueOnce() {
        List<NumberFormat> formats = List.of(
                NumberFormats.INT8,
                NumberFormats.INT16,
                NumberFormats.POSIT8_0,
                NumberFormats.POSIT16_1,
                NumberFormats.FP4_E2M1);
        Map<String, Integer> steps = new TreeMap<>();
        for (long seed = 0; seed < GRAPHS / 3; seed++) {
            Network network = sketch(seed).model.network();
            SplittableRandom random = new SplittableRandom(seed);
            float[][] samples = new float[4][network.inputShape().elements()];
            for (float[] sample : samples) {
                for (int i = 0; i < sample.length; i++) {
                    sample[i] = (float) random.nextDouble(-2, 2);
                }
            }
            NumberFormat format = formats.get((int) (seed % formats.size()));
            Calibration calibration;
            try {
                calibration = Calibration.calibrate(network, samples);
            } catch (InputException e) {
                continue; // a logarithm of zero
            }
            QuantizationPlan plan =
                    QuantizationPlan.uniform(formats, formats, format).withFit(false);
            QuantizedNetwork quantized = Quantizer.quantize(network, plan, calibration);
            check(network, quantized, samples, steps);
        }
        System.out.println("driver steps: " + steps);
        assertTrue(GRAPHS < 300 || steps.values().stream().allMatch(count -> count > 500), steps.toString());
        assertEquals(4, steps.size(), steps.toString());
    }

    private static void check(
            Network network, QuantizedNetwork quantized, float[][] samples, Map<String, Integer> steps) {
        ReferenceExecutor reference = new ReferenceExecutor(quantized);
        List<short[]> trace = reference.trace(reference.encode(samples), samples.length);
        Map<String, Integer> index = new TreeMap<>(Map.of("input", 0));
        for (int layer = 0; layer < network.layers().size(); layer++) {
            Network.Layer step = network.layers().get(layer);
            index.put(step.output(), layer + 1);
            if (step instanceof Network.MatrixLayer || step instanceof Network.PoolLayer) {
                continue;
            }
            QuantizedNetwork.Tensor out = quantized.tensors().get(layer + 1);
            for (int s = 0; s < samples.length; s++) {
                int elements = out.shape().elements();
                for (int i = 0; i < elements; i++) {
                    double exact = exact(step, i, new Sample(quantized, trace, index, s));
                    int code = trace.get(layer + 1)[s * elements + i]
                            & (1 << out.format().widthBits()) - 1;
                    double margin = 1e-9 * Math.max(out.scale(), Math.abs(exact));
                    double value = out.decode(i, code);
                    boolean right = value == out.decode(i, out.encode(i, exact + margin))
                            || value == out.decode(i, out.encode(i, exact - margin))
                            || value == out.decode(i, out.encode(i, exact))
                            || Double.isNaN(exact)
                            || Double.isInfinite(exact) && code == (exact < 0 ? out.low() : out.high());
                    assertTrue(right, step.name() + "[" + i + "] of " + exact + " is " + out.decode(i, code));
                    steps.merge(step.getClass().getSimpleName(), 1, Integer::sum);
                }
            }
        }
    }

    /** The real values of one sample. */
    private record Sample(QuantizedNetwork network, List<short[]> trace, Map<String, Integer> index, int sample) {
        int size(String tensor) {
            return network.tensors().get(index.get(tensor)).shape().elements();
        }

        double get(String tensor, int element) {
            int t = index.get(tensor);
            return network.tensors().get(t).decode(element, trace.get(t)[sample * size(tensor) + element]);
        }
    }

    private static double exact(Network.Layer step, int i, Sample in) {
        if (step instanceof Network.AddLayer add) {
            return add.activation().apply(in.get(add.left(), i) + in.get(add.right(), i));
        }
        if (step instanceof Network.MultiplyLayer multiply) {
            return in.get(multiply.left(), i) * in.get(multiply.right(), i);
        }
        if (step instanceof Network.FunctionLayer function) {
            return function.function().apply(in.get(function.input(), i));
        }
        Network.MoveLayer move = (Network.MoveLayer) step;
        int from = move.from()[i];
        for (String input : move.inputs()) {
            if (from >= 0 && from < in.size(input)) {
                return in.get(input, from);
            }
            from -= in.size(input);
        }
        return move.fill();
    }
}
