// SPDX-License-Identifier: Apache-2.0
package io.fluxmill.quantizer.mac.tflite;

import io.fluxmill.quantizer.mac.graph.Network.Shape;
import java.util.Arrays;
import java.util.stream.IntStream;

/**
 * A tensor of the file as elements of a tensor of the network. Reshapes, transpositions and slices change only this view.
 *
 * @param place the network's tensor, by its number
 * @param dims as the file has them, batch first, channels last
 * @param at for each element, row-major in {@code dims}, its place in the network's tensor; not to be changed
 * @param encoding null for real values
 */
record Value(int place, int[] dims, int[] at, Encoding encoding) {

    static int elements(int[] dims) {
        int elements = 1;
        for (int size : dims) {
            elements = Math.multiplyExact(elements, size);
        }
        return elements;
    }

    /** The last axis is the channels, the last but one the width, all others the height. */
    static Shape shape(int[] dims) {
        int rank = dims.length;
        int channels = rank == 0 ? 1 : dims[rank - 1];
        int width = rank < 2 ? 1 : dims[rank - 2];
        int elements = elements(dims);
        return new Shape(channels, elements / channels / width, width);
    }

    /** The places of a tensor whose channels come first in the network. */
    static int[] channelsFirst(int[] dims) {
        int elements = elements(dims);
        int channels = dims.length == 0 ? 1 : dims[dims.length - 1];
        int plane = elements / channels;
        return IntStream.range(0, elements)
                .map(i -> i % channels * plane + i / channels)
                .toArray();
    }

    int elements() {
        return at.length;
    }

    boolean isChannelsFirst() {
        return Arrays.equals(at, channelsFirst(dims));
    }

    /** Whether the elements are those of the whole tensor of the network, each once. */
    boolean covers(Shape shape) {
        if (at.length != shape.elements()) {
            return false;
        }
        boolean[] seen = new boolean[at.length];
        for (int place : at) {
            if (seen[place]) {
                return false;
            }
            seen[place] = true;
        }
        return true;
    }

    Value reshaped(int[] shape) {
        return new Value(place, shape, at, encoding);
    }

    Value encoded(Encoding other) {
        return new Value(place, dims, at, other);
    }

    /** A view of some elements. */
    Value taken(int[] shape, int[] from) {
        return new Value(place, shape, Arrays.stream(from).map(i -> at[i]).toArray(), encoding);
    }

    /** Repeated along axes of size 1 as NumPy broadcasts. */
    Value expanded(int[] shape) {
        return Arrays.equals(dims, shape) ? this : taken(shape, broadcast(dims, shape));
    }

    /**
     * For each element of {@code shape} its element of {@code dims}.
     *
     * @throws IllegalArgumentException if the sizes do not fit
     */
    static int[] broadcast(int[] dims, int[] shape) {
        int missing = shape.length - dims.length;
        int[] strides = new int[shape.length];
        int stride = 1;
        for (int axis = shape.length - 1; axis >= 0; axis--) {
            int size = axis < missing ? 1 : dims[axis - missing];
            if (missing < 0 || size != 1 && size != shape[axis]) {
                throw new IllegalArgumentException(
                        "shape " + Arrays.toString(dims) + " does not broadcast to " + Arrays.toString(shape));
            }
            strides[axis] = size == 1 ? 0 : stride;
            stride *= size;
        }
        return strided(shape, strides, 0);
    }

    /** {@code offset + sum of index * stride} for each index of {@code shape}, row-major. */
    static int[] strided(int[] shape, int[] strides, int offset) {
        int[] from = new int[elements(shape)];
        int[] index = new int[shape.length];
        int at = offset;
        for (int i = 0; i < from.length; i++) {
            from[i] = at;
            for (int axis = shape.length - 1; axis >= 0; axis--) {
                at += strides[axis];
                if (++index[axis] < shape[axis]) {
                    break;
                }
                at -= strides[axis] * shape[axis];
                index[axis] = 0;
            }
        }
        return from;
    }

    /** Distances of neighbours along each axis of a row-major tensor. */
    static int[] strides(int[] dims) {
        int[] strides = new int[dims.length];
        int stride = 1;
        for (int axis = dims.length - 1; axis >= 0; axis--) {
            strides[axis] = stride;
            stride *= dims[axis];
        }
        return strides;
    }
}
