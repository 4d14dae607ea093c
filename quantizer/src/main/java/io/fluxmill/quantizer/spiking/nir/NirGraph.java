// SPDX-License-Identifier: Apache-2.0
package io.fluxmill.quantizer.spiking.nir;

import io.fluxmill.core.config.InputException;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;

/**
 * A network of the Neuromorphic Intermediate Representation: equations in continuous time. What it does not have, because NIR does not: the time step, the
 * kind of reset, the comparison with the threshold, the order within a tick, the state at the beginning.
 *
 * <p>Source: Pedersen et al., Neuromorphic intermediate representation, Nature Communications 15, 8122 (2024), and the package
 * <a href="https://github.com/neuromorphs/NIR">nir</a>.
 *
 * @param name of the node that has the graph; empty for that of a file
 * @param nodes by name, in the order of the file
 * @param edges without repeats, in the order of the file, which means nothing
 */
public record NirGraph(String name, Map<String, NirNode> nodes, List<NirEdge> edges) {
    public NirGraph {
        nodes = Collections.unmodifiableMap(new LinkedHashMap<>(nodes));
        edges = List.copyOf(new LinkedHashSet<>(edges));
    }

    /** Nodes of a type, in the order of the file. */
    public List<NirNode> ofType(NirType type) {
        return nodes.values().stream()
                .filter(node -> node.type().equals(type.name()))
                .toList();
    }

    /**
     * The same network without nested graphs. Their nodes are named {@code outer.inner}; their inputs and outputs are left out.
     *
     * @throws InputException if a nested graph has several inputs or outputs, a name is taken, or two ways between two nodes would become one edge
     */
    public NirGraph flat() {
        return new NirFlattening(this).flat();
    }
}
