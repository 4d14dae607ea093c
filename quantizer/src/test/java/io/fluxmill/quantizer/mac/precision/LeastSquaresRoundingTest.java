// SPDX-License-Identifier: Apache-2.0
package io.fluxmill.quantizer.mac.precision;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.fluxmill.core.format.NumberFormats;
import io.fluxmill.quantizer.mac.scale.CodeTable;
import java.util.Random;
import org.junit.jupiter.api.Test;

class LeastSquaresRoundingTest {
    private static final CodeTable FP4 = CodeTable.of(NumberFormats.FP4_E2M1);

    /** Correlated inputs with a mean, as a layer after ReLU has them. */
    private static double[][] inputs(Random random, int samples, int depth) {
        double[][] inputs = new double[samples][depth];
        for (double[] row : inputs) {
            double common = random.nextGaussian();
            for (int k = 0; k < depth; k++) {
                row[k] = Math.max(0, common + random.nextGaussian() * (k % 3 + 0.2));
            }
        }
        return inputs;
    }

    private static double[] sums(double[][] inputs, double[] weights) {
        double[] sums = new double[inputs.length];
        for (int s = 0; s < sums.length; s++) {
            for (int k = 0; k < weights.length; k++) {
                sums[s] += weights[k] * inputs[s][k];
            }
        }
        return sums;
    }

    private static LeastSquaresRounding.Rounded round(
            double[][] inputs, double[] wanted, double[] weights, double scale, boolean freeScale) {
        return new LeastSquaresRounding(inputs)
                .round(new double[][] {wanted}, new double[][] {weights}, new double[] {scale}, freeScale, FP4)[0];
    }

    private static double[] values(LeastSquaresRounding.Rounded rounded) {
        double[] values = new double[rounded.indices().length];
        for (int k = 0; k < values.length; k++) {
            values[k] = rounded.scale() * FP4.value(rounded.indices()[k]);
        }
        return values;
    }

    private static double meanSquare(double[] a, double[] b, double shift) {
        double sum = 0;
        for (int i = 0; i < a.length; i++) {
            sum += (a[i] - b[i] - shift) * (a[i] - b[i] - shift);
        }
        return sum / a.length;
    }

    /** With few weights every combination of codes can be tried; the result must be close to the best of them. */
    @Test
    void isNearTheBestOfAllRoundings() {
        int near = 0;
        for (int seed = 0; seed < 30; seed++) {
            Random random = new Random(seed);
            int depth = 3;
            double[][] inputs = inputs(random, 200, depth);
            double[] weights = random.doubles(depth, -1, 1).toArray();
            double[] wanted = sums(inputs, weights);
            double scale = 0.2;
            LeastSquaresRounding.Rounded rounded = round(inputs, wanted, weights, scale, false);
            double found = meanSquare(wanted, sums(inputs, values(rounded)), rounded.shift());
            double best = Double.POSITIVE_INFINITY;
            for (int combination = 0; combination < 15 * 15 * 15; combination++) {
                double[] candidate = new double[depth];
                for (int k = 0, rest = combination; k < depth; k++, rest /= 15) {
                    candidate[k] = scale * FP4.value(rest % 15);
                }
                double[] sums = sums(inputs, candidate);
                double shift = 0;
                for (int s = 0; s < sums.length; s++) {
                    shift += (wanted[s] - sums[s]) / sums.length;
                }
                best = Math.min(best, meanSquare(wanted, sums, shift));
            }
            assertTrue(found >= best * (1 - 1e-9), "seed " + seed);
            if (found <= best * 1.5 + 1e-6) {
                near++;
            }
        }
        assertTrue(near >= 25, near + " of 30 within half of the best error");
    }

    /** On inputs that it has not seen, too. */
    @Test
    void beatsRoundingEachWeightOnUnseenInputs() {
        double fitted = 0;
        double plain = 0;
        for (int seed = 1000; seed < 1010; seed++) {
            Random random = new Random(seed);
            int depth = 60;
            double[][] inputs = inputs(random, 300, depth);
            double[][] unseen = inputs(random, 2000, depth);
            double[] weights = random.doubles(depth, -1, 1).toArray();
            double scale = 1 / 6.0;
            LeastSquaresRounding.Rounded rounded = round(inputs, sums(inputs, weights), weights, scale, true);
            double[] nearest = new double[depth];
            for (int k = 0; k < depth; k++) {
                nearest[k] = scale * FP4.value(FP4.nearest(weights[k] / scale));
            }
            double[] wanted = sums(unseen, weights);
            fitted += meanSquare(wanted, sums(unseen, values(rounded)), rounded.shift());
            plain += meanSquare(wanted, sums(unseen, nearest), 0);
        }
        assertTrue(fitted < 0.6 * plain, "seeds 1000 to 1009: " + fitted + " against " + plain);
    }

    /** Inputs that never change say nothing about their weights: those are rounded as they are, and the shift is exact. */
    @Test
    void constantInputsLeaveTheWeightsAlone() {
        double[][] inputs = new double[50][3];
        for (double[] row : inputs) {
            row[1] = 2;
        }
        double[] weights = {0.5, -1, 0.25};
        LeastSquaresRounding.Rounded rounded = round(inputs, sums(inputs, weights), weights, 0.25, false);
        assertEquals(0, meanSquare(weights, values(rounded), 0));
        assertEquals(0, rounded.shift(), 1e-12);
    }
}
