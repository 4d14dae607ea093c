// SPDX-License-Identifier: Apache-2.0
package io.fluxmill.quantizer.mac.lower;

import io.fluxmill.quantizer.mac.graph.Network.Geometry;
import io.fluxmill.quantizer.mac.graph.Network.Shape;
import io.fluxmill.quantizer.mac.graph.Quant;
import io.fluxmill.quantizer.mac.lower.Value.Constant;
import io.fluxmill.quantizer.mac.lower.Value.Feature;
import io.fluxmill.quantizer.onnx.OnnxTensor;
import java.util.Arrays;
import java.util.stream.IntStream;

/** Gemm, MatMul, Conv and ConvTranspose: the matrix layers. */
final class MatrixLowering {
    private static final double[] ONE = {1};
    private static final double[] ZERO = {0};

    /** Products of two computed tensors that the driver multiplies for one sample. */
    private static final long MOST_PRODUCTS = 1 << 20;

    private MatrixLowering() {}

    /** {@code alpha * x * B + beta * C}. */
    static Feature gemm(NodeScope node, NetworkBuilder builder) {
        node.ignore("broadcast");
        node.require(
                node.integer("transA", 0) == 0,
                "has transA=1, which mixes samples of the batch",
                "export with the batch as first axis and transA=0");
        double alpha = node.real("alpha", 1);
        double beta = node.real("beta", 1);
        Feature y = dense(node, builder, node.integer("transB", 0) != 0);
        y = alpha == 1 ? y : builder.scale(node, y, new double[] {alpha}, ZERO);
        if (node.optional(2) == null || beta == 0) {
            return y;
        }
        double[] bias = Arrays.stream(bias(node, y)).map(b -> beta * b).toArray();
        return builder.scale(node, y, ONE, bias);
    }

    /** Input C of Gemm: one value, [N], [1,N]. */
    private static double[] bias(NodeScope node, Feature y) {
        OnnxTensor c = node.constant(2);
        int channels = y.shape().channels();
        boolean row = c.values().length == channels && (c.rank() < 2 || c.dims()[0] == 1);
        node.require(
                c.isUniform() || row,
                "must have one bias for each of its " + channels + " outputs, not shape " + Arrays.toString(c.dims()),
                "export the model again");
        return c.isUniform() ? new double[] {c.values()[0]} : c.values();
    }

    static Feature matMul(NodeScope node, NetworkBuilder builder) {
        if (node.input(0) instanceof Feature left && node.input(1) instanceof Feature right) {
            return ofTwo(node, builder, left, right);
        }
        return node.input(0) instanceof Constant constant
                ? constantFirst(node, builder, constant, node.feature(1))
                : dense(node, builder, false);
    }

    /** {@code W x} as the transposed {@code x' W'}. */
    private static Feature constantFirst(NodeScope node, NetworkBuilder builder, Constant weights, Feature x) {
        int rank = x.dims().length;
        node.require(
                rank <= 2 && weights.tensor().rank() == 2,
                "must multiply a matrix of weights by a vector or a matrix, not "
                        + Arrays.toString(weights.tensor().dims()) + " by " + x,
                "swap the operands");
        Feature columns = rank == 2 ? ViewLowering.transposed(x, 1, 0) : x;
        OnnxTensor turned = ConstantFolder.transpose(weights.tensor(), 1, 0);
        int axis = weights.axis() < 0 ? -1 : 1 - weights.axis();
        Constant transposed = new Constant(turned, weights.quant(), axis);
        Feature y = dense(node.as("MatMul", columns, transposed), builder, false);
        return rank == 2 ? ViewLowering.transposed(y, 1, 0) : y;
    }

    /** Two computed tensors: every product in the driver, then their sums. */
    private static Feature ofTwo(NodeScope node, NetworkBuilder builder, Feature left, Feature right) {
        int l = left.dims().length;
        int r = right.dims().length;
        node.require(
                l >= 2 && r >= 2 && left.dims()[l - 1] == right.dims()[r - 2],
                "must multiply [..,M,K] by [..,K,N], not " + left + " by " + right,
                "reshape its inputs to matrices");
        int rows = left.dims()[l - 2];
        int depth = left.dims()[l - 1];
        int columns = right.dims()[r - 1];
        int[] outer = ConstantFolder.broadcastDims(
                node, Arrays.copyOf(left.dims(), l - 2), Arrays.copyOf(right.dims(), r - 2));
        int[] products = ConstantFolder.join(outer, new int[] {rows, columns, depth});
        long elements = Arrays.stream(products).asLongStream().reduce(1, Math::multiplyExact);
        node.require(
                elements <= MOST_PRODUCTS,
                "needs " + elements + " products of computed tensors, more than " + MOST_PRODUCTS,
                "end before this node with model-output, and leave the rest to the host");
        Feature a = left.withDims(ConstantFolder.join(Arrays.copyOf(left.dims(), l - 2), new int[] {rows, 1, depth}));
        int[] swapped = IntStream.range(0, r).toArray();
        swapped[r - 1] = r - 2;
        swapped[r - 2] = r - 1;
        Feature b = ViewLowering.transposed(right, swapped)
                .withDims(ConstantFolder.join(Arrays.copyOf(right.dims(), r - 2), new int[] {1, columns, depth}));
        Feature product = ElementwiseLowering.product(node, builder, a.shared(), b.shared());
        Feature sums = ReduceLowering.sum(node, builder, product, products.length - 1);
        return sums.withDims(Arrays.copyOf(products, products.length - 1));
    }

    /** @param outFirst whether the weights are [out][in], not [in][out] */
    private static Feature dense(NodeScope node, NetworkBuilder builder, boolean outFirst) {
        Feature x = node.feature(0);
        Constant weights = node.quantisable(1);
        int[] dims = weights.tensor().dims();
        int inAxis = outFirst ? 1 : 0;
        int rank = x.dims().length;
        node.require(
                rank > 0 && dims.length == 2 && dims[inAxis] == x.dims()[rank - 1] && (!outFirst || rank == 2),
                "must multiply [..,K] by a K x N matrix, not " + x + " by " + Arrays.toString(dims)
                        + (outFirst ? " transposed" : ""),
                "flatten the input to [batch,features] before it");
        OnnxTensor ordered = outFirst ? weights.tensor() : ConstantFolder.transpose(weights.tensor(), 1, 0);
        int[] result = x.dims().clone();
        result[rank - 1] = dims[1 - inAxis];
        Quant quant = quant(node, weights, 1 - inAxis);
        return x.elements() == dims[inAxis]
                ? vector(node, builder, x, floats(node, ordered), quant, result)
                : sequence(node, builder, x, floats(node, ordered), quant, result);
    }

    /** A dense layer takes its input in any order: that of its weights changes instead. */
    static Feature vector(
            NodeScope node, NetworkBuilder builder, Feature given, float[] weights, Quant quant, int[] result) {
        LayerDraft.Matrix before = quant == null ? builder.affineBefore(given) : null;
        Feature x = given.isWhole() ? given : builder.own(node, given);
        int depth = x.elements();
        int channels = weights.length / depth;
        float[] stored = new float[weights.length];
        double[] bias = new double[channels];
        int plane = x.shape().height() * x.shape().width();
        for (int n = 0; n < channels; n++) {
            for (int k = 0; k < depth; k++) {
                int place = x.at(k);
                float weight = weights[n * depth + k];
                boolean scales = before != null && x == given;
                stored[n * depth + place] = scales ? (float) (weight * before.gain[place / plane]) : weight;
                bias[n] += scales ? weight * before.bias[place / plane] : 0;
            }
        }
        String input = before != null && x == given ? before.input : x.tensor();
        LayerDraft.Matrix draft = new LayerDraft.Matrix(
                node.label(),
                builder.id(node),
                input,
                x.shape(),
                new Shape(channels, 1, 1),
                Geometry.dense(x.shape()),
                stored,
                quant);
        Feature y = builder.add(draft, result);
        return before == null || x != given ? y : builder.scale(node, y, ONE, bias);
    }

    /** The same matrix at every position of a sequence: a convolution of one element. */
    private static Feature sequence(
            NodeScope node, NetworkBuilder builder, Feature x, float[] weights, Quant quant, int[] result) {
        int depth = x.dims()[x.dims().length - 1];
        int positions = x.elements() / depth;
        Feature columns = ViewLowering.transposed(x.withDims(new int[] {positions, depth}), 1, 0)
                .withDims(new int[] {1, depth, 1, positions});
        Feature plain = builder.plain(node, columns);
        int channels = weights.length / depth;
        LayerDraft.Matrix draft = new LayerDraft.Matrix(
                node.label(),
                builder.id(node),
                plain.tensor(),
                plain.shape(),
                new Shape(channels, 1, positions),
                new Geometry(depth, 1, 1, 1, 1, 0, 0, 1, 1, 1),
                weights,
                quant);
        Feature y = builder.add(draft, new int[] {channels, positions});
        return ViewLowering.transposed(y, 1, 0).withDims(result);
    }

    static Feature conv(NodeScope node, NetworkBuilder builder) {
        boolean last = node.channelsLast();
        Constant weights = last ? channelsFirst(node.quantisable(1)) : node.quantisable(1);
        int[] dims = weights.tensor().dims();
        int rank = node.feature(0).dims().length;
        node.require(
                (rank == 3 || rank == 4) && dims.length == rank,
                "must convolve [batch,channels,length] or [batch,channels,height,width], not " + node.feature(0)
                        + " by " + Arrays.toString(dims),
                "only 1-D and 2-D convolutions are supported");
        Feature given = builder.plain(node, last ? channelsFirst(node.feature(0)) : node.feature(0));
        LayerDraft.Padding padding = builder.padding(given);
        Feature x = padding == null ? given : padding.source();
        int groups = node.integer("group", 1);
        node.require(
                groups > 0 && dims[1] * groups == x.dims()[1] && dims[0] % groups == 0,
                "must have " + dims[1] * groups + " input channels for weights " + Arrays.toString(dims) + " and group="
                        + groups + ", not " + x.dims()[1],
                "export the model again");
        Window window = Window.of(node, x, Arrays.copyOfRange(dims, 2, rank), padding);
        LayerDraft.Matrix draft = new LayerDraft.Matrix(
                node.label(),
                builder.id(node),
                x.tensor(),
                x.shape(),
                window.outputShape(dims[0]),
                window.geometry(dims[1], groups),
                floats(node, weights.tensor()),
                quant(node, weights, 0));
        Feature y = builder.add(draft, window.outputDims(1, dims[0], rank));
        Feature biased = node.optional(2) == null ? y : builder.scale(node, y, ONE, convBias(node, dims[0]));
        return last ? channelsLast(biased) : biased;
    }

    /** Weights [out,..,in] as [out,in,..]. */
    private static Constant channelsFirst(Constant weights) {
        int rank = weights.tensor().rank();
        int[] permutation = IntStream.range(0, rank)
                .map(i -> i == 0 ? 0 : i == 1 ? rank - 1 : i - 1)
                .toArray();
        return new Constant(ConstantFolder.transpose(weights.tensor(), permutation), weights.quant(), weights.axis());
    }

    /** [batch,..,channels] seen as [batch,channels,..]. */
    static Feature channelsFirst(Feature x) {
        int rank = x.dims().length;
        return ViewLowering.transposed(
                x,
                IntStream.range(0, rank)
                        .map(i -> i == 0 ? 0 : i == 1 ? rank - 1 : i - 1)
                        .toArray());
    }

    /** [batch,channels,..] seen as [batch,..,channels]. */
    static Feature channelsLast(Feature x) {
        int rank = x.dims().length;
        return ViewLowering.transposed(
                x,
                IntStream.range(0, rank)
                        .map(i -> i == 0 ? 0 : i == rank - 1 ? 1 : i + 1)
                        .toArray());
    }

    static double[] convBias(NodeScope node, int channels) {
        OnnxTensor bias = node.constant(2);
        node.require(
                bias.values().length == channels,
                "must have " + channels + " biases, not " + bias.values().length,
                "export the model again");
        return bias.values();
    }

    static float[] floats(NodeScope node, OnnxTensor weights) {
        node.require(
                weights.values().length > 0,
                "must have weights, not none in the shape " + Arrays.toString(weights.dims()),
                "export the trained model, or leave the layer out");
        float[] floats = new float[weights.values().length];
        for (int i = 0; i < floats.length; i++) {
            floats[i] = (float) weights.values()[i];
            node.require(
                    Float.isFinite(floats[i]),
                    "must have finite weights: weight[" + i + "]=" + floats[i],
                    "train the model again; it diverged");
        }
        return floats;
    }

    static Quant quant(NodeScope node, Constant weights, int outAxis) {
        node.require(
                weights.quant() == null || weights.axis() < 0 || weights.axis() == outAxis,
                "must have weights with one scale or one per output channel, not per axis " + weights.axis(),
                "train with per-tensor or per-output-channel scales");
        return weights.quant();
    }
}
