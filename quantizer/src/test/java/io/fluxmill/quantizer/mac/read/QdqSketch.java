// SPDX-License-Identifier: Apache-2.0
package io.fluxmill.quantizer.mac.read;

import io.fluxmill.quantizer.data.ElementType;
import java.util.Arrays;
import java.util.Map;
import java.util.SplittableRandom;

/** A random graph of QuantizeLinear and DequantizeLinear while it is written; its current tensor is the real value of codes. */
final class QdqSketch {
    /** The last one that ONNX Runtime 1.22 takes, and the last one that is read. */
    static final int LATEST_OF_RUNTIME = 22;

    static final int LATEST = 25;

    /** The first one whose quantisers have 4 and 16 bits and the attribute output_dtype. */
    private static final int SMALL_TYPES = 21;

    private final Map<String, Integer> features;
    final SplittableRandom random;
    final int opset;
    final int stamp;
    final TestModel model;
    final int[] inputDims;
    String current = "x";
    int[] dims;
    int names;
    float outputScale;
    int outputZero;
    double[] weightScales;

    /** Has codes of two bits. */
    boolean beyondRuntime;

    /**
     * @param opset whose operators it is made of
     * @param stamp the opset that it is written with, and whose attributes it has; they change no value
     */
    private QdqSketch(long seed, int opset, int stamp, Map<String, Integer> features) {
        this.features = features;
        random = new SplittableRandom(seed);
        this.opset = opset;
        this.stamp = stamp;
        dims = random.nextBoolean()
                ? new int[] {1, random.nextInt(2, 9)}
                : new int[] {1, random.nextInt(1, 4), random.nextInt(4, 8), random.nextInt(4, 8)};
        inputDims = dims;
        model = new TestModel(stamp, dims);
    }

    /** As written: what ONNX Runtime fuses has a bias that is rounded to steps of the sum, and no codes of four bits. */
    OnnxRuntimeSession session() {
        return OnnxRuntimeSession.asWritten(model.toBytes(), "x");
    }

    String name() {
        return "t" + names++;
    }

    void note(String feature) {
        features.merge(feature, 1, Integer::sum);
    }

    TestModel.TestNode node(String operator, String... more) {
        String[] inputs = new String[more.length + 1];
        inputs[0] = current;
        System.arraycopy(more, 0, inputs, 1, more.length);
        current = name();
        return model.node(operator, current, inputs);
    }

    String codes(ElementType type, int[] shape, int... values) {
        int bits = bits(type);
        byte[] raw = new byte[(values.length * bits + 7) / 8];
        for (int i = 0; i < values.length; i++) {
            for (int bit = 0; bit < bits; bit++) {
                int at = i * bits + bit;
                raw[at / 8] |= (byte) ((values[i] >> bit & 1) << at % 8);
            }
        }
        beyondRuntime |= bits == 2;
        String name = name();
        model.initializer(TestModel.tensor(name, type, shape, raw));
        return name;
    }

    /** Attributes of opsets 23 to 25 that say what holds without them. */
    TestModel.TestNode stamped(TestModel.TestNode node, String... attributes) {
        for (String attribute : attributes) {
            if (stamp > LATEST_OF_RUNTIME && names % 3 > 0) {
                node.set(attribute, ElementType.FLOAT32.onnxCode);
                note("attribute " + attribute);
            }
        }
        return node;
    }

    ElementType drawn(ElementType signed, ElementType unsigned) {
        return random.nextBoolean() ? signed : unsigned;
    }

    ElementType activation() {
        return switch (random.nextInt(opset == LATEST ? 7 : opset >= SMALL_TYPES ? 6 : 4)) {
            case 4 -> drawn(ElementType.INT16, ElementType.UINT16);
            case 5 -> drawn(ElementType.INT4, ElementType.UINT4);
            case 6 -> drawn(ElementType.INT2, ElementType.UINT2);
            default -> drawn(ElementType.INT8, ElementType.UINT8);
        };
    }

    /** QuantizeLinear and DequantizeLinear of the current tensor, whose values go up to {@code size}. */
    void quantise(double size) {
        ElementType type = activation();
        int half = 1 << bits(type) - 1;
        int low = low(type);
        // Float's sums are too coarse for all of 16 bits.
        int steps = Math.min(half, 1024);
        outputScale = (float) (size / random.nextInt(Math.max(1, steps / 2 - 1), steps));
        outputZero = random.nextInt(3) == 0 ? 0 : random.nextInt(low + half / 2, low + half + half / 2 + 1);
        note("activations " + type + (outputZero == 0 ? "" : " with zero point"));
        beyondRuntime |= bits(type) == 2;
        String scale = name();
        model.constant(scale, new int[0], outputScale);
        boolean named = outputZero == 0 && opset >= SMALL_TYPES && random.nextBoolean();
        String[] parameters = named ? new String[] {scale} : new String[] {scale, codes(type, new int[0], outputZero)};
        TestModel.TestNode quantised = stamped(node("QuantizeLinear", parameters), "precision");
        if (named) {
            quantised.set("output_dtype", type.onnxCode);
            note("output_dtype without zero point");
        }
        if (bits(type) == 8 && random.nextInt(4) == 0) {
            int least = outputZero - random.nextInt(5, 40);
            int most = outputZero + random.nextInt(5, 40);
            String bottom = codes(type, new int[0], Math.max(low, least));
            node("Clip", bottom, codes(type, new int[0], Math.min(low + 255, most)));
            note("Clip of codes");
        }
        stamped(node("DequantizeLinear", parameters), "output_dtype");
    }

    /** Weights [out][..] as codes, with one scale or one for each output. */
    String weights(int out, int... shape) {
        boolean few = opset >= SMALL_TYPES && random.nextInt(3) == 0;
        boolean unsigned = random.nextInt(4) == 0;
        boolean two = few && opset == LATEST && random.nextBoolean();
        ElementType type = ElementType.valueOf((unsigned ? "UINT" : "INT") + (two ? 2 : few ? 4 : 8));
        int half = 1 << bits(type) - 1;
        int count = Arrays.stream(shape).reduce(1, (a, b) -> a * b);
        int zero = unsigned ? half : 0;
        int[] values = random.ints(count, zero - half + 1, zero + half).toArray();
        boolean perChannel = random.nextBoolean();
        double size = 1.5 / Math.sqrt((double) count / out);
        weightScales = random.doubles(perChannel ? out : 1, size / half / 2, size / half)
                .map(v -> (float) v)
                .toArray();
        int axis = shape.length == 2 ? 1 : 0;
        String codes = codes(type, shape, values);
        if (!few && random.nextInt(4) == 0) {
            String clipped = name();
            String bottom = codes(type, new int[0], zero - 60);
            model.node("Clip", clipped, codes, bottom, codes(type, new int[0], zero + 60));
            codes = clipped;
            note("Clip of weights");
        }
        int[] line = perChannel ? new int[] {out} : new int[0];
        String scale = name();
        model.constant(scale, line, weightScales);
        int[] zeros = new int[weightScales.length];
        Arrays.fill(zeros, zero);
        String zeroPoint = codes(type, line, zeros);
        String name = name();
        stamped(model.node("DequantizeLinear", name, codes, scale, zeroPoint), "output_dtype")
                .set("axis", axis);
        note("weights " + type + (perChannel ? " per channel" : ""));
        return name;
    }

    String bias(int out) {
        String name = name();
        if (random.nextBoolean()) {
            model.random(name, random.nextLong(), -0.5, 0.5, out);
            note("bias");
            return name;
        }
        double[] scales =
                Arrays.stream(weightScales).map(s -> (float) s * outputScale).toArray();
        String scale = name();
        model.constant(scale, scales.length == 1 ? new int[0] : new int[] {out}, scales);
        int most = (int) Math.min(1 << 24, 0.5 / Arrays.stream(scales).max().orElseThrow());
        int[] steps = random.ints(out, -most, most + 1).toArray();
        String codes = codes(ElementType.INT32, new int[] {out}, steps);
        stamped(model.node("DequantizeLinear", name, codes, scale), "output_dtype")
                .set("axis", 0);
        note("bias of INT32");
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
            if (random.nextBoolean()) {
                node("Flatten");
            } else {
                String shape = name();
                model.int64s(shape, 0, -1);
                node("Reshape", shape);
                note("Reshape");
            }
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
        if (random.nextInt(6) == 0) {
            node("Cast").set("to", ElementType.FLOAT32.onnxCode);
            note("Cast");
        }
    }
    /**
     * A graph of one to three layers, a quantiser behind each.
     *
     * @param features how often each was drawn; those of this graph are added
     */
    static QdqSketch of(long seed, int opset, int stamp, Map<String, Integer> features) {
        QdqSketch g = new QdqSketch(seed, opset, stamp, features);
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

    private static int bits(ElementType type) {
        String name = type.name();
        return Integer.parseInt(name.substring(name.indexOf("INT") + 3));
    }

    private static int low(ElementType type) {
        return type.name().startsWith("U") ? 0 : -(1 << bits(type) - 1);
    }
}
