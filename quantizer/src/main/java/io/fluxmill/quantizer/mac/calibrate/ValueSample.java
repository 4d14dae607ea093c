// SPDX-License-Identifier: Apache-2.0
package io.fluxmill.quantizer.mac.calibrate;

import java.util.Arrays;

/**
 * Values of a tensor that stand for all of them.
 *
 * @param values drawn at random, then the smallest and largest value of each channel
 * @param counts how many values of the tensor each one stands for; adds up to about all of them
 */
public record ValueSample(float[] values, double[] counts) {
    /** All values, each for itself. */
    public static ValueSample all(float[] values) {
        double[] counts = new double[values.length];
        Arrays.fill(counts, 1);
        return new ValueSample(values, counts);
    }
}
