// SPDX-License-Identifier: Apache-2.0
package io.fluxmill.quantizer.mac.calibrate;

import java.util.Arrays;
import java.util.SplittableRandom;
import java.util.stream.IntStream;

/** Draws without regard to order, so that no layout of samples, channels and positions hides values; the same in every run. */
public final class RandomDraw {
    private RandomDraw() {}

    /** {@code some} of the numbers from 0 to {@code all - 1}, each at most once; all of them, in order, if there are not more. */
    public static int[] indices(int all, int some) {
        int[] order = IntStream.range(0, all).toArray();
        if (some >= all) {
            return order;
        }
        SplittableRandom random = new SplittableRandom(all);
        for (int i = 0; i < some; i++) {
            int other = random.nextInt(i, all);
            int index = order[i];
            order[i] = order[other];
            order[other] = index;
        }
        return Arrays.copyOf(order, some);
    }

    /** {@code some} of the values, and the smallest and the largest of all; all of them if there are not more. */
    public static float[] values(float[] all, int some) {
        if (some >= all.length) {
            return all.clone();
        }
        int[] indices = indices(all.length, some);
        float[] drawn = new float[some + 2];
        drawn[some] = Float.POSITIVE_INFINITY;
        drawn[some + 1] = Float.NEGATIVE_INFINITY;
        for (int i = 0; i < some; i++) {
            drawn[i] = all[indices[i]];
        }
        for (float value : all) {
            drawn[some] = Math.min(drawn[some], value);
            drawn[some + 1] = Math.max(drawn[some + 1], value);
        }
        return drawn;
    }
}
