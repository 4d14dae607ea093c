// SPDX-License-Identifier: Apache-2.0
package io.fluxmill.quantizer.mac.read;

import io.fluxmill.quantizer.onnx.OnnxTensor;
import java.util.Arrays;
import java.util.stream.IntStream;

/** Slice of a constant: starts, ends, axes and steps are inputs since opset 10, attributes before. */
final class ConstantSlice {
    private ConstantSlice() {}

    static OnnxTensor of(NodeScope node) {
        OnnxTensor data = node.constant(0);
        int[] starts = node.optional(1) == null ? node.integers("starts") : node.wholeNumbers(1);
        int[] ends = node.optional(2) == null ? node.integers("ends") : node.wholeNumbers(2);
        int[] all = IntStream.range(0, starts.length).toArray();
        int[] axes = node.optional(3) == null ? node.integers("axes", all) : node.wholeNumbers(3);
        int[] steps = new int[starts.length];
        Arrays.fill(steps, 1);
        steps = node.optional(4) == null ? steps : node.wholeNumbers(4);
        node.require(
                ends.length == starts.length
                        && axes.length == starts.length
                        && steps.length == starts.length
                        && Arrays.stream(steps).allMatch(s -> s != 0),
                "must have as many ends, axes and steps other than 0 as starts",
                "export the model again");
        OnnxTensor result = data;
        for (int i = 0; i < axes.length; i++) {
            int axis = ConstantFolder.axis(node, axes[i], data.rank());
            result = sliced(result, axis, starts[i], ends[i], steps[i]);
        }
        return result;
    }

    private static OnnxTensor sliced(OnnxTensor data, int axis, int start, int end, int step) {
        int size = data.dims()[axis];
        int from = bound(start, size, step > 0 ? 0 : -1, step > 0 ? size : size - 1);
        int to = bound(end, size, step > 0 ? 0 : -1, step > 0 ? size : size - 1);
        int count = Math.max(0, (to - from + step - Integer.signum(step)) / step);
        int inner = OnnxTensor.elements(Arrays.copyOfRange(data.dims(), axis + 1, data.rank()));
        int outer = OnnxTensor.elements(Arrays.copyOf(data.dims(), axis));
        double[] values = new double[outer * count * inner];
        for (int o = 0; o < outer; o++) {
            for (int i = 0; i < count; i++) {
                System.arraycopy(
                        data.values(), (o * size + from + i * step) * inner, values, (o * count + i) * inner, inner);
            }
        }
        int[] dims = data.dims().clone();
        dims[axis] = count;
        return new OnnxTensor("", data.type(), dims, values);
    }

    /** A start or end, which may be negative or far beyond the axis, limited to the axis. */
    private static int bound(int value, int size, int least, int most) {
        long index = value < 0 ? (long) value + size : value;
        return (int) Math.max(least, Math.min(most, index));
    }
}
