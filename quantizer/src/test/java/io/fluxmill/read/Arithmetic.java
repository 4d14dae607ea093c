// SPDX-License-Identifier: Apache-2.0
package io.fluxmill.read;

/**
 * Ways to compute the same operators: in float32 with sums in different orders, or in double. Values are held as double; the
 * float32 ways round each result to float, which is what a float32 operation gives (the double result of two floats is exact or
 * carries more than twice their bits).
 */
enum Arithmetic {
    /** Float32, from the first product to the last; the bias at the end. */
    SEQUENTIAL,
    /** Float32, from the last product to the first, beginning with the bias. */
    REVERSED,
    /** Float32, halves first; the bias at the end. */
    PAIRWISE,
    /** Float32 with fused multiply and add; the bias at the end. */
    FUSED,
    /** Double; a quantiser takes and gives float32. */
    MIXED,
    /** Double; a quantiser of a vector of constants, which a bias is, gives float32. */
    BIASED,
    /** Double; a quantiser gives float32 or not, from element to element. */
    MOTLEY,
    /** As {@link #MOTLEY}, the other way round. */
    MOTLEY_TOO,
    /**
     * No rounding at all, not even in the division of a quantiser of sums (a quantiser of the input or of constants divides in
     * float32, because both are given in float32). A code that differs here is one that only the rounding of a sum decides.
     */
    REAL,
    /** Double; only a quantiser's division is in float32. */
    DOUBLE;

    double round(double x) {
        return ordinal() >= MIXED.ordinal() ? x : (float) x;
    }

    /** What a quantiser gives for an element. */
    double roundQuantised(double x, int element) {
        boolean odd = (element * 0x9E3779B9 >>> 16 & 1) == 1;
        return switch (this) {
            case DOUBLE, BIASED, REAL -> x;
            case MOTLEY -> odd ? (float) x : x;
            case MOTLEY_TOO -> odd ? x : (float) x;
            default -> (float) x;
        };
    }

    /** {@code bias + sum of a[i] * b[i]}. */
    double dot(double[] a, double[] b, double bias) {
        return switch (this) {
            case REVERSED -> {
                double sum = bias;
                for (int i = a.length - 1; i >= 0; i--) {
                    sum = round(sum + round(a[i] * b[i]));
                }
                yield sum;
            }
            case PAIRWISE -> round(pairwise(a, b, 0, a.length) + bias);
            case FUSED -> {
                double sum = 0;
                for (int i = 0; i < a.length; i++) {
                    sum = round(sum + a[i] * b[i]);
                }
                yield round(sum + bias);
            }
            case SEQUENTIAL -> {
                double sum = 0;
                for (int i = 0; i < a.length; i++) {
                    sum = round(sum + round(a[i] * b[i]));
                }
                yield round(sum + bias);
            }
            default -> exact(a, b, bias);
        };
    }

    /** In pairs of doubles, so that products that cancel each other do so exactly. */
    private static double exact(double[] a, double[] b, double bias) {
        double high = bias;
        double low = 0;
        for (int i = 0; i < a.length; i++) {
            double product = a[i] * b[i];
            double sum = high + product;
            double part = sum - high;
            double lost = (high - (sum - part)) + (product - part);
            low += Math.fma(a[i], b[i], -product) + lost;
            high = sum;
        }
        return high + low;
    }

    private double pairwise(double[] a, double[] b, int from, int to) {
        if (to - from <= 1) {
            return to == from ? 0 : round(a[from] * b[from]);
        }
        int middle = (from + to) / 2;
        return round(pairwise(a, b, from, middle) + pairwise(a, b, middle, to));
    }
}
