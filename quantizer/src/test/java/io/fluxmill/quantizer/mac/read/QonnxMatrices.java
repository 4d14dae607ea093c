// SPDX-License-Identifier: Apache-2.0
package io.fluxmill.quantizer.mac.read;

import io.fluxmill.quantizer.data.ElementType;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** Random dense layers and convolutions with quantised weights, for a {@link QonnxGenerator}. */
record QonnxMatrices(GraphSketch g, QuantSketch quants, Grid grid, boolean exact, boolean tame) {
    /** What the generator knows of the current tensor and of the graph so far. */
    static final class Grid {
        /** Whether the current tensor has the codes of a quantiser. */
        boolean onGrid;

        /** Whether the current tensor is a quantiser's, moved at most. */
        boolean lastTrained;

        void quantised() {
            onGrid = true;
            lastTrained = true;
        }

        void computed() {
            onGrid = false;
            lastTrained = false;
        }
    }

    private String weights(int[] dims, int outAxis, int depth) {
        if (g.chance(tame ? 0.98 : 0.9)) {
            return quants.weights(dims, outAxis);
        }
        g.feature("weights.float");
        double[] values = new double[Values.size(dims)];
        Arrays.setAll(values, i -> Math.rint(g.random.nextDouble(-1, 1) * 16) / 16 / Math.sqrt(depth));
        return g.constant(dims, values);
    }

    /** To [1,features]. */
    void flatten() {
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

    void dense(int out) {
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
        grid.computed();
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
    void convolution(int out) {
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
        grid.computed();
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
}
