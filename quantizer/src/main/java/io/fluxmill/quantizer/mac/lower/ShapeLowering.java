// SPDX-License-Identifier: Apache-2.0
package io.fluxmill.quantizer.mac.lower;

import io.fluxmill.quantizer.data.ElementType;
import io.fluxmill.quantizer.mac.lower.Value.Constant;
import io.fluxmill.quantizer.mac.lower.Value.Feature;
import io.fluxmill.quantizer.onnx.OnnxTensor;
import java.util.Arrays;
import java.util.stream.IntStream;

/** Operators that change the shape alone: Reshape, Flatten, Squeeze, Unsqueeze, Dropout, Shape. */
public final class ShapeLowering {
    private ShapeLowering() {}

    /** The input under another shape. */
    static Feature view(NodeScope node) {
        Feature feature = node.feature(0);
        return feature.withDims(newDims(node, feature.dims()));
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
        node.requireWithinSample(axis == 1);
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
        int elements = OnnxTensor.elements(dims);
        if (open >= 0) {
            result[open] = elements / OnnxTensor.elements(result);
        }
        // A batch of another size than one, written into the shape.
        boolean wholeBatch = result.length > 0
                && node.batch() > 1
                && result[0] == node.batch()
                && (long) OnnxTensor.elements(result) == (long) elements * node.batch();
        boolean openBatch = open > 0 && node.batch() > 1 && result[0] == node.batch();
        if (openBatch) {
            result[0] = 1;
            result[open] = 1;
            result[open] = elements / OnnxTensor.elements(result);
        } else if (wholeBatch) {
            result[0] = 1;
        }
        return result;
    }

    private static int[] squeezed(NodeScope node, int[] dims) {
        int[] axes = axes(node);
        if (axes == null) {
            node.requireWithinSample(false);
            return Arrays.stream(dims).filter(d -> d != 1).toArray();
        }
        int[] normal = Arrays.stream(axes).map(a -> node.axis(a, dims.length)).toArray();
        return IntStream.range(0, dims.length)
                .filter(i -> Arrays.stream(normal).noneMatch(a -> a == i))
                .map(i -> dims[i])
                .toArray();
    }

    private static int[] unsqueezed(NodeScope node, int[] dims) {
        int[] axes = axes(node);
        node.require(axes != null, "must have axes", "export the model again");
        int rank = dims.length + axes.length;
        int[] normal = Arrays.stream(axes).map(a -> node.axis(a, rank)).toArray();
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

    /** The transposition of a constant, with its quantisation. */
    public static Constant transposed(NodeScope node) {
        Constant constant = node.quantisable(0);
        int[] permutation = ConstantFolder.permutation(node, constant.tensor().rank());
        int axis = IntStream.range(0, permutation.length)
                .filter(i -> permutation[i] == constant.axis())
                .findFirst()
                .orElse(-1);
        OnnxTensor tensor = ConstantFolder.transpose(constant.tensor(), permutation);
        return new Constant(tensor.withName(node.output()), constant.quant(), axis);
    }

    /** Values stay as they are; codes of a quantised tensor are not cast. */
    static Feature cast(NodeScope node) {
        int code = node.integer("to", 0);
        ElementType type = ElementType.ofOnnxCode(code);
        node.ignore("saturate", "round_mode");
        node.require(
                type != null && type.isFloat(),
                "casts a computed tensor to " + ElementType.nameOf(code) + ", which is not supported",
                "leave the cast to the host: end before this node with model-output");
        return node.feature(0);
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

    public static OnnxTensor shape(NodeScope node) {
        boolean computed = node.input(0) instanceof Feature;
        int[] dims =
                computed ? node.feature(0).dims().clone() : node.constant(0).dims();
        if (computed && node.batch() > 1) {
            dims[0] = node.batch();
        }
        if (node.operator().equals("Size")) {
            return OnnxTensor.ofInts(node.output(), OnnxTensor.elements(dims)).withDims();
        }
        int start = clamp(node.integer("start", 0), dims.length);
        int end = clamp(node.integer("end", dims.length), dims.length);
        return OnnxTensor.ofInts(node.output(), Arrays.copyOfRange(dims, start, Math.max(start, end)));
    }

    private static int clamp(int index, int rank) {
        return Math.max(0, Math.min(rank, index < 0 ? index + rank : index));
    }
}
