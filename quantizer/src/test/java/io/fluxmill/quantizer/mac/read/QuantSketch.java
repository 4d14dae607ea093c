// SPDX-License-Identifier: Apache-2.0
package io.fluxmill.quantizer.mac.read;

import io.fluxmill.quantizer.data.ElementType;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/** Random quantisers for a {@link GraphSketch}. */
final class QuantSketch {
    private static final String[] DOMAINS = {"onnx.brevitas", "finn.custom_op.general", "qonnx.custom_op.general", ""};
    private static final String[] MODES = {"CEIL", "FLOOR", "UP", "DOWN", "HALF_UP", "HALF_DOWN", "HALF_EVEN"};

    private final GraphSketch g;
    private final boolean exact;
    private final boolean tame;
    private double gridScale;
    private double productScale;
    private int gridBits;

    /**
     * @param exact every scale is a power of two, so that all arithmetic is exact and ties are frequent
     * @param tame only what exporters write by default
     */
    QuantSketch(GraphSketch g, boolean exact, boolean tame) {
        this.g = g;
        this.exact = exact;
        this.tame = tame;
    }

    /** A scale near to the wanted one. */
    double scale(double wanted) {
        double positive = wanted > 0 ? wanted : 1;
        return exact ? Math.pow(2, Math.rint(Math.log(positive) / Math.log(2))) : (float) positive;
    }

    private boolean rare(double probability) {
        return !tame && g.chance(probability);
    }

    /** The parameters that Quant has beside its scale. */
    private record Code(int bits, boolean signed, boolean narrow, double zeroPoint) {
        /** How far codes reach from the zero point. */
        double reach() {
            double high = QonnxOps.highest(signed, narrow, bits) - zeroPoint;
            double low = zeroPoint - QonnxOps.lowest(signed, narrow, bits);
            return Math.max(1, Math.min(high, signed || zeroPoint > 0 ? Math.max(low, 1) : high));
        }
    }

    /** Quantises the current tensor with a scale that suits its values. */
    void activation() {
        activation(Double.NaN);
    }

    /** @param scale NaN to choose one */
    void activation(double scale) {
        if (g.chance(tame ? 0.05 : 0.1) && Double.isNaN(scale)) {
            bipolar();
            return;
        }
        Code code = code(g.smallest() >= 0);
        gridBits = code.bits;
        List<String> inputs = new ArrayList<>(List.of(g.current()));
        inputs.add(scale(code, scale));
        inputs.add(zeroPoint(code.zeroPoint, g.rank()));
        inputs.add(bits(code.bits));
        quant(code, inputs, "activation");
    }

    private void bipolar() {
        gridScale = 0;
        g.feature("bipolar.activation");
        double size = scale(Math.max(0.25, g.largest() * g.random.nextDouble(0.3, 1)));
        boolean negative = rare(0.1);
        if (negative) {
            g.feature("bipolar.negative-scale");
        }
        String scale = g.scalar(negative ? -size : size);
        g.goTo(g.node(domain(1), "BipolarQuant", Map.of(), List.of(g.current(), scale)));
    }

    private String scale(Code code, double given) {
        gridScale = 0;
        double factor = g.random.nextDouble(0.35, 1.3);
        if (rare(0.08) && Double.isNaN(given) && g.rank() > 1) {
            g.feature("scale.perchannel.activation");
            int[] dims = new int[g.rank()];
            Arrays.fill(dims, 1);
            dims[1] = g.channels();
            double[] scales = new double[g.channels()];
            Arrays.setAll(scales, c -> scale(g.largest(c) / code.reach() * factor));
            return g.constant(dims, scales);
        }
        double wanted = g.largest() / code.reach() * factor;
        double chosen = Double.isNaN(given) ? scale(wanted) : given;
        if (Double.isNaN(given) && wanted > 0 && productScale > 0 && g.chance(0.2)) {
            g.feature("scale.of-products");
            chosen = (float) (productScale * Math.pow(2, Math.rint(Math.log(wanted / productScale) / Math.log(2))));
        }
        if (rare(0.04)) {
            g.feature("scale.negative.activation");
            chosen = -chosen;
        }
        gridScale = chosen;
        if (g.chance(0.15)) {
            int[] ones = new int[g.rank()];
            Arrays.fill(ones, 1);
            return g.constant(ones, chosen);
        }
        return g.scalar(chosen);
    }

    private Code code(boolean nonNegative) {
        int bits = g.chance(0.06)
                ? 1
                : g.chance(0.6) ? g.between(2, 4) : g.chance(0.93) ? g.between(5, 8) : g.between(9, 16);
        boolean signed = g.chance(nonNegative ? 0.25 : 0.85);
        boolean narrow = g.chance(0.25);
        if (bits == 1) {
            narrow &= signed;
            g.feature(signed ? "bits1.signed" : "bits1.unsigned");
        }
        double zeroPoint = 0;
        if (!signed && !nonNegative && g.chance(0.5)) {
            zeroPoint = 1 << (bits - 1);
        } else if (rare(0.1)) {
            zeroPoint = g.between(-4, 4);
        } else if (rare(0.04)) {
            zeroPoint = g.pick(0.5, -0.25, 1.5);
        } else if (rare(0.03)) {
            zeroPoint = (1 << bits) + g.between(1, 9);
            g.feature("zp.outside-codes");
        }
        return new Code(bits, signed, narrow, zeroPoint);
    }

    private String zeroPoint(double value, int rank) {
        if (value != 0) {
            g.feature(value == Math.rint(value) ? "zp.whole" : "zp.fraction");
        }
        if (value == Math.rint(value) && rare(0.2)) {
            g.feature("zp.int64");
            return g.constant(ElementType.INT64, new int[0], value);
        }
        int[] ones = new int[rank];
        Arrays.fill(ones, 1);
        return g.constant(g.chance(0.2) ? ones : new int[0], value);
    }

    private String bits(double value) {
        if (g.chance(0.25)) {
            g.feature("bits.int64");
            return g.constant(ElementType.INT64, new int[0], value);
        }
        return g.constant(new int[0], value);
    }

    private String domain(int version) {
        String domain = g.pick(DOMAINS);
        if (!domain.isEmpty()) {
            g.domains.put(domain, version);
        }
        g.feature("domain." + (domain.isEmpty() ? "empty" : domain));
        return domain;
    }

    private void quant(Code code, List<String> inputs, String what) {
        Map<String, Object> attributes = new HashMap<>();
        attributes.put("signed", code.signed ? 1L : 0L);
        if (code.narrow || g.chance(0.8)) {
            attributes.put("narrow", code.narrow ? 1L : 0L);
        }
        g.feature(code.signed ? "signed" : "unsigned");
        if (code.narrow) {
            g.feature(code.signed ? "narrow.signed" : "narrow.unsigned");
        }
        mode(attributes, what);
        boolean renamed = g.chance(0.15);
        g.feature(renamed ? "operator.IntQuant" : "operator.Quant");
        g.goTo(g.node(domain(1), renamed ? "IntQuant" : "Quant", attributes, inputs));
    }

    private void mode(Map<String, Object> attributes, String what) {
        if (g.chance(0.25)) {
            g.feature("mode.absent");
            return;
        }
        String mode = g.chance(tame ? 0.75 : 0.5) ? "ROUND" : g.pick(MODES);
        g.feature("mode." + mode + "." + what);
        if (rare(0.1)) {
            g.feature("mode.lower-case");
            mode = mode.charAt(0) + mode.substring(1).toLowerCase(Locale.ROOT);
        }
        attributes.put("rounding_mode", mode);
    }

    /** Truncates the codes of the last quantiser, or sums of 2^{@code moreBits} of them; false if that is not possible. */
    boolean truncation(int moreBits) {
        int inputBits = gridBits + moreBits;
        if (gridScale <= 0 || inputBits < 3) {
            return false;
        }
        int outputBits = Math.max(1, inputBits - g.between(1, 4));
        Map<String, Object> attributes = new HashMap<>();
        mode(attributes, "trunc");
        boolean second = g.chance(0.5);
        List<String> inputs = new ArrayList<>(List.of(g.current(), g.scalar(gridScale), g.scalar(0)));
        inputs.add(bits(inputBits));
        if (second) {
            attributes.put("signed", g.smallest() < 0 || g.chance(0.3) ? 1L : 0L);
            attributes.put("narrow", g.chance(0.2) ? 1L : 0L);
            inputs.add(g.scalar(gridScale * Math.pow(2, inputBits - outputBits)));
        }
        inputs.add(bits(outputBits));
        g.feature(second ? "trunc.v2" : "trunc.v1");
        g.goTo(g.node(domain(second ? 2 : 1), "Trunc", attributes, inputs));
        gridScale = 0;
        return true;
    }

    /** A quantised constant of these sizes, its scale along {@code outAxis} or one; returns its tensor. */
    String weights(int[] dims, int outAxis) {
        String before = g.current();
        boolean perChannel = g.chance(0.4);
        if (perChannel) {
            g.feature("scale.perchannel.weights");
        }
        double[] scales = new double[perChannel ? dims[outAxis] : 1];
        Arrays.setAll(scales, c -> scale(g.random.nextDouble(0.02, 0.6)) * (rare(0.03) ? -1 : 1));
        if (Arrays.stream(scales).anyMatch(s -> s < 0)) {
            g.feature("scale.negative.weights");
        }
        int[] scaleDims = new int[dims.length];
        Arrays.fill(scaleDims, 1);
        scaleDims[outAxis] = scales.length;
        productScale = scales.length == 1 ? (float) ((float) scales[0] * gridScale) : 0;
        if (g.chance(0.1)) {
            g.feature("bipolar.weights");
            String raw = g.constant(dims, raw(dims, scales, outAxis, 2));
            String scale = g.constant(scales.length == 1 ? new int[0] : scaleDims, scales);
            g.goTo(before);
            return g.node(domain(1), "BipolarQuant", Map.of(), List.of(raw, scale));
        }
        int bits = g.chance(0.05) ? 1 : g.between(2, g.chance(0.85) ? 8 : 4);
        double zeroPoint = rare(0.06) ? g.between(-2, 2) : 0;
        if (zeroPoint != 0) {
            g.feature("zp.weights");
        }
        boolean signed = !rare(0.05);
        Code code = new Code(bits, signed, g.chance(0.5) && (signed || bits > 1), zeroPoint);
        if (bits == 1) {
            g.feature("bits1.weights");
        }
        List<String> inputs = new ArrayList<>();
        inputs.add(g.constant(dims, raw(dims, scales, outAxis, code.reach())));
        inputs.add(g.constant(scales.length == 1 ? new int[0] : scaleDims, scales));
        inputs.add(zeroPoint(zeroPoint, dims.length));
        inputs.add(bits(bits));
        quant(code, inputs, "weights");
        String result = g.current();
        g.goTo(before);
        return result;
    }

    /** Values around the codes, half of them on a tie, a few beyond the range. */
    private double[] raw(int[] dims, double[] scales, int outAxis, double reach) {
        int stride = 1;
        for (int axis = outAxis + 1; axis < dims.length; axis++) {
            stride *= dims[axis];
        }
        double[] values = new double[Values.size(dims)];
        for (int i = 0; i < values.length; i++) {
            double scale = scales[scales.length == 1 ? 0 : i / stride % scales.length];
            double code = g.random.nextDouble(-reach, reach) * 1.2;
            values[i] = scale * (g.chance(0.5) ? Math.rint(2 * code) / 2 : Math.rint(64 * code) / 64);
        }
        return values;
    }

    /** A bias of {@code channels} values of about this magnitude, quantised or not; null for none. */
    String bias(int channels, int[] dims, double magnitude) {
        if (g.chance(0.3)) {
            return null;
        }
        boolean ofProducts = productScale > 0 && g.chance(0.4);
        if (ofProducts) {
            g.feature("bias.of-products");
        }
        double step = ofProducts ? productScale : scale(Math.max(magnitude, 0.01) / g.between(3, 30));
        double[] values = new double[channels];
        Arrays.setAll(values, c -> step * Math.rint(2 * g.random.nextDouble(-12, 12)) / 2);
        String raw = g.constant(dims, values);
        if (g.chance(0.5)) {
            g.feature("bias.plain");
            return raw;
        }
        g.feature("bias.quant");
        String before = g.current();
        boolean wide = rare(0.2);
        if (wide) {
            g.feature("bias.32-bits");
        }
        Code code = new Code(wide ? 32 : g.between(4, 16), true, g.chance(0.3), 0);
        List<String> inputs = List.of(raw, g.scalar(step), zeroPoint(0, 1), bits(code.bits));
        quant(code, inputs, "bias");
        String result = g.current();
        g.goTo(before);
        return result;
    }
}
