// SPDX-License-Identifier: Apache-2.0
package io.fluxmill.quantizer.mac.train;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.Shape;
import java.util.Random;

/** Images and labels of a set as tensors. */
final class ImageTensors {
    private final ImageSet set;
    private final float inputScale;

    ImageTensors(ImageSet set, double inputScale) {
        this.set = set;
        this.inputScale = (float) inputScale;
    }

    ImageSet set() {
        return set;
    }

    /** Images {@code from .. from + count - 1}, scaled, {@code [count][channels][height][width]}. */
    NDArray images(NDManager manager, int from, int count) {
        int elements = set.shape().elements();
        float[] pixels = new float[count * elements];
        for (int i = 0; i < count; i++) {
            set.copy(from + i, pixels, i * elements);
        }
        return scaled(manager, pixels, count);
    }

    /** Random variants of images {@code order[from .. from + count - 1]}, scaled, {@code [count][channels][height][width]}. */
    NDArray variants(NDManager manager, int[] order, int from, int count, Augmentation augmentation, Random random) {
        int elements = set.shape().elements();
        float[] pixels = new float[count * elements];
        for (int i = 0; i < count; i++) {
            augmentation.copy(set, order[from + i], random, pixels, i * elements);
        }
        return scaled(manager, pixels, count);
    }

    /** The labels of the same images, {@code [count]}. */
    NDArray labels(NDManager manager, int[] order, int from, int count) {
        float[] labels = new float[count];
        for (int i = 0; i < count; i++) {
            labels[i] = set.labels()[order[from + i]];
        }
        return manager.create(labels);
    }

    private NDArray scaled(NDManager manager, float[] pixels, int count) {
        for (int i = 0; i < pixels.length; i++) {
            pixels[i] *= inputScale;
        }
        return manager.create(
                pixels,
                new Shape(
                        count,
                        set.shape().channels(),
                        set.shape().height(),
                        set.shape().width()));
    }
}
