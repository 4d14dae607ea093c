// SPDX-License-Identifier: Apache-2.0
package io.fluxmill.quantizer.mac.lower;

import io.fluxmill.quantizer.onnx.OnnxTensor;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;

/** Slice of a constant: starts, ends, axes and steps are inputs since opset 10, attributes before. */
final class ConstantSlice {
    private ConstantSlice() {}

    /** Indices {@code from, from + step, ...} of an axis, {@code count} of them. */
    record Range(int axis, int from, int step, int count) {}

    static OnnxTensor of(NodeScope node) {
        OnnxTensor result = node.constant(0);
        for (Range range : ranges(node, result.dims())) {
            int[] picks = Indices.alongAxis(result.dims(), range.axis, range.count, i -> range.from + i * range.step);
            double[] values = result.values();
            result = new OnnxTensor(
                    "",
                    result.type(),
                    Indices.resized(result.dims(), range.axis, range.count),
                    Arrays.stream(picks).mapToDouble(i -> values[i]).toArray());
        }
        return result;
    }

    /** What a Slice of a tensor of this shape keeps, axis by axis. */
    static List<Range> ranges(NodeScope node, int[] dims) {
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
        List<Range> ranges = new ArrayList<>();
        for (int i = 0; i < axes.length; i++) {
            int axis = ConstantFolder.axis(node, axes[i], dims.length);
            int size = dims[axis];
            int step = steps[i];
            int from = bound(starts[i], size, step > 0 ? 0 : -1, step > 0 ? size : size - 1);
            int to = bound(ends[i], size, step > 0 ? 0 : -1, step > 0 ? size : size - 1);
            long count = ((long) to - from + step - Integer.signum(step)) / step;
            ranges.add(new Range(axis, from, step, (int) Math.max(0, count)));
        }
        return ranges;
    }

    /** A start or end, which may be negative or far beyond the axis, limited to the axis. */
    private static int bound(int value, int size, int least, int most) {
        long index = value < 0 ? (long) value + size : value;
        return (int) Math.max(least, Math.min(most, index));
    }
}
