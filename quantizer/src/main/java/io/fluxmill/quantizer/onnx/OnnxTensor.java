// SPDX-License-Identifier: Apache-2.0
package io.fluxmill.quantizer.onnx;

import io.fluxmill.quantizer.data.ElementType;
import java.util.Arrays;
import java.util.stream.IntStream;

/**
 * A constant tensor of an ONNX file, row-major. Every element type is held as double: exact, but for 64-bit integers beyond
 * 2^53 in magnitude.
 *
 * @param dims sizes, outermost first; empty for a scalar
 * @param values {@code product(dims)} values
 */
public record OnnxTensor(String name, ElementType type, int[] dims, double[] values) {

    public static OnnxTensor ofInts(String name, int... values) {
        return new OnnxTensor(
                name,
                ElementType.INT64,
                new int[] {values.length},
                IntStream.of(values).asDoubleStream().toArray());
    }

    public int rank() {
        return dims.length;
    }

    /** Whether all elements have one value, so that any broadcast of the tensor is a scalar. */
    public boolean isUniform() {
        return values.length > 0 && Arrays.stream(values).allMatch(v -> v == values[0]);
    }

    public OnnxTensor withName(String newName) {
        return new OnnxTensor(newName, type, dims, values);
    }

    public OnnxTensor withDims(int... newDims) {
        return new OnnxTensor(name, type, newDims, values);
    }

    /** Product of sizes; 1 for a scalar. */
    public static int elements(int[] dims) {
        return IntStream.of(dims).reduce(1, Math::multiplyExact);
    }

    /** The elements truncated to int, for shapes, axes and indices; beyond int saturates. */
    public int[] toInts() {
        return Arrays.stream(values).mapToInt(v -> (int) v).toArray();
    }
}
