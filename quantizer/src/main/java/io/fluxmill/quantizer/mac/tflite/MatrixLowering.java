// SPDX-License-Identifier: Apache-2.0
package io.fluxmill.quantizer.mac.tflite;

import io.fluxmill.core.format.FixedMultiplier;
import io.fluxmill.core.format.FormatPair;
import io.fluxmill.core.format.Rescale;
import io.fluxmill.core.format.Rounding;
import io.fluxmill.quantizer.mac.graph.Network.Geometry;
import io.fluxmill.quantizer.mac.graph.Network.MatrixLayer;
import io.fluxmill.quantizer.mac.graph.Network.Shape;
import io.fluxmill.quantizer.mac.graph.QuantizedNetwork;
import io.fluxmill.quantizer.mac.precision.AccumulatorRange;
import io.fluxmill.quantizer.tflite.TfliteModel;
import io.fluxmill.quantizer.tflite.TfliteOperators;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/** CONV_2D, DEPTHWISE_CONV_2D and FULLY_CONNECTED. */
final class MatrixLowering {
    private static final int SAME = 0;

    private final OperatorScope op;
    private final Draft draft;
    private final Constant weights;

    /**
     * Weights in the order of a matrix layer.
     *
     * @param from for each element {@code [outChannels][depth]} its place in the file's tensor
     */
    private record Filter(Value input, Shape inputShape, Geometry geometry, Shape outputShape, int[] from) {}

    MatrixLowering(OperatorScope op) {
        this.op = op;
        draft = op.draft();
        weights = op.constant(1);
    }

    void convolution() {
        Value input = draft.channelsFirst(op.value(0), op.name());
        int[] in = input.dims();
        int[] filter = weights.dims();
        op.requireRank4(in);
        if (filter.length != 4 || in[3] % filter[3] != 0 || filter[0] % (in[3] / filter[3]) != 0) {
            throw op.refusal(
                    "must have a filter [out,height,width,in] for an input of " + in[3] + " channels: filter="
                            + Arrays.toString(filter),
                    "convert the model again");
        }
        Window window = new Window(op, in, filter[1], filter[2], 4, 5);
        int area = filter[1] * filter[2];
        int[] from = new int[Value.elements(filter)];
        for (int i = 0; i < from.length; i++) {
            int depth = i % (area * filter[3]);
            int channel = depth / area;
            from[i] = (i / (area * filter[3]) * area + depth % area) * filter[3] + channel;
        }
        add(
                new Filter(
                        input,
                        Value.shape(in),
                        window.geometry(filter[3], in[3] / filter[3]),
                        new Shape(filter[0], window.outHeight(), window.outWidth()),
                        from),
                op.options().int8(3, 0),
                new int[] {1, window.outHeight(), window.outWidth(), filter[0]});
    }

    void depthwise() {
        Value input = draft.channelsFirst(op.value(0), op.name());
        int[] in = input.dims();
        int[] filter = weights.dims();
        op.requireRank4(in);
        if (filter.length != 4 || filter[0] != 1 || filter[3] % in[3] != 0) {
            throw op.refusal(
                    "must have a filter [1,height,width,out] for an input of " + in[3] + " channels: filter="
                            + Arrays.toString(filter),
                    "convert the model again");
        }
        Window window = new Window(op, in, filter[1], filter[2], 5, 6);
        int area = filter[1] * filter[2];
        int[] from = new int[area * filter[3]];
        for (int i = 0; i < from.length; i++) {
            from[i] = i % area * filter[3] + i / area;
        }
        add(
                new Filter(
                        input,
                        Value.shape(in),
                        window.geometry(1, in[3]),
                        new Shape(filter[3], window.outHeight(), window.outWidth()),
                        from),
                op.options().int8(4, 0),
                new int[] {1, window.outHeight(), window.outWidth(), filter[3]});
    }

    /** The window of a convolution; field numbers are those of its options. */
    private record Window(OperatorScope op, int[] in, int kernelHeight, int kernelWidth, int dilationX, int dilationY) {
        private int dilation(int axis) {
            return positive(op.options().int32(axis == 1 ? dilationY : dilationX, 1));
        }

        private int stride(int axis) {
            return positive(op.options().int32(axis == 1 ? 2 : 1, 1));
        }

        private int positive(int value) {
            if (value < 1) {
                throw op.refusal("must have strides and dilations of 1 or more: " + value, "convert the model again");
            }
            return value;
        }

        private PoolLowering.Span span(int axis) {
            int kernel = axis == 1 ? kernelHeight : kernelWidth;
            boolean same = op.options().int8(0, SAME) == SAME;
            return PoolLowering.Span.of(op, in[axis], kernel, stride(axis), dilation(axis), same);
        }

        int outHeight() {
            return span(1).out();
        }

        int outWidth() {
            return span(2).out();
        }

        Geometry geometry(int channels, int groups) {
            return new Geometry(
                    channels,
                    kernelHeight,
                    kernelWidth,
                    stride(1),
                    stride(2),
                    span(1).before(),
                    span(2).before(),
                    dilation(1),
                    dilation(2),
                    groups);
        }
    }

    /** Rows of K elements, each multiplied with all weights; one row takes the elements in whatever order they are. */
    void dense() {
        Value input = op.value(0);
        int[] dims = weights.dims();
        int depth = dims.length == 2 ? dims[1] : 0;
        if (depth == 0 || input.elements() % depth != 0 || op.options().int8(1, 0) != 0) {
            throw op.refusal(
                    "must have weights [out,in] for its " + input.elements() + " inputs: weights="
                            + Arrays.toString(dims),
                    "convert the model again");
        }
        int rows = input.elements() / depth;
        int[] outDims = op.outputDims();
        if (Value.elements(outDims) != rows * dims[0]) {
            throw op.refusal(
                    "must have " + rows * dims[0] + " outputs: shape=" + Arrays.toString(outDims),
                    "convert the model again");
        }
        int activation = op.options().int8(0, 0);
        int[] from = new int[Value.elements(dims)];
        if (rows == 1) {
            Value whole = draft.whole(input, op.name());
            for (int i = 0; i < from.length; i++) {
                from[i / depth * depth + whole.at()[i % depth]] = i;
            }
            Shape shape = draft.shape(whole.place());
            Shape out = new Shape(dims[0], 1, 1);
            add(new Filter(whole, shape, Geometry.dense(shape), out, from), activation, outDims);
            return;
        }
        Value matrix = draft.channelsFirst(input.reshaped(new int[] {rows, depth}), op.name());
        Arrays.setAll(from, i -> i);
        Shape shape = draft.shape(matrix.place());
        Shape out = new Shape(dims[0], shape.height(), shape.width());
        Geometry each = new Geometry(depth, 1, 1, 1, 1, 0, 0, 1, 1, 1);
        add(new Filter(matrix, shape, each, out, from), activation, outDims);
    }

    // ------------------------------------------------------------------------------------------------------- layers

    private void add(Filter filter, int activation, int[] outDims) {
        int channels = filter.outputShape.channels();
        int scales = weights.tensor().scales().length;
        if (scales > 1 && scales != channels) {
            throw op.refusal(
                    "must have one scale, or one for each of its " + channels + " output channels: scales=" + scales,
                    "convert the model again");
        }
        Encoding in = Encoding.of(op.tensor(0));
        Encoding out = op.outputEncoding();
        Constant bias = op.has(2) ? op.constant(2) : null;
        if (bias != null && bias.reals().length != channels) {
            throw op.refusal(
                    "must have a bias for each of its " + channels + " output channels: values=" + bias.reals().length,
                    "convert the model again");
        }
        int place = draft.plane(op.name(), filter.outputShape, out);
        inFloat(filter, activation, in, out, bias);
        if (weights.numbers() == null || bias != null && bias.numbers() == null) {
            op.inexact("computes in float");
        } else if (op.areQuantised(filter.input.encoding(), in, out)) {
            inCodes(filter, activation, in, out, bias, place);
        }
        op.result(new Value(place, outDims, Value.channelsFirst(outDims), out));
    }

    private void inFloat(Filter filter, int activation, Encoding in, Encoding out, Constant bias) {
        int channels = filter.outputShape.channels();
        float[] reals = new float[filter.from.length];
        for (int i = 0; i < reals.length; i++) {
            reals[i] = (float) weights.reals()[filter.from[i]];
        }
        double[] ones = new double[channels];
        Arrays.fill(ones, 1);
        double[] offsets = new double[channels];
        for (int n = 0; n < channels && bias != null; n++) {
            boolean whole = bias.numbers() != null && in != null;
            offsets[n] = whole ? bias.numbers()[n] * ((double) in.scale() * weightScale(n)) : bias.reals()[n];
        }
        draft.layer(new MatrixLayer(
                op.name(),
                draft.floatName(filter.input.place()),
                op.name(),
                filter.inputShape,
                filter.outputShape,
                filter.geometry,
                reals,
                ones,
                offsets,
                op.activation(activation, out),
                null,
                null));
    }

    private float weightScale(int n) {
        float[] scales = weights.tensor().scales();
        return scales.length == 0 ? 1 : scales[scales.length == 1 ? 0 : n];
    }

    private long weightZero(int n) {
        long[] zeros = weights.tensor().zeroPoints();
        return zeros.length == 0 ? 0 : zeros[zeros.length == 1 ? 0 : n];
    }

    private void inCodes(Filter filter, int activation, Encoding in, Encoding out, Constant bias, int place) {
        int depth = filter.geometry.depth();
        // Sums of 64 bits, with a multiplier of 15 bits: int16 activations, unless the bias has 32 bits.
        boolean longSums = in.isShort() && (bias == null || bias.tensor().type() != TfliteModel.INT32);
        short[] codes = new short[filter.from.length];
        List<Rescale.Channel> lines = new ArrayList<>();
        for (int n = 0; n < filter.outputShape.channels(); n++) {
            long sum = 0;
            for (int k = n * depth; k < (n + 1) * depth; k++) {
                int weight = (int) (weights.numbers()[filter.from[k]] - weightZero(n));
                codes[k] = (short) draft.codeOf(weight);
                sum += weight;
            }
            long offset = (bias == null ? 0 : bias.numbers()[n]) - in.zeroPoint() * sum;
            if (offset != (int) offset) {
                op.inexact("has a bias of more than 32 bits");
                return;
            }
            lines.add(line((int) offset, factor(in, out, n), longSums));
        }
        int[] range = OperatorScope.range(activation, out);
        Rescale.Layer rescale = new Rescale.Layer(
                FormatPair.of(draft.format()),
                draft.format(),
                longSums ? Rounding.NEAREST_UP : draft.rounding(),
                Rescale.BIAS_FRACTION_BITS,
                draft.codeOf(range[0]),
                draft.codeOf(range[1]),
                out.zeroPoint());
        AccumulatorRange sums = AccumulatorRange.of(op.name(), rescale.operands(), codes, depth);
        draft.step(new QuantizedNetwork.Matrix(
                op.name(),
                filter.input.place(),
                place,
                filter.geometry,
                codes,
                draft.codeOf(in.zeroPoint()),
                rescale,
                lines,
                sums.min(),
                sums.max()));
    }

    /** A product of scales that is one number for the layer is a float32 in the kernels; those of channels are doubles. */
    private FixedMultiplier factor(Encoding in, Encoding out, int n) {
        boolean dense = op.operator().code() == TfliteOperators.FULLY_CONNECTED;
        boolean one = weights.tensor().scales().length <= 1 && (dense || in.low() == 0);
        double product = one ? in.scale() * weightScale(n) : (double) in.scale() * weightScale(n);
        double real = product / out.scale();
        return FixedMultiplier.of(draft.rounding() == Rounding.FLOAT32 && !in.isShort() ? (float) real : real);
    }

    /** {@code y * multiplier * 2^(exponent - 31)} as {@link Rescale} has it. */
    private static Rescale.Channel line(int offset, FixedMultiplier factor, boolean shortMultiplier) {
        int high = factor.multiplier() >> Rescale.FRACTION_BITS;
        int low = factor.multiplier() & (1 << Rescale.FRACTION_BITS) - 1;
        if (shortMultiplier) {
            high = 2 * factor.shortMultiplier();
            low = 0;
        }
        int scale = high == 0 ? 0 : Rescale.scaleWord(false, factor.exponent() - 2 * Rescale.BIAS_FRACTION_BITS);
        return new Rescale.Channel(offset, high, scale, high, scale, low, low);
    }
}
