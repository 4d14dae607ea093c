// SPDX-License-Identifier: Apache-2.0
package io.fluxmill.quantizer.spiking.nir;

import io.fluxmill.core.config.InputException;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;

/**
 * A node of a graph. Two are equal if their contents are, wherever they came from.
 *
 * @param place file and node, with the names of the graphs around it, for messages
 * @param name in its graph
 * @param type as NIR has it, for example {@code LIF}; see {@link NirType}
 * @param parameters by name, in the order of the file; names, shapes and units are those of {@link NirType}
 * @param graph of a node of the type NIRGraph, else null
 */
public record NirNode(String place, String name, String type, Map<String, NirArray> parameters, NirGraph graph) {
    public NirNode {
        Map<String, NirArray> placed = new LinkedHashMap<>();
        parameters.forEach((key, array) -> placed.put(key, array.at(place + ": " + key)));
        parameters = Collections.unmodifiableMap(placed);
    }

    /** A node that no file has yet. */
    public static NirNode of(String name, NirType type, Map<String, NirArray> parameters) {
        return new NirNode("node " + name, name, type.name(), parameters, null);
    }

    /** A nested graph that no file has yet. */
    public static NirNode of(NirGraph graph) {
        return new NirNode("node " + graph.name(), graph.name(), NirType.NIRGraph.name(), Map.of(), graph);
    }

    NirNode renamed(String newName) {
        return new NirNode(place, newName, type, parameters, graph);
    }

    /** @throws InputException if the node does not have it; it names file and node */
    public NirArray parameter(String key) {
        return optional(key)
                .orElseThrow(() -> new InputException(
                        place + ": a node of the type " + type + " must have the parameter " + key + ": it is missing",
                        "write the file again with " + key));
    }

    /** The parameter, if the node has it. */
    public Optional<NirArray> optional(String key) {
        return Optional.ofNullable(parameters.get(key));
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof NirNode node
                && name.equals(node.name)
                && type.equals(node.type)
                && parameters.equals(node.parameters)
                && Objects.equals(graph, node.graph);
    }

    @Override
    public int hashCode() {
        return Objects.hash(name, type, parameters, graph);
    }
}
