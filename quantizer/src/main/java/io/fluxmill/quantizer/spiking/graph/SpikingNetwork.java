// SPDX-License-Identifier: Apache-2.0
package io.fluxmill.quantizer.spiking.graph;

import java.util.List;

/**
 * A spiking network: populations in the order in which a tick updates them, and connections.
 *
 * @param inputs the network's inputs, in the order of their names in the file
 * @param outputs populations that are read
 */
public record SpikingNetwork(
        String name,
        List<Input> inputs,
        List<Population> populations,
        List<Connection> connections,
        List<Output> outputs) {
    public SpikingNetwork {
        inputs = List.copyOf(inputs);
        populations = List.copyOf(populations);
        connections = List.copyOf(connections);
        outputs = List.copyOf(outputs);
    }

    /** An input of the network. */
    public record Input(String name, int[] shape) {
        /** How many values a tick has. */
        public int size() {
            int size = 1;
            for (int extent : shape) {
                size *= extent;
            }
            return size;
        }
    }

    /**
     * An output of the network.
     *
     * @param population index of the population that is read
     */
    public record Output(String name, int population) {}

    /** The population of a name. */
    public Population population(String name) {
        return populations.stream()
                .filter(population -> population.name().equals(name))
                .findFirst()
                .orElseThrow(() -> new IllegalArgumentException("population must be one of the network: " + name));
    }

    /** Connections that end at a population. */
    public List<Connection> into(int population) {
        return connections.stream().filter(c -> c.target() == population).toList();
    }

    /** How many neurons there are. */
    public int neurons() {
        return populations.stream()
                .filter(p -> p.kind() != NeuronKind.SUM)
                .mapToInt(Population::size)
                .sum();
    }
}
