// SPDX-License-Identifier: Apache-2.0
package io.fluxmill.quantizer.pulse.detector;

/**
 * A detector pulse, its digitiser, and the front end's settings (docs/pulse-engine.md).
 *
 * @param threshold of the trigger over the running baseline, ADC counts
 * @param window samples of an event
 * @param pretrigger samples of the window before the trigger
 * @param baselineShift k of the running baseline, 1 to 15
 */
public record Acquisition(
        PulseShape shape, Adc adc, Noise noise, double threshold, int window, int pretrigger, int baselineShift) {
    /** The baseline's fractional bits: {@code y} is in 1/16 counts. */
    public static final int SUBCOUNTS = 16;

    public Acquisition {
        if (window < 2 || pretrigger < 0 || pretrigger >= window) {
            throw new IllegalArgumentException(
                    "pretrigger must be less than the window: window=" + window + " pretrigger=" + pretrigger);
        }
        if (!(threshold > 0)) {
            throw new IllegalArgumentException("threshold must be above 0: threshold=" + threshold);
        }
        if (baselineShift < 1 || baselineShift > 15) {
            throw new IllegalArgumentException("baselineShift must be 1 to 15: baselineShift=" + baselineShift);
        }
    }

    /**
     * White noise at which a pulse has a signal-to-noise ratio.
     *
     * @param snrDb 20·log10(height over the baseline / rms of a baseline sample before rounding)
     * @param amplitude the height, ADC counts
     */
    public static double sigma(double snrDb, double amplitude) {
        return amplitude / StrictMath.pow(10, snrDb / 20);
    }

    /** The threshold as the front end's register has it, 1/16 counts. */
    public int thresholdSubcounts() {
        return (int) Math.round(threshold * SUBCOUNTS);
    }

    /**
     * Standard deviation of the running baseline: an exponential average of the noise with weight 2^−k, in ADC counts. The spectral density of
     * the noise at frequency 0 decides.
     */
    public double baselineSigma() {
        double alpha = Math.scalb(1.0, -baselineShift);
        return Math.sqrt(alpha / (2 - alpha) * (noise.densityAtZero() + Adc.QUANTISATION));
    }
}
