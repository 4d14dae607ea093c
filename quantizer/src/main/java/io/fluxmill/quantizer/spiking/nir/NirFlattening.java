// SPDX-License-Identifier: Apache-2.0
package io.fluxmill.quantizer.spiking.nir;

import io.fluxmill.core.config.InputException;
import io.fluxmill.quantizer.data.ByteSource;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * Nested graphs written into the graph around them: first their inputs and outputs stay as relays, then each relay is replaced by edges from all that lead to
 * it to all that it leads to.
 */
final class NirFlattening {
    private static final String INNER =
            "give the nested graph one Input and one Output, or write its nodes into the outer graph";

    private final NirGraph graph;
    private final Map<String, NirNode> nodes = new LinkedHashMap<>();
    private final Set<NirEdge> edges = new LinkedHashSet<>();
    private final Map<String, NirNode> relays = new LinkedHashMap<>();
    private final Map<String, String> inputs = new LinkedHashMap<>();
    private final Map<String, String> outputs = new LinkedHashMap<>();

    NirFlattening(NirGraph graph) {
        this.graph = graph;
    }

    NirGraph flat() {
        for (NirNode node : graph.nodes().values()) {
            if (node.graph() == null) {
                add(node);
            } else {
                inline(node);
            }
        }
        for (NirEdge edge : graph.edges()) {
            edges.add(new NirEdge(
                    outputs.getOrDefault(edge.source(), edge.source()),
                    inputs.getOrDefault(edge.target(), edge.target())));
        }
        relays.forEach(this::remove);
        return new NirGraph(graph.name(), nodes, List.copyOf(edges));
    }

    private void add(NirNode node) {
        if (nodes.put(node.name(), node) != null || relays.containsKey(node.name())) {
            throw new InputException(
                    node.place()
                            + ": the name must be that of one node when nested graphs are written into the outer one: name="
                            + ByteSource.quoted(node.name()),
                    "rename one of the two nodes");
        }
    }

    private void inline(NirNode nested) {
        NirGraph inner = nested.graph().flat();
        NirNode input = only(nested, inner, NirType.Input);
        NirNode output = only(nested, inner, NirType.Output);
        String prefix = nested.name() + ".";
        for (NirNode node : inner.nodes().values()) {
            if (node == input || node == output) {
                relays.put(prefix + node.name(), node);
                if (nodes.containsKey(prefix + node.name())) {
                    add(node.renamed(prefix + node.name()));
                }
            } else {
                add(node.renamed(prefix + node.name()));
            }
        }
        for (NirEdge edge : inner.edges()) {
            edges.add(new NirEdge(prefix + edge.source(), prefix + edge.target()));
        }
        inputs.put(nested.name(), prefix + input.name());
        outputs.put(nested.name(), prefix + output.name());
    }

    private static NirNode only(NirNode nested, NirGraph inner, NirType type) {
        List<NirNode> ends = inner.ofType(type);
        if (ends.size() != 1) {
            throw new InputException(
                    nested.place() + ": a nested graph must have one node of the type " + type
                            + ", for NIR's edges do not tell several apart: " + type + "="
                            + ByteSource.quoted(
                                    ends.stream().map(NirNode::name).toList().toString()),
                    INNER);
        }
        return ends.get(0);
    }

    private void remove(String name, NirNode relay) {
        List<String> before = new ArrayList<>();
        List<String> after = new ArrayList<>();
        for (NirEdge edge : List.copyOf(edges)) {
            if (edge.source().equals(name) || edge.target().equals(name)) {
                edges.remove(edge);
            }
            if (edge.target().equals(name)) {
                before.add(edge.source());
            }
            if (edge.source().equals(name)) {
                after.add(edge.target());
            }
        }
        if (after.contains(name)) {
            throw new InputException(
                    relay.place()
                            + ": a signal must not come back to a nested graph's end without a node between: edges="
                            + ByteSource.quoted(name),
                    "put a node into the loop, or remove the loop");
        }
        for (String source : before) {
            for (String target : after) {
                if (!edges.add(new NirEdge(source, target))) {
                    throw new InputException(
                            relay.place()
                                    + ": a signal must have one way between two nodes, for NIR has no weight of an edge: edge="
                                    + ByteSource.quoted(source) + " -> " + ByteSource.quoted(target),
                            "put a node, for example a Scale of 1, into one of the ways");
                }
            }
        }
    }
}
