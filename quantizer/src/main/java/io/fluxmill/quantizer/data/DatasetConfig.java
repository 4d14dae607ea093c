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
 * @param inputs the samples
 * @param labels class numbers, or null
 * @param shape shape of one stored sample, or null to take it from the file
 * @param transpose order of the axes of {@code shape} in which the network gets them, or null
 * @param limit only so many samples; 0 for all
 * @param skip samples left out before the first
 * @param labelInLastColumn whether the last value of each stored sample is its class number and no part of the sample
 */
public record DatasetConfig(
        DataFile inputs,
        DataFile labels,
        int[] shape,
        int[] transpose,
        double scale,
        double offset,
        int limit,
        int skip,
        boolean labelInLastColumn) {
    /**
     * Reads the keys of a section of data, which docs/data.md lists; paths are relative to the configuration.
     *
     * @throws InputException when a value breaks its rule or a key is unknown
     */
    public static DatasetConfig of(ConfigNode node) {
        DataFile inputs = DataFile.of(node, "inputs")
                .withType(node.choice("type", DataFile.TYPES, "auto"))
                .withGrey(node.flag("grey", false));
        DataFile labels = DataFile.optional(node, "labels");
        String labelsType = node.choice("labels-type", DataFile.TYPES, "auto");
        DatasetConfig config = new DatasetConfig(
                inputs,
                labels == null ? null : labels.withType(labelsType),
                integers(node, "shape", DatasetConfig::size),
                integers(node, "transpose", DatasetConfig::axis),
                node.parsed("scale", DatasetConfig::ratio, 1.0),
                node.parsed("offset", DatasetConfig::ratio, 0.0),
                node.integer("limit", 0, Integer.MAX_VALUE, 0),
                node.integer("skip", 0, Integer.MAX_VALUE, 0),
                node.has("last-column")
                        && node.choice("last-column", List.of("label")).equals("label"));
        if (config.labelInLastColumn && labels != null) {
            throw node.error("last-column", "left out where labels are given", "labels are in one place only");
        }
        if (node.has("labels-type") && labels == null) {
            throw node.error("labels-type", "left out where no labels are given", "give labels, or remove it");
        }
        if (node.has("grey") && !"images".equals(inputs.kind())) {
            throw node.error("grey", "left out unless inputs is a folder of images", "remove it");
        }
        node.rejectUnknown();
        return config;
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

    /** All samples of a file as they are stored; {@code file.npz#array} names an array. */
    public static DatasetConfig of(Path inputs) {
        return of(DataFile.of(inputs));
    }

    /** All samples of a file as they are stored. */
    public static DatasetConfig of(DataFile inputs) {
        return new DatasetConfig(inputs, null, null, null, 1, 0, 0, 0, false);
    }

    public DatasetConfig withInputs(DataFile newInputs) {
        return new DatasetConfig(newInputs, labels, shape, transpose, scale, offset, limit, skip, labelInLastColumn);
    }

    public DatasetConfig withLabels(Path newLabels) {
        return withLabels(DataFile.of(newLabels));
    }

    /** @param newLabels null for none */
    public DatasetConfig withLabels(DataFile newLabels) {
        return new DatasetConfig(inputs, newLabels, shape, transpose, scale, offset, limit, skip, labelInLastColumn);
    }

    /** Raw little-endian data: its element type and the shape of a sample. */
    public DatasetConfig withRaw(String newType, int... newShape) {
        return new DatasetConfig(
                inputs.withType(newType), labels, newShape, transpose, scale, offset, limit, skip, labelInLastColumn);
    }

    public DatasetConfig withScale(double newScale, double newOffset) {
        return new DatasetConfig(inputs, labels, shape, transpose, newScale, newOffset, limit, skip, labelInLastColumn);
    }

    /** @param newShape of one stored sample */
    public DatasetConfig withShape(int... newShape) {
        return new DatasetConfig(inputs, labels, newShape, transpose, scale, offset, limit, skip, labelInLastColumn);
    }

    public DatasetConfig withTranspose(int... newTranspose) {
        return new DatasetConfig(inputs, labels, shape, newTranspose, scale, offset, limit, skip, labelInLastColumn);
    }

    public DatasetConfig withLimit(int newLimit) {
        return new DatasetConfig(inputs, labels, shape, transpose, scale, offset, newLimit, skip, labelInLastColumn);
    }

    public DatasetConfig withSkip(int newSkip) {
        return new DatasetConfig(inputs, labels, shape, transpose, scale, offset, limit, newSkip, labelInLastColumn);
    }

    /** @param newLabelInLastColumn false to leave the last column out no longer */
    DatasetConfig withLabelInLastColumn(boolean newLabelInLastColumn) {
        return new DatasetConfig(inputs, labels, shape, transpose, scale, offset, limit, skip, newLabelInLastColumn);
    }
}
