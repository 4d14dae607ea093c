// SPDX-License-Identifier: Apache-2.0
package io.fluxmill.quantizer.mac.calibrate;

import java.util.Arrays;

/**
 * Values of a tensor that represent all of them.
 *
 * @param values drawn at random, then the smallest and largest value of each channel
 * @param counts how many values of the tensor each one represents; the sum is about the number of all values
 */
public record ValueSample(float[] values, double[] counts) {
    /** All values, each for itself. */
    public static ValueSample all(float[] values) {
        double[] counts = new double[values.length];
        Arrays.fill(counts, 1);
        return new ValueSample(values, counts);
    }
}
