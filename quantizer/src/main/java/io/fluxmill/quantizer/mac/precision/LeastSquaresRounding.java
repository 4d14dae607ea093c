// SPDX-License-Identifier: Apache-2.0
package io.fluxmill.quantizer.mac.precision;

import java.util.Arrays;
import java.util.Comparator;
import java.util.stream.IntStream;

/**
 * Rounds the weights of a channel so that its results on sample inputs, not the weights, have the smallest mean square error.
 *
 * <p>With inputs x and wanted results y, both less their means (the bias absorbs those), the error of weights v is
 * {@code (v - w)' H (v - w)} plus a constant, where {@code H = mean(x x') + damping} and {@code H w = mean(x y) + damping *
 * original}. H is factored as {@code L' L} with L lower triangular; weights are rounded one after the other, largest input power
 * first, each compensating the errors of those before (Babai's nearest plane; GPTQ, arXiv 2210.17323, is the same recursion).
 * Coordinate descent and the closed-form scale follow until nothing improves.
 */
final class LeastSquaresRounding {
    /**
     * Least damping relative to the mean input power; depth / samples is added. Few samples show the power of few directions: without enough
     * damping the others would be free, and the result would be bad for unseen inputs.
     */
    private static final double DAMPING = 0.01;

    /** Scales that are tried, relative to the given one. */
    private static final double[] SCALES = {1, 0.6, 0.7, 0.8, 0.9, 1.1, 1.2, 1.35, 1.5};

    private static final int DESCENT_ROUNDS = 3;

    private final int depth;
    /** order[i] is the weight that is rounded as number i. */
    private final int[] order;
    /** Mean of each input, in rounding order. */
    private final double[] mean;
    /** {@code [depth][samples]}, in rounding order and less the mean. */
    private final double[][] centred;

    private final double damping;
    /** H in rounding order. */
    private final double[][] hessian;
    /** L in rounding order: lower triangular rows with H = L' L. */
    private final double[][] factor;

    /** @param inputs {@code [samples][depth]}, as the layer will see them */
    LeastSquaresRounding(double[][] inputs) {
        depth = inputs[0].length;
        double[][] columns = new double[depth][inputs.length];
        double[] means = new double[depth];
        double[] power = new double[depth];
        IntStream.range(0, depth).parallel().forEach(k -> {
            for (int s = 0; s < inputs.length; s++) {
                columns[k][s] = inputs[s][k];
            }
            means[k] = Arrays.stream(columns[k]).sum() / inputs.length;
            for (int s = 0; s < inputs.length; s++) {
                columns[k][s] -= means[k];
            }
            power[k] = dot(columns[k], columns[k]) / inputs.length;
        });
        order = IntStream.range(0, depth)
                .boxed()
                .sorted(Comparator.comparingDouble(k -> -power[k]))
                .mapToInt(Integer::intValue)
                .toArray();
        centred = Arrays.stream(order).mapToObj(k -> columns[k]).toArray(double[][]::new);
        mean = Arrays.stream(order).mapToDouble(k -> means[k]).toArray();
        double relative = DAMPING + (double) depth / inputs.length;
        damping = Math.max(Arrays.stream(power).sum() / depth * relative, Double.MIN_NORMAL);
        hessian = hessian();
        factor = factor(hessian);
    }

    /**
     * Rounded weights of one channel.
     *
     * @param indices into the table, {@code [depth]}
     * @param shift to be added to the channel's sum, so that its mean is right
     * @param error the mean square error that is left, up to a constant of the channel
     */
    record Rounded(int[] indices, double scale, double shift, double error) {}

    /**
     * Rounds a channel.
     *
     * @param wanted the exact sums, one for each sample
     * @param weights the original weights
     * @param freeScale whether the scale may be changed
     */
    Rounded round(double[] wanted, double[] weights, double scale, boolean freeScale, CodeTable table) {
        double wantedMean = Arrays.stream(wanted).average().orElse(0);
        double[] goal = goal(wanted, wantedMean, weights);
        Channel best = null;
        for (double relative : freeScale ? SCALES : new double[] {1}) {
            Channel channel = new Channel(goal, scale * relative, table);
            channel.roundInOrder();
            best = best == null || channel.error() < best.error() ? channel : best;
        }
        for (int i = 0; i < DESCENT_ROUNDS; i++) {
            best.descend();
            if (freeScale) {
                best.fitScale();
            }
        }
        int[] indices = new int[depth];
        double sum = 0;
        for (int i = 0; i < depth; i++) {
            indices[order[i]] = best.indices[i];
            sum += best.scale * table.value(best.indices[i]) * mean[i];
        }
        return new Rounded(indices, best.scale, wantedMean - sum, best.error());
    }

    private double[][] hessian() {
        int samples = centred[0].length;
        double[][] h = new double[depth][depth];
        IntStream.range(0, depth).parallel().forEach(i -> {
            for (int j = 0; j <= i; j++) {
                h[i][j] = dot(centred[i], centred[j]) / samples;
            }
            h[i][i] += damping;
        });
        for (int i = 0; i < depth; i++) {
            for (int j = 0; j < i; j++) {
                h[j][i] = h[i][j];
            }
        }
        return h;
    }

    /** L with H = L' L, from the last row up: the Cholesky factorisation of the reversed matrix. */
    private static double[][] factor(double[][] h) {
        int n = h.length;
        double[][] l = new double[n][];
        double[][] rest = new double[n][];
        for (int i = 0; i < n; i++) {
            rest[i] = Arrays.copyOf(h[i], i + 1);
        }
        for (int k = n - 1; k >= 0; k--) {
            double pivot = Math.sqrt(rest[k][k]);
            l[k] = new double[k + 1];
            for (int j = 0; j <= k; j++) {
                l[k][j] = rest[k][j] / pivot;
            }
            for (int i = 0; i < k; i++) {
                double lki = l[k][i];
                for (int j = 0; j <= i; j++) {
                    rest[i][j] -= lki * l[k][j];
                }
            }
        }
        return l;
    }

    /** The real weights with the smallest error, in rounding order: solves H w = mean(x y) + damping * original. */
    private double[] goal(double[] wanted, double wantedMean, double[] weights) {
        double[] w = new double[depth];
        for (int i = 0; i < depth; i++) {
            double cross = 0;
            for (int s = 0; s < wanted.length; s++) {
                cross += (wanted[s] - wantedMean) * centred[i][s];
            }
            w[i] = cross / wanted.length + damping * weights[order[i]];
        }
        for (int k = depth - 1; k >= 0; k--) {
            w[k] /= factor[k][k];
            for (int j = 0; j < k; j++) {
                w[j] -= factor[k][j] * w[k];
            }
        }
        for (int k = 0; k < depth; k++) {
            double sum = w[k];
            for (int j = 0; j < k; j++) {
                sum -= factor[k][j] * w[j];
            }
            w[k] = sum / factor[k][k];
        }
        return w;
    }

    /** One channel while it is rounded. */
    private final class Channel {
        private final double[] goal;
        private final CodeTable table;
        private final int[] indices = new int[depth];
        private final double[] deviation = new double[depth];
        private double scale;

        Channel(double[] goal, double scale, CodeTable table) {
            this.goal = goal;
            this.scale = scale;
            this.table = table;
        }

        private void set(int k, int index) {
            indices[k] = index;
            deviation[k] = scale * table.value(index) - goal[k];
        }

        void roundInOrder() {
            for (int k = 0; k < depth; k++) {
                double before = 0;
                for (int j = 0; j < k; j++) {
                    before += factor[k][j] * deviation[j];
                }
                set(k, table.nearest((goal[k] - before / factor[k][k]) / scale));
            }
        }

        /** Every weight in turn to its best code while the others stay. */
        void descend() {
            double[] slope = new double[depth];
            for (int k = 0; k < depth; k++) {
                slope[k] = dot(hessian[k], deviation);
            }
            for (int k = 0; k < depth; k++) {
                double value = goal[k] + deviation[k];
                int index = table.nearest((value - slope[k] / hessian[k][k]) / scale);
                if (index != indices[k]) {
                    double old = deviation[k];
                    set(k, index);
                    double change = deviation[k] - old;
                    for (int j = 0; j < depth; j++) {
                        slope[j] += change * hessian[k][j];
                    }
                }
            }
        }

        /** The scale with the smallest error for these codes: {@code v'H goal / v'H v}. */
        void fitScale() {
            double[] values = new double[depth];
            for (int k = 0; k < depth; k++) {
                values[k] = table.value(indices[k]);
            }
            double cross = 0;
            double square = 0;
            for (int k = 0; k < depth; k++) {
                double hv = dot(hessian[k], values);
                cross += hv * goal[k];
                square += hv * values[k];
            }
            if (cross > 0 && square > 0) {
                scale = cross / square;
                for (int k = 0; k < depth; k++) {
                    set(k, indices[k]);
                }
            }
        }

        double error() {
            double sum = 0;
            for (int k = 0; k < depth; k++) {
                double component = 0;
                for (int j = 0; j <= k; j++) {
                    component += factor[k][j] * deviation[j];
                }
                sum += component * component;
            }
            return sum;
        }
    }

    private static double dot(double[] a, double[] b) {
        double sum = 0;
        for (int i = 0; i < a.length; i++) {
            sum += a[i] * b[i];
        }
        return sum;
    }
}
