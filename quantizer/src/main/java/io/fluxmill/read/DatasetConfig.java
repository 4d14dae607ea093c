// SPDX-License-Identifier: Apache-2.0
package io.fluxmill.read;

import java.nio.file.Path;
import java.util.Set;

/**
 * Where samples and labels are, and how stored values become real numbers: {@code stored * scale + offset}.
 *
 * @param inputs file with the samples
 * @param inputsArray name of the array in an npz file, or null
 * @param labels file with one class number for each sample, or null
 * @param labelsArray name of the array in an npz file, or null
 * @param type auto (by the file's name), idx, npy, npz, csv, or raw little-endian int8, uint8, int16, uint16, float32
 * @param shape shape of one stored sample, or null to take it from the file
 * @param transpose order of the axes of {@code shape} in which the network gets them, or null
 * @param limit only the first so many samples; 0 for all
 */
public record DatasetConfig(
        Path inputs,
        String inputsArray,
        Path labels,
        String labelsArray,
        String type,
        int[] shape,
        int[] transpose,
        double scale,
        double offset,
        int limit) {
    private static final Set<String> SELF_DESCRIBING = Set.of("auto", "idx", "npy", "npz", "csv");

    /** All samples of a file as they are stored. */
    public static DatasetConfig of(Path inputs) {
        return new DatasetConfig(inputs, null, null, null, "auto", null, null, 1, 0, 0);
    }

    public DatasetConfig withLabels(Path newLabels) {
        return new DatasetConfig(
                inputs, inputsArray, newLabels, labelsArray, type, shape, transpose, scale, offset, limit);
    }

    /** Raw little-endian data: its element type and the shape of a sample. */
    public DatasetConfig withRaw(String newType, int... newShape) {
        return new DatasetConfig(
                inputs, inputsArray, labels, labelsArray, newType, newShape, transpose, scale, offset, limit);
    }

    public DatasetConfig withScale(double newScale, double newOffset) {
        return new DatasetConfig(
                inputs, inputsArray, labels, labelsArray, type, shape, transpose, newScale, newOffset, limit);
    }

    public DatasetConfig withTranspose(int... newTranspose) {
        return new DatasetConfig(
                inputs, inputsArray, labels, labelsArray, type, shape, newTranspose, scale, offset, limit);
    }

    public DatasetConfig withLimit(int newLimit) {
        return new DatasetConfig(
                inputs, inputsArray, labels, labelsArray, type, shape, transpose, scale, offset, newLimit);
    }

    /** Whether the type says nothing about the shape. */
    boolean isRaw() {
        return !SELF_DESCRIBING.contains(type);
    }
}
