// SPDX-License-Identifier: Apache-2.0
package io.fluxmill.quantizer.train;

/**
 * Adam (Kingma and Ba, arXiv 1412.6980) over one vector of parameters, with the gradient's norm clipped. It is in plain Java, because a few
 * thousand parameters take less time here than the calls into a tensor library.
 */
public final class Adam {
    private static final double MEAN_DECAY = 0.9;
    private static final double SQUARE_DECAY = 0.999;
    private static final double EPSILON = 1e-8;

    private final double[] mean;
    private final double[] square;
    private final double maxNorm;
    private double meanWeight = 1;
    private double squareWeight = 1;

    /** @param maxNorm longer gradients are shortened to this length */
    public Adam(int parameters, double maxNorm) {
        mean = new double[parameters];
        square = new double[parameters];
        this.maxNorm = maxNorm;
    }

    /** One step; a gradient that is not finite is left out. */
    public void step(float[] parameters, float[] gradient, double learningRate) {
        double norm = 0;
        for (float g : gradient) {
            norm += (double) g * g;
        }
        norm = Math.sqrt(norm);
        if (!Double.isFinite(norm)) {
            return;
        }
        double factor = norm > maxNorm ? maxNorm / norm : 1;
        meanWeight *= MEAN_DECAY;
        squareWeight *= SQUARE_DECAY;
        double rate = learningRate / (1 - meanWeight);
        for (int i = 0; i < parameters.length; i++) {
            double g = gradient[i] * factor;
            mean[i] = MEAN_DECAY * mean[i] + (1 - MEAN_DECAY) * g;
            square[i] = SQUARE_DECAY * square[i] + (1 - SQUARE_DECAY) * g * g;
            parameters[i] -= (float) (rate * mean[i] / (Math.sqrt(square[i] / (1 - squareWeight)) + EPSILON));
        }
    }
}
