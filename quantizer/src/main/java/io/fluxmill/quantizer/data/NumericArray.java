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
