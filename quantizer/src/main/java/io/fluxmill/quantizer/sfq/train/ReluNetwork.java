// SPDX-License-Identifier: Apache-2.0
package io.fluxmill.quantizer.sfq.train;

import io.fluxmill.quantizer.sfq.train.SfqTrainer.Samples;
import io.fluxmill.quantizer.train.Adam;
import java.util.Random;

/** A float network with ReLU between dense layers with biases: the accuracy that the same units reach without pulses. */
final class ReluNetwork {
    private static final double MAX_NORM = 5;

    private final int[] widths;
    /** {@code [units][inputs + 1]} of each layer, the bias last. */
    private final float[] weights;

    private final int[] starts;
    private final double[][] values;

    private ReluNetwork(int[] widths, Random random) {
        this.widths = widths.clone();
        starts = new int[widths.length + 1];
        values = new double[widths.length][];
        values[0] = new double[widths[0]];
        for (int l = 1; l < widths.length; l++) {
            starts[l + 1] = starts[l] + (widths[l - 1] + 1) * widths[l];
            values[l] = new double[widths[l]];
        }
        weights = new float[starts[widths.length]];
        for (int l = 1; l < widths.length; l++) {
            for (int i = starts[l]; i < starts[l + 1]; i++) {
                boolean bias = (i - starts[l]) % (widths[l - 1] + 1) == widths[l - 1];
                weights[i] = bias ? 0 : (float) (random.nextGaussian() * Math.sqrt(2.0 / widths[l - 1]));
            }
        }
    }

    /** Trains with the batch, learning rate and epochs of a configuration, on the same inputs, as rates. */
    static ReluNetwork train(int[] widths, Samples samples, SfqTrainConfig config) {
        Random random = new Random(config.seed());
        ReluNetwork network = new ReluNetwork(widths, random);
        Adam adam = new Adam(network.weights.length, MAX_NORM);
        int steps = config.epochs() * samples.count() / config.batch();
        for (int step = 0; step < steps; step++) {
            float[] gradient = new float[network.weights.length];
            for (int b = 0; b < config.batch(); b++) {
                int sample = random.nextInt(samples.count());
                float[] inputs = SfqTrainer.inputs(config, samples.values()[sample], random);
                network.backward(inputs, samples.labels()[sample], gradient, config.batch());
            }
            double rate = config.learningRate() * 0.5 * (1 + Math.cos(Math.PI * step / steps));
            adam.step(network.weights, gradient, rate);
        }
        return network;
    }

    private double[] forward(float[] inputs) {
        for (int i = 0; i < inputs.length; i++) {
            values[0][i] = inputs[i];
        }
        for (int l = 1; l < widths.length; l++) {
            int stride = widths[l - 1] + 1;
            for (int u = 0; u < widths[l]; u++) {
                int row = starts[l] + u * stride;
                double sum = weights[row + stride - 1];
                for (int i = 0; i < stride - 1; i++) {
                    sum += weights[row + i] * values[l - 1][i];
                }
                values[l][u] = l < widths.length - 1 ? Math.max(0, sum) : sum;
            }
        }
        return values[widths.length - 1];
    }

    private void backward(float[] inputs, int label, float[] gradient, int batch) {
        double[] outputs = forward(inputs);
        double highest = outputs[SfqTrainer.largest(outputs)];
        double[] above = new double[outputs.length];
        double sum = 0;
        for (int k = 0; k < above.length; k++) {
            above[k] = Math.exp(outputs[k] - highest);
            sum += above[k];
        }
        for (int k = 0; k < above.length; k++) {
            above[k] = (above[k] / sum - (k == label ? 1 : 0)) / batch;
        }
        for (int l = widths.length - 1; l >= 1; l--) {
            int stride = widths[l - 1] + 1;
            double[] below = new double[stride - 1];
            for (int u = 0; u < widths[l]; u++) {
                int row = starts[l] + u * stride;
                gradient[row + stride - 1] += (float) above[u];
                for (int i = 0; i < stride - 1; i++) {
                    gradient[row + i] += (float) (above[u] * values[l - 1][i]);
                    below[i] += values[l - 1][i] > 0 ? above[u] * weights[row + i] : 0;
                }
            }
            above = below;
        }
    }

    /** Share of samples that are right. */
    double accuracy(Samples samples, double maxRate) {
        int right = 0;
        for (int i = 0; i < samples.count(); i++) {
            float[] inputs = samples.values()[i].clone();
            for (int k = 0; k < inputs.length; k++) {
                inputs[k] *= (float) maxRate;
            }
            right += SfqTrainer.largest(forward(inputs)) == samples.labels()[i] ? 1 : 0;
        }
        return (double) right / samples.count();
    }
}
