// SPDX-License-Identifier: Apache-2.0
package io.fluxmill.quantizer.mac.read;

import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** Random element-wise operators of float graphs. */
record FloatElementwise(GraphSketch g) {
    void any() {
        switch (g.random.nextInt(8)) {
            case 0, 1 -> arithmetic();
            case 2 -> batchNormalization();
            case 3, 4 -> relu();
            case 5 -> leaky();
            case 6 -> clip();
            default -> new FloatShapes(g).nothing();
        }
    }

    private double[] numbers(int count, double low, double high) {
        double[] values = new double[count];
        Arrays.setAll(values, i -> g.random.nextDouble(low, high));
        return values;
    }

    /** A scalar or one value for each channel, on either side. */
    void arithmetic() {
        String operator = g.pick("Add", "Sub", "Mul", "Div");
        boolean perChannel = g.chance(0.5);
        int count = perChannel ? g.channels() : 1;
        double[] values = numbers(count, 0.3, 2);
        for (int i = 0; i < count; i++) {
            values[i] *= g.chance(0.3) ? -1 : 1;
        }
        int[] dims = g.pick(new int[0], new int[] {1}, new int[] {1, 1});
        if (perChannel) {
            dims = new int[g.chance(0.5) ? g.rank() : g.rank() - 1];
            Arrays.fill(dims, 1);
            dims[dims.length - (g.rank() - 1)] = count;
        }
        boolean first = !operator.equals("Div") && g.chance(0.35);
        String constant = g.constant(dims, values);
        g.feature(operator + (first ? ".constant-first" : "") + (perChannel ? ".perchannel" : ".scalar"));
        g.goTo(g.node("", operator, Map.of(), first ? List.of(constant, g.current()) : List.of(g.current(), constant)));
    }

    private void batchNormalization() {
        g.feature("bn");
        int[] channels = {g.channels()};
        Map<String, Object> attributes = new HashMap<>();
        if (g.chance(0.6)) {
            attributes.put("epsilon", g.pick(1e-3, 0.0, 1e-5, 0.5));
        }
        if (g.chance(0.3)) {
            attributes.put("momentum", 0.8);
        }
        if (g.opset < 9 && g.chance(0.5)) {
            attributes.put("spatial", 1L);
        }
        if (g.opset >= 14 && g.chance(0.5)) {
            attributes.put("training_mode", 0L);
        }
        g.append(
                "BatchNormalization",
                attributes,
                g.constant(channels, numbers(channels[0], g.chance(0.4) ? -2 : 0.3, 2)),
                g.constant(channels, numbers(channels[0], -1, 1)),
                g.constant(channels, numbers(channels[0], -1, 1)),
                g.constant(channels, numbers(channels[0], 0.1, 3)));
    }

    private void relu() {
        g.feature("relu");
        g.append("Relu", Map.of());
    }

    private void leaky() {
        if (g.chance(0.15)) {
            g.feature("leaky.default");
            g.append("LeakyRelu", Map.of());
            return;
        }
        double alpha = g.pick(0.1, 0.25, 0.0, 1.0, 1.5, -0.5, -1.0, 3.0);
        g.feature("leaky."
                + (alpha < 0 ? "negative" : alpha > 1 ? "steep" : alpha == 0 || alpha == 1 ? "0-or-1" : "flat"));
        g.append("LeakyRelu", Map.of("alpha", alpha));
    }

    private void clip() {
        double size = Math.max(0.5, g.largest());
        double low = g.chance(0.4) ? 0 : g.random.nextDouble(-size, size / 3);
        double high = low + g.random.nextDouble(0.01, size);
        boolean hasLow = g.chance(0.8);
        boolean hasHigh = g.chance(0.8);
        if (g.opset < 11) {
            Map<String, Object> attributes = new HashMap<>();
            if (hasLow) {
                attributes.put("min", low);
            }
            if (hasHigh) {
                attributes.put("max", high);
            }
            g.feature("clip.attributes");
            g.append("Clip", attributes);
            return;
        }
        g.feature("clip.inputs");
        String least = hasLow ? g.constant(new int[0], low) : "";
        if (hasHigh) {
            g.append("Clip", Map.of(), least, g.constant(new int[0], high));
        } else if (hasLow) {
            g.append("Clip", Map.of(), least);
        } else {
            g.append("Clip", Map.of());
        }
    }
}
