// SPDX-License-Identifier: Apache-2.0
package io.fluxmill.quantizer.spiking.train;

import ai.djl.ndarray.NDArray;

/**
 * Weights as the engine will have them: the largest of a layer fills its bits, the others are rounded to the nearest, ties to even. Of one bit they are their
 * signs times the mean magnitude of the layer.
 */
final class WeightGrid {
    private WeightGrid() {}

    /** Rounded weights; their gradient is that of the weights (straight-through). */
    static NDArray round(NDArray weights, int bits) {
        NDArray held = weights.stopGradient();
        if (bits == 1) {
            NDArray signs = held.gte(0).toType(held.getDataType(), true).mul(2).sub(1);
            return signs.mul(held.abs().mean()).add(weights.sub(held));
        }
        NDArray unit = held.abs().max().div((float) most(bits));
        return held.div(unit).round().mul(unit).add(weights.sub(held));
    }

    /**
     * The weights of a network whose tensors were rounded so, in float32: rounded again to the same bits, they give the same integers.
     *
     * @param bits 0 to leave them as they are
     */
    static float[] rounded(float[] weights, int bits) {
        float largest = 0;
        for (float weight : weights) {
            largest = Math.max(largest, Math.abs(weight));
        }
        if (bits == 0 || largest == 0) {
            return weights.clone();
        }
        if (bits == 1) {
            return signs(weights);
        }
        double unit = largest / most(bits);
        float[] rounded = new float[weights.length];
        for (int i = 0; i < weights.length; i++) {
            rounded[i] = (float) (Math.rint(weights[i] / unit) * unit);
        }
        return rounded;
    }

    private static float[] signs(float[] weights) {
        double sum = 0;
        for (float weight : weights) {
            sum += Math.abs(weight);
        }
        float mean = (float) (sum / weights.length);
        float[] signs = new float[weights.length];
        for (int i = 0; i < weights.length; i++) {
            signs[i] = weights[i] < 0 ? -mean : mean;
        }
        return signs;
    }

    private static double most(int bits) {
        return (1 << (bits - 1)) - 1;
    }
}
