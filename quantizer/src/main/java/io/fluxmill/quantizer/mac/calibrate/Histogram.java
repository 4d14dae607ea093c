// SPDX-License-Identifier: Apache-2.0
package io.fluxmill.quantizer.mac.calibrate;

/**
 * Counts of values in bins of one width around zero. The width is a power of two and doubles when a value does not fit, so the result does not
 * depend on the order of the values.
 */
final class Histogram {
    /** Bins on each side of zero. */
    private static final int SIDE = 8192;

    /** Smallest bin width; keeps widths normal numbers. */
    private static final int MIN_EXPONENT = -1000;

    /** Bin i holds values in {@code [(i - SIDE) * width, (i - SIDE + 1) * width)}. */
    private final long[] bins = new long[2 * SIDE];

    private int exponent = MIN_EXPONENT;
    private double min = Double.POSITIVE_INFINITY;
    private double max = Double.NEGATIVE_INFINITY;
    private long count;

    /**
     * Adds values.
     *
     * @param least the smallest of them
     * @param most the largest
     */
    void addAll(double[] values, double least, double most) {
        min = Math.min(min, least);
        max = Math.max(max, most);
        count += values.length;
        double largest = Math.max(-least, most);
        widenTo(largest == 0 ? MIN_EXPONENT : Math.max(MIN_EXPONENT, Math.getExponent(largest) - 12));
        double perValue = Math.scalb(1.0, -exponent); // a power of two: the product is exact
        for (double value : values) {
            bins[(int) Math.floor(value * perValue) + SIDE]++;
        }
    }

    /** Adds all values of another. */
    void addAll(Histogram other) {
        min = Math.min(min, other.min);
        max = Math.max(max, other.max);
        count += other.count;
        widenTo(other.exponent);
        int shift = Math.min(exponent - other.exponent, 31);
        for (int i = 0; i < bins.length; i++) {
            bins[((i - SIDE) >> shift) + SIDE] += other.bins[i];
        }
    }

    /** Merges pairs of bins, separately on the two sides of zero. */
    private void widenTo(int needed) {
        if (needed <= exponent) {
            return;
        }
        int shift = Math.min(needed - exponent, 31);
        long[] merged = new long[bins.length];
        for (int i = 0; i < bins.length; i++) {
            merged[((i - SIDE) >> shift) + SIDE] += bins[i];
        }
        System.arraycopy(merged, 0, bins, 0, bins.length);
        exponent = needed;
    }

    double min() {
        return min;
    }

    double max() {
        return max;
    }

    long count() {
        return count;
    }

    /** Linear within a bin, never outside [min, max]. */
    double percentile(double percent) {
        if (!(percent >= 0 && percent <= 100)) {
            throw new IllegalArgumentException("percent must be from 0 to 100: percent=" + percent);
        }
        double rank = percent / 100 * count;
        double below = 0;
        for (int i = 0; i < bins.length; i++) {
            if (bins[i] > 0 && below + bins[i] >= rank) {
                double position = i - SIDE + (rank - below) / bins[i];
                return Math.max(min, Math.min(max, Math.scalb(position, exponent)));
            }
            below += bins[i];
        }
        return max;
    }
}
