// SPDX-License-Identifier: Apache-2.0
package io.fluxmill.quantizer.pulse.detector;

import java.util.Arrays;

/**
 * Statistics of estimates minus truth, in the unit of the residuals.
 *
 * @param count residuals
 * @param mean their mean: the estimator's bias
 * @param sigma standard deviation about the mean
 * @param fwhm full width at half maximum of the normal distribution with the same quartiles: unlike sigma, it is not widened by tails
 * @param pairSigma standard deviation of the difference of two neighbouring events: what two channels would measure against each other
 */
public record Residuals(int count, double mean, double sigma, double fwhm, double pairSigma) {
    /** Quartile distance of a normal distribution with sigma 1. */
    private static final double QUARTILES = 1.3489795;

    private static final double FWHM = 2 * Math.sqrt(2 * Math.log(2));

    /** @param residuals in the order of the events; at least 2 */
    public static Residuals of(double[] residuals) {
        int count = residuals.length;
        if (count < 2) {
            throw new IllegalArgumentException("statistics need at least 2 residuals: residuals=" + count);
        }
        double mean = Arrays.stream(residuals).average().orElseThrow();
        double squares =
                Arrays.stream(residuals).map(r -> (r - mean) * (r - mean)).sum();
        double pairs = 0;
        for (int i = 0; i + 1 < count; i += 2) {
            pairs += (residuals[i + 1] - residuals[i]) * (residuals[i + 1] - residuals[i]);
        }
        double[] sorted = residuals.clone();
        Arrays.sort(sorted);
        double quartiles = sorted[(3 * count) / 4] - sorted[count / 4];
        return new Residuals(
                count,
                mean,
                Math.sqrt(squares / (count - 1)),
                FWHM * quartiles / QUARTILES,
                Math.sqrt(pairs / (count / 2)));
    }
}
