// SPDX-License-Identifier: Apache-2.0
package io.fluxmill.netlist.cell;

/**
 * The pass probability of a stochastic synapse over its bias current, {@code w = Φ((I − 129.4 µA) / 3.55 µA)}: measured on a
 * comparator pair of this shape at 4.2 K in a superconducting SPICE.
 */
public final class SynapseBias {
    /** Bias current of w = 1/2, µA. */
    public static final double MIDDLE_MICROAMPERES = 129.4;

    /** Width of the transition, µA: thermal noise. */
    public static final double SIGMA_MICROAMPERES = 3.55;

    private SynapseBias() {}

    /** Pass probability at a bias current. */
    public static double weight(double microamperes) {
        return normalDistribution((microamperes - MIDDLE_MICROAMPERES) / SIGMA_MICROAMPERES);
    }

    /** Threshold of a draw at a bias current: w · 65536, rounded. */
    public static int threshold(double microamperes) {
        return (int) Math.round(weight(microamperes) * Settings.CERTAIN);
    }

    /** Bias current of a pass probability strictly between 0 and 1, by bisection. */
    public static double microamperes(double weight) {
        if (!(weight > 0 && weight < 1)) {
            throw new IllegalArgumentException("weight must be between 0 and 1: weight=" + weight);
        }
        double low = -8;
        double high = 8;
        while (high - low > 1e-12) {
            double middle = (low + high) / 2;
            if (normalDistribution(middle) < weight) {
                low = middle;
            } else {
                high = middle;
            }
        }
        return MIDDLE_MICROAMPERES + SIGMA_MICROAMPERES * low;
    }

    /** Φ by the series around 0, {@code 1/2 + φ(x) Σ x^(2k+1) / (1·3·…·(2k+1))}; error below 1e-14 for |x| up to 8. */
    static double normalDistribution(double x) {
        if (Math.abs(x) > 8) {
            return x < 0 ? 0 : 1;
        }
        double term = x;
        double sum = x;
        for (int k = 1; Math.abs(term) > 1e-17 * Math.abs(sum); k++) {
            term *= x * x / (2 * k + 1);
            sum += term;
        }
        return 0.5 + sum * Math.exp(-x * x / 2) / Math.sqrt(2 * Math.PI);
    }
}
