// SPDX-License-Identifier: Apache-2.0
package io.fluxmill.quantizer.mac.train;

import io.fluxmill.core.format.IntegerFormat;
import io.fluxmill.core.format.NumberFormat;
import io.fluxmill.core.format.PositFormat;
import java.util.Arrays;

/**
 * The scale with the smallest mean square rounding error, over candidates as close as the quantiser after training tries.
 *
 * <p>With amax the largest magnitude: without a zero point {@code amax / p}, for p in steps of 1/6 octave from 1/16 of the
 * reference point to 16 times the largest value, then in steps of 1/48 octave around the best; with one, steps of 3 % down
 * from the scale that puts amax on the largest value (for posits 16 times that) to a tenth.
 *
 * <p>Values are sorted once; the error of a candidate then takes two look-ups in prefix sums for each value of the format.
 * Formats of more than {@value #SEARCHED_BITS} bits put amax on the reference point instead, because their error is small at any scale near it.
 */
final class MseScale {
    private static final int SEARCHED_BITS = 8;
    private static final int COARSE_PER_OCTAVE = 6;
    private static final int FINE_PER_OCTAVE = 48;
    private static final double SHIFTED_STEP = 0.97;

    private final NumberFormat format;
    private final double reference;
    private final boolean shifted;
    private final float[] codeValues;
    private final float[] boundaries;

    /** @param shifted whether the grid is one with a zero point */
    MseScale(NumberFormat format, QuantizationGrid grid, boolean shifted) {
        this.format = format;
        this.shifted = shifted;
        reference = reference(format, grid);
        codeValues = grid.values();
        boundaries = grid.boundaries();
    }

    /** Whether the format's scales are searched at all. */
    static boolean isSearched(NumberFormat format) {
        return format.widthBits() <= SEARCHED_BITS;
    }

    /** The value on which the largest magnitude is put so that it is rounded well: for posits useed, because precision falls beyond it. */
    private static double reference(NumberFormat format, QuantizationGrid grid) {
        if (format instanceof PositFormat posit) {
            return Math.scalb(1.0, 1 << posit.exponentBits());
        }
        return format instanceof IntegerFormat integer ? (1 << (integer.widthBits() - 1)) - 1 : grid.max();
    }

    /**
     * A scale and its error.
     *
     * @param squareError sum over all values; 0 if it was not searched
     */
    record Found(double scale, double squareError) {}

    /** The scale for {@code values[from .. to - 1]}; 1 if all are zero. */
    Found of(float[] values, int from, int to) {
        Sums sums = new Sums(values, from, to);
        if (sums.magnitude() == 0) {
            return new Found(1, 0);
        }
        if (!isSearched(format)) {
            return new Found(sums.magnitude() / reference, 0);
        }
        return shifted ? searchShifted(sums) : searchSymmetric(sums);
    }

    private Found searchSymmetric(Sums sums) {
        double max = codeValues[codeValues.length - 1];
        double best = search(sums, Math.min(reference, max) / 16, max * 16, COARSE_PER_OCTAVE);
        double width = Math.pow(2, 1.0 / COARSE_PER_OCTAVE);
        double scale = sums.magnitude() / search(sums, best / width, best * width, FINE_PER_OCTAVE);
        return new Found(scale, squareError(sums, scale));
    }

    private Found searchShifted(Sums sums) {
        double full = sums.magnitude() / codeValues[codeValues.length - 1];
        Found best = new Found(full, Double.POSITIVE_INFINITY);
        double widest = format instanceof PositFormat ? 16 : 1.05;
        for (double scale = full * widest; scale > full / 10; scale *= SHIFTED_STEP) {
            double error = squareError(sums, scale);
            if (error < best.squareError) {
                best = new Found(scale, error);
            }
        }
        return best;
    }

    /** The p in [first, last] with the smallest error. */
    private double search(Sums sums, double first, double last, int perOctave) {
        int steps = (int) Math.ceil(Math.log(last / first) / Math.log(2) * perOctave);
        double best = first;
        double bestError = Double.POSITIVE_INFINITY;
        for (int i = 0; i <= steps; i++) {
            double p = first * Math.pow(2, (double) i / perOctave);
            double error = squareError(sums, sums.magnitude() / p);
            if (error < bestError) {
                best = p;
                bestError = error;
            }
        }
        return best;
    }

    /** Sum over the format's values q: the squared distances to scale * q of all values that are rounded to it. */
    private double squareError(Sums sums, double scale) {
        double error = 0;
        int from = 0;
        for (int i = 0; i < codeValues.length; i++) {
            int to = i < boundaries.length ? sums.count(scale * boundaries[i]) : sums.count();
            if (to > from) {
                error += sums.squareDistance(from, to, scale * codeValues[i]);
            }
            from = to;
        }
        return error;
    }

    /** Sorted values with running sums. */
    private static final class Sums {
        private final float[] sorted;
        private final double[] sum;
        private final double[] squares;

        Sums(float[] values, int from, int to) {
            sorted = Arrays.copyOfRange(values, from, to);
            Arrays.sort(sorted);
            sum = new double[sorted.length + 1];
            squares = new double[sorted.length + 1];
            for (int i = 0; i < sorted.length; i++) {
                sum[i + 1] = sum[i] + sorted[i];
                squares[i + 1] = squares[i] + (double) sorted[i] * sorted[i];
            }
        }

        int count() {
            return sorted.length;
        }

        double magnitude() {
            return sorted.length == 0 ? 0 : Math.max(-sorted[0], sorted[sorted.length - 1]);
        }

        /** Values below a limit. */
        int count(double limit) {
            int low = 0;
            int high = sorted.length;
            while (low < high) {
                int middle = (low + high) >>> 1;
                if (sorted[middle] < limit) {
                    low = middle + 1;
                } else {
                    high = middle;
                }
            }
            return low;
        }

        /** Sum of (x - center)^2 over sorted values from .. to - 1. */
        double squareDistance(int from, int to, double center) {
            double first = sum[to] - sum[from];
            double second = squares[to] - squares[from];
            return second - 2 * center * first + center * center * (to - from);
        }
    }
}
