// SPDX-License-Identifier: Apache-2.0
package io.fluxmill.quantizer.spiking.graph;

import java.util.List;

/**
 * What goes from an input or a population to a population: {@code bias + maps(source(t - delay))}.
 *
 * @param name the nodes on the way, joined by commas; of source and target if there are none
 * @param source index of an input of the network, or of a population
 * @param target index of a population
 * @param maps applied one after the other; none for the identity
 * @param bias {@code [target neurons]}, what the maps' biases make together; null for none
 * @param delay seconds, for each value of the source; null for none
 * @param targetDelay seconds, for each neuron of the target; null for none
 * @param recurrent whether it closes a cycle
 */
public record Connection(
        String name,
        boolean fromInput,
        int source,
        int target,
        List<LinearMap> maps,
        double[] bias,
        double[] delay,
        double[] targetDelay,
        boolean recurrent) {
    public Connection {
        maps = List.copyOf(maps);
    }

    /** The weighted sum at the target, without the bias. */
    public double[] apply(double[] values) {
        double[] result = values;
        for (LinearMap map : maps) {
            result = map.apply(result);
        }
        return result;
    }
}
