// SPDX-License-Identifier: Apache-2.0
package io.fluxmill.quantizer.spiking.train;

/**
 * Images with their classes.
 *
 * @param shape of an image, {@code [channels][height][width]}
 * @param images {@code [count][elements]}, row-major
 * @param labels {@code [count]}, from 0
 */
record LabelledImages(int[] shape, float[][] images, int[] labels) {
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
}
