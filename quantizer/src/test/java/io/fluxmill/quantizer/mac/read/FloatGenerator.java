// SPDX-License-Identifier: Apache-2.0
package io.fluxmill.quantizer.mac.read;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.SplittableRandom;

/** Random float graphs over every operator and attribute that is accepted, in opsets 7 to 21. */
final class FloatGenerator {
    private static final int SAMPLES = 4;

    private final GraphSketch g;
    private final FloatElementwise elementwise;
    private final FloatShapes shapes;

    record Generated(TestGraph graph, List<float[]> samples, Set<String> features) {}

    private FloatGenerator(GraphSketch g) {
        this.g = g;
        elementwise = new FloatElementwise(g);
        shapes = new FloatShapes(g);
    }

    static Generated generate(long seed) {
        SplittableRandom random = new SplittableRandom(seed);
        int[] dims = inputDims(random);
        List<float[]> samples = new ArrayList<>();
        for (int s = 0; s < SAMPLES; s++) {
            double size = Math.pow(2, random.nextInt(-2, 4));
            float[] sample = new float[Values.size(dims)];
            for (int i = 0; i < sample.length; i++) {
                sample[i] = (float) (random.nextInt(12) == 0 ? 0 : random.nextDouble(-size, size));
            }
            samples.add(sample);
        }
        GraphSketch sketch = new GraphSketch(random, random.nextInt(7, 22), dims, samples);
        sketch.feature("opset " + sketch.opset);
        return new FloatGenerator(sketch).generate();
    }

    private static int[] inputDims(SplittableRandom random) {
        int channels = random.nextInt(1, 7);
        return switch (random.nextInt(4)) {
            case 0 -> new int[] {1, random.nextInt(1, 12)};
            case 1 -> new int[] {1, channels, random.nextInt(4, 14)};
            default -> new int[] {1, channels, random.nextInt(3, 10), random.nextInt(3, 10)};
        };
    }

    private Generated generate() {
        if (g.chance(0.3)) {
            elementwise.arithmetic();
        }
        int layers = g.between(1, 4);
        for (int i = 0; i < layers; i++) {
            shapes.maybe();
            layer();
            int more = g.between(0, 3);
            for (int k = 0; k < more; k++) {
                elementwise.any();
            }
        }
        end();
        return new Generated(g.build(), g.samples, g.features);
    }

    private void layer() {
        boolean map = g.rank() > 2;
        if (map && g.chance(0.3) && g.elements() > g.channels()) {
            pool();
        } else if (g.chance(0.15)) {
            residual();
        } else if (map && g.chance(0.7)) {
            convolution(false);
        } else {
            dense(g.between(1, 8));
        }
    }

    private void end() {
        if (g.chance(0.2)) {
            shapes.flatten();
            g.feature("end.softmax");
            Map<String, Object> attributes = new HashMap<>();
            if (g.chance(0.7)) {
                attributes.put("axis", g.chance(0.5) || g.opset < 11 ? 1L : -1L);
            }
            g.append("Softmax", attributes);
        } else if (g.chance(0.1)) {
            g.feature("end.sigmoid");
            g.append("Sigmoid", Map.of());
        } else if (g.chance(0.1)) {
            shapes.nothing();
        }
    }

    private String random(double size, int... dims) {
        double[] values = new double[Values.size(dims)];
        Arrays.setAll(values, i -> g.random.nextDouble(-size, size));
        return g.constant(dims, values);
    }

    /** A constant, or now and then one that must be computed from constants first. */
    private String weights(double size, int... dims) {
        if (g.chance(0.1)) {
            g.feature("folded.arithmetic");
            String operator = g.pick("Mul", "Add", "Sub", "Div");
            return g.node("", operator, Map.of(), List.of(random(size, dims), g.scalar(g.random.nextDouble(0.5, 2))));
        }
        if (g.chance(0.1)) {
            g.feature("folded.reshape");
            int[] flat = {Values.size(dims)};
            return g.node("", "Reshape", Map.of(), List.of(random(size, flat), g.int64s(dims)));
        }
        if (g.chance(0.1)) {
            g.feature("folded.identity");
            return g.node("", "Identity", Map.of(), List.of(random(size, dims)));
        }
        return random(size, dims);
    }

    private void dense(int out) {
        shapes.flatten();
        int in = g.channels();
        double size = 2 / Math.sqrt(in);
        if (g.chance(0.4)) {
            g.feature("matmul");
            String weights;
            if (g.chance(0.25)) {
                g.feature("folded.transpose");
                Map<String, Object> permutation = g.chance(0.5) ? Map.of() : Map.of("perm", new int[] {1, 0});
                weights = g.node("", "Transpose", permutation, List.of(random(size, out, in)));
            } else {
                weights = weights(size, in, out);
            }
            g.append("MatMul", Map.of(), weights);
        } else {
            gemm(in, out, size);
        }
    }

    private void gemm(int in, int out, double size) {
        g.feature("gemm");
        Map<String, Object> attributes = new HashMap<>();
        boolean transposed = g.chance(0.5);
        if (transposed || g.chance(0.3)) {
            attributes.put("transB", transposed ? 1L : 0L);
        }
        if (g.chance(0.2)) {
            attributes.put("transA", 0L);
        }
        if (g.chance(0.3)) {
            g.feature("gemm.alpha");
            attributes.put("alpha", g.pick(0.5, -1.25, 2.0, 0.0, 3.3));
        }
        String weights = transposed ? weights(size, out, in) : weights(size, in, out);
        if (g.opset >= 11 && g.chance(0.25)) {
            g.append("Gemm", attributes, weights);
            return;
        }
        if (g.chance(0.3)) {
            g.feature("gemm.beta");
            attributes.put("beta", g.pick(0.5, -2.0, 0.0, 1.7));
        }
        int[] dims = g.pick(new int[] {out}, new int[] {1, out}, new int[] {}, new int[] {1}, new int[] {1, 1});
        g.append("Gemm", attributes, weights, weights(1, dims));
    }

    /** @param same the output has the input's shape */
    private void convolution(boolean same) {
        int spatial = g.rank() - 2;
        g.feature("conv." + spatial + "d");
        Map<String, Object> attributes = new HashMap<>();
        int channels = g.channels();
        int group = g.chance(0.35) && channels > 1 ? (channels % 2 == 0 && g.chance(0.4) ? 2 : channels) : 1;
        int out = same ? channels : group * g.between(1, group == 1 ? 6 : 3);
        if (group > 1) {
            g.feature("conv.group");
        }
        if (group > 1 || g.chance(0.3)) {
            attributes.put("group", (long) group);
        }
        int[] kernel = window(attributes, same, 1, true);
        if (g.chance(0.6)) {
            attributes.put("kernel_shape", kernel);
        }
        int[] dims = new int[2 + spatial];
        dims[0] = out;
        dims[1] = channels / group;
        System.arraycopy(kernel, 0, dims, 2, spatial);
        String weights = weights(2 / Math.sqrt(Values.size(dims) / (double) out), dims);
        if (g.chance(0.5)) {
            g.feature("conv.bias");
            g.append("Conv", attributes, weights, weights(1, out));
        } else {
            g.append("Conv", attributes, weights);
        }
    }

    /** Sets strides, dilations and padding; returns the kernel. */
    private int[] window(Map<String, Object> attributes, boolean same, int smallest, boolean dilates) {
        int spatial = g.rank() - 2;
        int[] kernel = new int[spatial];
        int[] strides = new int[spatial];
        int[] dilations = new int[spatial];
        int[] pads = new int[2 * spatial];
        boolean strided = !same && g.chance(0.5);
        boolean dilated = !same && dilates && g.chance(0.3);
        for (int i = 0; i < spatial; i++) {
            int size = g.dims()[2 + i];
            kernel[i] = same ? g.pick(1, 3) : g.between(Math.min(size, smallest), Math.min(size, 4));
            strides[i] = strided ? g.between(1, 3) : 1;
            boolean fits = size >= 2 * kernel[i] + 1;
            dilations[i] = dilated && fits ? g.between(1, 2) : 1;
            pads[i] = same ? kernel[i] / 2 : g.between(0, kernel[i] - 1);
            pads[spatial + i] = same ? kernel[i] / 2 : g.between(0, kernel[i] - 1);
        }
        if (strided || g.chance(0.2)) {
            g.feature("strides");
            attributes.put("strides", strides);
        }
        if (dilated) {
            g.feature("dilations");
            attributes.put("dilations", dilations);
        }
        if (same) {
            attributes.put("pads", pads);
        } else if (g.chance(0.25)) {
            // ONNX Runtime refuses SAME with dilations above 1 in some operators.
            String mode = dilated ? g.pick("VALID", "NOTSET") : g.pick("SAME_UPPER", "SAME_LOWER", "VALID", "NOTSET");
            g.feature("auto_pad." + mode);
            attributes.put("auto_pad", mode);
        } else if (g.chance(0.5)) {
            g.feature("pads");
            attributes.put("pads", pads);
        }
        return kernel;
    }

    private void pool() {
        if (g.chance(0.2)) {
            g.feature("global-average");
            g.append("GlobalAveragePool", Map.of());
            return;
        }
        boolean max = g.chance(0.5);
        Map<String, Object> attributes = new HashMap<>();
        boolean dilates = max ? g.opset >= 10 : g.opset >= 19;
        attributes.put("kernel_shape", window(attributes, false, 2, dilates));
        boolean explicit = !attributes.containsKey("auto_pad");
        boolean ceil = explicit && g.opset >= 10 && g.chance(0.3);
        if (ceil) {
            g.feature(max ? "maxpool.ceil" : "average.ceil");
            attributes.put("ceil_mode", 1L);
        }
        if (seesNothing(attributes)) {
            attributes.remove("pads");
            attributes.remove("ceil_mode");
        }
        if (max) {
            g.feature("maxpool");
            if (g.chance(0.2) && g.opset >= 8) {
                attributes.put("storage_order", 0L);
            }
            g.append("MaxPool", attributes);
            return;
        }
        g.feature("average");
        if (attributes.containsKey("dilations")) {
            g.feature("average.dilations");
        }
        if (g.chance(0.5)) {
            // ONNX Runtime 1.22 takes the wrong padding for the divisor from opset 19 on; 1.30 does not.
            boolean padded = attributes.containsKey("pads") || attributes.containsKey("auto_pad");
            boolean include = g.chance(0.5) && !((padded || ceil) && g.opset >= 19);
            g.feature("average.include-" + include);
            attributes.put("count_include_pad", include ? 1L : 0L);
        }
        g.append("AveragePool", attributes);
    }

    /** Whether the last window might lie outside the input altogether. */
    private boolean seesNothing(Map<String, Object> attributes) {
        int spatial = g.rank() - 2;
        int[] kernel = (int[]) attributes.get("kernel_shape");
        int[] strides = attributes.get("strides") instanceof int[] s ? s : new int[] {1, 1};
        int[] pads = attributes.get("pads") instanceof int[] p ? p : new int[2 * spatial];
        int[] dilations = attributes.get("dilations") instanceof int[] d ? d : new int[] {1, 1};
        boolean ceil = attributes.containsKey("ceil_mode");
        boolean nothing = false;
        for (int i = 0; i < spatial; i++) {
            int size = g.dims()[2 + i];
            int room = size + pads[i] + pads[spatial + i] - (kernel[i] - 1) * dilations[i] - 1;
            int last = (ceil ? (room + strides[i] - 1) / strides[i] : room / strides[i]) * strides[i];
            nothing |= last - pads[i] >= size;
        }
        return nothing;
    }

    private void residual() {
        String skip = g.current();
        boolean map = g.rank() > 2;
        g.feature("residual");
        if (g.chance(0.1)) {
            g.feature("residual.double");
        } else if (map) {
            convolution(true);
        } else {
            dense(g.channels());
        }
        if (g.chance(0.4)) {
            elementwise.any();
        }
        List<String> inputs = g.chance(0.5) ? List.of(g.current(), skip) : List.of(skip, g.current());
        g.goTo(g.node("", "Add", Map.of(), inputs));
    }
}
