// SPDX-License-Identifier: Apache-2.0
package io.fluxmill.quantizer.spiking.train;

import io.fluxmill.quantizer.spiking.graph.NeuronKind;

/** A layer to be trained. */
public sealed interface SpikingLayer {
    /**
     * The neurons of a layer.
     *
     * @param kind LIF, IF, LI or I
     * @param decay factor of the membrane in a tick; 1 for IF and I, whose factor the contract says
     * @param threshold of the membrane
     */
    record Cell(NeuronKind kind, double decay, double threshold) {}

    /** Convolution of a square kernel, same padding on all sides, and neurons behind it. */
    record Conv(int channels, int kernel, int stride, int pad, Cell cell) implements SpikingLayer {}

    /** Sums of the spikes in square windows that do not overlap. */
    record SumPool(int kernel) implements SpikingLayer {}

    /**
     * Weights from all to all, and neurons behind them.
     *
     * @param seed of weights that are drawn and not trained; 0 for weights to train
     */
    record Dense(int outputs, Cell cell, int seed) implements SpikingLayer {
        /** Weights to train. */
        public Dense(int outputs, Cell cell) {
            this(outputs, cell, 0);
        }
    }
}
