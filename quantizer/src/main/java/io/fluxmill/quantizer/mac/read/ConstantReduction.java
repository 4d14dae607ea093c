// SPDX-License-Identifier: Apache-2.0
package io.fluxmill.quantizer.mac.read;

import io.fluxmill.quantizer.onnx.OnnxTensor;
import java.util.Arrays;
import java.util.function.DoubleBinaryOperator;
import java.util.stream.IntStream;

/** A constant reduced along some axes. */
final class ConstantReduction {
    private ConstantReduction() {}

    static OnnxTensor of(NodeScope node, DoubleBinaryOperator operator, double start) {
        OnnxTensor x = node.constant(0);
        int rank = x.rank();
        int[] given = node.optional(1) == null ? node.integers("axes") : node.wholeNumbers(1);
        if (given.length == 0 && node.integer("noop_with_empty_axes", 0) != 0) {
            return x;
        }
        boolean[] reduced = new boolean[rank];
        for (int axis : given) {
            reduced[ConstantFolder.axis(node, axis, rank)] = true;
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
