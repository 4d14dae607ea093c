// SPDX-License-Identifier: Apache-2.0
package io.fluxmill.core.program.mac.network;

/**
 * The windows of a layer's results that become one result, their maximum.
 *
 * @param height rows of a window, 1 without
 * @param width columns
 * @param strideY rows of results from a window to the next
 * @param strideX columns
 * @param countY windows in a column of an image
 * @param countX in a row
 */
public record Maxima(int height, int width, int strideY, int strideX, int countY, int countX) {
    /** Each result by itself. */
    public static Maxima none(int outHeight, int outWidth) {
        return new Maxima(1, 1, 1, 1, outHeight, outWidth);
    }

    /** Results of a window. */
    public int size() {
        return height * width;
    }
}
