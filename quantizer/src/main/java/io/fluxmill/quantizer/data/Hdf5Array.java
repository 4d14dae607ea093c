// SPDX-License-Identifier: Apache-2.0
package io.fluxmill.quantizer.data;

/**
 * A dataset or an attribute of an HDF5 file: numbers or text, row-major.
 *
 * @param at file and path, for messages
 * @param shape sizes; empty for a scalar; a size may be 0
 * @param type of the numbers as they are stored; null if it holds text or nothing
 * @param numbers exact, but 64-bit integers beyond 2^53 in magnitude are rounded; null if it holds text
 * @param texts null if it holds numbers
 */
public record Hdf5Array(String at, int[] shape, ElementType type, double[] numbers, String[] texts) {
    public boolean isText() {
        return texts != null;
    }
}
