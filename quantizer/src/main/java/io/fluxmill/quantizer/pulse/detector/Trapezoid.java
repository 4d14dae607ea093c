// SPDX-License-Identifier: Apache-2.0
package io.fluxmill.quantizer.pulse.detector;

/**
 * Pole-zero cancellation and trapezoidal shaping (Jordanov and Knoll, Nucl. Instrum. Meth. A 345:337, 1994): {@code z[i] = z[i−1]
 * + y[i] − a·y[i−1]}, then {@code T[i] = T[i−1] + (z[i] − z[i−k]) − (z[i−l] − z[i−k−l])}, l = k + m, divided by k. Samples before the
 * first one are 0.
 *
 * @param rise k, samples
 * @param flat m, samples
 * @param pole a: exp(−sampling period / decay time) for pulses that decay exponentially, 1 for none
 */
public record Trapezoid(int rise, int flat, double pole) {
    public Trapezoid {
        if (rise < 1 || flat < 0 || !(pole > 0 && pole <= 1)) {
            throw new IllegalArgumentException(
                    "rise must be 1 or more, flat 0 or more, pole above 0 and at most 1: rise=" + rise + " flat=" + flat
                            + " pole=" + pole);
        }
    }

    /** The shaped samples. */
    public double[] shape(double[] samples) {
        double[] z = new double[samples.length];
        double[] shaped = new double[samples.length];
        int delay = rise + flat;
        double sum = 0;
        for (int i = 0; i < samples.length; i++) {
            z[i] = samples[i] + (i == 0 ? 0 : z[i - 1] - pole * samples[i - 1]);
            sum += z[i] - at(z, i - rise) - at(z, i - delay) + at(z, i - rise - delay);
            shaped[i] = sum / rise;
        }
        return shaped;
    }

    private static double at(double[] values, int index) {
        return index < 0 ? 0 : values[index];
    }

    /** The largest shaped sample. */
    public double amplitude(double[] samples) {
        double largest = Double.NEGATIVE_INFINITY;
        for (double value : shape(samples)) {
            largest = Math.max(largest, value);
        }
        return largest;
    }
}
