// SPDX-License-Identifier: Apache-2.0
package io.fluxmill.quantizer.mac.read;

import io.fluxmill.quantizer.mac.graph.Network.Activation;
import io.fluxmill.quantizer.mac.read.Value.Feature;
import io.fluxmill.quantizer.onnx.OnnxTensor;
import java.util.Arrays;

/** Activations, arithmetic with a constant (one value or one per channel), sums of two tensors, batch normalisation. */
final class ElementwiseLowering {
    private static final double[] ONE = {1};
    private static final double[] ZERO = {0};

    private ElementwiseLowering() {}

    static Feature activation(NodeScope node, NetworkBuilder builder) {
        Feature x = node.feature(0);
        Activation activation =
                switch (node.operator()) {
                    case "Relu" -> Activation.RELU;
                    case "LeakyRelu" -> leaky(node);
                    default -> clip(node);
                };
        node.ignore("consumed_inputs");
        return builder.activate(node, x, activation);
    }

    private static Activation leaky(NodeScope node) {
        double alpha = node.real("alpha", 0.01f);
        node.require(Double.isFinite(alpha), "must have a finite alpha, not " + alpha, "train the model again");
        return Activations.leaky(alpha);
    }

    /** Bounds are attributes before opset 11, inputs since. */
    private static Activation clip(NodeScope node) {
        double low = node.optional(1) == null ? node.real("min", Double.NEGATIVE_INFINITY) : node.scalar(1);
        double high = node.optional(2) == null ? node.real("max", Double.POSITIVE_INFINITY) : node.scalar(2);
        node.require(low <= high, "must have min <= max: min=" + low + ", max=" + high, "export the model again");
        return Activations.clip(low, high);
    }

    static Feature arithmetic(NodeScope node, NetworkBuilder builder) {
        node.ignore("consumed_inputs");
        if (node.input(0) instanceof Feature left && node.input(1) instanceof Feature right) {
            return sum(node, builder, left, right);
        }
        boolean constantFirst = node.input(0) instanceof Value.Constant;
        Feature x = node.feature(constantFirst ? 1 : 0);
        OnnxTensor constant = node.constant(constantFirst ? 0 : 1);
        double[] c = perChannel(node, x, ConstantFolder.legacyBroadcast(node, constant, x.dims().length));
        double[] minus = Arrays.stream(c).map(v -> -v).toArray();
        return switch (node.operator()) {
            case "Add" -> builder.scale(node, x, ONE, c);
            case "Mul" -> builder.scale(node, x, c, ZERO);
            case "Sub" -> constantFirst
                    ? builder.scale(node, x, new double[] {-1}, c)
                    : builder.scale(node, x, ONE, minus);
            default -> divided(node, builder, constantFirst, x, c);
        };
    }

    private static Feature divided(
            NodeScope node, NetworkBuilder builder, boolean constantFirst, Feature x, double[] c) {
        node.require(
                !constantFirst,
                "divides by a computed tensor, which is not supported",
                "replace the division by a multiplication with a constant");
        return builder.divide(node, x, c);
    }

    private static Feature sum(NodeScope node, NetworkBuilder builder, Feature left, Feature right) {
        node.require(
                node.operator().equals("Add"),
                "of two computed tensors is not supported",
                "only Add combines two tensors; rewrite the model with it");
        node.integer("broadcast", 0);
        node.require(
                Arrays.equals(left.dims(), right.dims()) && left.shape().equals(right.shape()),
                "must add tensors of one shape, not " + Arrays.toString(left.dims()) + " and "
                        + Arrays.toString(right.dims()),
                "broadcasting a computed tensor is not supported; make the shapes equal");
        LayerDraft.Add draft =
                new LayerDraft.Add(node.label(), node.output(), left.tensor(), right.tensor(), left.shape());
        return builder.add(draft, left.dims());
    }

    static Feature batchNormalization(NodeScope node, NetworkBuilder builder) {
        Feature x = node.feature(0);
        node.ignore("momentum", "is_test", "consumed_inputs");
        node.require(
                node.integer("training_mode", 0) == 0 && node.integer("spatial", 1) == 1,
                "is in training mode or not per channel",
                "export the model for inference (in PyTorch: model.eval())");
        double epsilon = node.real("epsilon", 1e-5f);
        double[] gamma = channelVector(node, x, 1);
        double[] beta = channelVector(node, x, 2);
        double[] mean = channelVector(node, x, 3);
        double[] variance = channelVector(node, x, 4);
        double[] scale = new double[gamma.length];
        double[] shift = new double[gamma.length];
        for (int c = 0; c < scale.length; c++) {
            scale[c] = gamma[c] / Math.sqrt(variance[c] + epsilon);
            shift[c] = beta[c] - mean[c] * scale[c];
        }
        return builder.scale(node, x, scale, shift);
    }

    private static double[] channelVector(NodeScope node, Feature x, int input) {
        requireChannels(node, x);
        OnnxTensor tensor = node.constant(input);
        int channels = x.shape().channels();
        node.require(
                tensor.values().length == channels,
                "must have " + channels + " values as input " + input + ", one for each channel, not "
                        + tensor.values().length,
                "export the model again");
        return tensor.values();
    }

    private static void requireChannels(NodeScope node, Feature x) {
        node.require(
                x.channelsVisible(),
                "changes the features of a flattened map " + x.shape() + " one by one, which is not supported",
                "move it before the Flatten or after the next Gemm");
    }

    /** The constant as one value, or one for each channel of x. */
    private static double[] perChannel(NodeScope node, Feature x, OnnxTensor constant) {
        int lead = x.dims().length - constant.rank();
        if (constant.isUniform() && lead >= 0) {
            return new double[] {constant.values()[0]};
        }
        requireChannels(node, x);
        boolean fits = lead >= 0;
        for (int i = 0; fits && i < constant.rank(); i++) {
            int axis = lead + i;
            fits = constant.dims()[i] == (axis == 1 ? x.dims()[1] : 1);
        }
        node.require(
                fits,
                "must have one constant or one per channel for a tensor of shape " + Arrays.toString(x.dims())
                        + ", not shape " + Arrays.toString(constant.dims()),
                "give the constant the shape [channels] for vectors, [channels,1,1] for maps");
        return constant.values();
    }
}
