// SPDX-License-Identifier: Apache-2.0
package io.fluxmill.quantizer.spiking.train;

import io.fluxmill.core.config.ConfigNode;
import io.fluxmill.core.config.InputException;
import io.fluxmill.quantizer.data.DataFile;
import io.fluxmill.quantizer.data.Dataset;
import io.fluxmill.quantizer.data.DatasetConfig;
import io.fluxmill.quantizer.spiking.read.DigitFolder;
import java.nio.file.Path;

/**
 * Where labelled images are.
 *
 * @param images a data file or a folder of classes; null if there are digits
 * @param labels null if the images are in a folder for each class, or there are digits
 * @param digits folder with a JSON file for each class; null if there are images
 */
public record ImageSource(DataFile images, DataFile labels, Path digits) {
    /** The source that the keys name. */
    static ImageSource from(ConfigNode node, String imagesKey, String labelsKey) {
        DataFile images = DataFile.of(node, imagesKey);
        boolean optional = "images".equals(images.kind());
        return new ImageSource(
                images, optional ? DataFile.optional(node, labelsKey) : DataFile.of(node, labelsKey), null);
    }

    /** @throws InputException if a file is missing, damaged or holds no images with labels */
    LabelledImages read() {
        if (digits != null) {
            DigitFolder read = DigitFolder.read(digits);
            int[] shape = {1, DigitFolder.SIDE, DigitFolder.SIDE};
            return new LabelledImages(shape, read.images(), read.labels());
        }
        Dataset data = Dataset.read(DatasetConfig.of(images).withLabels(labels));
        if (!data.hasLabels()) {
            throw new InputException(
                    images + ": images must have labels", "give labels, or put each class into a folder of its own");
        }
        int[] labelled = new int[data.count()];
        for (int i = 0; i < labelled.length; i++) {
            labelled[i] = data.label(i);
            if (labelled[i] < 0) {
                throw new InputException(
                        labels + ": labels must not be negative: label " + i + "=" + labelled[i],
                        "number the classes from 0");
            }
        }
        return new LabelledImages(shape(data.dims()), data.samples(), labelled);
    }

    private int[] shape(int[] dims) {
        return switch (dims.length) {
            case 2 -> new int[] {1, dims[0], dims[1]};
            case 3 -> dims;
            default -> throw new InputException(
                    images + ": an image must have 2 or 3 dimensions, not " + dims.length,
                    "store images as [count, height, width] or [count, channels, height, width]");
        };
    }
}
