// SPDX-License-Identifier: Apache-2.0
package io.fluxmill.quantizer.mac.train;

import io.fluxmill.core.config.InputException;
import io.fluxmill.quantizer.data.Dataset;
import io.fluxmill.quantizer.data.DatasetConfig;
import io.fluxmill.quantizer.mac.graph.Network;

/**
 * Labelled images.
 *
 * @param shape shape of one image
 * @param pixels {@code [count][channels][height][width]}, row-major, unsigned bytes
 * @param labels {@code [count]}, the class of each image, from 0
 */
record ImageSet(Network.Shape shape, byte[] pixels, int[] labels) {
    private static final int PIXEL_MAX = 255;

    /**
     * Reads images of unsigned bytes in any file that data may be in, {@code [count][height][width]} or
     * {@code [count][channels][height][width]}.
     *
     * @throws InputException if a file is missing, damaged or does not hold such images, or labels are negative
     */
    static ImageSet read(TrainConfig.Files files) {
        Dataset data = Dataset.read(DatasetConfig.of(files.images()).withLabels(files.labels()));
        if (!data.hasLabels()) {
            throw new InputException(
                    files.images() + ": images must have labels",
                    "give labels, or put each class into a folder of its own");
        }
        Network.Shape shape = shape(files, data.dims());
        byte[] pixels = new byte[data.count() * shape.elements()];
        int[] labels = new int[data.count()];
        for (int i = 0; i < data.count(); i++) {
            copyPixels(files, data, i, pixels, i * shape.elements());
            labels[i] = data.label(i);
            if (labels[i] < 0) {
                throw new InputException(
                        files.labels() + ": labels must not be negative: label " + i + "=" + labels[i],
                        "number the classes from 0");
            }
        }
        return new ImageSet(shape, pixels, labels);
    }

    private static Network.Shape shape(TrainConfig.Files files, int[] dims) {
        return switch (dims.length) {
            case 2 -> new Network.Shape(1, dims[0], dims[1]);
            case 3 -> new Network.Shape(dims[0], dims[1], dims[2]);
            default -> throw new InputException(
                    files.images() + ": an image must have 2 or 3 dimensions, not " + dims.length,
                    "store images as [count, height, width] or [count, channels, height, width]");
        };
    }

    private static void copyPixels(TrainConfig.Files files, Dataset data, int image, byte[] target, int at) {
        float[] sample = data.sample(image);
        for (int k = 0; k < sample.length; k++) {
            if (sample[k] < 0 || sample[k] > PIXEL_MAX || sample[k] != Math.rint(sample[k])) {
                throw new InputException(
                        files.images() + ": pixels must be whole numbers from 0 to 255: image " + image + " pixel " + k
                                + "=" + sample[k],
                        "store images as unsigned bytes");
            }
            target[at + k] = (byte) (int) sample[k];
        }
    }

    int count() {
        return labels.length;
    }

    /** Number of classes: the largest label plus one. */
    int classes() {
        int classes = 0;
        for (int label : labels) {
            classes = Math.max(classes, label + 1);
        }
        return classes;
    }

    /** Pixels of one image as reals 0 to 255. */
    void copy(int image, float[] target, int at) {
        int from = image * shape.elements();
        for (int i = 0; i < shape.elements(); i++) {
            target[at + i] = pixels[from + i] & 0xFF;
        }
    }
}
