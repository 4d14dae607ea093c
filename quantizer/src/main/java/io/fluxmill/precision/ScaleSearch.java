// SPDX-License-Identifier: Apache-2.0
package io.fluxmill.precision;

import io.fluxmill.format.IntegerFormat;
import io.fluxmill.format.NumberFormat;
import io.fluxmill.format.PositFormat;
import java.util.Arrays;
import java.util.function.DoubleUnaryOperator;
import java.util.stream.IntStream;

/**
 * Scales: {@code real = scale * value(code)}. A scale is written {@code amax / p}: p is the value on which the largest
 * magnitude falls.
 *
 * <table><caption>Reference point: p of MIN_MAX</caption>
 * <tr><th>format</th><th>p</th><th>why</th></tr>
 * <tr><td>INTn</td><td>2^(n-1) - 1</td><td>the largest code of either sign</td></tr>
 * <tr><td>FP4_E2M1</td><td>6</td><td>its largest value</td></tr>
 * <tr><td>Posit(n, es)</td><td>2^(2^es)</td><td>codes between 1/useed and useed have the most fraction bits; maxpos has none</td></tr>
 * </table>
 */
final class ScaleSearch {
    /** Percent of the magnitudes that do not saturate with PERCENTILE. */
    static final double PERCENT = 99.9;

    /** Candidates of the MSE search for each doubling of p, then for its refinement. */
    private static final int COARSE_PER_OCTAVE = 16;

    private static final int FINE_PER_OCTAVE = 128;

    /** Coarse candidates that are refined. */
    private static final int KEPT = 8;

    private static final int SETTLING_ROUNDS = 4;

    private ScaleSearch() {}

    /** The value on which MIN_MAX puts the largest magnitude. */
    static double reference(NumberFormat format) {
        if (format instanceof IntegerFormat) {
            return (1 << (format.widthBits() - 1)) - 1;
        }
        if (format instanceof PositFormat posit) {
            return Math.scalb(1.0, 1 << posit.exponentBits());
        }
        return CodeTable.of(format).max();
    }

    /**
     * The scale for values.
     *
     * @param amax the largest magnitude, or a quantile of the magnitudes; need not be among the values
     * @param rounding rounds a scaled value to a value of the format: as the hardware does for activations, to the nearest
     *     for weights
     * @return 1 if all values are zero
     */
    static double scale(
            float[] values, double amax, NumberFormat format, ScaleMethod method, DoubleUnaryOperator rounding) {
        if (amax == 0) {
            return 1;
        }
        if (method != ScaleMethod.MSE) {
            return amax / reference(format);
        }
        double low = Math.min(reference(format), CodeTable.of(format).max()) / 16;
        double high = Math.min(CodeTable.of(format).max(), reference(format) * 256) * 16;
        double[] candidates = IntStream.rangeClosed(0, (int) Math.ceil(log2(high / low) * COARSE_PER_OCTAVE))
                .mapToDouble(i -> low * Math.pow(2, (double) i / COARSE_PER_OCTAVE))
                .toArray();
        double best = amax / reference(format);
        double bestError = squareError(values, best, rounding, Double.POSITIVE_INFINITY);
        for (double coarse : best(values, amax, candidates, rounding)) {
            double scale = settled(values, amax / refined(values, amax, coarse, rounding), rounding);
            double error = squareError(values, scale, rounding, bestError);
            if (error < bestError) {
                best = scale;
                bestError = error;
            }
        }
        return best;
    }

    private static double log2(double x) {
        return Math.log(x) / Math.log(2);
    }

    /** The best of the p around a coarse one. */
    private static double refined(float[] values, double amax, double coarse, DoubleUnaryOperator rounding) {
        int steps = FINE_PER_OCTAVE / COARSE_PER_OCTAVE;
        double best = coarse;
        double bestError = Double.POSITIVE_INFINITY;
        for (int i = -steps; i <= steps; i++) {
            double p = coarse * Math.pow(2, (double) i / FINE_PER_OCTAVE);
            double error = squareError(values, amax / p, rounding, bestError);
            if (error < bestError) {
                best = p;
                bestError = error;
            }
        }
        return best;
    }

    /** The few p with the smallest errors, best first; the error has many local minima. */
    private static double[] best(float[] values, double amax, double[] candidates, DoubleUnaryOperator rounding) {
        double[] kept = new double[KEPT];
        double[] errors = new double[KEPT];
        Arrays.fill(errors, Double.POSITIVE_INFINITY);
        for (double p : candidates) {
            double error = squareError(values, amax / p, rounding, errors[KEPT - 1]);
            int place = KEPT;
            while (place > 0 && error < errors[place - 1]) {
                place--;
            }
            if (place < KEPT) {
                System.arraycopy(kept, place, kept, place + 1, KEPT - 1 - place);
                System.arraycopy(errors, place, errors, place + 1, KEPT - 1 - place);
                kept[place] = p;
                errors[place] = error;
            }
        }
        return Arrays.stream(kept).filter(p -> p > 0).toArray();
    }

    /**
     * The best scale for the codes that a scale gives, and again for its codes: {@code v'x / v'v} with v the rounded and x the
     * given values. Values that lie on a coarse grid already keep it exactly.
     */
    private static double settled(float[] values, double scale, DoubleUnaryOperator rounding) {
        double best = scale;
        for (int i = 0; i < SETTLING_ROUNDS; i++) {
            double cross = 0;
            double square = 0;
            for (float value : values) {
                double rounded = rounding.applyAsDouble(value / best);
                cross += rounded * value;
                square += rounded * rounded;
            }
            double next = cross / square;
            if (!(next > 0) || next == best) {
                return best;
            }
            best = next;
        }
        return best;
    }

    /** Sum of the squared errors; stops early beyond a limit. */
    static double squareError(float[] values, double scale, DoubleUnaryOperator rounding, double limit) {
        double sum = 0;
        for (int i = 0; i < values.length && sum < limit; i++) {
            double error = values[i] - scale * rounding.applyAsDouble(values[i] / scale);
            sum += error * error;
        }
        return sum;
    }

    /** The largest magnitude, or with PERCENTILE the quantile of the magnitudes unless that is zero. */
    static double magnitude(float[] values, ScaleMethod method) {
        float[] magnitudes = values.clone();
        for (int i = 0; i < magnitudes.length; i++) {
            magnitudes[i] = Math.abs(magnitudes[i]);
        }
        Arrays.sort(magnitudes);
        int last = magnitudes.length - 1;
        double quantile = method == ScaleMethod.PERCENTILE ? magnitudes[(int) Math.round(PERCENT / 100 * last)] : 0;
        return quantile > 0 ? quantile : magnitudes[last];
    }
}
