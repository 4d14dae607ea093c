// SPDX-License-Identifier: Apache-2.0
package io.fluxmill.quantizer.mac.read;

import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** Random operators between a matrix and its quantiser, for a {@link QonnxGenerator}. */
record QonnxElementwise(GraphSketch g, boolean exact, boolean tame) {
    private double number(double low, double high) {
        double any = g.random.nextDouble(low, high);
        return exact ? Math.rint(any * 4) / 4 : any;
    }

    private double[] numbers(int count, double low, double high) {
        double[] values = new double[count];
        Arrays.setAll(values, i -> number(low, high));
        return values;
    }

    /** A factor that keeps values exact where they are to be exact. */
    private double factor(boolean negative) {
        double size = exact ? g.pick(0.25, 0.5, 1.0, 2.0) : g.random.nextDouble(0.2, 2);
        return negative ? -size : size;
    }

    private double[] factors(int count, double negative) {
        double[] values = new double[count];
        Arrays.setAll(values, i -> factor(g.chance(negative)));
        return values;
    }

    void batchNormalization() {
        g.feature("bn");
        int channels = g.channels();
        int[] dims = {channels};
        double[] gamma = factors(channels, g.chance(0.5) ? 0.5 : 0);
        if (Arrays.stream(gamma).anyMatch(v -> v < 0)) {
            g.feature("bn.negative");
        }
        double size = Math.max(1, g.largest() / 4);
        double[] variance = new double[channels];
        Arrays.setAll(variance, i -> exact ? g.pick(0.25, 1.0, 4.0) : g.random.nextDouble(0.1, 3));
        Map<String, Object> attributes = new HashMap<>();
        if (exact) {
            attributes.put("epsilon", 0.0);
        } else if (g.chance(0.5)) {
            attributes.put("epsilon", 1e-3);
        }
        g.append(
                "BatchNormalization",
                attributes,
                g.constant(dims, gamma),
                g.constant(dims, numbers(channels, -size, size)),
                g.constant(dims, numbers(channels, -size, size)),
                g.constant(dims, variance));
    }

    /** One constant or one for each channel, on either side. */
    void arithmetic() {
        String operator = g.pick("Add", "Sub", "Mul", "Div");
        boolean perChannel = g.chance(0.5);
        int count = perChannel ? g.channels() : 1;
        double size = Math.max(1, g.largest() / 4);
        boolean multiplies = operator.equals("Mul") || operator.equals("Div");
        double[] values = multiplies ? factors(count, 0.2) : numbers(count, -size, size);
        int[] dims = new int[0];
        if (perChannel) {
            dims = new int[g.chance(0.5) ? g.rank() : g.rank() - 1];
            Arrays.fill(dims, 1);
            dims[dims.length - (g.rank() - 1)] = count;
        }
        String constant = g.constant(dims, values);
        boolean first = !operator.equals("Div") && g.chance(0.3);
        g.feature((multiplies ? "mul-div." : "add-sub.") + (perChannel ? "perchannel" : "scalar"));
        List<String> inputs = first ? List.of(constant, g.current()) : List.of(g.current(), constant);
        g.goTo(g.node("", operator, Map.of(), inputs));
    }

    void activation() {
        if (g.chance(0.65)) {
            g.feature("relu");
            g.append("Relu", Map.of());
        } else if (g.chance(0.5)) {
            g.feature("leaky");
            double alpha = exact ? g.pick(0.25, 0.5, 0.125) : g.pick(0.1, 0.3, 0.01);
            g.append("LeakyRelu", Map.of("alpha", alpha));
        } else {
            clip();
        }
    }

    private void clip() {
        g.feature("clip");
        double size = Math.max(0.25, g.largest());
        double low = g.chance(0.5) ? 0 : -number(0, size);
        double high = number(0, size) + 0.25;
        if (g.opset < 11) {
            g.append("Clip", Map.of("min", low, "max", high));
        } else {
            g.append("Clip", Map.of(), g.constant(new int[0], low), g.constant(new int[0], high));
        }
    }

    private int[] window(Map<String, Object> attributes, boolean mayPad) {
        int spatial = g.rank() - 2;
        int[] kernel = new int[spatial];
        int[] strides = new int[spatial];
        int[] pads = new int[2 * spatial];
        boolean padded = mayPad && g.chance(0.3);
        for (int i = 0; i < spatial; i++) {
            kernel[i] = Math.min(g.dims()[2 + i], g.pick(2, 2, 3));
            strides[i] = g.between(1, 2);
            pads[i] = padded ? g.between(0, kernel[i] - 1) : 0;
            pads[spatial + i] = padded ? g.between(0, kernel[i] - 1) : 0;
        }
        attributes.put("kernel_shape", kernel);
        attributes.put("strides", strides);
        if (padded) {
            attributes.put("pads", pads);
        }
        return pads;
    }

    void maxPool() {
        g.feature("maxpool");
        Map<String, Object> attributes = new HashMap<>();
        window(attributes, true);
        if (g.chance(0.2) && g.opset >= 10 && !attributes.containsKey("pads")) {
            g.feature("maxpool.ceil");
            attributes.put("ceil_mode", 1L);
        }
        g.append("MaxPool", attributes);
    }

    void averagePool() {
        if (g.chance(0.4)) {
            g.feature("global-average");
            g.append("GlobalAveragePool", Map.of());
            return;
        }
        g.feature("average");
        Map<String, Object> attributes = new HashMap<>();
        int[] pads = window(attributes, true);
        boolean padded = Arrays.stream(pads).anyMatch(p -> p > 0);
        if (padded) {
            g.feature("average.pads");
            if (g.chance(0.5)) {
                g.feature("average.include");
                attributes.put("count_include_pad", 1L);
            }
        } else if (g.opset >= 10 && g.chance(0.25)) {
            g.feature("average.ceil");
            attributes.put("ceil_mode", 1L);
        }
        g.append("AveragePool", attributes);
    }
}
