// SPDX-License-Identifier: Apache-2.0
package io.fluxmill.quantizer.spiking.graph;

/** A linear map of vectors, given by where each input goes. */
public sealed interface LinearMap permits DenseMap, ConvolutionMap, PoolMap, ScaleMap {
    /** Length of its input. */
    int inputs();

    /** Length of its result. */
    int outputs();

    /** How many numbers it has. */
    default int parameters() {
        return 0;
    }

    /** The synapses of one input, each output at most once. */
    void synapses(int input, Synapses synapses);

    /** Takes synapses. */
    @FunctionalInterface
    interface Synapses {
        void accept(int output, double weight);
    }

    /** The result for a vector; costs what its values other than 0 cost. */
    default double[] apply(double[] values) {
        double[] result = new double[outputs()];
        for (int i = 0; i < values.length; i++) {
            double value = values[i];
            if (value != 0) {
                synapses(i, (output, weight) -> result[output] += weight * value);
            }
        }
        return result;
    }
}
