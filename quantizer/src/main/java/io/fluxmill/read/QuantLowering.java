// SPDX-License-Identifier: Apache-2.0
package io.fluxmill.read;

import io.fluxmill.graph.Network.Quant;
import io.fluxmill.read.Value.Constant;
import java.util.Arrays;
import java.util.stream.IntStream;

/**
 * QONNX quantisation: Quant(x, scale, zeroPoint, bitWidth) and BipolarQuant(x, scale).
 *
 * <p>Source: <a href="https://github.com/fastmachinelearning/qonnx/blob/main/docs/qonnx-custom-ops/quant_op.md">QONNX
 * operators</a>.
 */
final class QuantLowering {
    private QuantLowering() {}

    /** The quantisation of a computed tensor: one scale. */
    static Quant activation(NodeScope node) {
        OnnxTensor scale = node.constant(1);
        node.require(
                scale.isUniform(),
                "must have one scale for an activation, not shape " + Arrays.toString(scale.dims()),
                "train with one scale per tensor for activations; weights may have one per output channel");
        return quant(node, scale.values()[0]);
    }

    /** The quantised values of a constant, with their quantisation. */
    static Constant constant(NodeScope node) {
        OnnxTensor x = node.constant(0);
        OnnxTensor scale = node.constant(1);
        int axis = scale.isUniform() ? -1 : axis(node, x, scale);
        double[] scales = axis < 0 ? new double[] {scale.values()[0]} : scale.values();
        Quant quant = quant(node, scales);
        int stride = axis < 0 ? 1 : ConstantFolder.strides(x.dims())[axis];
        double[] values = new double[x.values().length];
        for (int i = 0; i < values.length; i++) {
            int channel = i / stride % scales.length;
            values[i] = quant.toReal(quant.toCode(x.values()[i], channel), channel);
        }
        return new Constant(new OnnxTensor(node.output(), x.type(), x.dims(), values), quant, axis);
    }

    /** The axis of x along which the scale varies. */
    private static int axis(NodeScope node, OnnxTensor x, OnnxTensor scale) {
        int lead = x.rank() - scale.rank();
        int[] axes = IntStream.range(0, scale.rank())
                .filter(i -> scale.dims()[i] != 1)
                .toArray();
        boolean fits = lead >= 0 && axes.length == 1 && scale.dims()[axes[0]] == x.dims()[lead + axes[0]];
        node.require(
                fits,
                "must have one scale or one per channel, not shape " + Arrays.toString(scale.dims()) + " for "
                        + Arrays.toString(x.dims()),
                "train with per-tensor or per-channel scales");
        return lead + axes[0];
    }

    private static Quant quant(NodeScope node, double... scale) {
        node.require(
                Arrays.stream(scale).allMatch(s -> s > 0 && Double.isFinite(s)),
                "must have positive scales, not "
                        + Arrays.stream(scale)
                                .filter(s -> !(s > 0) || Double.isInfinite(s))
                                .findFirst()
                                .orElse(0),
                "train again; a scale collapsed");
        if (node.operator().equals("BipolarQuant")) {
            return new Quant(scale, 0, -1, 1, true);
        }
        String rounding = node.string("rounding_mode", "ROUND");
        node.require(
                rounding.equals("ROUND"),
                "has the rounding mode " + rounding + ", which is not supported",
                "train and export with rounding_mode ROUND (half to even)");
        boolean signed = node.integer("signed", 1) != 0;
        boolean narrow = node.integer("narrow", 0) != 0;
        QuantRange range = new QuantRange(bits(node), signed, narrow);
        return new Quant(scale, node.scalar(2), range.low(), range.high(), false);
    }

    private static int bits(NodeScope node) {
        double bits = node.scalar(3);
        node.require(
                bits == Math.rint(bits) && bits >= 1 && bits <= QuantRange.MAX_BITS,
                "must have a whole number of 1 to " + QuantRange.MAX_BITS + " bits, not " + bits,
                "round the bit width, or leave the Quant node out");
        return (int) bits;
    }
}
