// SPDX-License-Identifier: Apache-2.0
package io.fluxmill.quantizer.mac.precision;

import io.fluxmill.quantizer.mac.linear.NormalMatrix;
import io.fluxmill.quantizer.mac.linear.ScaledRows;
import io.fluxmill.quantizer.mac.scale.CodeTable;
import java.util.Arrays;
import java.util.Comparator;
import java.util.stream.IntStream;

/**
 * Rounds the weights of channels so that their results on sample inputs, not the weights, have the smallest mean square error.
 *
 * <p>With inputs x and wanted results y, both less their means (the bias absorbs those), the error of weights v is
 * {@code (v - w)' H (v - w)} plus a constant, where {@code H = mean(x x') + damping} and {@code H w = mean(x y) + damping *
 * original}. H is factored as {@code L' L} with L lower triangular; weights are rounded one after the other, largest input power
 * first, each compensating the errors of those before (Babai's nearest plane; GPTQ, arXiv 2210.17323, is the same recursion).
 * Coordinate descent and the closed-form scale follow until nothing improves.
 *
 * <p>w itself is not needed: with {@code z = L w} the error is {@code |L v - z|²}, and {@code L' z} is the right-hand side above. H and L are the same for
 * all channels; several channels and scales ({@code lanes}) are rounded together, so each element of L is read once for all of them.
 */
final class LeastSquaresRounding {
    /**
     * Least damping relative to the mean input power; depth / samples is added. Few samples show the power of few directions: without enough
     * damping the others would be free, and the result would be bad for unseen inputs.
     */
    private static final double DAMPING = 0.01;

    /** Scales that are tried, relative to the given one. */
    private static final double[] SCALES = {1, 0.6, 0.7, 0.8, 0.9, 1.1, 1.2, 1.35, 1.5};

    private static final double[] GIVEN_SCALE = {1};

    private static final int DESCENT_ROUNDS = 3;

    /** Weights of a channel between which only the sums of the weights before them are added. */
    private static final int BLOCK = 16;

    private final int depth;
    private final int samples;
    /** order[i] is the weight that is rounded as number i. */
    private final int[] order;
    /** Mean of each input, in rounding order. */
    private final double[] mean;
    /** {@code [samples][depth]}, in rounding order and less the mean. */
    private final double[] centred;

    private final int[] sampleStarts;
    private final double damping;
    /** H and L in rounding order. */
    private final NormalMatrix normal;

    /** @param inputs {@code [samples][depth]}, as the layer will see them */
    LeastSquaresRounding(double[][] inputs) {
        depth = inputs[0].length;
        samples = inputs.length;
        double[] means = means(inputs);
        double[] power = new double[depth];
        for (double[] row : inputs) {
            for (int k = 0; k < depth; k++) {
                power[k] += (row[k] - means[k]) * (row[k] - means[k]) / samples;
            }
        }
        order = IntStream.range(0, depth)
                .boxed()
                .sorted(Comparator.comparingDouble(k -> -power[k]))
                .mapToInt(Integer::intValue)
                .toArray();
        mean = Arrays.stream(order).mapToDouble(k -> means[k]).toArray();
        centred = new double[samples * depth];
        sampleStarts = NormalMatrix.starts(samples, depth);
        IntStream.range(0, samples).parallel().forEach(s -> {
            for (int i = 0; i < depth; i++) {
                centred[s * depth + i] = inputs[s][order[i]] - mean[i];
            }
        });
        double relative = DAMPING + (double) depth / samples;
        damping = Math.max(Arrays.stream(power).sum() / depth * relative, Double.MIN_NORMAL);
        normal = new NormalMatrix(centred, samples, depth, damping);
    }

    /** Exact for inputs that are the same in all samples. */
    private static double[] means(double[][] inputs) {
        double[] means = inputs[0].clone();
        double[] sums = new double[means.length];
        for (double[] row : inputs) {
            for (int k = 0; k < sums.length; k++) {
                sums[k] += row[k] - inputs[0][k];
            }
        }
        Arrays.setAll(means, k -> means[k] + sums[k] / inputs.length);
        return means;
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
     * Rounds some channels.
     *
     * @param wanted the exact sums, {@code [channels][samples]}
     * @param weights the original weights, {@code [channels][depth]}
     * @param scale of each channel
     * @param freeScale whether scales may be changed
     */
    Rounded[] round(double[][] wanted, double[][] weights, double[] scale, boolean freeScale, CodeTable table) {
        double[] tried = freeScale ? SCALES : GIVEN_SCALE;
        Channel[] channels = IntStream.range(0, scale.length)
                .mapToObj(c -> new Channel(wanted[c], weights[c], table))
                .toArray(Channel[]::new);
        double[] scales = new double[channels.length * tried.length];
        Arrays.setAll(scales, lane -> scale[lane / tried.length] * tried[lane % tried.length]);
        Lanes lanes = new Lanes(channels, scales);
        lanes.roundInOrder(table);
        Rounded[] rounded = new Rounded[channels.length];
        for (int c = 0; c < channels.length; c++) {
            lanes.copyBest(c, tried.length);
            rounded[c] = channels[c].improved(freeScale);
        }
        return rounded;
    }

    /** Channels with several scales each, while they are rounded in order; channel {@code lane * channels / lanes} is that of a lane. */
    private final class Lanes {
        private final Channel[] channels;
        private final double[] scale;
        private final double[] error;
        /** Scaled values of the rounded weights, and their indices into the table: {@code [depth][lanes]}. */
        private final double[] values;

        private final short[] indices;
        private final int[] starts;
        /** Sums of {@code L v} in a block, {@code [BLOCK / 2][lanes]}: of rows with an even and with an odd number. */
        private final double[] even;

        private final double[] odd;

        Lanes(Channel[] channels, double[] scale) {
            this.channels = channels;
            this.scale = scale;
            error = new double[scale.length];
            values = new double[depth * scale.length];
            indices = new short[values.length];
            starts = NormalMatrix.starts(depth, scale.length);
            even = new double[BLOCK / 2 * scale.length];
            odd = new double[even.length];
        }

        void roundInOrder(CodeTable table) {
            for (int first = 0; first < depth; first += BLOCK) {
                int end = Math.min(depth, first + BLOCK);
                addBefore(first, end);
                for (int k = first; k < end; k++) {
                    double[] sums = (k - first) % 2 == 0 ? even : odd;
                    int at = (k - first) / 2 * scale.length;
                    for (int j = first; j < k; j++) {
                        ScaledRows.add(sums, at, values, starts[j], normal.factor()[k * depth + j], scale.length);
                    }
                    round(k, sums, at, table);
                }
            }
        }

        /** The sums over the weights before a block. */
        private void addBefore(int first, int end) {
            Arrays.fill(even, 0);
            Arrays.fill(odd, 0);
            for (int j = 0; j < first; j += ScaledRows.FOUR) {
                for (int k = first; k < end; k += 2) {
                    int at = (k - first) / 2 * scale.length;
                    int f = k * depth + j;
                    if (k + 1 < end) {
                        ScaledRows.addFourToTwo(
                                even, odd, at, values, 0, starts, j, normal.factor(), f, f + depth, scale.length);
                    } else {
                        ScaledRows.addFour(even, at, values, 0, starts, j, normal.factor(), f, scale.length);
                    }
                }
            }
        }

        private void round(int k, double[] sums, int at, CodeTable table) {
            double diagonal = normal.factor()[k * depth + k];
            for (int lane = 0; lane < scale.length; lane++) {
                double missing = channels[lane * channels.length / scale.length].z[k] - sums[at + lane];
                int index = table.nearest(missing / diagonal / scale[lane]);
                double value = scale[lane] * table.value(index);
                indices[starts[k] + lane] = (short) index;
                values[starts[k] + lane] = value;
                double component = missing - diagonal * value;
                error[lane] += component * component;
            }
        }

        /** Gives a channel the codes of the scale with the smallest error, the first of several. */
        void copyBest(int channel, int scales) {
            int best = channel * scales;
            for (int lane = best; lane < (channel + 1) * scales; lane++) {
                best = error[lane] < error[best] ? lane : best;
            }
            channels[channel].scale = scale[best];
            for (int k = 0; k < depth; k++) {
                channels[channel].set(k, indices[starts[k] + best] & 0xFFFF);
            }
        }
    }

    /** One channel. */
    private final class Channel {
        private final CodeTable table;
        private final double wantedMean;
        /** {@code mean(x y) + damping * original}. */
        private final double[] right;

        private final double[] z;
        private final int[] indices = new int[depth];
        /** Values of the indices, before the scale. */
        private final double[] values = new double[depth];

        private double scale;

        Channel(double[] wanted, double[] weights, CodeTable table) {
            this.table = table;
            wantedMean = Arrays.stream(wanted).average().orElse(0);
            double[] share =
                    Arrays.stream(wanted).map(y -> (y - wantedMean) / samples).toArray();
            right = new double[depth];
            int fours = samples - samples % ScaledRows.FOUR;
            for (int s = 0; s < fours; s += ScaledRows.FOUR) {
                ScaledRows.addFour(right, 0, centred, 0, sampleStarts, s, share, s, depth);
            }
            for (int s = fours; s < samples; s++) {
                ScaledRows.add(right, 0, centred, sampleStarts[s], share[s], depth);
            }
            for (int k = 0; k < depth; k++) {
                right[k] += damping * weights[order[k]];
            }
            z = normal.solveTransposed(right);
        }

        private void set(int k, int index) {
            indices[k] = index;
            values[k] = table.value(index);
        }

        /** Codes and scale after coordinate descent. */
        Rounded improved(boolean freeScale) {
            double[] product = normal.times(values);
            for (int i = 0; i < DESCENT_ROUNDS; i++) {
                descend(product);
                if (freeScale) {
                    fitScale(product);
                }
            }
            int[] inOrder = new int[depth];
            double sum = 0;
            for (int k = 0; k < depth; k++) {
                inOrder[order[k]] = indices[k];
                sum += scale * values[k] * mean[k];
            }
            double error = scale * (scale * dot(values, product) - 2 * dot(values, right)) + dot(z, z);
            return new Rounded(inOrder, scale, wantedMean - sum, error);
        }

        /** Every weight in turn to its best code while the others stay; {@code product} is H times the values. */
        private void descend(double[] product) {
            for (int k = 0; k < depth; k++) {
                double slope = scale * product[k] - right[k];
                int index = table.nearest(values[k] - slope / normal.matrix()[k * depth + k] / scale);
                if (index != indices[k]) {
                    double old = values[k];
                    set(k, index);
                    normal.addRow(product, k, values[k] - old);
                }
            }
        }

        /** The scale with the smallest error for these codes: {@code v'H w / v'H v}. */
        private void fitScale(double[] product) {
            double cross = dot(values, right);
            double square = dot(values, product);
            if (cross > 0 && square > 0) {
                scale = cross / square;
            }
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
