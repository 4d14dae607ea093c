// SPDX-License-Identifier: Apache-2.0
package io.fluxmill.quantizer.spiking.train;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.Arrays;
import java.util.HashSet;
import java.util.Random;
import java.util.Set;
import org.junit.jupiter.api.Test;

/** Against the geometry: bilinear interpolation is exact on a linear image. */
class DistortionTest {
    private static final int SIDE = 28;
    private static final int[] SHAPE = {1, SIDE, SIDE};
    private static final long SEED = 20_261_130;

    private static float[] distorted(Distortion distortion, float[] image, int[] shape, Random random) {
        float[] target = new float[image.length];
        distortion.copy(image, shape, random, target);
        return target;
    }

    private static float[] random(int size, Random random) {
        float[] image = new float[size];
        for (int i = 0; i < size; i++) {
            image[i] = random.nextInt(256);
        }
        return image;
    }

    @Test
    void noneIsACopy() {
        Random random = new Random(SEED);
        float[] image = random(SIDE * SIDE, random);
        assertArrayEquals(image, distorted(Distortion.NONE, image, SHAPE, random));
    }

    /** All mirrored and shifted images of two channels, made here by indices; every one comes. */
    @Test
    void flipsAndShiftsByWholePixels() {
        Random random = new Random(SEED);
        int[] shape = {2, 5, 4};
        float[] image = random(40, random);
        Set<String> wanted = new HashSet<>();
        for (int flip = 0; flip < 2; flip++) {
            for (int down = -1; down <= 1; down++) {
                for (int right = -1; right <= 1; right++) {
                    float[] moved = new float[40];
                    for (int i = 0; i < 40; i++) {
                        int x = flip == 1 ? 3 - i % 4 : i % 4;
                        int y = i / 4 % 5;
                        if (x - right >= 0 && x - right < 4 && y - down >= 0 && y - down < 5) {
                            moved[i] = image[(i / 20 * 5 + y - down) * 4 + x - right];
                        }
                    }
                    wanted.add(Arrays.toString(moved));
                }
            }
        }
        Set<String> seen = new HashSet<>();
        for (int i = 0; i < 600; i++) {
            seen.add(Arrays.toString(distorted(new Distortion(true, 1, 0, 0, 0), image, shape, random)));
        }
        assertEquals(18, wanted.size());
        assertEquals(wanted, seen);
    }

    /** x becomes a plane through the middle whose slope has the length 1/scale and the wanted range of angles. */
    @Test
    void rotatesAndScalesAboutTheMiddle() {
        Random random = new Random(SEED);
        float[] image = new float[SIDE * SIDE];
        for (int i = 0; i < image.length; i++) {
            image[i] = i % SIDE;
        }
        double mostAngle = 0;
        double mostScale = 0;
        for (int run = 0; run < 200; run++) {
            float[] turned = distorted(new Distortion(false, 0, 20, 0.25, 0), image, SHAPE, random);
            int middle = 13 * SIDE + 13;
            double alongX = turned[middle + 1] - turned[middle];
            double alongY = turned[middle + SIDE] - turned[middle];
            assertEquals(13.5, turned[middle] + (alongX + alongY) / 2, 1e-4, "middle");
            double angle = Math.toDegrees(Math.atan2(alongY, alongX));
            double scale = 1 / Math.hypot(alongX, alongY);
            assertTrue(
                    Math.abs(angle) <= 20.001 && Math.abs(scale - 1) <= 0.2501, "angle=" + angle + " scale=" + scale);
            mostAngle = Math.max(mostAngle, Math.abs(angle));
            mostScale = Math.max(mostScale, Math.abs(scale - 1));
            for (int k = 0; k < 8; k++) {
                int x = 10 + k % 3;
                int y = 10 + k / 3;
                double plane = turned[middle] + (x - 13) * alongX + (y - 13) * alongY;
                assertEquals(plane, turned[y * SIDE + x], 1e-3, "x=" + x + " y=" + y);
            }
        }
        assertTrue(mostAngle > 17 && mostScale > 0.2, "angle=" + mostAngle + " scale=" + mostScale);
    }

    /** On the image of x, the result less x is the distance along x: 0 in the mean, of the wanted deviation at the grid's corners, linear between. */
    @Test
    void elasticDistancesAreThoseOfAGrid() {
        Random random = new Random(SEED);
        float[] image = new float[SIDE * SIDE];
        for (int i = 0; i < image.length; i++) {
            image[i] = i % SIDE;
        }
        double sum = 0;
        double squares = 0;
        int runs = 4000;
        for (int run = 0; run < runs; run++) {
            float[] moved = distorted(new Distortion(false, 0, 0, 0, 0.8), image, SHAPE, random);
            double corner = moved[14 * SIDE + 14] - 14;
            double next = moved[14 * SIDE + 21] - 21;
            sum += corner;
            squares += corner * corner;
            for (int x = 15; x < 21; x++) {
                double between = corner + (next - corner) * (x - 14) / 7;
                assertEquals(between, moved[14 * SIDE + x] - x, 1e-3, "x=" + x);
            }
        }
        assertEquals(0, sum / runs, 0.06);
        assertEquals(0.8, Math.sqrt(squares / runs), 0.04);
    }
}
