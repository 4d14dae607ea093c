// SPDX-License-Identifier: Apache-2.0
package io.fluxmill.precision;

import io.fluxmill.format.IntegerFormat;
import io.fluxmill.format.NumberFormat;
import io.fluxmill.format.PositFormat;
import java.util.Arrays;
import java.util.function.DoubleUnaryOperator;

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
    private static final int COARSE_PER_OCTAVE = 6;

    private static final int FINE_PER_OCTAVE = 48;

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
        double high = CodeTable.of(format).max() * 16;
        double best = search(values, amax, low, high, COARSE_PER_OCTAVE, rounding);
        double width = Math.pow(2, 1.0 / COARSE_PER_OCTAVE);
        return amax / search(values, amax, best / width, best * width, FINE_PER_OCTAVE, rounding);
    }

    /** The p in [low, high] with the smallest mean square error. */
    private static double search(
            float[] values, double amax, double low, double high, int perOctave, DoubleUnaryOperator rounding) {
        int steps = (int) Math.ceil(Math.log(high / low) / Math.log(2) * perOctave);
        double best = low;
        double bestError = Double.POSITIVE_INFINITY;
        for (int i = 0; i <= steps; i++) {
            double p = low * Math.pow(2, (double) i / perOctave);
            double error = squareError(values, amax / p, rounding, bestError);
            if (error < bestError) {
                best = p;
                bestError = error;
            }
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
