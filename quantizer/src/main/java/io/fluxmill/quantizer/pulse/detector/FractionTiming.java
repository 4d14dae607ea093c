// SPDX-License-Identifier: Apache-2.0
package io.fluxmill.quantizer.pulse.detector;

/**
 * Time at which the rising edge of an event crosses a level, by linear interpolation between samples. The crossing is later than the beginning
 * of the pulse by a time that depends only on the shape, so the resolution is the spread of the crossing.
 *
 * <ul>
 *   <li>leading edge: a fixed level;
 *   <li>constant fraction: a fraction of the largest sample;
 *   <li>interpolated: a constant fraction, after interpolation to four times the sampling rate with a Kaiser window (28 points, β =
 *       8.6), which also takes noise away.
 * </ul>
 */
public final class FractionTiming {
    private static final int FACTOR = 4;

    /** Points of the window, seven samples. */
    private static final int POINTS = 28;

    private static final double BETA = 8.6;
    private static final double[] KAISER = kaiser();

    private FractionTiming() {}

    /** @return samples from the first one; NaN if no edge crosses the level */
    public static double leadingEdge(double[] samples, double level) {
        return crossing(samples, level, peakIndex(samples));
    }

    /** @return samples from the first one; NaN if no edge crosses the fraction */
    public static double constantFraction(double[] samples, double fraction) {
        int peak = peakIndex(samples);
        return crossing(samples, fraction * samples[peak], peak);
    }

    /** @return samples from the first one; NaN if no edge crosses the fraction */
    public static double interpolated(double[] samples, double fraction) {
        double delay = (POINTS - 1) / 2.0;
        return (constantFraction(interpolate(samples), fraction) - delay) / FACTOR;
    }

    /** The last crossing before the peak. */
    private static double crossing(double[] samples, double level, int peak) {
        for (int i = peak; i > 0; i--) {
            if (samples[i - 1] < level && samples[i] >= level) {
                return i - 1 + (level - samples[i - 1]) / (samples[i] - samples[i - 1]);
            }
        }
        return Double.NaN;
    }

    private static int peakIndex(double[] samples) {
        int peak = 0;
        for (int i = 1; i < samples.length; i++) {
            if (samples[i] > samples[peak]) {
                peak = i;
            }
        }
        return peak;
    }

    /** Four times the rate, later by half of the window; samples outside count as 0. */
    static double[] interpolate(double[] samples) {
        double[] fine = new double[samples.length * FACTOR + POINTS - 1];
        for (int j = 0; j < samples.length; j++) {
            for (int i = 0; i < POINTS; i++) {
                fine[j * FACTOR + i] += KAISER[i] * samples[j];
            }
        }
        return fine;
    }

    /** The window, with a gain of 1 for a constant signal. */
    private static double[] kaiser() {
        double[] taps = new double[POINTS];
        double sum = 0;
        for (int i = 0; i < POINTS; i++) {
            double edge = 2.0 * i / (POINTS - 1) - 1;
            taps[i] = bessel(BETA * Math.sqrt(1 - edge * edge));
            sum += taps[i];
        }
        for (int i = 0; i < POINTS; i++) {
            taps[i] *= FACTOR / sum;
        }
        return taps;
    }

    /** I0, the modified Bessel function of the first kind. */
    private static double bessel(double x) {
        double term = 1;
        double sum = 1;
        for (int k = 1; term > sum * 1e-17; k++) {
            term *= x * x / (4.0 * k * k);
            sum += term;
        }
        return sum;
    }
}
