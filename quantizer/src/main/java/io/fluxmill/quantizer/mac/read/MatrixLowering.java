// SPDX-License-Identifier: Apache-2.0
package io.fluxmill.quantizer.mac.read;

import io.fluxmill.quantizer.mac.graph.Network.Geometry;
import io.fluxmill.quantizer.mac.graph.Network.Shape;
import io.fluxmill.quantizer.mac.graph.Quant;
import io.fluxmill.quantizer.mac.read.Value.Constant;
import io.fluxmill.quantizer.mac.read.Value.Feature;
import io.fluxmill.quantizer.onnx.OnnxTensor;
import java.util.Arrays;

/** Gemm, MatMul and Conv: the matrix layers. */
final class MatrixLowering {
    private static final double[] ONE = {1};
    private static final double[] ZERO = {0};

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
        return dense(node, builder, false);
    }

    /** @param outFirst whether the weights are [out][in], not [in][out] */
    private static Feature dense(NodeScope node, NetworkBuilder builder, boolean outFirst) {
        Feature x = node.feature(0);
        Constant weights = node.quantisable(1);
        int[] dims = weights.tensor().dims();
        int inAxis = outFirst ? 1 : 0;
        node.require(
                x.dims().length == 2 && dims.length == 2 && dims[inAxis] == x.dims()[1],
                "must multiply [batch,K] by a K x N matrix, not " + Arrays.toString(x.dims()) + " by "
                        + Arrays.toString(dims) + (outFirst ? " transposed" : ""),
                "flatten the input to [batch,features] before it");
        OnnxTensor ordered = outFirst ? weights.tensor() : ConstantFolder.transpose(weights.tensor(), 1, 0);
        int channels = dims[1 - inAxis];
        Shape outputShape = new Shape(channels, 1, 1);
        LayerDraft.Matrix draft = new LayerDraft.Matrix(
                node.label(),
                node.output(),
                x.tensor(),
                x.shape(),
                outputShape,
                Geometry.dense(x.shape()),
                floats(node, ordered),
                quant(node, weights, 1 - inAxis));
        return builder.add(draft, new int[] {x.dims()[0], channels});
    }

    static Feature conv(NodeScope node, NetworkBuilder builder) {
        Feature x = node.feature(0);
        Constant weights = node.quantisable(1);
        int[] dims = weights.tensor().dims();
        int groups = node.integer("group", 1);
        int rank = x.dims().length;
        node.require(
                x.channelsVisible() && (rank == 3 || rank == 4) && dims.length == rank,
                "must convolve [batch,channels,length] or [batch,channels,height,width], not "
                        + Arrays.toString(x.dims()) + " by " + Arrays.toString(dims),
                "only 1-D and 2-D convolutions are supported");
        node.require(
                groups > 0 && dims[1] * groups == x.dims()[1] && dims[0] % groups == 0,
                "must have " + dims[1] * groups + " input channels for weights " + Arrays.toString(dims) + " and group="
                        + groups + ", not " + x.dims()[1],
                "export the model again");
        Window window = Window.of(node, x, Arrays.copyOfRange(dims, 2, rank));
        LayerDraft.Matrix draft = new LayerDraft.Matrix(
                node.label(),
                node.output(),
                x.tensor(),
                x.shape(),
                window.outputShape(dims[0]),
                window.geometry(dims[1], groups),
                floats(node, weights.tensor()),
                quant(node, weights, 0));
        Feature y = builder.add(draft, window.outputDims(x.dims()[0], dims[0], rank));
        return node.optional(2) == null ? y : builder.scale(node, y, ONE, convBias(node, dims[0]));
    }

    private static double[] convBias(NodeScope node, int channels) {
        OnnxTensor bias = node.constant(2);
        node.require(
                bias.values().length == channels,
                "must have " + channels + " biases, not " + bias.values().length,
                "export the model again");
        return bias.values();
    }

    private static float[] floats(NodeScope node, OnnxTensor weights) {
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

    private static Quant quant(NodeScope node, Constant weights, int outAxis) {
        node.require(
                weights.quant() == null || weights.axis() < 0 || weights.axis() == outAxis,
                "must have weights with one scale or one per output channel, not per axis " + weights.axis(),
                "train with per-tensor or per-output-channel scales");
        return weights.quant();
    }
}
