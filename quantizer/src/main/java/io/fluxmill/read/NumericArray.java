// SPDX-License-Identifier: Apache-2.0
package io.fluxmill.read;

import java.nio.ByteBuffer;

/**
 * Numbers of a data file as they are stored, row-major.
 *
 * @param file path as the user gave it, for messages
 * @param dims sizes; the first is the number of samples
 * @param data in the byte order of the file
 */
record NumericArray(String file, ElementType type, int[] dims, ByteBuffer data) {

    double get(int index) {
        return type.get(data, index);
    }

    /** Number of samples. */
    int count() {
        return dims.length == 0 ? 1 : dims[0];
    }

    /** Product of all sizes. */
    int elements() {
        return OnnxTensor.elements(dims);
    }

    NumericArray withDims(int... newDims) {
        return new NumericArray(file, type, newDims, data);
    }
}
