// SPDX-License-Identifier: Apache-2.0
package io.fluxmill.quantizer.mac.lower;

import io.fluxmill.quantizer.mac.graph.Network.Activation;
import io.fluxmill.quantizer.mac.graph.Network.Shape;
import io.fluxmill.quantizer.mac.graph.ScalarFunction;
import io.fluxmill.quantizer.mac.graph.ScalarFunction.Kind;
import io.fluxmill.quantizer.mac.lower.Value.Feature;
import io.fluxmill.quantizer.onnx.OnnxTensor;
import java.util.Arrays;
import java.util.function.DoubleUnaryOperator;
import java.util.stream.IntStream;

/** Arithmetic of a computed tensor with a constant or with another computed tensor, broadcast as ONNX does; piecewise linear activations. */
final class ElementwiseLowering {
    private static final double[] ONE = {1};
    private static final double[] ZERO = {0};
    private static final double INFINITY = Double.POSITIVE_INFINITY;

    private ElementwiseLowering() {}

    static Feature activation(NodeScope node, NetworkBuilder builder) {
        Feature x = node.feature(0);
        node.ignore("consumed_inputs");
        return switch (node.operator()) {
            case "Relu" -> builder.activate(node, x, Activation.RELU);
            case "LeakyRelu" -> builder.activate(node, x, leaky(node, node.real("alpha", 0.01f)));
            case "PRelu" -> parametric(node, builder, x);
            case "HardSigmoid" -> {
                double[] scale = {node.real("alpha", 0.2f)};
                double[] shift = {node.real("beta", 0.5f)};
                yield builder.activate(node, builder.scale(node, x, scale, shift), Activations.clip(0, 1));
            }
            default -> x.codes() == null
                    ? builder.activate(node, x, clip(node))
                    : LinearQuantization.clip(node, builder);
        };
    }

    private static Activation leaky(NodeScope node, double slope) {
        node.require(Double.isFinite(slope), "must have a finite alpha, not " + slope, "train the model again");
        return Activations.leaky(slope);
    }

    /** Slopes that differ: the positive half, and the negative half times its slopes. */
    private static Feature parametric(NodeScope node, NetworkBuilder builder, Feature x) {
        OnnxTensor slopes = node.constant(1);
        if (slopes.isUniform()) {
            return builder.activate(node, x, leaky(node, slopes.values()[0]));
        }
        Feature shared = x.shared();
        Feature positive = builder.activate(node, shared, Activation.RELU);
        Feature negative = builder.activate(node, shared, new Activation(1, -INFINITY, 0));
        double[] values = expanded(node, x, slopes);
        return sum(node, builder, positive, builder.affine(node, negative, values, ZERO));
    }

    /** Bounds are attributes before opset 11, inputs since. */
    private static Activation clip(NodeScope node) {
        double low = node.optional(1) == null ? node.real("min", -INFINITY) : node.scalar(1);
        double high = node.optional(2) == null ? node.real("max", INFINITY) : node.scalar(2);
        node.require(low <= high, "must have min <= max: min=" + low + ", max=" + high, "export the model again");
        return Activations.clip(low, high);
    }

    /** A constant within bounds. */
    static OnnxTensor clipped(NodeScope node) {
        Activation bounds = clip(node);
        OnnxTensor x = node.constant(0);
        return ConstantFolder.map(
                x, v -> Math.max(bounds.low(), Math.min(bounds.high(), bounds.slope() == 0 ? Math.max(0, v) : v)));
    }

    static Feature arithmetic(NodeScope node, NetworkBuilder builder) {
        node.ignore("consumed_inputs");
        if (node.input(0) instanceof Feature left && node.input(1) instanceof Feature right) {
            node.integer("broadcast", 0);
            return ofTwo(node, builder, left, right);
        }
        boolean constantFirst = node.input(0) instanceof Value.Constant;
        Feature given = node.feature(constantFirst ? 1 : 0);
        OnnxTensor constant =
                ConstantFolder.legacyBroadcast(node, node.constant(constantFirst ? 0 : 1), given.dims().length);
        int[] dims = ConstantFolder.broadcastDims(node, given.dims(), constant.dims());
        Feature x = dims.length == given.dims().length ? given : given.withDims(Arrays.copyOf(dims, dims.length));
        if (!Arrays.equals(dims, given.dims()) && OnnxTensor.elements(dims) != given.elements()) {
            x = given.broadcast(dims);
        }
        double[] c = constant.isUniform() ? new double[] {constant.values()[0]} : expanded(node, x, constant);
        return withConstant(node, builder, constantFirst, x, c);
    }

    private static Feature withConstant(
            NodeScope node, NetworkBuilder builder, boolean constantFirst, Feature x, double[] c) {
        return switch (node.operator()) {
            case "Add" -> builder.affine(node, x, ONE, c);
            case "Mul" -> builder.affine(node, x, c, ZERO);
            case "Sub" -> constantFirst
                    ? builder.affine(node, x, new double[] {-1}, c)
                    : builder.affine(node, x, ONE, mapped(c, v -> -v));
            case "Max" -> atLeast(node, builder, x, c);
            case "Min" -> negated(node, builder, atLeast(node, builder, negated(node, builder, x), mapped(c, v -> -v)));
            default -> constantFirst
                    ? builder.affine(node, reciprocal(node, builder, x), c, ZERO)
                    : builder.divide(node, x, c);
        };
    }

    /** The larger of x and a constant. */
    private static Feature atLeast(NodeScope node, NetworkBuilder builder, Feature x, double[] c) {
        if (c.length == 1) {
            return builder.activate(node, x, Activations.clip(c[0], INFINITY));
        }
        Feature above = builder.affine(node, x, ONE, mapped(c, v -> -v));
        return builder.affine(node, builder.activate(node, above, Activation.RELU), ONE, c);
    }

    private static double[] mapped(double[] values, DoubleUnaryOperator function) {
        return Arrays.stream(values).map(function).toArray();
    }

    /** A constant's value for each element of x. */
    private static double[] expanded(NodeScope node, Feature x, OnnxTensor constant) {
        int[] dims = ConstantFolder.broadcastDims(node, x.dims(), constant.dims());
        node.require(
                Arrays.equals(dims, x.dims()),
                "must have a constant that broadcasts to its input " + x + ", not of shape "
                        + Arrays.toString(constant.dims()),
                "give the constant the shape [channels] for vectors, [channels,1,1] for maps");
        return Arrays.stream(Indices.broadcast(constant.dims(), dims))
                .mapToDouble(i -> constant.values()[i])
                .toArray();
    }

    /** {@code 1 / x}. */
    static Feature reciprocal(NodeScope node, NetworkBuilder builder, Feature x) {
        return builder.function(node, x, ScalarFunction.of(Kind.RECIPROCAL));
    }

    static Feature negated(NodeScope node, NetworkBuilder builder, Feature x) {
        return builder.scale(node, x, new double[] {-1}, ZERO);
    }

    private static Feature ofTwo(NodeScope node, NetworkBuilder builder, Feature left, Feature right) {
        return switch (node.operator()) {
            case "Add" -> sum(node, builder, left, right);
            case "Sub" -> difference(node, builder, left, right);
            case "Mul" -> product(node, builder, left, right);
            case "Max" -> maximum(node, builder, left, right);
            case "Min" -> {
                Feature most = maximum(node, builder, negated(node, builder, left), negated(node, builder, right));
                yield negated(node, builder, most);
            }
            default -> product(node, builder, left, reciprocal(node, builder, right));
        };
    }

    static Feature difference(NodeScope node, NetworkBuilder builder, Feature left, Feature right) {
        return sum(node, builder, left, negated(node, builder, right));
    }

    /** {@code max(l, r) = max(l - r, 0) + r}. */
    private static Feature maximum(NodeScope node, NetworkBuilder builder, Feature left, Feature right) {
        Feature shared = right.shared();
        Feature above = builder.activate(node, difference(node, builder, left, shared), Activation.RELU);
        return sum(node, builder, above, shared);
    }

    /** Two tensors element by element, with one order of elements. */
    private record Aligned(Feature left, Feature right) {}

    private static Aligned aligned(NodeScope node, NetworkBuilder builder, Feature left, Feature right) {
        int[] dims = ConstantFolder.broadcastDims(node, left.dims(), right.dims());
        boolean same = Arrays.equals(left.dims(), dims)
                && Arrays.equals(right.dims(), dims)
                && Arrays.equals(left.order(), right.order())
                && left.shape().equals(right.shape())
                && left.isWhole();
        if (same) {
            return new Aligned(left, right);
        }
        Feature l = left.broadcast(dims);
        Feature r = right.broadcast(dims);
        boolean keepsLeft = l.isWhole();
        Feature kept = keepsLeft ? l : r.isWhole() ? r : builder.own(node, l);
        Feature other = kept == r ? l : r;
        // The other's elements in the order of the kept tensor.
        int[] places = new int[kept.elements()];
        IntStream.range(0, places.length).forEach(i -> places[kept.at(i)] = i);
        Shape shape = kept.shape();
        Feature moved = builder.move(node, java.util.List.of(other), places, 0, shape, dims);
        Feature ordered = new Feature(moved.tensor(), shape, dims, kept.order(), true);
        return kept == r ? new Aligned(ordered, kept) : new Aligned(kept, ordered);
    }

    static Feature sum(NodeScope node, NetworkBuilder builder, Feature left, Feature right) {
        Aligned both = aligned(node, builder, left, right);
        LayerDraft draft = new LayerDraft.Add(
                node.label(), builder.id(node), both.left.tensor(), both.right.tensor(), both.left.shape());
        return builder.add(draft, both.left.dims(), both.left.order());
    }

    /** {@code x * sigmoid(x)} is one function. */
    static Feature product(NodeScope node, NetworkBuilder builder, Feature left, Feature right) {
        LayerDraft.Function gate = builder.functionOf(right);
        boolean swish = gate != null
                && gate.function.kind() == Kind.SIGMOID
                && gate.inputs().get(0).equals(left.tensor())
                && Arrays.equals(left.order(), right.order())
                && Arrays.equals(left.dims(), right.dims());
        if (swish) {
            return builder.function(node, left, new ScalarFunction(Kind.SWISH, 1, 0));
        }
        Aligned both = aligned(node, builder, left, right);
        LayerDraft draft = new LayerDraft.Multiply(
                node.label(), builder.id(node), both.left.tensor(), both.right.tensor(), both.left.shape());
        return builder.add(draft, both.left.dims(), both.left.order());
    }

    /** The sum, mean, largest or smallest of several tensors. */
    static Feature variadic(NodeScope node, NetworkBuilder builder) {
        if (node.inputCount() == 2
                && !node.operator().equals("Mean")
                && !node.operator().equals("Sum")) {
            return arithmetic(node, builder);
        }
        Feature result = node.feature(0);
        for (int i = 1; i < node.inputCount(); i++) {
            Feature next = node.feature(i);
            result = switch (node.operator()) {
                case "Max", "Min" -> ofTwo(node, builder, result, next);
                default -> sum(node, builder, result, next);
            };
        }
        return node.operator().equals("Mean")
                ? builder.scale(node, result, new double[] {1.0 / node.inputCount()}, ZERO)
                : result;
    }

    static Feature batchNormalization(NodeScope node, NetworkBuilder builder) {
        boolean last = node.channelsLast();
        Feature y = normalised(node, builder, last ? MatrixLowering.channelsFirst(node.feature(0)) : node.feature(0));
        return last ? MatrixLowering.channelsLast(y) : y;
    }

    private static Feature normalised(NodeScope node, NetworkBuilder builder, Feature x) {
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
        return perChannel(node, builder, x, scale, shift);
    }

    /** {@code x * scale + shift} with one value for each index of axis 1. */
    static Feature perChannel(NodeScope node, NetworkBuilder builder, Feature x, double[] scale, double[] shift) {
        if (x.isPlain()) {
            return builder.scale(node, x, scale, shift);
        }
        int[] dims = new int[x.dims().length];
        Arrays.fill(dims, 1);
        dims[dims.length > 1 ? 1 : 0] = scale.length;
        int[] channel = Indices.broadcast(dims, x.dims());
        return builder.affine(
                node,
                x,
                Arrays.stream(channel).mapToDouble(c -> scale[c]).toArray(),
                Arrays.stream(channel).mapToDouble(c -> shift[c]).toArray());
    }

    private static double[] channelVector(NodeScope node, Feature x, int input) {
        OnnxTensor tensor = node.constant(input);
        int channels = x.dims()[x.dims().length > 1 ? 1 : 0];
        node.require(
                tensor.values().length == channels,
                "must have " + channels + " values as input " + input + ", one for each channel, not "
                        + tensor.values().length,
                "export the model again");
        return tensor.values();
    }
}
