// SPDX-License-Identifier: Apache-2.0
package io.fluxmill.quantizer.mac.linear;

/**
 * Sums of scaled rows, the inner loops of convolutions, matrix products and factorisations. A row is a part of an array. Terms are added one after the
 * other in the order of the arguments, so the results do not depend on how many are added by one call. The loops are written so that the
 * compiler of the JVM makes vector instructions of them.
 */
public final class ScaledRows {
    /** How many rows {@link #addFour} adds. */
    public static final int FOUR = 4;

    private ScaledRows() {}

    /** {@code y[at + i] += factor * x[from + i]} for {@code i < count}. */
    public static void add(double[] y, int at, double[] x, int from, double factor, int count) {
        for (int i = 0; i < count; i++) {
            y[at + i] += factor * x[from + i];
        }
    }

    /**
     * Adds four rows to one.
     *
     * @param from where the rows begin in x: {@code from[k]} to {@code from[k + 3]}, each moved by {@code base}
     * @param factors {@code factors[f]} to {@code factors[f + 3]}
     */
    public static void addFour(
            double[] y, int at, double[] x, int base, int[] from, int k, double[] factors, int f, int count) {
        int a = base + from[k];
        int b = base + from[k + 1];
        int c = base + from[k + 2];
        int d = base + from[k + 3];
        double fa = factors[f];
        double fb = factors[f + 1];
        double fc = factors[f + 2];
        double fd = factors[f + 3];
        for (int i = 0; i < count; i++) {
            y[at + i] = y[at + i] + fa * x[a + i] + fb * x[b + i] + fc * x[c + i] + fd * x[d + i];
        }
    }

    /** Adds the same four rows to two rows, with factors from {@code f} on for y and from {@code g} on for z. */
    public static void addFourToTwo(
            double[] y,
            double[] z,
            int at,
            double[] x,
            int base,
            int[] from,
            int k,
            double[] factors,
            int f,
            int g,
            int count) {
        int a = base + from[k];
        int b = base + from[k + 1];
        int c = base + from[k + 2];
        int d = base + from[k + 3];
        double fa = factors[f];
        double fb = factors[f + 1];
        double fc = factors[f + 2];
        double fd = factors[f + 3];
        double ga = factors[g];
        double gb = factors[g + 1];
        double gc = factors[g + 2];
        double gd = factors[g + 3];
        for (int i = 0; i < count; i++) {
            double xa = x[a + i];
            double xb = x[b + i];
            double xc = x[c + i];
            double xd = x[d + i];
            y[at + i] = y[at + i] + fa * xa + fb * xb + fc * xc + fd * xd;
            z[at + i] = z[at + i] + ga * xa + gb * xb + gc * xc + gd * xd;
        }
    }
}
