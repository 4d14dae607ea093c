// SPDX-License-Identifier: Apache-2.0
package io.fluxmill.quantizer.mac.lower;

import io.fluxmill.quantizer.data.ElementType;
import io.fluxmill.quantizer.onnx.OnnxTensor;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;

/** Constants that are made, repeated, taken apart or chosen from: ConstantOfShape, Range, Expand, Tile, Split, Where. */
public final class ConstantShapes {
    private static final int MOST_FOLDED = 1 << 26;

    private ConstantShapes() {}

    /** The parts of a constant, each as a node's output. */
    public static List<Value> split(NodeScope node) {
        OnnxTensor data = node.constant(0);
        int axis = ConstantFolder.axis(node, node.integer("axis", 0), data.rank());
        int size = data.dims()[axis];
        int parts = node.integer("num_outputs", node.outputCount());
        int part = (size + parts - 1) / parts;
        int[] equal = IntStream.range(0, parts)
                .map(i -> Math.max(0, Math.min(part, size - i * part)))
                .toArray();
        int[] sizes = node.optional(1) == null ? node.integers("split", equal) : node.wholeNumbers(1);
        node.require(
                Arrays.stream(sizes).allMatch(s -> s >= 0)
                        && Arrays.stream(sizes).sum() == size,
                "must split " + size + " indices, not " + Arrays.toString(sizes),
                "export the model again");
        List<Value> outputs = new ArrayList<>();
        int first = 0;
        for (int count : sizes) {
            int from = first;
            int[] picks = Indices.alongAxis(data.dims(), axis, count, i -> from + i);
            outputs.add(new Value.Constant(picked(data, Indices.resized(data.dims(), axis, count), picks)));
            first += count;
        }
        return outputs;
    }

    private static OnnxTensor picked(OnnxTensor data, int[] dims, int[] places) {
        double[] values =
                Arrays.stream(places).mapToDouble(i -> data.values()[i]).toArray();
        return new OnnxTensor("", data.type(), dims, values);
    }

    static OnnxTensor filled(NodeScope node) {
        int[] dims = node.wholeNumbers(0);
        node.require(
                Arrays.stream(dims).allMatch(d -> d >= 0),
                "must have a shape without negative sizes, not " + Arrays.toString(dims),
                "export the model again");
        OnnxTensor value = node.has("value")
                ? node.tensor("value")
                : new OnnxTensor("", ElementType.FLOAT32, new int[] {1}, new double[] {0});
        double[] values = new double[OnnxTensor.elements(dims)];
        Arrays.fill(values, value.values().length == 0 ? 0 : value.values()[0]);
        return new OnnxTensor("", value.type(), dims, values);
    }

    static OnnxTensor range(NodeScope node) {
        double start = node.scalar(0);
        double step = node.scalar(2);
        double count = Math.ceil((node.scalar(1) - start) / step);
        node.require(
                step != 0 && count <= MOST_FOLDED,
                "must have fewer than 2^26 values, not " + count,
                "export the model again");
        double[] values = IntStream.range(0, (int) Math.max(0, count))
                .mapToDouble(i -> start + i * step)
                .toArray();
        return new OnnxTensor("", node.constant(0).type(), new int[] {values.length}, values);
    }

    static OnnxTensor expanded(NodeScope node) {
        OnnxTensor data = node.constant(0);
        int[] dims = ConstantFolder.broadcastDims(node, data.dims(), node.wholeNumbers(1));
        return picked(data, dims, Indices.broadcast(data.dims(), dims));
    }

    static OnnxTensor tiled(NodeScope node) {
        OnnxTensor data = node.constant(0);
        int[] repeats = node.wholeNumbers(1);
        for (int axis = 0; axis < Math.min(repeats.length, data.rank()); axis++) {
            int size = data.dims()[axis];
            int count = Math.multiplyExact(size, Math.max(0, repeats[axis]));
            data = picked(
                    data,
                    Indices.resized(data.dims(), axis, count),
                    Indices.alongAxis(data.dims(), axis, count, i -> i % size));
        }
        return data;
    }

    static OnnxTensor chosen(NodeScope node) {
        int[] dims = ConstantFolder.broadcastDims(
                node,
                node.constant(0).dims(),
                ConstantFolder.broadcastDims(
                        node, node.constant(1).dims(), node.constant(2).dims()));
        double[][] each = new double[3][];
        for (int i = 0; i < 3; i++) {
            OnnxTensor tensor = node.constant(i);
            each[i] =
                    picked(tensor, dims, Indices.broadcast(tensor.dims(), dims)).values();
        }
        double[] values = IntStream.range(0, each[0].length)
                .mapToDouble(i -> each[0][i] != 0 ? each[1][i] : each[2][i])
                .toArray();
        return new OnnxTensor("", node.constant(1).type(), dims, values);
    }
}
