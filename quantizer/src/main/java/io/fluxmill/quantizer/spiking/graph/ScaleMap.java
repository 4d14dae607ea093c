// SPDX-License-Identifier: Apache-2.0
package io.fluxmill.quantizer.spiking.graph;

/**
 * Each value times a factor of its own.
 *
 * @param factors one for each value
 */
public record ScaleMap(double[] factors) implements LinearMap {
    @Override
    public int inputs() {
        return factors.length;
    }

    @Override
    public int outputs() {
        return factors.length;
    }

    @Override
    public int parameters() {
        return factors.length;
    }

    @Override
    public void synapses(int input, Synapses synapses) {
        synapses.accept(input, factors[input]);
    }
}
