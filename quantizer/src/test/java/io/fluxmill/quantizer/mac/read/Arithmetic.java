// SPDX-License-Identifier: Apache-2.0
package io.fluxmill.quantizer.mac.read;

import java.util.List;
import java.util.SplittableRandom;

/**
 * Ways to compute the same operators: in float32 with sums in different orders, in double, or with noise. Values are held as
 * double; the float32 ways round each result to float, which is what a float32 operation gives (the double result of two floats
 * is exact or carries more than twice their bits).
 */
final class Arithmetic {
    private enum Kind {
        SEQUENTIAL,
        REVERSED,
        PAIRWISE,
        FUSED,
        MIXED,
        BIASED,
        MOTLEY,
        REAL,
        DOUBLE,
        NOISY
    }

    /** Float32, from the first product to the last; the bias at the end. */
    static final Arithmetic SEQUENTIAL = new Arithmetic(Kind.SEQUENTIAL, 0);

    /** Float32, from the last product to the first, beginning with the bias. */
    static final Arithmetic REVERSED = new Arithmetic(Kind.REVERSED, 0);

    /** Double; a quantiser of a vector of constants, which a bias is, gives float32. */
    static final Arithmetic BIASED = new Arithmetic(Kind.BIASED, 0);

    /**
     * No rounding at all, not even in the division of a quantiser of sums (a quantiser of the input or of constants divides in
     * float32, because both are given in float32). A code that differs here is one that only the rounding of a sum decides.
     */
    static final Arithmetic REAL = new Arithmetic(Kind.REAL, 0);

    /** Double, sums exact; only a quantiser's division is in float32. */
    static final Arithmetic DOUBLE = new Arithmetic(Kind.DOUBLE, 0);

    /**
     * All but {@link #DOUBLE}: float32 in four orders (the third in halves, the fourth with fused multiply and add), and double
     * with quantisers that give float32: all of them, those of biases, or from element to element; and {@link #REAL}.
     */
    static final List<Arithmetic> OTHERS = List.of(
            SEQUENTIAL,
            REVERSED,
            new Arithmetic(Kind.PAIRWISE, 0),
            new Arithmetic(Kind.FUSED, 0),
            new Arithmetic(Kind.MIXED, 0),
            BIASED,
            new Arithmetic(Kind.MOTLEY, 0),
            new Arithmetic(Kind.MOTLEY, 1),
            REAL);

    /** Of a result that float does not hold, relative: a few times its rounding error. */
    private static final double NOISE = 0x1p-22;

    private final Kind kind;
    private final long seed;
    private final SplittableRandom random;

    private Arithmetic(Kind kind, long seed) {
        this.kind = kind;
        this.seed = seed;
        random = new SplittableRandom(seed);
    }

    /** Double; results that float holds stay as they are, all others get random noise of the size of float's rounding. */
    static Arithmetic noisy(long seed) {
        return new Arithmetic(Kind.NOISY, seed);
    }

    double round(double x) {
        return switch (kind) {
            case SEQUENTIAL, REVERSED, PAIRWISE, FUSED -> (float) x;
            case NOISY -> noisy(x);
            default -> x;
        };
    }

    private double noisy(double x) {
        return x == (float) x ? x : x * (1 + random.nextDouble(-NOISE, NOISE));
    }

    /** What a quantiser gives for an element. */
    double roundQuantised(double x, int element) {
        return switch (kind) {
            case DOUBLE, BIASED, REAL -> x;
            case MOTLEY -> (element * 0x9E3779B9 >>> 16 & 1) == seed ? (float) x : x;
            case NOISY -> noisy(x);
            default -> (float) x;
        };
    }

    /** {@code bias + sum of a[i] * b[i]}. */
    double dot(double[] a, double[] b, double bias) {
        return switch (kind) {
            case SEQUENTIAL, FUSED -> {
                double sum = 0;
                for (int i = 0; i < a.length; i++) {
                    double product = a[i] * b[i];
                    sum = round(sum + (kind == Kind.FUSED ? product : round(product)));
                }
                yield round(sum + bias);
            }
            case REVERSED -> {
                double sum = bias;
                for (int i = a.length - 1; i >= 0; i--) {
                    sum = round(sum + round(a[i] * b[i]));
                }
                yield sum;
            }
            case PAIRWISE -> round(pairwise(a, b, 0, a.length) + bias);
            case NOISY -> {
                double[] products = new double[a.length];
                double[] ones = new double[a.length];
                for (int i = 0; i < a.length; i++) {
                    products[i] = round(a[i] * b[i]);
                    ones[i] = 1;
                }
                yield round(exact(products, ones, bias));
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
