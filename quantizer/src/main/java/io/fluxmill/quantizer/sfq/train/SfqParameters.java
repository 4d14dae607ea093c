// SPDX-License-Identifier: Apache-2.0
package io.fluxmill.quantizer.sfq.train;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;

/**
 * Signed weights of a rate-coded network, −1 to 1, with the mean field of docs/sfq-networks.md forward and its gradient backward.
 * The sign of a weight chooses the rail. Pruned weights are 0 and stay 0.
 */
final class SfqParameters {
    /** A path that is never silent would have no gradient. */
    private static final double LEAST_SILENT = 0.02;

    private static final double TINY = 1e-9;

    /** Units of the inputs and of each layer. */
    final int[] widths;
    /** {@code [units][inputs]} of each layer, one after the other. */
    final float[] weights;

    final boolean[] pruned;
    private final int[] starts;
    /** By layer, of the last sample: rates of the inputs and units. */
    private final double[][] rates;

    private final double[][] plus;
    private final double[][] minus;

    SfqParameters(int[] widths, Random random) {
        this.widths = widths.clone();
        starts = new int[widths.length];
        for (int l = 1; l < widths.length; l++) {
            starts[l] = starts[l - 1] + widths[l - 1] * widths[l];
        }
        weights = new float[starts[widths.length - 1]];
        pruned = new boolean[weights.length];
        rates = Arrays.stream(widths).mapToObj(double[]::new).toArray(double[][]::new);
        plus = Arrays.stream(widths).mapToObj(double[]::new).toArray(double[][]::new);
        minus = Arrays.stream(widths).mapToObj(double[]::new).toArray(double[][]::new);
        for (int l = 1; l < widths.length; l++) {
            double spread = 0.6 / Math.sqrt(widths[l - 1]);
            for (int i = starts[l - 1]; i < starts[l]; i++) {
                weights[i] = (float) (spread * random.nextGaussian());
            }
        }
    }

    /** Where the weights of a layer, from 1, begin. */
    int start(int layer) {
        return starts[layer - 1];
    }

    /** Rates of the outputs for rates of the inputs, with weights that may be rounded; the array is overwritten by the next call. */
    double[] forward(float[] inputs, float[] values) {
        for (int i = 0; i < inputs.length; i++) {
            rates[0][i] = inputs[i];
        }
        for (int l = 1; l < widths.length; l++) {
            for (int u = 0; u < widths[l]; u++) {
                int row = start(l) + u * widths[l - 1];
                double silentPlus = 1;
                double silentMinus = 1;
                for (int i = 0; i < widths[l - 1]; i++) {
                    float w = values[row + i];
                    if (w > 0) {
                        silentPlus *= 1 - rates[l - 1][i] * w;
                    } else if (w < 0) {
                        silentMinus *= 1 + rates[l - 1][i] * w;
                    }
                }
                plus[l][u] = 1 - silentPlus;
                minus[l][u] = 1 - silentMinus;
                double p = plus[l][u];
                double n = minus[l][u];
                rates[l][u] = p < TINY ? 0 : p * p * (1 - n) / (p + n - p * n);
            }
        }
        return rates[widths.length - 1];
    }

    /**
     * Adds the gradient of the last {@link #forward} to a vector. Rounding is taken as the identity: the gradient of a rounded
     * weight is that of the weight.
     *
     * @param outputs of the loss, by output
     */
    void backward(double[] outputs, float[] values, float[] gradient) {
        double[] above = outputs;
        for (int l = widths.length - 1; l >= 1; l--) {
            double[] below = new double[widths[l - 1]];
            for (int u = 0; u < widths[l]; u++) {
                double p = Math.max(TINY, plus[l][u]);
                double n = minus[l][u];
                double sum = p + n - p * n;
                double rate = p * p * (1 - n) / sum;
                double byPlus = above[u] * (2 * p - rate) * (1 - n) / sum * (1 - plus[l][u]);
                double byMinus = -above[u] * (p * p + rate * (1 - p)) / sum * (1 - n);
                int row = start(l) + u * widths[l - 1];
                for (int i = 0; i < widths[l - 1]; i++) {
                    if (pruned[row + i]) {
                        continue;
                    }
                    double x = rates[l - 1][i];
                    double w = Math.abs(values[row + i]);
                    double slope = (weights[row + i] > 0 ? byPlus : -byMinus) / Math.max(LEAST_SILENT, 1 - x * w);
                    gradient[row + i] += (float) (slope * x);
                    below[i] += slope * values[row + i];
                }
            }
            above = below;
        }
    }

    /** The weights, those nearest to 0 rounded to a level. */
    float[] rounded(double[] levels) {
        float[] rounded = new float[weights.length];
        for (int i = 0; i < weights.length; i++) {
            double size = Math.abs(weights[i]);
            double best = 0;
            for (double level : levels) {
                best = Math.abs(level - size) < Math.abs(best - size) ? level : best;
            }
            rounded[i] = (float) Math.copySign(best, weights[i]);
        }
        return rounded;
    }

    /** Keeps weights in −1 to 1, and pruned ones at 0. */
    void clip() {
        for (int i = 0; i < weights.length; i++) {
            weights[i] = pruned[i] ? 0 : Math.max(-1, Math.min(1, weights[i]));
        }
    }

    /** Paths that are not pruned. */
    int kept() {
        int kept = 0;
        for (boolean p : pruned) {
            kept += p ? 0 : 1;
        }
        return kept;
    }

    /** Layers of weights, {@code [units][inputs]} each. */
    List<double[][]> matrices(float[] values) {
        List<double[][]> matrices = new ArrayList<>();
        for (int l = 1; l < widths.length; l++) {
            double[][] matrix = new double[widths[l]][widths[l - 1]];
            for (int u = 0; u < widths[l]; u++) {
                for (int i = 0; i < widths[l - 1]; i++) {
                    matrix[u][i] = values[start(l) + u * widths[l - 1] + i];
                }
            }
            matrices.add(matrix);
        }
        return matrices;
    }
}
