// SPDX-License-Identifier: Apache-2.0
package io.fluxmill.core.program.spiking;

import io.fluxmill.core.program.spiking.SpikingLayout.Memory;
import java.math.BigInteger;
import java.util.Collections;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;

/**
 * A network for a spiking engine: what its memories and registers hold.
 *
 * @param images by core: words of each memory from address 0 on
 * @param inputs values of a tick
 * @param populations in the order of a tick
 * @param lateTick first tick in which the second constant source is active
 * @param rules the engine's part of the contract
 */
public record SpikingProgram(
        String name,
        List<Map<Memory, List<BigInteger>>> images,
        int inputs,
        List<Place> populations,
        int lateTick,
        NeuronRules rules) {
    /** Takes copies. */
    public SpikingProgram {
        images = images.stream()
                .map(core -> Collections.unmodifiableMap(new EnumMap<>(core)))
                .toList();
        populations = List.copyOf(populations);
    }

    /**
     * Where a population lies.
     *
     * @param parts on each core that has neurons of it
     * @param index {@code [neurons]}: neuron of the hardware, by neuron of the network
     * @param output whether its spikes leave the engine
     * @param fires whether it has spikes
     * @param watched whether its states are of interest in every tick
     */
    public record Place(String name, List<Part> parts, int[] index, boolean output, boolean fires, boolean watched) {}

    /**
     * Groups of a population on a core.
     *
     * @param firstGroup number there
     * @param groups how many
     */
    public record Part(int core, int firstGroup, int groups) {}
}
