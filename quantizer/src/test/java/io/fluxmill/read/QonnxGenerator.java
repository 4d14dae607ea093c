// SPDX-License-Identifier: Apache-2.0
package io.fluxmill.read;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.SplittableRandom;

/** Random QONNX graphs of one to four layers, with samples that lie on ties, beside them and outside the ranges. */
final class QonnxGenerator {
    private static final int SAMPLES = 16;

    private final GraphSketch g;
    private final QuantSketch quants;
    private final boolean exact;
    private final boolean tame;

    /** Whether the current tensor has the codes of a quantiser. */
    private boolean onGrid;

    /** Whether every matrix is quantised and reads a quantised tensor, so that integers can compute it exactly. */
    private boolean allTrained = true;

    /** Whether the current tensor is a quantiser's, moved at most. */
    private boolean lastTrained;

    /**
     * @param allTrained every matrix is quantised and reads a quantised tensor
     * @param lastTrained the scores are a quantiser's
     */
    record Generated(
            TestGraph graph, List<float[]> samples, Set<String> features, boolean allTrained, boolean lastTrained) {}

    private QonnxGenerator(GraphSketch g, boolean exact, boolean tame) {
        this.g = g;
        this.exact = exact;
        this.tame = tame;
        quants = new QuantSketch(g, exact, tame);
    }

    static Generated generate(long seed) {
        SplittableRandom random = new SplittableRandom(seed);
        boolean exact = random.nextDouble() < 0.5;
        boolean tame = random.nextDouble() < 0.6;
        int[] dims = inputDims(random);
        double step = exact ? Math.pow(2, random.nextInt(-6, 2)) : (float) random.nextDouble(0.01, 1);
        List<float[]> samples = samples(random, Values.size(dims), step);
        GraphSketch sketch = new GraphSketch(random, random.nextInt(9, 18), dims, samples);
        sketch.feature(exact ? "exact" : "any-scale");
        return new QonnxGenerator(sketch, exact, tame).generate(step);
    }

    private static int[] inputDims(SplittableRandom random) {
        int kind = random.nextInt(5);
        if (kind < 2) {
            return new int[] {1, random.nextInt(1, 9)};
        }
        int channels = random.nextInt(1, 4);
        return kind == 2
                ? new int[] {1, channels, random.nextInt(3, 9)}
                : new int[] {1, channels, random.nextInt(3, 7), random.nextInt(3, 7)};
    }

    private static List<float[]> samples(SplittableRandom random, int elements, double step) {
        List<float[]> samples = new ArrayList<>();
        for (int s = 0; s < SAMPLES; s++) {
            double reach = Math.pow(2, random.nextInt(1, 9));
            float[] sample = new float[elements];
            for (int i = 0; i < elements; i++) {
                sample[i] = value(random, reach, step);
            }
            samples.add(sample);
        }
        return samples;
    }

    private static float value(SplittableRandom random, double reach, double step) {
        double code = random.nextDouble(-reach, reach);
        float tie = (float) ((Math.rint(code) + 0.5) * step);
        return switch (random.nextInt(10)) {
            case 0, 1, 2 -> tie;
            case 3 -> Math.nextUp(tie);
            case 4 -> Math.nextDown(tie);
            case 5 -> (float) (Math.rint(code * 4) / 4 * step);
            case 6 -> (float) (Math.rint(code) * step);
            case 7 -> random.nextBoolean() ? 0f : -0f;
            case 8 -> (float) (code * 50 * step);
            default -> (float) (code * step);
        };
    }

    private Generated generate(double step) {
        if (g.chance(0.08)) {
            g.feature("input.mul");
            g.append("Mul", Map.of(), g.scalar(exact ? 0.5 : 1 / 3.0));
            if (g.chance(0.5)) {
                g.feature("input.sub");
                g.append("Sub", Map.of(), g.scalar(step * g.between(-3, 3)));
            }
        }
        if (g.chance(tame ? 0.95 : 0.85)) {
            quants.activation(step);
            quantised();
        }
        int layers = g.between(1, 4);
        for (int i = 0; i < layers; i++) {
            layer(i == layers - 1);
        }
        end();
        return new Generated(g.build(), g.samples, g.features, allTrained, lastTrained);
    }

    private void quantised() {
        onGrid = true;
        lastTrained = true;
    }

    private void computed() {
        onGrid = false;
        lastTrained = false;
    }

    private void layer(boolean last) {
        shapes();
        boolean map = g.rank() > 2;
        if (map && g.chance(0.2) && g.elements() / g.channels() > 1) {
            pool(last);
        } else if (g.chance(0.15) && onGrid) {
            residual();
        } else {
            if (map && g.chance(0.75)) {
                convolution(0);
            } else {
                dense(g.between(1, 6));
            }
            afterMatrix();
            quantise(last ? 0.5 : tame ? 0.97 : 0.85);
        }
    }

    private void quantise(double probability) {
        if (g.chance(probability)) {
            quants.activation();
            quantised();
        }
    }

    private void shapes() {
        if (g.chance(0.06)) {
            g.feature("identity");
            g.append("Identity", Map.of());
        }
        if (lastTrained && g.chance(tame ? 0.01 : 0.06)) {
            quants.truncation(0);
        }
        if (g.rank() == 3 && g.chance(0.1)) {
            g.feature("reshape.lift");
            int[] dims = g.dims();
            g.append("Reshape", Map.of(), g.constant(ElementType.INT64, new int[] {4}, 1, dims[1], 1, dims[2]));
        }
    }

    private String weights(int[] dims, int outAxis, int depth) {
        allTrained &= onGrid;
        if (g.chance(tame ? 0.98 : 0.9)) {
            return quants.weights(dims, outAxis);
        }
        allTrained = false;
        g.feature("weights.float");
        double[] values = new double[Values.size(dims)];
        Arrays.setAll(values, i -> Math.rint(g.random.nextDouble(-1, 1) * 16) / 16 / Math.sqrt(depth));
        return g.constant(dims, values);
    }

    private void flatten() {
        if (g.rank() == 2) {
            return;
        }
        if (g.chance(0.6)) {
            g.feature("flatten");
            g.append("Flatten", Map.of("axis", 1L));
        } else {
            g.feature("reshape");
            g.append("Reshape", Map.of(), g.constant(ElementType.INT64, new int[] {2}, g.chance(0.5) ? 0 : 1, -1));
        }
    }

    private void dense(int out) {
        flatten();
        int in = g.channels();
        double size = g.largest();
        if (g.chance(0.5)) {
            g.feature("matmul");
            boolean transposed = g.chance(0.3);
            String weights = weights(transposed ? new int[] {out, in} : new int[] {in, out}, transposed ? 0 : 1, in);
            if (transposed) {
                g.feature("weights.transpose");
                weights = g.node("", "Transpose", Map.of("perm", new int[] {1, 0}), List.of(weights));
            }
            g.append("MatMul", Map.of(), weights);
            String bias = quants.bias(out, g.chance(0.5) ? new int[] {out} : new int[] {1, out}, size);
            if (bias != null) {
                g.feature("bias.add");
                g.goTo(g.node(
                        "", "Add", Map.of(), g.chance(0.8) ? List.of(g.current(), bias) : List.of(bias, g.current())));
            }
        } else {
            gemm(in, out, size);
        }
        computed();
    }

    private void gemm(int in, int out, double size) {
        g.feature("gemm");
        Map<String, Object> attributes = new HashMap<>();
        boolean transposed = g.chance(0.6);
        if (transposed) {
            g.feature("gemm.transB");
            attributes.put("transB", 1L);
        }
        factor(attributes, "alpha");
        String weights = weights(transposed ? new int[] {out, in} : new int[] {in, out}, transposed ? 0 : 1, in);
        String bias = quants.bias(out, g.chance(0.7) ? new int[] {out} : new int[] {1, out}, size);
        if (bias == null && g.opset < 11) {
            bias = g.constant(new int[] {out}, new double[out]);
        }
        if (bias == null) {
            g.append("Gemm", attributes, weights);
        } else {
            factor(attributes, "beta");
            g.append("Gemm", attributes, weights, bias);
        }
    }

    private void factor(Map<String, Object> attributes, String name) {
        if (g.chance(0.2)) {
            g.feature("gemm." + name);
            attributes.put(name, exact ? g.pick(0.5, 2.0, -1.0, 0.25) : g.pick(0.3, -1.5, 2.0, 0.75));
        }
    }

    /** @param out 0 for any number of channels; else the size of the map stays */
    private void convolution(int out) {
        int spatial = g.rank() - 2;
        g.feature("conv." + spatial + "d");
        Map<String, Object> attributes = new HashMap<>();
        int[] kernel = new int[spatial];
        int[] strides = new int[spatial];
        int[] dilations = new int[spatial];
        int[] pads = new int[2 * spatial];
        for (int i = 0; i < spatial; i++) {
            int size = g.dims()[2 + i];
            kernel[i] = out > 0 ? g.pick(1, 3) : g.between(1, Math.min(3, size));
            strides[i] = out > 0 ? 1 : g.between(1, 2);
            dilations[i] = out == 0 && kernel[i] > 1 && size > 2 * kernel[i] && g.chance(0.3) ? 2 : 1;
            pads[i] = out > 0 ? kernel[i] / 2 : g.between(0, kernel[i] - 1);
            pads[spatial + i] = out > 0 ? kernel[i] / 2 : g.between(0, kernel[i] - 1);
        }
        attribute(attributes, "strides", strides, 1, "conv.strides");
        attribute(attributes, "dilations", dilations, 1, "conv.dilations");
        attribute(attributes, "pads", pads, 0, "conv.pads");
        if (g.chance(0.7)) {
            attributes.put("kernel_shape", kernel);
        }
        int channels = g.channels();
        int group = g.chance(0.3) ? channels : 1;
        int outChannels = out > 0 ? out : group * g.between(1, group == 1 ? 4 : 2);
        if (group > 1) {
            g.feature("conv.group");
            attributes.put("group", (long) group);
        }
        int[] dims = new int[2 + spatial];
        dims[0] = outChannels;
        dims[1] = channels / group;
        System.arraycopy(kernel, 0, dims, 2, spatial);
        double size = g.largest();
        String weights = weights(dims, 0, Values.size(dims) / outChannels);
        String bias = quants.bias(outChannels, new int[] {outChannels}, size);
        if (bias == null) {
            g.append("Conv", attributes, weights);
        } else {
            g.append("Conv", attributes, weights, bias);
        }
        computed();
    }

    private void attribute(Map<String, Object> attributes, String name, int[] values, int plain, String feature) {
        boolean used = Arrays.stream(values).anyMatch(v -> v != plain);
        if (used) {
            g.feature(feature);
        }
        if (used || g.chance(0.5)) {
            attributes.put(name, values);
        }
    }

    private void afterMatrix() {
        QonnxElementwise more = new QonnxElementwise(g, exact, tame);
        if (g.chance(0.25)) {
            more.batchNormalization();
        }
        if (g.chance(tame ? 0.1 : 0.2)) {
            more.arithmetic();
        }
        if (g.chance(0.6)) {
            more.activation();
        }
        if (g.rank() > 2 && g.chance(0.12) && g.elements() > g.channels()) {
            more.maxPool();
        }
    }

    private void pool(boolean last) {
        QonnxElementwise more = new QonnxElementwise(g, exact, tame);
        if (g.chance(0.5)) {
            more.maxPool();
        } else {
            boolean onGridBefore = lastTrained;
            more.averagePool();
            computed();
            if (onGridBefore && g.chance(tame ? 0.03 : 0.15) && truncatedAverage()) {
                return;
            }
            quantise(last ? 0.5 : tame ? 0.95 : 0.8);
        }
    }

    /** Brevitas writes an average of quantised values as AveragePool, Mul by the number of values, Trunc. */
    private boolean truncatedAverage() {
        g.feature("average.trunc");
        g.append("Mul", Map.of(), g.scalar(4));
        if (quants.truncation(2)) {
            quantised();
            return true;
        }
        return false;
    }

    private void residual() {
        g.feature("residual");
        String skip = g.current();
        boolean map = g.rank() > 2;
        if (map) {
            convolution(g.channels());
        } else {
            dense(g.channels());
        }
        afterBranch();
        String sum =
                g.node("", "Add", Map.of(), g.chance(0.5) ? List.of(g.current(), skip) : List.of(skip, g.current()));
        g.goTo(sum);
        computed();
        if (g.chance(0.4)) {
            new QonnxElementwise(g, exact, tame).activation();
        }
        quantise(tame ? 0.97 : 0.8);
    }

    private void afterBranch() {
        if (g.chance(0.3)) {
            new QonnxElementwise(g, exact, tame).batchNormalization();
        }
        quantise(tame ? 0.97 : 0.8);
    }

    private void end() {
        if (g.size() == 0) {
            dense(2);
        }
        if (g.chance(0.15)) {
            flatten();
            g.feature("end.softmax");
            g.append("Softmax", Map.of("axis", 1L));
        } else if (g.chance(0.1)) {
            g.feature("end.sigmoid");
            g.append("Sigmoid", Map.of());
        } else {
            g.feature(lastTrained ? "end.quant" : "end.plain");
        }
    }
}
