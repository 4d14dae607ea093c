// SPDX-License-Identifier: Apache-2.0
package io.fluxmill.quantizer.mac.lower;

import io.fluxmill.quantizer.mac.graph.Quant;
import io.fluxmill.quantizer.mac.graph.Quant.Rule;
import io.fluxmill.quantizer.mac.graph.Quant.Shift;
import io.fluxmill.quantizer.mac.lower.Value.Constant;
import io.fluxmill.quantizer.mac.lower.Value.Feature;
import io.fluxmill.quantizer.onnx.OnnxTensor;
import java.util.Arrays;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.IntStream;

/**
 * QONNX quantisation, each operator in float as QONNX's executor computes it:
 *
 * <pre>
 * Quant, IntQuant  x, scale, zeroPoint, bits                                  signed, narrow, rounding_mode
 * BipolarQuant     x, scale
 * Trunc, version 1 x, scale, zeroPoint, bits, outBits                         rounding_mode
 * FloatQuant       {@link FloatQuantLowering}
 * Trunc, version 2 x, scale, zeroPoint, bits, outScale, outBits               signed, narrow, rounding_mode
 * </pre>
 *
 * A negative scale is a positive one with codes of the other sign. One signed bit has the codes -1 and +1.
 *
 * <p>Source: <a href="https://github.com/fastmachinelearning/qonnx/tree/main/docs/qonnx-custom-ops">QONNX operators</a>.
 */
public final class QuantLowering {
    public static final Set<String> OPERATORS =
            Set.of("Quant", "IntQuant", "BipolarQuant", "Trunc", FloatQuantLowering.OPERATOR);

    /** The range of a version-1 Trunc, which does not clip; a layer's own range bounds it. */
    private static final int UNBOUNDED = 1 << 24;

    private static final Map<String, Rule> MODES = new TreeMap<>(Map.of(
            "ROUND", Rule.HALF_EVEN,
            "HALF_EVEN", Rule.HALF_EVEN,
            "HALF_UP", Rule.HALF_UP,
            "HALF_DOWN", Rule.HALF_DOWN,
            "UP", Rule.UP,
            "DOWN", Rule.DOWN,
            "CEIL", Rule.CEIL,
            "FLOOR", Rule.FLOOR));

    private static final double[] ZERO = {0};

    private QuantLowering() {}

    /** The rounding_mode of a rule. */
    public static String modeOf(Rule rule) {
        return rule == Rule.HALF_EVEN || rule == Rule.SIGN ? "ROUND" : rule.name();
    }

    /** The quantisation of a computed tensor: one scale and one zero point. */
    static Feature activation(NodeScope node, NetworkBuilder builder, Feature x) {
        double scale = activationParameter(node, 1, "scale");
        double zeroPoint = !hasZeroPoint(node) ? 0 : activationParameter(node, 2, "zero point");
        Quant quant = quant(node, scale, zeroPoint);
        if (isBipolar(node) && scale < 0) {
            // The sign is taken of x itself: -s * sign(x) = s * (-x > 0 ? 1 : -1).
            Feature negated = builder.scale(node, x, new double[] {-1}, ZERO);
            return builder.quantise(node, negated, withRule(quant, Rule.SIGN_ABOVE));
        }
        return builder.quantise(node, x, quant);
    }

    private static double activationParameter(NodeScope node, int input, String what) {
        OnnxTensor tensor = node.constant(input);
        node.require(
                tensor.isUniform(),
                "must have one " + what + " for an activation, not shape " + Arrays.toString(tensor.dims()),
                "train with one scale and zero point per tensor for activations; weights may have one per output channel");
        return tensor.values()[0];
    }

    private static Quant withRule(Quant quant, Rule rule) {
        return new Quant(quant.scale(), quant.zeroPoint(), quant.low(), quant.high(), rule, quant.shift());
    }

    /**
     * The quantised values of a constant. Their quantisation has positive scales and the zero point 0: the codes of an engine's
     * weights.
     */
    public static Constant constant(NodeScope node) {
        OnnxTensor x = node.constant(0);
        ChannelParameter scale = new ChannelParameter(node, x, 1);
        ChannelParameter zeroPoint = !hasZeroPoint(node) ? null : new ChannelParameter(node, x, 2);
        int axis = zeroPoint == null || scale.axis >= 0 ? scale.axis : zeroPoint.axis;
        node.require(
                zeroPoint == null || zeroPoint.axis < 0 || zeroPoint.axis == axis,
                "must have scale and zero point along one axis, not " + axis
                        + (zeroPoint == null ? "" : " and " + zeroPoint.axis),
                "train with per-tensor or per-channel scales");
        int channels = axis < 0 ? 1 : x.dims()[axis];
        int stride = axis < 0 ? 1 : ConstantFolder.strides(x.dims())[axis];
        Quant[] quants = IntStream.range(0, channels)
                .mapToObj(c -> quant(node, scale.of(c), zeroPoint == null ? 0 : zeroPoint.of(c)))
                .toArray(Quant[]::new);
        double[] values = new double[x.values().length];
        for (int i = 0; i < values.length; i++) {
            int channel = i / stride % channels;
            double rounded = quants[channel].toReal(quants[channel].toCode(x.values()[i], 0), 0);
            values[i] = isBipolar(node) && scale.of(channel) < 0 ? -rounded : rounded;
        }
        OnnxTensor result = new OnnxTensor(node.output(), x.type(), x.dims(), values);
        boolean weights = x.rank() > 1;
        node.require(
                !weights || Arrays.stream(quants).allMatch(q -> q.zeroPoint() == Math.rint(q.zeroPoint())),
                "must have whole zero points for weights",
                "train with whole or no zero points, because an engine's weights are whole numbers");
        return weights ? new Constant(result, codes(quants), axis) : new Constant(result);
    }

    /** Codes less zero points, for all channels. */
    private static Quant codes(Quant[] quants) {
        double[] scales = Arrays.stream(quants).mapToDouble(q -> q.scale(0)).toArray();
        int low = 0;
        int high = 0;
        for (Quant quant : quants) {
            low = Math.min(low, quant.low() - (int) quant.zeroPoint());
            high = Math.max(high, quant.high() - (int) quant.zeroPoint());
        }
        return quants[0].format() == null
                ? new Quant(scales, 0, low, high, quants[0].bipolar())
                : new Quant(scales, 0, low, high, Rule.HALF_EVEN, null, quants[0].format());
    }

    /** One value, or one for each index of an axis of x. */
    private static final class ChannelParameter {
        private final double[] values;
        private final int axis;

        ChannelParameter(NodeScope node, OnnxTensor x, int input) {
            OnnxTensor tensor = node.constant(input);
            axis = tensor.isUniform() ? -1 : axis(node, x, tensor);
            values = axis < 0 ? new double[] {tensor.values()[0]} : tensor.values();
        }

        double of(int channel) {
            return values[values.length == 1 ? 0 : channel];
        }

        /** The axis of x along which the parameter varies. */
        private static int axis(NodeScope node, OnnxTensor x, OnnxTensor parameter) {
            int lead = x.rank() - parameter.rank();
            int[] axes = IntStream.range(0, parameter.rank())
                    .filter(i -> parameter.dims()[i] != 1)
                    .toArray();
            boolean fits = lead >= 0 && axes.length == 1 && parameter.dims()[axes[0]] == x.dims()[lead + axes[0]];
            node.require(
                    fits,
                    "must have one scale or one per channel, not shape " + Arrays.toString(parameter.dims()) + " for "
                            + Arrays.toString(x.dims()),
                    "train with per-tensor or per-channel scales");
            return lead + axes[0];
        }
    }

    private static boolean hasZeroPoint(NodeScope node) {
        return !isBipolar(node) && !isFloat(node);
    }

    private static boolean isFloat(NodeScope node) {
        return node.operator().equals(FloatQuantLowering.OPERATOR);
    }

    private static boolean isBipolar(NodeScope node) {
        return node.operator().equals("BipolarQuant");
    }

    /** With the magnitude of the scale: a negative one mirrors the codes, but for BipolarQuant, which does not divide. */
    private static Quant quant(NodeScope node, double scale, double zeroPoint) {
        if (isFloat(node)) {
            return FloatQuantLowering.quant(node, scale);
        }
        float magnitude = Math.abs((float) scale);
        node.require(
                magnitude > 0 && Float.isFinite(magnitude) && Float.isFinite((float) zeroPoint),
                "must have finite scales other than 0 and finite zero points, not " + scale + " and " + zeroPoint,
                "train again; a scale collapsed");
        if (isBipolar(node)) {
            return new Quant(new double[] {magnitude}, 0, -1, 1, Rule.SIGN, null);
        }
        Quant quant = node.operator().equals("Trunc")
                ? trunc(node, magnitude, zeroPoint, scale < 0)
                : rounded(node, magnitude, zeroPoint);
        return scale < 0 ? quant.mirrored() : quant;
    }

    private static Quant rounded(NodeScope node, double scale, double zeroPoint) {
        double[] scales = {(float) scale};
        Rule rule = rule(node, "ROUND");
        boolean signed = node.integer("signed", 1) != 0;
        boolean narrow = node.integer("narrow", 0) != 0;
        int bits = bits(node, 3, signed ? QuantRange.MAX_SIGNED_BITS : QuantRange.MAX_UNSIGNED_BITS);
        if (bits == 1 && signed) {
            return new Quant(scales, (float) zeroPoint, -1, 1, Rule.SIGN, null);
        }
        QuantRange range = new QuantRange(bits, signed, narrow);
        return new Quant(scales, (float) zeroPoint, range.low(), range.high(), rule, null);
    }

    /** Version 1 keeps the scale and does not clip; version 2, with six inputs, names the scale of its result. */
    private static Quant trunc(NodeScope node, float scale, double zeroPoint, boolean negative) {
        Rule rule = rule(node, "FLOOR");
        if (node.inputCount() < 6) {
            int shift = bits(node, 3, QuantRange.MAX_SIGNED_BITS) - bits(node, 4, QuantRange.MAX_SIGNED_BITS);
            node.require(
                    shift >= 0, "must keep as many bits or fewer, not " + -shift + " more", "export the model again");
            Shift before = new Shift(scale, zeroPoint, shift);
            return new Quant(new double[] {scale}, (float) zeroPoint, -UNBOUNDED, UNBOUNDED, rule, before);
        }
        node.require(!negative, "must have a positive scale", "train with positive scales");
        double outScale = node.scalar(4);
        int shift = (int) Math.rint(Math.log(outScale / scale) / Math.log(2));
        node.require(
                outScale > 0 && shift >= 0 && shift < 32,
                "must have an output scale of the input's scale times 1 to 2^31, not " + outScale + " for " + scale,
                "export the model again");
        boolean signed = node.integer("signed", 1) != 0;
        int bits = bits(node, 5, signed ? QuantRange.MAX_SIGNED_BITS : QuantRange.MAX_UNSIGNED_BITS);
        QuantRange range = new QuantRange(bits, signed, node.integer("narrow", 0) != 0);
        Shift before = new Shift(scale, zeroPoint, shift);
        double outZeroPoint = Math.scalb(zeroPoint, -shift);
        return new Quant(
                new double[] {(float) outScale}, (float) outZeroPoint, range.low(), range.high(), rule, before);
    }

    private static Rule rule(NodeScope node, String absent) {
        String mode = node.string("rounding_mode", absent);
        Rule rule = MODES.get(mode.toUpperCase(Locale.ROOT));
        node.require(
                rule != null,
                "must have a rounding_mode of " + String.join(", ", MODES.keySet()) + ", not " + mode,
                "train and export with one of these");
        return rule;
    }

    private static int bits(NodeScope node, int input, int most) {
        double bits = node.scalar(input);
        node.require(
                bits == Math.rint(bits) && bits >= 1 && bits <= most,
                "must have a whole number of 1 to " + most + " bits, not " + bits,
                "round the bit width, or leave the Quant node out");
        return (int) bits;
    }
}
