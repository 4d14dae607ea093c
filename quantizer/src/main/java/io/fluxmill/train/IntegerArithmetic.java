// SPDX-License-Identifier: Apache-2.0
package io.fluxmill.train;

import ai.djl.ndarray.NDArray;

/**
 * The engine's integers in floating point, with gradients that pass the rounding (straight-through estimator, Bengio et al.,
 * arXiv 1308.3432): weights are whole multiples of a 127th of the largest one of their output channel; activations are whole
 * multiples of their layer's scale and saturate. The scale of a layer follows the largest activation of a batch until {@link
 * #freeze}. Rounding of biases and multipliers is far below that of the weights and not modelled.
 */
final class IntegerArithmetic implements PulseParameters.Arithmetic {
    static final int MAX_WEIGHT = 127;

    /** Share of the newest batch in a scale. */
    private static final double SHARE = 0.02;

    private final int activationBits;
    private final double headroom;
    private final double[] largest;
    private boolean frozen;

    /**
     * @param layers whose activations are rounded
     * @param headroom range of the activations over the largest ones that were seen, 1 or more
     */
    IntegerArithmetic(int layers, int activationBits, double headroom) {
        this.activationBits = activationBits;
        this.headroom = headroom;
        largest = new double[layers];
    }

    /** Scales stay as they are from now on. */
    void freeze() {
        frozen = true;
    }

    /** Real value of one unit of a layer's activations. */
    double scale(int layer) {
        return headroom * largest[layer] / maxActivation();
    }

    private double maxActivation() {
        return (1 << activationBits) - 1;
    }

    @Override
    public NDArray weight(NDArray weight) {
        NDArray scale = weight.stopGradient()
                .abs()
                .max(new int[] {1}, true)
                .maximum(Float.MIN_NORMAL)
                .div(MAX_WEIGHT);
        return straightThrough(weight, weight.div(scale).round().mul(scale));
    }

    @Override
    public NDArray activation(int layer, NDArray activation) {
        if (!frozen) {
            double max = Math.max(activation.max().getFloat(), 1e-6);
            largest[layer] = largest[layer] == 0 ? max : (1 - SHARE) * largest[layer] + SHARE * max;
        }
        if (activationBits == 16) {
            return activation;
        }
        double scale = scale(layer);
        NDArray clipped = activation.minimum(scale * maxActivation());
        return straightThrough(clipped, clipped.div(scale).round().mul(scale));
    }

    private static NDArray straightThrough(NDArray exact, NDArray rounded) {
        return exact.add(rounded.sub(exact).stopGradient());
    }
}
