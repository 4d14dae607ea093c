// SPDX-License-Identifier: Apache-2.0
package io.fluxmill.quantizer.spiking.read;

import io.fluxmill.core.config.InputException;
import io.fluxmill.quantizer.spiking.nir.NirEdge;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Predicate;

/**
 * The edges that close a cycle: what comes over them takes at least a tick, so that a tick has an order. Nodes are visited depth first from the inputs, in
 * the order of the file; an edge that leads back to a node on the way closes a cycle.
 */
final class Cycles {
    private final String file;
    private final Map<String, List<String>> successors;
    private final Predicate<String> isNeuron;
    private final Set<NirEdge> recurrent = new LinkedHashSet<>();

    /** Nodes that were met, and whether they are on the way. */
    private final Map<String, Boolean> open = new HashMap<>();

    /** Nodes behind which everything was visited. */
    private final List<String> done = new ArrayList<>();

    private Cycles(String file, Map<String, List<String>> successors, Predicate<String> isNeuron) {
        this.file = file;
        this.successors = successors;
        this.isNeuron = isNeuron;
    }

    /** What was found: recurrent edges, and the nodes in an order in which all other edges lead forward. */
    record Order(Set<NirEdge> recurrent, List<String> nodes) {}

    /**
     * @param starts where the search begins, the inputs first
     * @throws InputException if a cycle has no neuron
     */
    static Order of(
            String file, Map<String, List<String>> successors, List<String> starts, Predicate<String> isNeuron) {
        Cycles cycles = new Cycles(file, successors, isNeuron);
        starts.stream().filter(start -> !cycles.open.containsKey(start)).forEach(cycles::visit);
        Collections.reverse(cycles.done);
        return new Order(Set.copyOf(cycles.recurrent), cycles.done);
    }

    /** A depth-first search without recursion, because a graph may be a long chain. */
    private void visit(String start) {
        List<String> way = new ArrayList<>(List.of(start));
        List<Integer> next = new ArrayList<>(List.of(0));
        open.put(start, true);
        while (!way.isEmpty()) {
            int last = way.size() - 1;
            String node = way.get(last);
            List<String> after = successors.getOrDefault(node, List.of());
            int index = next.get(last);
            if (index == after.size()) {
                open.put(node, false);
                done.add(node);
                way.remove(last);
                next.remove(last);
                continue;
            }
            next.set(last, index + 1);
            String target = after.get(index);
            if (Boolean.TRUE.equals(open.get(target))) {
                close(way.subList(way.indexOf(target), way.size()));
            } else if (!open.containsKey(target)) {
                open.put(target, true);
                way.add(target);
                next.add(0);
            }
        }
    }

    private void close(List<String> cycle) {
        if (cycle.stream().anyMatch(isNeuron)) {
            recurrent.add(new NirEdge(cycle.get(cycle.size() - 1), cycle.get(0)));
            return;
        }
        throw new InputException(
                file + ": a cycle of nodes must pass a neuron, where a spike takes a tick: "
                        + String.join(" -> ", cycle) + " -> " + cycle.get(0),
                "remove one of its edges");
    }
}
