// SPDX-License-Identifier: Apache-2.0
package io.fluxmill.quantizer.mac.train;

import io.fluxmill.quantizer.mac.graph.Network;
import java.util.Random;

/**
 * Random variants of training images.
 *
 * @param flip mirrors every second image left to right
 * @param shift moves by up to this many pixels in each direction; what comes in is 0
 */
public record Augmentation(boolean flip, int shift) {
    public static final Augmentation NONE = new Augmentation(false, 0);

    /** Copies one image as reals 0 to 255. */
    void copy(ImageSet images, int image, Random random, float[] target, int at) {
        Network.Shape shape = images.shape();
        boolean mirrored = flip && random.nextBoolean();
        int right = shift == 0 ? 0 : random.nextInt(2 * shift + 1) - shift;
        int down = shift == 0 ? 0 : random.nextInt(2 * shift + 1) - shift;
        if (!mirrored && right == 0 && down == 0) {
            images.copy(image, target, at);
            return;
        }
        int to = at;
        for (int row = 0; row < shape.channels() * shape.height(); row++) {
            int y = row % shape.height() - down;
            int from = image * shape.elements() + (row - down) * shape.width();
            for (int column = 0; column < shape.width(); column++) {
                int x = (mirrored ? shape.width() - 1 - column : column) - right;
                boolean inside = y >= 0 && y < shape.height() && x >= 0 && x < shape.width();
                target[to++] = inside ? images.pixels()[from + x] & 0xFF : 0;
            }
        }
    }
}
