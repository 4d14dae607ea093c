// SPDX-License-Identifier: Apache-2.0
package io.fluxmill.quantizer.mac.lower;

import io.fluxmill.quantizer.data.ElementType;
import io.fluxmill.quantizer.onnx.OnnxTensor;
import java.util.Arrays;
import java.util.function.DoubleBinaryOperator;
import java.util.function.DoubleUnaryOperator;
import java.util.stream.IntStream;

/**
 * Evaluates operators on constants: the shape and weight subgraphs that exporters leave in. Uses real arithmetic (double), not
 * rounded to float in between; integer division truncates.
 */
public final class ConstantFolder {
    private ConstantFolder() {}

    /** The value of the node's first output, or null when the operator is not one that is folded. */
    public static OnnxTensor fold(NodeScope node) {
        OnnxTensor result =
                switch (node.operator()) {
                    case "Constant" -> constant(node);
                    case "Identity" -> node.constant(0);
                    case "Dropout" -> ShapeLowering.dropout(node, node.constant(0));
                    case "Gather" -> gather(node);
                    case "Slice" -> ConstantSlice.of(node);
                    case "Unsqueeze", "Squeeze", "Reshape", "Flatten" -> reshaped(node);
                    case "Concat" -> concat(node);
                    case "Transpose" -> transpose(node);
                    case "Cast" -> cast(node);
                    case "ConstantOfShape" -> ConstantShapes.filled(node);
                    case "Range" -> ConstantShapes.range(node);
                    case "Expand" -> ConstantShapes.expanded(node);
                    case "Tile" -> ConstantShapes.tiled(node);
                    case "Mul" -> elementwise(node, (a, b) -> a * b);
                    case "Add" -> elementwise(node, Double::sum);
                    case "Sub" -> elementwise(node, (a, b) -> a - b);
                    case "Div" -> elementwise(node, division(node));
                    case "Pow" -> elementwise(node, Math::pow);
                    case "Max" -> elementwise(node, Math::max);
                    case "Min" -> elementwise(node, Math::min);
                    case "Mod" -> elementwise(node, remainder(node));
                    case "Equal" -> truth(elementwise(node, (a, b) -> a == b ? 1 : 0));
                    case "Greater" -> truth(elementwise(node, (a, b) -> a > b ? 1 : 0));
                    case "Less" -> truth(elementwise(node, (a, b) -> a < b ? 1 : 0));
                    case "And" -> elementwise(node, (a, b) -> a * b);
                    case "Or" -> elementwise(node, Math::max);
                    case "Not" -> map(node.constant(0), v -> 1 - v);
                    case "Clip" -> ElementwiseLowering.clipped(node);
                    case "Where" -> ConstantShapes.chosen(node);
                    case "ReduceProd" -> reduced(node, (a, b) -> a * b, 1);
                    case "ReduceSum" -> reduced(node, Double::sum, 0);
                    case "ReduceMax" -> reduced(node, Math::max, Double.NEGATIVE_INFINITY);
                    case "ReduceMin" -> reduced(node, Math::min, Double.POSITIVE_INFINITY);
                    default -> unary(node);
                };
        return result == null ? null : result.withName(node.output());
    }

    private static OnnxTensor unary(NodeScope node) {
        DoubleUnaryOperator function =
                switch (node.operator()) {
                    case "Sqrt" -> Math::sqrt;
                    case "Neg" -> v -> -v;
                    case "Abs" -> Math::abs;
                    case "Exp" -> Math::exp;
                    case "Log" -> Math::log;
                    case "Floor" -> Math::floor;
                    case "Ceil" -> Math::ceil;
                    case "Round" -> Math::rint;
                    case "Reciprocal" -> v -> 1 / v;
                    case "Relu" -> v -> Math.max(0, v);
                    case "Sigmoid" -> v -> 1 / (1 + Math.exp(-v));
                    case "Tanh" -> Math::tanh;
                    default -> null;
                };
        return function == null ? null : map(node.constant(0), function);
    }

    private static OnnxTensor truth(OnnxTensor tensor) {
        return new OnnxTensor("", ElementType.BOOL, tensor.dims(), tensor.values());
    }

    private static DoubleBinaryOperator remainder(NodeScope node) {
        return node.integer("fmod", 0) != 0 ? (a, b) -> a % b : (a, b) -> a - Math.floor(a / b) * b;
    }

    private static OnnxTensor constant(NodeScope node) {
        if (node.has("value")) {
            return node.tensor("value");
        }
        if (node.has("value_int")) {
            return OnnxTensor.ofInts("", node.integer("value_int", 0)).withDims();
        }
        if (node.has("value_ints")) {
            return OnnxTensor.ofInts("", node.integers("value_ints"));
        }
        if (node.has("value_float")) {
            return new OnnxTensor("", ElementType.FLOAT32, new int[0], new double[] {node.real("value_float", 0)});
        }
        node.require(
                node.has("value_floats"),
                "must have one of the attributes value, value_int, value_ints, value_float and value_floats",
                "export the model again");
        double[] values = node.reals("value_floats");
        return new OnnxTensor("", ElementType.FLOAT32, new int[] {values.length}, values);
    }

    private static OnnxTensor gather(NodeScope node) {
        OnnxTensor data = node.constant(0);
        OnnxTensor indices = node.constant(1);
        int axis = axis(node, node.integer("axis", 0), data.rank());
        int size = data.dims()[axis];
        int inner = OnnxTensor.elements(Arrays.copyOfRange(data.dims(), axis + 1, data.rank()));
        int outer = OnnxTensor.elements(Arrays.copyOf(data.dims(), axis));
        int[] numbers = node.wholeNumbers(1);
        int[] picked = Arrays.stream(numbers).map(i -> i < 0 ? i + size : i).toArray();
        node.require(
                Arrays.stream(picked).allMatch(i -> i >= 0 && i < size),
                "must have indices below " + size + ", not " + Arrays.toString(numbers),
                "export the model again");
        double[] values = new double[outer * picked.length * inner];
        for (int o = 0; o < outer; o++) {
            for (int p = 0; p < picked.length; p++) {
                System.arraycopy(
                        data.values(), (o * size + picked[p]) * inner, values, (o * picked.length + p) * inner, inner);
            }
        }
        int[] dims = join(Arrays.copyOf(data.dims(), axis), indices.dims());
        return new OnnxTensor(
                "", data.type(), join(dims, Arrays.copyOfRange(data.dims(), axis + 1, data.rank())), values);
    }

    private static OnnxTensor reshaped(NodeScope node) {
        OnnxTensor data = node.constant(0);
        return data.withDims(ShapeLowering.newDims(node, data.dims()));
    }

    private static OnnxTensor concat(NodeScope node) {
        OnnxTensor first = node.constant(0);
        int axis = axis(node, node.integer("axis", 0), first.rank());
        int outer = OnnxTensor.elements(Arrays.copyOf(first.dims(), axis));
        int total = 0;
        for (int i = 0; i < node.inputCount(); i++) {
            node.require(
                    sameExcept(axis, node.constant(i).dims(), first.dims()),
                    "must have inputs that differ in axis " + axis + " only",
                    "export the model again");
            total += node.constant(i).dims()[axis];
        }
        int inner = OnnxTensor.elements(Arrays.copyOfRange(first.dims(), axis + 1, first.rank()));
        double[] values = new double[outer * total * inner];
        int at = 0;
        for (int i = 0; i < node.inputCount(); i++) {
            int run = node.constant(i).dims()[axis] * inner;
            for (int o = 0; o < outer; o++) {
                System.arraycopy(node.constant(i).values(), o * run, values, o * total * inner + at, run);
            }
            at += run;
        }
        int[] dims = first.dims().clone();
        dims[axis] = total;
        return new OnnxTensor("", first.type(), dims, values);
    }

    static boolean sameExcept(int axis, int[] a, int[] b) {
        return a.length == b.length && IntStream.range(0, a.length).allMatch(i -> i == axis || a[i] == b[i]);
    }

    private static OnnxTensor transpose(NodeScope node) {
        OnnxTensor data = node.constant(0);
        return transpose(data, permutation(node, data.rank()));
    }

    /** The attribute perm, or the reversed axes. */
    static int[] permutation(NodeScope node, int rank) {
        int[] reversed = IntStream.range(0, rank).map(i -> rank - 1 - i).toArray();
        int[] permutation = node.integers("perm", reversed);
        node.require(
                Arrays.equals(
                        Arrays.stream(permutation).sorted().toArray(),
                        IntStream.range(0, rank).toArray()),
                "must have a permutation of " + rank + " axes as perm, not " + Arrays.toString(permutation),
                "export the model again");
        return permutation;
    }

    /** Axis i of the result is axis permutation[i] of the tensor. */
    public static OnnxTensor transpose(OnnxTensor tensor, int... permutation) {
        int[] dims = Arrays.stream(permutation).map(axis -> tensor.dims()[axis]).toArray();
        int[] strides = strides(tensor.dims());
        int[] permuted = Arrays.stream(permutation).map(axis -> strides[axis]).toArray();
        double[] values = new double[tensor.values().length];
        for (int i = 0; i < values.length; i++) {
            values[i] = tensor.values()[offset(i, dims, permuted)];
        }
        return new OnnxTensor(tensor.name(), tensor.type(), dims, values);
    }

    private static OnnxTensor cast(NodeScope node) {
        OnnxTensor data = node.constant(0);
        int code = node.integer("to", 0);
        node.ignore("saturate", "round_mode");
        ElementType type = ElementType.ofOnnxCode(code);
        node.require(
                type != null,
                "casts to the element type " + ElementType.nameOf(code) + ", which is not supported",
                "cast to float or int64");
        OnnxTensor cast = type.isFloat() ? data : map(data, v -> v < 0 ? Math.ceil(v) : Math.floor(v));
        return new OnnxTensor("", type, cast.dims(), cast.values());
    }

    private static DoubleBinaryOperator division(NodeScope node) {
        return node.constant(0).type().isFloat() ? (a, b) -> a / b : ConstantFolder::truncatedQuotient;
    }

    private static double truncatedQuotient(double a, double b) {
        long quotient = (long) a / (long) b;
        return quotient;
    }

    private static OnnxTensor elementwise(NodeScope node, DoubleBinaryOperator operator) {
        OnnxTensor a = node.constant(0);
        OnnxTensor b = legacyBroadcast(node, node.constant(1), a.rank());
        int[] dims = broadcastDims(node, a.dims(), b.dims());
        int[] stridesA = broadcastStrides(a.dims(), dims.length);
        int[] stridesB = broadcastStrides(b.dims(), dims.length);
        double[] values = new double[OnnxTensor.elements(dims)];
        for (int i = 0; i < values.length; i++) {
            values[i] = operator.applyAsDouble(
                    a.values()[offset(i, dims, stridesA)], b.values()[offset(i, dims, stridesB)]);
        }
        return new OnnxTensor("", a.type(), dims, values);
    }

    /** Before opset 7, an elementwise operator named the axis at which the second operand starts. */
    static OnnxTensor legacyBroadcast(NodeScope node, OnnxTensor second, int rank) {
        if (node.integer("broadcast", 0) == 0 || !node.has("axis")) {
            return second;
        }
        int axis = axis(node, node.integer("axis", 0), rank);
        int[] dims = Arrays.copyOf(second.dims(), Math.max(second.rank(), rank - axis));
        Arrays.fill(dims, second.rank(), dims.length, 1);
        return second.withDims(dims);
    }

    static int[] broadcastDims(NodeScope node, int[] a, int[] b) {
        int rank = Math.max(a.length, b.length);
        int[] dims = new int[rank];
        for (int i = 0; i < rank; i++) {
            int sizeA = i < rank - a.length ? 1 : a[i - (rank - a.length)];
            int sizeB = i < rank - b.length ? 1 : b[i - (rank - b.length)];
            node.require(
                    sizeA == sizeB || sizeA == 1 || sizeB == 1,
                    "must have shapes that broadcast, not " + Arrays.toString(a) + " and " + Arrays.toString(b),
                    "export the model again");
            dims[i] = sizeA == 1 ? sizeB : sizeA;
        }
        return dims;
    }

    static int[] broadcastStrides(int[] dims, int rank) {
        int[] own = strides(dims);
        int[] strides = new int[rank];
        for (int i = 0; i < dims.length; i++) {
            strides[rank - dims.length + i] = dims[i] == 1 ? 0 : own[i];
        }
        return strides;
    }

    static OnnxTensor map(OnnxTensor tensor, DoubleUnaryOperator operator) {
        return new OnnxTensor(
                tensor.name(),
                tensor.type(),
                tensor.dims(),
                Arrays.stream(tensor.values()).map(operator).toArray());
    }

    static int[] strides(int[] dims) {
        int[] strides = new int[dims.length];
        int stride = 1;
        for (int i = dims.length - 1; i >= 0; i--) {
            strides[i] = stride;
            stride *= dims[i];
        }
        return strides;
    }

    /** Where the row-major element {@code index} of {@code dims} lies under these strides. */
    static int offset(int index, int[] dims, int[] strides) {
        int offset = 0;
        int rest = index;
        for (int i = dims.length - 1; i >= 0; i--) {
            offset += rest % dims[i] * strides[i];
            rest /= dims[i];
        }
        return offset;
    }

    /** A possibly negative axis, in 0..rank-1. */
    static int axis(NodeScope node, int axis, int rank) {
        node.require(
                axis >= -rank && axis < rank,
                "must have an axis below " + rank + ", not " + axis,
                "export the model again");
        return axis < 0 ? axis + rank : axis;
    }

    static int[] join(int[] a, int[] b) {
        return IntStream.concat(Arrays.stream(a), Arrays.stream(b)).toArray();
    }

    /** A constant reduced along some axes. */
    private static OnnxTensor reduced(NodeScope node, DoubleBinaryOperator operator, double start) {
        OnnxTensor x = node.constant(0);
        int rank = x.rank();
        int[] given = node.optional(1) == null ? node.integers("axes") : node.wholeNumbers(1);
        if (given.length == 0 && node.integer("noop_with_empty_axes", 0) != 0) {
            return x;
        }
        boolean[] reduced = new boolean[rank];
        for (int axis : given) {
            reduced[axis(node, axis, rank)] = true;
        }
        if (given.length == 0) {
            Arrays.fill(reduced, true);
        }
        int[] kept =
                IntStream.range(0, rank).map(i -> reduced[i] ? 1 : x.dims()[i]).toArray();
        int[] targets = Indices.broadcast(kept, x.dims());
        double[] values = new double[OnnxTensor.elements(kept)];
        Arrays.fill(values, start);
        for (int i = 0; i < targets.length; i++) {
            values[targets[i]] = operator.applyAsDouble(values[targets[i]], x.values()[i]);
        }
        int[] dims = node.integer("keepdims", 1) != 0
                ? kept
                : IntStream.range(0, rank)
                        .filter(i -> !reduced[i])
                        .map(i -> x.dims()[i])
                        .toArray();
        return new OnnxTensor("", x.type(), dims, values);
    }
}
