// SPDX-License-Identifier: Apache-2.0
package io.fluxmill.quantizer.spiking.graph;

/**
 * Every output from every input.
 *
 * @param weights {@code [outputs][inputs]}, row-major
 */
public record DenseMap(int inputs, int outputs, double[] weights) implements LinearMap {
    @Override
    public int parameters() {
        return weights.length;
    }

    @Override
    public void synapses(int input, Synapses synapses) {
        for (int output = 0; output < outputs; output++) {
            synapses.accept(output, weights[output * inputs + input]);
        }
    }
}
