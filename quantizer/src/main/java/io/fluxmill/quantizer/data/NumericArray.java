// SPDX-License-Identifier: Apache-2.0
package io.fluxmill.quantizer.data;

import io.fluxmill.core.config.InputException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.Arrays;
import java.util.stream.IntStream;

/**
 * Numbers of a data file as they are stored, row-major.
 *
 * @param file path as the user gave it, for messages
 * @param dims sizes; the first is the number of samples
 * @param data in the byte order of the file
 */
public record NumericArray(String file, ElementType type, int[] dims, ByteBuffer data) {
    /** The limit that NumPy had for a long time; no real data have more. */
    static final int MOST_DIMENSIONS = 32;

    /**
     * The data behind a header.
     *
     * @param shape sizes as the header has them, at least 0
     * @throws InputException unless the file ends with data of this shape
     */
    static NumericArray of(ByteSource in, ElementType type, long[] shape, ByteOrder order) {
        requireRank(in.file(), shape.length);
        ByteBuffer data = in.data(shape, type).order(order);
        int[] dims = Arrays.stream(shape).mapToInt(Math::toIntExact).toArray();
        return new NumericArray(in.file(), type, dims, data);
    }

    /**
     * The array, read as if it were row-major, of data that are column-major: the first index is the fastest.
     *
     * @throws InputException if the copy does not fit into memory
     */
    NumericArray fromColumnMajor(ByteSource in) {
        if (IntStream.of(dims).filter(size -> size > 1).count() < 2) {
            return this;
        }
        in.requireMemory(2L * data.capacity());
        int[] position = new int[dims.length];
        ByteBuffer rows = ByteBuffer.allocate(data.capacity()).order(data.order());
        for (int at = 0; rows.hasRemaining(); at = next(position, at)) {
            rows.put(data.array(), at * type.bytes, type.bytes);
        }
        return new NumericArray(file, type, dims, rows);
    }

    /** Moves a position on, its last index the fastest; {@code at} is where it is stored, the first index the fastest. */
    private int next(int[] position, int at) {
        int stride = elements();
        int next = at;
        for (int axis = dims.length - 1; axis >= 0; axis--) {
            stride /= dims[axis];
            position[axis]++;
            next += stride;
            if (position[axis] < dims[axis]) {
                return next;
            }
            next -= stride * dims[axis];
            position[axis] = 0;
        }
        return next;
    }

    static void requireRank(String file, int rank) {
        if (rank > MOST_DIMENSIONS) {
            throw new InputException(
                    file + ": must have at most " + MOST_DIMENSIONS + " dimensions: dimensions=" + rank,
                    ByteSource.DAMAGED);
        }
    }

    public double get(int index) {
        return type.get(data, index);
    }

    /** Number of samples. */
    public int count() {
        return dims.length == 0 ? 1 : dims[0];
    }

    /** Product of all sizes. */
    public int elements() {
        return IntStream.of(dims).reduce(1, Math::multiplyExact);
    }

    public NumericArray withDims(int... newDims) {
        return new NumericArray(file, type, newDims, data);
    }
}
