// SPDX-License-Identifier: Apache-2.0
package io.fluxmill.quantizer.spiking.train;

import java.util.Random;

/**
 * Random variants of training images, by bilinear interpolation; what comes in is 0.
 *
 * @param flip mirrors every second image left to right
 * @param shift moves by up to this many pixels, whole ones, in each direction
 * @param rotate turns by up to this many degrees
 * @param scale enlarges or shrinks by up to this share
 * @param elastic moves the corners of a grid of 7 pixels by normally distributed distances of this many pixels, and what lies between with them
 */
public record Distortion(boolean flip, int shift, double rotate, double scale, double elastic) {
    public static final Distortion NONE = new Distortion(false, 0, 0, 0, 0);

    private static final int GRID = 7;

    /**
     * A variant of one image, {@code [channels][height][width]}, row-major.
     *
     * @param target receives it
     */
    void copy(float[] image, int[] shape, Random random, float[] target) {
        boolean mirrored = flip && random.nextBoolean();
        double right = shift == 0 ? 0 : random.nextInt(2 * shift + 1) - shift;
        double down = shift == 0 ? 0 : random.nextInt(2 * shift + 1) - shift;
        double angle = rotate == 0 ? 0 : Math.toRadians((2 * random.nextDouble() - 1) * rotate);
        double factor = scale == 0 ? 1 : 1 / (1 + (2 * random.nextDouble() - 1) * scale);
        double cos = Math.cos(angle) * factor;
        double sin = Math.sin(angle) * factor;
        int height = shape[1];
        int width = shape[2];
        double[][] grid = elastic == 0 ? null : grid(height, width, random);
        double middleX = (width - 1) / 2.0;
        double middleY = (height - 1) / 2.0;
        for (int y = 0; y < height; y++) {
            for (int x = 0; x < width; x++) {
                double dx = (mirrored ? width - 1 - x : x) - middleX - right;
                double dy = y - middleY - down;
                double fromX = middleX + cos * dx + sin * dy;
                double fromY = middleY + cos * dy - sin * dx;
                if (grid != null) {
                    fromX += between(grid[0], width, x, y);
                    fromY += between(grid[1], width, x, y);
                }
                for (int c = 0; c < shape[0]; c++) {
                    target[(c * height + y) * width + x] =
                            (float) interpolated(image, c * height * width, height, width, fromX, fromY);
                }
            }
        }
    }

    /** Distances along x and y at the corners, row-major. */
    private double[][] grid(int height, int width, Random random) {
        double[][] grid = new double[2][columns(height) * columns(width)];
        for (double[] axis : grid) {
            for (int i = 0; i < axis.length; i++) {
                axis[i] = elastic * random.nextGaussian();
            }
        }
        return grid;
    }

    private static int columns(int size) {
        return (size - 1) / GRID + 2;
    }

    private static double between(double[] grid, int width, int x, int y) {
        int columns = columns(width);
        int corner = y / GRID * columns + x / GRID;
        double across = (double) (x % GRID) / GRID;
        double along = (double) (y % GRID) / GRID;
        double upper = grid[corner] + across * (grid[corner + 1] - grid[corner]);
        double lower = grid[corner + columns] + across * (grid[corner + columns + 1] - grid[corner + columns]);
        return upper + along * (lower - upper);
    }

    private static double interpolated(float[] image, int from, int height, int width, double x, double y) {
        int left = (int) Math.floor(x);
        int top = (int) Math.floor(y);
        double across = x - left;
        double along = y - top;
        double sum = 0;
        for (int i = 0; i < 2; i++) {
            for (int k = 0; k < 2; k++) {
                int row = top + i;
                int column = left + k;
                double weight = (i == 0 ? 1 - along : along) * (k == 0 ? 1 - across : across);
                if (weight != 0 && row >= 0 && row < height && column >= 0 && column < width) {
                    sum += weight * image[from + row * width + column];
                }
            }
        }
        return sum;
    }
}
