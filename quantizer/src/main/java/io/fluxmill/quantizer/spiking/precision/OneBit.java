// SPDX-License-Identifier: Apache-2.0
package io.fluxmill.quantizer.spiking.precision;

import io.fluxmill.core.config.InputException;
import io.fluxmill.quantizer.spiking.graph.Connection;
import io.fluxmill.quantizer.spiking.graph.SpikingNetwork;
import java.util.Arrays;

/** Weights of one bit: their sign, in a unit that is the mean of their magnitudes, as in networks that are trained with such weights. */
final class OneBit {
    private OneBit() {}

    /**
     * The unit of each population.
     *
     * @throws InputException if a connection has a bias, or the unit is chosen by places behind the point
     */
    static double[] units(SpikingNetwork network, SpikingWidths widths) {
        if (widths.fractionBits() != null) {
            throw new InputException(
                    "weights of one bit have a unit of their own, so that quantization.fraction-bits cannot choose it",
                    "remove quantization.fraction-bits, or set engine.weight-bits: 2");
        }
        double[] sums = new double[network.populations().size()];
        long[] counts = new long[sums.length];
        for (Connection connection : network.connections()) {
            if (connection.bias() != null && Arrays.stream(connection.bias()).anyMatch(b -> b != 0)) {
                throw new InputException(
                        "connection " + connection.name() + " has a bias, which weights of one bit cannot express",
                        "set engine.weight-bits: 2 or more, or train without a bias");
            }
            int target = connection.target();
            if (connection.maps().isEmpty()) {
                sums[target]++;
                counts[target]++;
            }
            for (int i = 0;
                    !connection.maps().isEmpty() && i < connection.maps().get(0).inputs();
                    i++) {
                for (double weight : SpikingQuantizer.row(connection, i)) {
                    sums[target] += Math.abs(weight);
                    counts[target] += weight == 0 ? 0 : 1;
                }
            }
        }
        double[] units = new double[sums.length];
        Arrays.setAll(units, p -> sums[p] > 0 ? sums[p] / counts[p] : 1);
        return units;
    }
}
