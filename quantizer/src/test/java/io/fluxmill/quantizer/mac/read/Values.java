// SPDX-License-Identifier: Apache-2.0
package io.fluxmill.quantizer.mac.read;

import java.util.Arrays;
import java.util.function.DoubleBinaryOperator;
import java.util.function.DoubleUnaryOperator;

/** A tensor of the oracle, row-major. */
record Values(int[] dims, double[] data) {
    static Values scalar(double value) {
        return new Values(new int[0], new double[] {value});
    }

    static int size(int[] dims) {
        int size = 1;
        for (int dim : dims) {
            size *= dim;
        }
        return size;
    }

    int rank() {
        return dims.length;
    }

    Values withDims(int... other) {
        return new Values(other, data);
    }

    Values map(DoubleUnaryOperator operator) {
        return new Values(dims, Arrays.stream(data).map(operator).toArray());
    }

    /** Element by element, both sides broadcast as NumPy does. */
    static Values combine(Values a, Values b, DoubleBinaryOperator operator) {
        int[] dims = broadcast(a.dims, b.dims);
        double[] data = new double[size(dims)];
        for (int i = 0; i < data.length; i++) {
            data[i] = operator.applyAsDouble(a.data[a.indexIn(dims, i)], b.data[b.indexIn(dims, i)]);
        }
        return new Values(dims, data);
    }

    /** Where this tensor, broadcast to {@code outer}, has the element with the row-major index {@code i}. */
    int indexIn(int[] outer, int i) {
        int rest = i;
        int stride = 1;
        int index = 0;
        for (int axis = outer.length - 1; axis >= 0; axis--) {
            int at = rest % outer[axis];
            rest /= outer[axis];
            int own = axis - outer.length + dims.length;
            if (own >= 0) {
                index += (dims[own] == 1 ? 0 : at) * stride;
                stride *= dims[own];
            }
        }
        return index;
    }

    private static int[] broadcast(int[] a, int[] b) {
        int[] dims = new int[Math.max(a.length, b.length)];
        for (int i = 1; i <= dims.length; i++) {
            int left = i > a.length ? 1 : a[a.length - i];
            int right = i > b.length ? 1 : b[b.length - i];
            if (left != right && left != 1 && right != 1) {
                throw new IllegalArgumentException(Arrays.toString(a) + " with " + Arrays.toString(b));
            }
            dims[dims.length - i] = left == 1 ? right : left;
        }
        return dims;
    }

    Values transpose(int... permutation) {
        int[] outer = Arrays.stream(permutation).map(axis -> dims[axis]).toArray();
        int[] strides = new int[dims.length];
        for (int axis = dims.length - 1, stride = 1; axis >= 0; axis--) {
            strides[axis] = stride;
            stride *= dims[axis];
        }
        double[] result = new double[data.length];
        for (int i = 0; i < result.length; i++) {
            int rest = i;
            int from = 0;
            for (int axis = outer.length - 1; axis >= 0; axis--) {
                from += rest % outer[axis] * strides[permutation[axis]];
                rest /= outer[axis];
            }
            result[i] = data[from];
        }
        return new Values(outer, result);
    }

    /** Whether all axes but one have size 1. */
    boolean isVector() {
        return Arrays.stream(dims).filter(d -> d != 1).count() <= 1;
    }

    double largest() {
        return Arrays.stream(data).map(Math::abs).max().orElse(0);
    }
}
