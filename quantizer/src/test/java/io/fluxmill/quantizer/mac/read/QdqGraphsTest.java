// SPDX-License-Identifier: Apache-2.0
package io.fluxmill.quantizer.mac.read;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.fluxmill.core.config.InputException;
import io.fluxmill.core.format.NumberFormat;
import io.fluxmill.core.format.NumberFormats;
import io.fluxmill.quantizer.data.ElementType;
import io.fluxmill.quantizer.mac.graph.Network;
import io.fluxmill.quantizer.mac.graph.QuantizedNetwork;
import io.fluxmill.quantizer.mac.precision.QuantizationPlan;
import io.fluxmill.quantizer.mac.precision.Quantizer;
import io.fluxmill.quantizer.mac.reference.ReferenceExecutor;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;

/**
 * Random networks of QuantizeLinear and DequantizeLinear, computed in integers here and in float by ONNX Runtime, which rounds its sums: a code may
 * differ by one where the sum lies at the border of two codes, so differences are counted. {@code -Dqdq.graphs=N} for another number of graphs.
 */
class QdqGraphsTest {
    private static final int GRAPHS = Integer.getInteger("qdq.graphs", 200);
    private static final int SAMPLES = 4;

    private final Map<String, Integer> refused = new TreeMap<>();
    private final Map<String, Integer> features = new TreeMap<>();

    /** A graph whose current tensor is the real value of codes. */
    private final class Sketch {
        final SplittableRandom random;
        final TestModel model;
        String current = "x";
        int[] dims;
        int names;
        float outputScale;
        int outputZero;

        Sketch(long seed) {
            random = new SplittableRandom(seed);
            dims = random.nextBoolean()
                    ? new int[] {1, random.nextInt(2, 9)}
                    : new int[] {1, random.nextInt(1, 4), random.nextInt(4, 8), random.nextInt(4, 8)};
            model = new TestModel(random.nextInt(13, 22), dims);
        }

        String name() {
            return "t" + names++;
        }

        void note(String feature) {
            features.merge(feature, 1, Integer::sum);
        }

        String node(String operator, String... more) {
            String[] inputs = new String[more.length + 1];
            inputs[0] = current;
            System.arraycopy(more, 0, inputs, 1, more.length);
            current = name();
            model.node(operator, current, inputs);
            return current;
        }

        String codes(ElementType type, int[] shape, int... values) {
            byte[] raw = new byte[values.length];
            for (int i = 0; i < raw.length; i++) {
                raw[i] = (byte) values[i];
            }
            String name = name();
            model.initializer(TestModel.tensor(name, type, shape, raw));
            return name;
        }

        /** QuantizeLinear and DequantizeLinear of the current tensor, whose values go up to {@code size}. */
        void quantise(double size) {
            ElementType type = random.nextBoolean() ? ElementType.INT8 : ElementType.UINT8;
            int low = type == ElementType.INT8 ? -128 : 0;
            outputScale = (float) (size / random.nextInt(60, 127));
            outputZero = random.nextInt(3) == 0 ? 0 : random.nextInt(low + 64, low + 192);
            note("activations " + type + (outputZero == 0 ? "" : " with zero point"));
            String scale = name();
            model.constant(scale, new int[0], outputScale);
            String zero = codes(type, new int[0], outputZero);
            node("QuantizeLinear", scale, zero);
            if (random.nextInt(4) == 0) {
                int least = outputZero - random.nextInt(5, 40);
                int most = outputZero + random.nextInt(5, 40);
                String bottom = codes(type, new int[0], Math.max(low, least));
                node("Clip", bottom, codes(type, new int[0], Math.min(low + 255, most)));
                note("Clip of codes");
            }
            node("DequantizeLinear", scale, zero);
        }

        /** Weights [out][..] as codes, with one scale or one for each output. */
        String weights(int out, int... shape) {
            ElementType type = random.nextInt(4) == 0 ? ElementType.UINT8 : ElementType.INT8;
            int low = type == ElementType.INT8 ? -128 : 0;
            int count = Arrays.stream(shape).reduce(1, (a, b) -> a * b);
            int zero = type == ElementType.UINT8 ? 128 : 0;
            int[] values = random.ints(count, zero - 127, zero + 128).toArray();
            for (int i = 0; i < count; i++) {
                values[i] = Math.max(low, values[i]);
            }
            boolean perChannel = random.nextBoolean();
            double size = 1.5 / Math.sqrt((double) count / out);
            double[] scales =
                    random.doubles(perChannel ? out : 1, size / 250, size / 120).toArray();
            int axis = shape[0] == out ? 0 : shape.length - 1;
            String codes = codes(type, shape, values);
            if (random.nextInt(4) == 0) {
                String clipped = name();
                String bottom = codes(type, new int[0], zero - 60);
                model.node("Clip", clipped, codes, bottom, codes(type, new int[0], zero + 60));
                codes = clipped;
                note("Clip of weights");
            }
            int[] line = perChannel ? new int[] {out} : new int[0];
            String scale = name();
            model.constant(scale, line, scales);
            int[] zeros = new int[scales.length];
            Arrays.fill(zeros, zero);
            String zeroPoint = codes(type, line, zeros);
            String name = name();
            model.node("DequantizeLinear", name, codes, scale, zeroPoint).set("axis", axis);
            note("weights " + type + (perChannel ? " per channel" : ""));
            return name;
        }

        String bias(int out) {
            String name = name();
            model.random(name, random.nextLong(), -0.5, 0.5, out);
            note("bias");
            return name;
        }

        void layer() {
            int out = random.nextInt(2, 7);
            if (dims.length == 2) {
                boolean matMul = random.nextBoolean();
                String w = weights(out, dims[1], out);
                if (matMul) {
                    node("MatMul", w);
                    if (random.nextBoolean()) {
                        node("Add", bias(out));
                    }
                } else {
                    node("Gemm", w, bias(out));
                }
                dims = new int[] {1, out};
            } else {
                int kernel = random.nextInt(1, 4);
                String w = weights(out, out, dims[1], kernel, kernel);
                String x = current;
                String y = name();
                TestModel.TestNode conv =
                        random.nextBoolean() ? model.node("Conv", y, x, w, bias(out)) : model.node("Conv", y, x, w);
                conv.set("auto_pad", "SAME_UPPER");
                current = y;
                dims = new int[] {1, out, dims[2], dims[3]};
            }
            if (random.nextBoolean()) {
                node("Relu");
                note("Relu");
            }
            quantise(2.5);
        }

        void pool() {
            if (dims.length == 2) {
                return;
            }
            int choice = random.nextInt(3);
            if (choice == 0) {
                node("GlobalAveragePool");
                note("GlobalAveragePool");
                quantise(2);
                node("Flatten");
                dims = new int[] {1, dims[1]};
                return;
            }
            String y = name();
            String operator = choice == 1 ? "MaxPool" : "AveragePool";
            model.node(operator, y, current).ints("kernel_shape", 2, 2).ints("strides", 2, 2);
            note(operator);
            current = y;
            dims = new int[] {1, dims[1], dims[2] / 2, dims[3] / 2};
            if (choice == 2) {
                quantise(2);
            }
        }

        void move() {
            if (dims.length == 4 && random.nextBoolean()) {
                String y = name();
                model.node("Transpose", y, current).ints("perm", 0, 1, 3, 2);
                dims = new int[] {1, dims[1], dims[3], dims[2]};
                current = y;
                note("Transpose");
            }
        }
    }

    private Sketch sketch(long seed) {
        Sketch g = new Sketch(seed);
        g.quantise(2);
        int layers = g.random.nextInt(1, 4);
        for (int i = 0; i < layers; i++) {
            g.layer();
            if (g.random.nextInt(3) == 0 && (g.dims.length == 2 || g.dims[2] > 1 && g.dims[3] > 1)) {
                g.pool();
            }
            g.move();
        }
        g.model.node("Identity", "y", g.current);
        return g;
    }

    private static QuantizedNetwork quantized(Network network) {
        List<NumberFormat> formats = List.of(NumberFormats.INT8, NumberFormats.INT16);
        return Quantizer.quantize(
                network, QuantizationPlan.uniform(formats, formats, null).withRescaleBits(31), null);
    }

    @Test
    void codesAreThoseOfOnnxRuntime() {
        int compared = 0;
        int differ = 0;
        int graphs = 0;
        for (long seed = 0; seed < GRAPHS; seed++) {
            Sketch g = sketch(seed);
            QuantizedNetwork network;
            try {
                network = quantized(g.model.network());
            } catch (InputException e) {
                refused.merge(e.getMessage().replaceAll("\"[^\"]*\"|t[0-9]+_node|[0-9]+", "_"), 1, Integer::sum);
                continue;
            }
            graphs++;
            ReferenceExecutor reference = new ReferenceExecutor(network);
            for (int s = 0; s < SAMPLES; s++) {
                float[] x = g.model.randomInput(1000 * seed + s);
                float[] expected = g.model.onnxRuntime(x);
                double[] actual = reference.logits(new float[][] {x})[0];
                assertEquals(expected.length, actual.length);
                for (int i = 0; i < expected.length; i++) {
                    long steps = Math.round((actual[i] - expected[i]) / g.outputScale);
                    assertTrue(
                            Math.abs(steps) <= 1,
                            "seed " + seed + " element " + i + " " + expected[i] + " " + actual[i]);
                    differ += steps == 0 ? 0 : 1;
                    compared++;
                }
            }
        }
        System.out.printf(
                "%d of %d graphs in integers: %d of %d codes differ by one; %s; refused %s%n",
                graphs, GRAPHS, differ, compared, features, refused);
        assertTrue(graphs > GRAPHS / 2, "refused " + refused);
        assertTrue(differ <= compared / 1000, differ + " of " + compared);
    }
}
