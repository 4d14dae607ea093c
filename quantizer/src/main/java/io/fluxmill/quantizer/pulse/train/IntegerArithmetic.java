// SPDX-License-Identifier: Apache-2.0
package io.fluxmill.quantizer.pulse.train;

import ai.djl.ndarray.NDArray;

/**
 * The engine's activations in floating point, with gradients that pass the rounding (straight-through estimator, Bengio et al.,
 * arXiv 1308.3432): whole multiples of their layer's scale, saturating. The scale follows the largest activation of a batch
 * until {@link #freeze}. Sixteen bits are so fine that only their range matters. Rounding of biases and multipliers is far below
 * that of weights and activations and is not modelled.
 */
final class IntegerArithmetic implements PulseParameters.Arithmetic {
    /** Share of the newest batch in a scale. */
    private static final double SHARE = 0.02;

    private final int activationBits;
    private final double headroom;
    private final double[] largest;
    private boolean frozen;

    /**
     * @param layers whose activations are rounded
     * @param headroom range of the activations relative to the largest ones seen; values beyond saturate
     */
    IntegerArithmetic(int layers, int activationBits, double headroom) {
        this.activationBits = activationBits;
        this.headroom = headroom;
        largest = new double[layers];
    }

    /** Scales do not change from now on. */
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

    /** Weights come to the grid by {@link WeightGrid}. */
    @Override
    public NDArray weight(NDArray weight) {
        return weight;
    }

    @Override
    public NDArray activation(int layer, NDArray activation) {
        if (!frozen) {
            double max = Math.max(activation.max().getFloat(), 1e-6);
            largest[layer] = largest[layer] == 0 ? max : (1 - SHARE) * largest[layer] + SHARE * max;
        }
        double scale = scale(layer);
        NDArray clipped = activation.minimum(scale * maxActivation());
        if (activationBits == 16) {
            return clipped;
        }
        return straightThrough(clipped, clipped.div(scale).round().mul(scale));
    }

    private static NDArray straightThrough(NDArray exact, NDArray rounded) {
        return exact.add(rounded.sub(exact).stopGradient());
    }
}
