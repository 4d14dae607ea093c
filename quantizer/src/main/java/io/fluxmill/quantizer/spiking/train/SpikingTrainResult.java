// SPDX-License-Identifier: Apache-2.0
package io.fluxmill.quantizer.spiking.train;

import io.fluxmill.quantizer.spiking.nir.NirGraph;
import java.util.List;
import java.util.Map;

/**
 * A trained network and what it does on the test set.
 *
 * @param floating before weights were rounded
 * @param quantized of the network that is written
 * @param seeds of the nodes whose weights are drawn
 */
public record SpikingTrainResult(
        NirGraph network, Measured floating, Measured quantized, Map<String, Integer> seeds, double seconds) {
    /**
     * Means over the test images.
     *
     * @param accuracy share of right answers, 0 to 1
     * @param spikes of an image, in each layer that fires
     * @param operations synaptic operations between neurons for an image
     */
    public record Measured(double accuracy, List<Double> spikes, double operations) {
        public Measured {
            spikes = List.copyOf(spikes);
        }
    }
}
