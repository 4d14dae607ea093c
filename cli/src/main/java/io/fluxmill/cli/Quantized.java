// SPDX-License-Identifier: Apache-2.0
package io.fluxmill.cli;

import io.fluxmill.graph.QuantizedNetwork;
import io.fluxmill.reference.ReferenceExecutor;
import java.util.Arrays;

/**
 * A network in one format and what the bit-exact reference makes of it.
 *
 * @param format as the configuration names it
 * @param inputs codes of all reference samples, {@code [samples][elements]}
 * @param quality share of right classes with labels, relative error without
 */
record Quantized(
        String format,
        QuantizedNetwork network,
        short[] inputs,
        double quality,
        double quantizeSeconds,
        double referenceSeconds) {

    /**
     * The quality of results, whoever computed them.
     *
     * @param results codes {@code [samples][elements]} of the first samples
     */
    static double quality(QuantizedNetwork network, Yardstick yardstick, short[] results, int samples) {
        if (yardstick.hasLabels()) {
            return yardstick.accuracy(new ReferenceExecutor(network).classes(results, samples));
        }
        int elements = results.length / samples;
        double[][] real = new double[samples][];
        for (int s = 0; s < samples; s++) {
            real[s] = network.decode(Arrays.copyOfRange(results, s * elements, (s + 1) * elements));
        }
        return yardstick.error(real);
    }
}
