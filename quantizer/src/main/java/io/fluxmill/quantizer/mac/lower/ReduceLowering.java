// SPDX-License-Identifier: Apache-2.0
package io.fluxmill.quantizer.mac.lower;

import io.fluxmill.quantizer.mac.graph.Network.Geometry;
import io.fluxmill.quantizer.mac.graph.Network.PoolKind;
import io.fluxmill.quantizer.mac.graph.Network.Shape;
import io.fluxmill.quantizer.mac.graph.ScalarFunction;
import io.fluxmill.quantizer.mac.graph.ScalarFunction.Kind;
import io.fluxmill.quantizer.mac.lower.Value.Feature;
import java.util.Arrays;
import java.util.stream.IntStream;

/** Means, sums and extremes along axes, as pooling of the whole axis; normalisations and Softmax are made of them. */
final class ReduceLowering {
    private static final double[] ZERO = {0};

    private ReduceLowering() {}

    /** Axes are an attribute before opset 18 (ReduceSum: 13), an input since. */
    static Feature reduce(NodeScope node, NetworkBuilder builder) {
        Feature x = node.feature(0);
        int rank = x.dims().length;
        int[] none = {};
        int[] given = node.optional(1) == null ? node.integers("axes", none) : node.wholeNumbers(1);
        boolean nothing = given.length == 0 && node.integer("noop_with_empty_axes", 0) != 0;
        if (nothing) {
            return x;
        }
        node.requireWithinSample(given.length > 0);
        int[] axes = given.length == 0
                ? IntStream.range(0, rank).toArray()
                : Arrays.stream(given).map(a -> node.axis(a, rank)).toArray();
        boolean keep = node.integer("keepdims", 1) != 0;
        Feature result =
                switch (node.operator()) {
                    case "ReduceMean" -> mean(node, builder, x, axes);
                    case "ReduceSum" -> sum(node, builder, x, axes);
                    case "ReduceMax" -> extreme(node, builder, x, axes);
                    case "ReduceMin" -> ElementwiseLowering.negated(
                            node, builder, extreme(node, builder, ElementwiseLowering.negated(node, builder, x), axes));
                    case "ReduceL1" -> sum(node, builder, builder.function(node, x, ScalarFunction.of(Kind.ABS)), axes);
                    case "ReduceSumSquare" -> sum(node, builder, square(node, builder, x), axes);
                    default -> builder.function(
                            node, sum(node, builder, square(node, builder, x), axes), ScalarFunction.of(Kind.SQRT));
                };
        if (keep) {
            return result;
        }
        int[] dims = IntStream.range(0, rank)
                .filter(i -> Arrays.stream(axes).noneMatch(a -> a == i))
                .map(i -> x.dims()[i])
                .toArray();
        return result.withDims(dims);
    }

    private static Feature square(NodeScope node, NetworkBuilder builder, Feature x) {
        return builder.function(node, x, new ScalarFunction(Kind.POWER, 2, 0));
    }

    static Feature mean(NodeScope node, NetworkBuilder builder, Feature x, int... axes) {
        return pooled(node, builder, x, axes, PoolKind.AVERAGE);
    }

    private static Feature extreme(NodeScope node, NetworkBuilder builder, Feature x, int... axes) {
        return pooled(node, builder, x, axes, PoolKind.MAX);
    }

    static Feature sum(NodeScope node, NetworkBuilder builder, Feature x, int... axes) {
        int count = Arrays.stream(axes).map(a -> x.dims()[a]).reduce(1, Math::multiplyExact);
        return builder.scale(node, mean(node, builder, x, axes), new double[] {count}, ZERO);
    }

    /** One window over all indices of the axes; keeps them with size one. */
    private static Feature pooled(NodeScope node, NetworkBuilder builder, Feature x, int[] axes, PoolKind kind) {
        int rank = x.dims().length;
        boolean[] reduced = new boolean[rank];
        int[] dims = x.dims().clone();
        int count = 1;
        for (int axis : axes) {
            count *= reduced[axis] ? 1 : x.dims()[axis];
            reduced[axis] = true;
            dims[axis] = 1;
        }
        if (count == 1) {
            return x;
        }
        boolean spatial = x.isPlain() && rank > 2 && !reduced[1];
        for (int i = 2; i < rank; i++) {
            spatial &= reduced[i];
        }
        Feature ordered = x;
        if (!spatial) {
            int[] permutation = IntStream.concat(
                            IntStream.range(0, rank).filter(i -> !reduced[i]),
                            IntStream.range(0, rank).filter(i -> reduced[i]))
                    .toArray();
            ordered = ViewLowering.transposed(x, permutation).withDims(new int[] {1, x.elements() / count, 1, count});
            ordered = builder.plain(node, ordered);
        }
        Shape in = ordered.shape();
        Geometry geometry = new Geometry(1, in.height(), in.width(), 1, 1, 0, 0, 1, 1, in.channels());
        LayerDraft.Pool draft = new LayerDraft.Pool(
                node.label(), builder.id(node), ordered, new Shape(in.channels(), 1, 1), kind, geometry, false);
        return builder.add(draft, dims);
    }

    /** {@code exp(x - max) / sum(exp(x - max))} over the axes, for a Softmax that is not the end. */
    static Feature softmax(NodeScope node, NetworkBuilder builder, Feature given, int... axes) {
        Feature x = given.shared();
        Feature below = ElementwiseLowering.difference(node, builder, x, extreme(node, builder, x, axes));
        Feature powers =
                builder.function(node, below, ScalarFunction.of(Kind.EXP)).shared();
        Feature inverse = ElementwiseLowering.reciprocal(node, builder, sum(node, builder, powers, axes));
        return ElementwiseLowering.product(node, builder, powers, inverse);
    }

    /** Zero mean and unit variance over the axes. */
    private static Feature normalised(
            NodeScope node, NetworkBuilder builder, Feature given, double epsilon, int... axes) {
        Feature x = given.shared();
        Feature centred = ElementwiseLowering.difference(node, builder, x, mean(node, builder, x, axes))
                .shared();
        Feature variance = mean(node, builder, square(node, builder, centred), axes);
        Feature shifted = builder.scale(node, variance, new double[] {1}, new double[] {epsilon});
        Feature inverse = builder.function(node, shifted, new ScalarFunction(Kind.POWER, -0.5, 0));
        return ElementwiseLowering.product(node, builder, centred, inverse);
    }

    static Feature instanceNormalization(NodeScope node, NetworkBuilder builder) {
        Feature x = node.feature(0);
        node.ignore("consumed_inputs");
        int[] axes = IntStream.range(2, x.dims().length).toArray();
        Feature y = normalised(node, builder, x, node.real("epsilon", 1e-5f), axes);
        return ElementwiseLowering.perChannel(
                node, builder, y, vector(node, 1, x.dims()[1]), vector(node, 2, x.dims()[1]));
    }

    private static double[] vector(NodeScope node, int input, int size) {
        double[] values = node.constant(input).values();
        node.require(
                values.length == size,
                "must have " + size + " values as input " + input + ", not " + values.length,
                "export the model again");
        return values;
    }

    /** Over the axes from {@code axis} on. */
    static Feature layerNormalization(NodeScope node, NetworkBuilder builder) {
        Feature x = node.feature(0);
        node.ignore("stash_type");
        int rank = x.dims().length;
        int axis = node.axis(node.integer("axis", -1), rank);
        int[] axes = IntStream.range(axis, rank).toArray();
        Feature y = normalised(node, builder, x, node.real("epsilon", 1e-5f), axes);
        int[] inner = Arrays.copyOfRange(x.dims(), axis, rank);
        int size = Arrays.stream(inner).reduce(1, Math::multiplyExact);
        double[] gain = vector(node, 1, size);
        double[] bias = node.optional(2) == null ? ZERO : vector(node, 2, size);
        int[] places = Indices.broadcast(inner, x.dims());
        return builder.affine(
                node,
                y,
                Arrays.stream(places).mapToDouble(i -> gain[i]).toArray(),
                Arrays.stream(places)
                        .mapToDouble(i -> bias[bias.length == 1 ? 0 : i])
                        .toArray());
    }

    /** {@code x / (bias + alpha / size * sum of squares of neighbouring channels) ^ beta}. */
    static Feature localResponse(NodeScope node, NetworkBuilder builder) {
        Feature x = builder.plain(node, node.feature(0)).shared();
        int size = node.integer("size", 0);
        node.require(size > 0, "must have a positive size, not " + size, "export the model again");
        double alpha = node.real("alpha", 1e-4f);
        double beta = node.real("beta", 0.75f);
        double bias = node.real("bias", 1);
        Shape s = x.shape();
        int plane = s.height() * s.width();
        Feature byPixel =
                ViewLowering.transposed(square(node, builder, x).withDims(new int[] {1, s.channels(), plane}), 0, 2, 1);
        Feature rows = builder.plain(node, byPixel.withDims(new int[] {1, plane, 1, s.channels()}));
        Geometry geometry = new Geometry(1, 1, size, 1, 1, 0, (size - 1) / 2, 1, 1, plane);
        LayerDraft.Pool draft = new LayerDraft.Pool(
                node.label(),
                builder.id(node),
                rows,
                new Shape(plane, 1, s.channels()),
                PoolKind.AVERAGE,
                geometry,
                true);
        Feature means = builder.add(draft, new int[] {1, plane, s.channels()});
        Feature sums =
                builder.scale(node, ViewLowering.transposed(means, 0, 2, 1), new double[] {alpha}, new double[] {bias});
        Feature inverse = builder.function(node, sums, new ScalarFunction(Kind.POWER, -beta, 0));
        return ElementwiseLowering.product(node, builder, x, inverse.withDims(x.dims()));
    }
}
