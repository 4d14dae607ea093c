// SPDX-License-Identifier: Apache-2.0
package io.fluxmill.quantizer.mac.read;

import io.fluxmill.quantizer.mac.read.TestGraph.Node;
import java.util.Arrays;
import java.util.List;
import java.util.stream.DoubleStream;
import java.util.stream.IntStream;

/** ONNX operators on shapes, from their specification. */
final class ShapeOps {
    private ShapeOps() {}

    static int[] ints(Values values) {
        return Arrays.stream(values.data()).mapToInt(v -> (int) v).toArray();
    }

    private static Values list(double... values) {
        return new Values(new int[] {values.length}, values);
    }

    static Values apply(Node node, List<Values> in) {
        Values x = in.get(0);
        return switch (node.operator()) {
            case "Shape" -> list(Arrays.stream(x.dims()).asDoubleStream().toArray());
            case "Gather" -> gather(x, in.get(1));
            case "Slice" -> slice(node, in);
            default -> list(
                    in.stream().flatMapToDouble(v -> DoubleStream.of(v.data())).toArray());
        };
    }

    /** From a list. */
    private static Values gather(Values x, Values indices) {
        return indices.map(i -> x.data()[(int) (i < 0 ? i + x.data().length : i)]);
    }

    /** Of a list. */
    private static Values slice(Node node, List<Values> in) {
        int start = in.size() > 1 ? ints(in.get(1))[0] : node.ints("starts")[0];
        int end = in.size() > 2 ? ints(in.get(2))[0] : node.ints("ends")[0];
        double[] data = in.get(0).data();
        int from = start < 0 ? start + data.length : start;
        int to = Math.min(data.length, end < 0 ? end + data.length : end);
        return list(Arrays.copyOfRange(data, from, to));
    }

    static Values flatten(Node node, Values x) {
        int given = (int) node.integer("axis", 1);
        int axis = given < 0 ? given + x.rank() : given;
        int rows = Values.size(Arrays.copyOf(x.dims(), axis));
        return x.withDims(rows, x.data().length / rows);
    }

    static Values reshape(Node node, Values x, Values shape) {
        int[] dims = ints(shape);
        int open = -1;
        int known = 1;
        for (int i = 0; i < dims.length; i++) {
            if (dims[i] == 0 && node.integer("allowzero", 0) == 0) {
                dims[i] = x.dims()[i];
            }
            if (dims[i] == -1) {
                open = i;
            } else {
                known *= dims[i];
            }
        }
        if (open >= 0) {
            dims[open] = x.data().length / known;
        }
        return x.withDims(dims);
    }

    /** An attribute before opset 13, an input since; null when absent. */
    private static int[] axes(Node node, List<Values> in, int rank) {
        int[] axes = in.size() > 1 ? ints(in.get(1)) : node.ints("axes", (int[]) null);
        return axes == null
                ? null
                : Arrays.stream(axes).map(a -> a < 0 ? a + rank : a).toArray();
    }

    static int[] squeezed(Node node, List<Values> in) {
        int[] dims = in.get(0).dims();
        int[] axes = axes(node, in, dims.length);
        return IntStream.range(0, dims.length)
                .filter(i -> axes == null ? dims[i] != 1 : Arrays.stream(axes).noneMatch(a -> a == i))
                .map(i -> dims[i])
                .toArray();
    }

    static int[] unsqueezed(Node node, List<Values> in) {
        int[] dims = in.get(0).dims();
        int count = in.size() > 1 ? in.get(1).data().length : node.ints("axes").length;
        int[] axes = axes(node, in, dims.length + count);
        int[] result = new int[dims.length + count];
        int from = 0;
        for (int i = 0; i < result.length; i++) {
            int axis = i;
            result[i] = Arrays.stream(axes).anyMatch(a -> a == axis) ? 1 : dims[from++];
        }
        return result;
    }
}
