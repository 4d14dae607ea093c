// SPDX-License-Identifier: Apache-2.0
package io.fluxmill.quantizer.mac.read;

import io.fluxmill.quantizer.mac.read.Value.Constant;
import io.fluxmill.quantizer.mac.read.Value.Feature;
import io.fluxmill.quantizer.onnx.OnnxTensor;
import java.util.Arrays;
import java.util.stream.IntStream;

/** Operators that move no values: Reshape, Flatten, Squeeze, Unsqueeze, Transpose of axes of size one, Dropout, Shape. */
final class ShapeLowering {
    private static final String NO_RESHAPE =
            "only flattening a feature map, or adding and removing axes of size one, is supported; rewrite the model so";

    private ShapeLowering() {}

    /** The input under another shape. */
    static Feature view(NodeScope node, NetworkBuilder builder) {
        Feature feature = node.feature(0);
        int[] dims = newDims(node, feature.dims());
        node.require(
                dims.length >= 2 && dims[0] == feature.dims()[0],
                "must keep the batch as first axis: " + Arrays.toString(feature.dims()) + " to "
                        + Arrays.toString(dims),
                NO_RESHAPE);
        return reshape(node, builder, feature, dims);
    }

    private static Feature reshape(NodeScope node, NetworkBuilder builder, Feature feature, int[] dims) {
        Feature view = feature.withDims(dims);
        if (view.isVector() || view.channelsVisible()) {
            return view;
        }
        if (builder.isUnreadInput(feature) && Value.shapeOf(dims) != null) {
            return builder.reshapeInput(feature, dims);
        }
        throw node.refuse(
                "reshapes " + Arrays.toString(feature.dims()) + " to " + Arrays.toString(dims)
                        + ", which is not supported",
                NO_RESHAPE);
    }

    /** The shape that the node gives to a tensor of shape {@code dims}. */
    static int[] newDims(NodeScope node, int[] dims) {
        int[] result =
                switch (node.operator()) {
                    case "Flatten" -> flattened(node, dims);
                    case "Squeeze" -> squeezed(node, dims);
                    case "Unsqueeze" -> unsqueezed(node, dims);
                    default -> reshaped(node, dims);
                };
        node.require(
                OnnxTensor.elements(result) == OnnxTensor.elements(dims),
                "reshapes " + Arrays.toString(dims) + " to " + Arrays.toString(result)
                        + ", which has another number of elements",
                "export the model again for this input shape");
        return result;
    }

    private static int[] flattened(NodeScope node, int[] dims) {
        int given = node.integer("axis", 1);
        int axis = given < 0 ? given + dims.length : given;
        node.require(
                axis >= 0 && axis <= dims.length,
                "must have an axis of at most " + dims.length + ", not " + given,
                "export the model again");
        return new int[] {
            OnnxTensor.elements(Arrays.copyOf(dims, axis)),
            OnnxTensor.elements(Arrays.copyOfRange(dims, axis, dims.length))
        };
    }

    private static int[] reshaped(NodeScope node, int[] dims) {
        int[] shape = node.has("shape") ? node.integers("shape") : node.wholeNumbers(1);
        boolean allowZero = node.integer("allowzero", 0) != 0;
        int[] result = shape.clone();
        int open = -1;
        for (int i = 0; i < result.length; i++) {
            if (result[i] == 0 && !allowZero && i < dims.length) {
                result[i] = dims[i];
            } else if (result[i] == -1 && open < 0) {
                open = i;
                result[i] = 1;
            }
        }
        node.require(
                Arrays.stream(result).allMatch(d -> d > 0),
                "must have a shape of positive sizes and at most one -1, not " + Arrays.toString(shape),
                "export the model again");
        if (open >= 0) {
            result[open] = OnnxTensor.elements(dims) / OnnxTensor.elements(result);
        }
        return result;
    }

    private static int[] squeezed(NodeScope node, int[] dims) {
        int[] axes = axes(node);
        if (axes == null) {
            return Arrays.stream(dims).filter(d -> d != 1).toArray();
        }
        int[] normal = Arrays.stream(axes)
                .map(a -> ConstantFolder.axis(node, a, dims.length))
                .toArray();
        return IntStream.range(0, dims.length)
                .filter(i -> Arrays.stream(normal).noneMatch(a -> a == i))
                .map(i -> dims[i])
                .toArray();
    }

    private static int[] unsqueezed(NodeScope node, int[] dims) {
        int[] axes = axes(node);
        node.require(axes != null, "must have axes", "export the model again");
        int rank = dims.length + axes.length;
        int[] normal =
                Arrays.stream(axes).map(a -> ConstantFolder.axis(node, a, rank)).toArray();
        int[] result = new int[rank];
        int from = 0;
        for (int i = 0; i < rank; i++) {
            int axis = i;
            boolean added = Arrays.stream(normal).anyMatch(a -> a == axis) || from == dims.length;
            result[i] = added ? 1 : dims[from++];
        }
        return result;
    }

    /** Attribute before opset 13, second input since; null when absent. */
    private static int[] axes(NodeScope node) {
        if (node.has("axes")) {
            return node.integers("axes");
        }
        return node.optional(1) == null ? null : node.wholeNumbers(1);
    }

    /** A transposition that moves only axes of size one changes the shape and nothing else. */
    static Feature transpose(NodeScope node, NetworkBuilder builder) {
        Feature feature = node.feature(0);
        int[] permutation = ConstantFolder.permutation(node, feature.dims().length);
        int[] moved = Arrays.stream(permutation)
                .filter(axis -> feature.dims()[axis] != 1)
                .toArray();
        node.require(
                Arrays.equals(moved, Arrays.stream(moved).sorted().toArray()) && permutation[0] == 0,
                "reorders the values of a computed tensor of shape " + Arrays.toString(feature.dims())
                        + ", which is not supported",
                "export the model channels-first (NCHW) and give it inputs in that order");
        int[] dims =
                Arrays.stream(permutation).map(axis -> feature.dims()[axis]).toArray();
        return reshape(node, builder, feature, dims);
    }

    /** The transposition of a constant, with its quantisation. */
    static Constant transposed(NodeScope node) {
        Constant constant = node.quantisable(0);
        int[] permutation = ConstantFolder.permutation(node, constant.tensor().rank());
        int axis = IntStream.range(0, permutation.length)
                .filter(i -> permutation[i] == constant.axis())
                .findFirst()
                .orElse(-1);
        OnnxTensor tensor = ConstantFolder.transpose(constant.tensor(), permutation);
        return new Constant(tensor.withName(node.output()), constant.quant(), axis);
    }

    /** Dropout does nothing in inference. */
    static <T> T dropout(NodeScope node, T value) {
        node.ignore("ratio", "seed", "is_test");
        node.require(
                node.optional(2) == null || node.scalar(2) == 0,
                "is in training mode",
                "export the model for inference (in PyTorch: model.eval())");
        return value;
    }

    /** Padding by nothing does nothing. */
    static Feature pad(NodeScope node) {
        node.string("mode", "constant");
        node.ignore("value");
        int[] pads = node.optional(1) == null ? node.integers("pads") : node.wholeNumbers(1);
        node.require(
                Arrays.stream(pads).allMatch(p -> p == 0),
                "pads by " + Arrays.toString(pads) + ", which is not supported",
                "give the padding to the convolution or the pooling that follows");
        return node.feature(0);
    }

    static OnnxTensor shape(NodeScope node) {
        int[] dims = node.input(0) instanceof Feature feature
                ? feature.dims()
                : node.constant(0).dims();
        int start = clamp(node.integer("start", 0), dims.length);
        int end = clamp(node.integer("end", dims.length), dims.length);
        return OnnxTensor.ofInts(node.output(), Arrays.copyOfRange(dims, start, Math.max(start, end)));
    }

    private static int clamp(int index, int rank) {
        return Math.max(0, Math.min(rank, index < 0 ? index + rank : index));
    }
}
