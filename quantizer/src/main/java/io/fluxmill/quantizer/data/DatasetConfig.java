// SPDX-License-Identifier: Apache-2.0
package io.fluxmill.quantizer.data;

import io.fluxmill.core.config.ConfigNode;
import io.fluxmill.core.config.InputException;
import java.nio.file.Path;
import java.util.List;
import java.util.function.Function;

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
 * @param limit only so many samples; 0 for all
 * @param skip samples left out before the first
 * @param labelInLastColumn whether the last value of each stored sample is its class number and no part of the sample
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
        int limit,
        int skip,
        boolean labelInLastColumn) {
    private static final List<String> SELF_DESCRIBING = List.of("auto", "idx", "npy", "npz", "csv");
    private static final List<String> TYPES =
            List.of("auto", "idx", "npy", "npz", "csv", "int8", "uint8", "int16", "uint16", "float32");

    /**
     * Reads the keys inputs, labels, type, shape, transpose, scale, offset, limit, skip and last-column; paths are relative to the configuration.
     * An array of an npz file is named after a #: {@code inputs: digits.npz#images}. A scale may be a fraction: 1/255.
     *
     * @throws InputException when a value breaks its rule or a key is unknown
     */
    public static DatasetConfig of(ConfigNode node) {
        String[] inputs = file(node, "inputs");
        String[] labels = node.has("labels") ? file(node, "labels") : new String[2];
        DatasetConfig config = new DatasetConfig(
                Path.of(inputs[0]),
                inputs[1],
                labels[0] == null ? null : Path.of(labels[0]),
                labels[1],
                node.choice("type", TYPES, "auto"),
                integers(node, "shape", DatasetConfig::size),
                integers(node, "transpose", DatasetConfig::axis),
                node.parsed("scale", DatasetConfig::ratio, 1.0),
                node.parsed("offset", DatasetConfig::ratio, 0.0),
                node.integer("limit", 0, Integer.MAX_VALUE, 0),
                node.integer("skip", 0, Integer.MAX_VALUE, 0),
                node.has("last-column")
                        && node.choice("last-column", List.of("label")).equals("label"));
        if (config.labelInLastColumn && config.labels != null) {
            throw node.error("last-column", "left out where labels are given", "labels are in one place only");
        }
        node.rejectUnknown();
        return config;
    }

    /** {path, name of the array or null}. */
    private static String[] file(ConfigNode node, String key) {
        String text = node.path(key).toString();
        int mark = text.lastIndexOf(".npz#");
        if (mark >= 0) {
            return new String[] {text.substring(0, mark + 4), text.substring(mark + 5)};
        }
        return new String[] {node.existingFile(key).toString(), null};
    }

    private static int[] integers(ConfigNode node, String key, Function<String, Integer> parser) {
        List<Integer> values = node.parsedList(key, parser, List.of());
        return values.isEmpty()
                ? null
                : values.stream().mapToInt(Integer::intValue).toArray();
    }

    private static int size(String text) {
        return integer(text, 1, "a size must be a positive integer: ");
    }

    private static int axis(String text) {
        return integer(text, 0, "an axis must be an integer of at least 0: ");
    }

    private static int integer(String text, int least, String rule) {
        if (!text.matches("\\d{1,9}") || Integer.parseInt(text) < least) {
            throw new IllegalArgumentException(rule + text);
        }
        return Integer.parseInt(text);
    }

    /** A number, or a fraction such as 1/255. */
    private static double ratio(String text) {
        int slash = text.indexOf('/');
        double value = slash < 0 ? number(text) : number(text.substring(0, slash)) / number(text.substring(slash + 1));
        if (!Double.isFinite(value)) {
            throw new IllegalArgumentException("must be a finite number or a fraction such as 1/255: " + text);
        }
        return value;
    }

    /** NaN when the text is not a number. */
    private static double number(String text) {
        try {
            return Double.parseDouble(text.strip());
        } catch (NumberFormatException e) {
            return Double.NaN;
        }
    }

    /** All samples of a file as they are stored. */
    public static DatasetConfig of(Path inputs) {
        return new DatasetConfig(inputs, null, null, null, "auto", null, null, 1, 0, 0, 0, false);
    }

    public DatasetConfig withLabels(Path newLabels) {
        return new DatasetConfig(
                inputs,
                inputsArray,
                newLabels,
                labelsArray,
                type,
                shape,
                transpose,
                scale,
                offset,
                limit,
                skip,
                labelInLastColumn);
    }

    /** Raw little-endian data: its element type and the shape of a sample. */
    public DatasetConfig withRaw(String newType, int... newShape) {
        return new DatasetConfig(
                inputs,
                inputsArray,
                labels,
                labelsArray,
                newType,
                newShape,
                transpose,
                scale,
                offset,
                limit,
                skip,
                labelInLastColumn);
    }

    public DatasetConfig withScale(double newScale, double newOffset) {
        return new DatasetConfig(
                inputs,
                inputsArray,
                labels,
                labelsArray,
                type,
                shape,
                transpose,
                newScale,
                newOffset,
                limit,
                skip,
                labelInLastColumn);
    }

    public DatasetConfig withTranspose(int... newTranspose) {
        return new DatasetConfig(
                inputs,
                inputsArray,
                labels,
                labelsArray,
                type,
                shape,
                newTranspose,
                scale,
                offset,
                limit,
                skip,
                labelInLastColumn);
    }

    public DatasetConfig withLimit(int newLimit) {
        return new DatasetConfig(
                inputs,
                inputsArray,
                labels,
                labelsArray,
                type,
                shape,
                transpose,
                scale,
                offset,
                newLimit,
                skip,
                labelInLastColumn);
    }

    public DatasetConfig withSkip(int newSkip) {
        return new DatasetConfig(
                inputs,
                inputsArray,
                labels,
                labelsArray,
                type,
                shape,
                transpose,
                scale,
                offset,
                limit,
                newSkip,
                labelInLastColumn);
    }

    /** Whether the type says nothing about the shape. */
    boolean isRaw() {
        return !SELF_DESCRIBING.contains(type);
    }
}
