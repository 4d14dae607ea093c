// SPDX-License-Identifier: Apache-2.0
package io.fluxmill.quantizer.mac.lower;

import io.fluxmill.quantizer.onnx.OnnxTensor;
import java.util.function.IntUnaryOperator;

/** Which elements of a row-major tensor another one is made of: for each element of the result, the place in the source. */
final class Indices {
    private Indices() {}

    /** Axis i of the result is axis permutation[i] of the source. */
    static int[] transposed(int[] dims, int[] permutation) {
        int[] strides = ConstantFolder.strides(dims);
        int[] result = new int[dims.length];
        int[] permuted = new int[dims.length];
        for (int i = 0; i < dims.length; i++) {
            result[i] = dims[permutation[i]];
            permuted[i] = strides[permutation[i]];
        }
        return strided(result, permuted);
    }

    /** A source of fewer axes or axes of size one, repeated to a shape. */
    static int[] broadcast(int[] dims, int[] to) {
        return strided(to, ConstantFolder.broadcastStrides(dims, to.length));
    }

    private static int[] strided(int[] dims, int[] strides) {
        int[] places = new int[OnnxTensor.elements(dims)];
        for (int i = 0; i < places.length; i++) {
            places[i] = ConstantFolder.offset(i, dims, strides);
        }
        return places;
    }

    /**
     * Along one axis, index i of the result is index {@code source(i)} of the source.
     *
     * @param size of the axis in the result
     */
    static int[] alongAxis(int[] dims, int axis, int size, IntUnaryOperator source) {
        int inner = 1;
        for (int i = axis + 1; i < dims.length; i++) {
            inner = Math.multiplyExact(inner, dims[i]);
        }
        int outer = OnnxTensor.elements(dims) / Math.max(1, inner * dims[axis]);
        int[] places = new int[Math.multiplyExact(Math.multiplyExact(outer, size), inner)];
        int next = 0;
        for (int o = 0; o < outer; o++) {
            for (int i = 0; i < size; i++) {
                int from = (o * dims[axis] + source.applyAsInt(i)) * inner;
                for (int k = 0; k < inner; k++) {
                    places[next++] = from + k;
                }
            }
        }
        return places;
    }

    /** Dims with another size of one axis. */
    static int[] resized(int[] dims, int axis, int size) {
        int[] result = dims.clone();
        result[axis] = size;
        return result;
    }
}
