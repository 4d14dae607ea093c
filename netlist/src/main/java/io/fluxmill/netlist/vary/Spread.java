// SPDX-License-Identifier: Apache-2.0
package io.fluxmill.netlist.vary;

import java.util.ArrayList;
import java.util.List;
import java.util.Random;

/**
 * Static variation from instance to instance: relative standard deviations of the factors of {@link OperatingPoint}, normally
 * distributed about 1 and independent.
 */
public record Spread(double bias, double criticalCurrent, double timing) {
    /** No variation. */
    public static final Spread NONE = new Spread(0, 0, 0);

    /** The lowest factor: whatever the deviation, currents and times stay above 0. */
    public static final double LOWEST = 0.1;

    /** @throws IllegalArgumentException if a standard deviation is negative */
    public Spread {
        if (!(bias >= 0 && criticalCurrent >= 0 && timing >= 0)) {
            throw new IllegalArgumentException("standard deviations must be at least 0: bias=" + bias
                    + ", critical current=" + criticalCurrent + ", timing=" + timing);
        }
    }

    /** All standard deviations times a factor. */
    public Spread times(double factor) {
        return new Spread(bias * factor, criticalCurrent * factor, timing * factor);
    }

    /** Operating points of a number of instances; the same for the same seed; a longer list only continues a shorter one. */
    public List<OperatingPoint> points(int instances, long seed) {
        Random random = new Random(seed);
        List<OperatingPoint> points = new ArrayList<>();
        for (int i = 0; i < instances; i++) {
            points.add(new OperatingPoint(
                    factor(bias, random.nextGaussian()),
                    factor(criticalCurrent, random.nextGaussian()),
                    factor(timing, random.nextGaussian())));
        }
        return points;
    }

    private static double factor(double sigma, double deviation) {
        return Math.max(LOWEST, 1 + sigma * deviation);
    }
}
