// SPDX-License-Identifier: Apache-2.0
package io.fluxmill.quantizer.spiking.train;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.types.DataType;
import io.fluxmill.core.program.spiking.TickRules.Compare;

/**
 * The derivative that stands for that of a spike, which is 0 or infinite. The spike itself stays 0 or 1.
 *
 * @param slope at the threshold, over the half width: larger is narrower
 */
public record Surrogate(Shape shape, double slope) {
    /** Of u = membrane - threshold. */
    public enum Shape {
        /** slope/2 / (1 + (pi/2 slope u)^2), the derivative of an arc tangent (Fang et al., arXiv 2007.05785). */
        ATAN,
        /** 1 / (1 + slope |u|)^2, the derivative of u / (1 + slope |u|) (Zenke and Ganguli, arXiv 1705.11146). */
        FAST_SIGMOID
    }

    /** Spikes of neurons, 0 or 1 exactly; their gradient by u is this derivative. */
    NDArray spikes(NDArray u, Compare compare) {
        NDArray held = u.stopGradient();
        NDArray fires = (compare == Compare.ABOVE ? held.gt(0) : held.gte(0)).toType(DataType.FLOAT32, false);
        return fires.add(derivative(held).mul(u.sub(held)));
    }

    private NDArray derivative(NDArray u) {
        return switch (shape) {
            case ATAN -> {
                NDArray scaled = u.mul((float) (Math.PI / 2 * slope));
                yield scaled.mul(scaled).add(1).pow(-1).mul((float) slope / 2);
            }
            case FAST_SIGMOID -> {
                NDArray scaled = u.abs().mul((float) slope).add(1);
                yield scaled.mul(scaled).pow(-1);
            }
        };
    }
}
