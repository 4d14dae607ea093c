// SPDX-License-Identifier: Apache-2.0
package io.fluxmill.quantizer.mac.read;

import io.fluxmill.core.config.InputException;
import io.fluxmill.quantizer.mac.graph.Network;
import io.fluxmill.quantizer.mac.read.GraphTrace.Fate;
import io.fluxmill.quantizer.onnx.OnnxModel;
import io.fluxmill.quantizer.onnx.OnnxModel.Node;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * A place at which a refused graph can end so that it is accepted: it was tried.
 *
 * @param until a node's name, or that of its first output where another node has the name
 * @param network the graph up to there
 */
public record GraphCut(String until, Network network) {
    /** Lowerings that are tried at most. */
    private static final int MOST_TRIALS = 60;

    /** Cuts that are given at most. */
    private static final int MOST = 5;

    /** The last places in execution order of which none is before another; empty if there are none, or the graph is accepted. */
    public static List<GraphCut> of(GraphTrace trace, String name) {
        List<GraphCut> cuts = new ArrayList<>();
        if (trace.refusal() == null) {
            return cuts;
        }
        OnnxModel whole = trace.whole();
        Map<String, Node> producers = new HashMap<>();
        whole.nodes().forEach(node -> node.outputs().forEach(output -> producers.put(output, node)));
        Set<Integer> covered = new HashSet<>();
        int trials = 0;
        for (Node node : latestFirst(whole, producers)) {
            Fate fate = trace.outcomes().get(node.index()).fate();
            boolean computed = fate == Fate.ENGINE || fate == Fate.DRIVER || fate == Fate.FOLDED;
            if (computed && !covered.contains(node.index()) && trials++ < MOST_TRIALS && cuts.size() < MOST) {
                String until = name(whole, producers, node);
                try {
                    cuts.add(new GraphCut(until, GraphLowering.lower(whole, name, until)));
                    cover(node, producers, covered);
                } catch (InputException e) {
                    continue; // an earlier node is tried
                }
            }
        }
        return cuts;
    }

    /** By the longest path from the inputs, the longest first. */
    private static List<Node> latestFirst(OnnxModel whole, Map<String, Node> producers) {
        Map<Integer, Integer> levels = new HashMap<>();
        boolean more = true;
        for (int round = 0; more && round <= whole.nodes().size(); round++) {
            more = false;
            for (Node node : whole.nodes()) {
                int level = 0;
                for (String input : node.inputs()) {
                    Node producer = producers.get(input);
                    level = producer == null ? level : Math.max(level, levels.getOrDefault(producer.index(), 0) + 1);
                }
                Integer old = levels.put(node.index(), level);
                more |= old == null || old != level;
            }
        }
        List<Node> nodes = new ArrayList<>(whole.nodes());
        nodes.sort((a, b) -> levels.get(b.index()) - levels.get(a.index()));
        return nodes;
    }

    private static void cover(Node node, Map<String, Node> producers, Set<Integer> covered) {
        Deque<Node> open = new ArrayDeque<>(List.of(node));
        while (!open.isEmpty()) {
            Node next = open.pop();
            if (covered.add(next.index())) {
                next.inputs().stream()
                        .map(producers::get)
                        .filter(producer -> producer != null)
                        .forEach(open::add);
            }
        }
    }

    /** How {@code model-output} names a node: it looks for a tensor first, then for the first node of that name. */
    private static String name(OnnxModel whole, Map<String, Node> producers, Node node) {
        String label = node.label();
        Node first = whole.nodes().stream()
                .filter(other -> other.label().equals(label))
                .findFirst()
                .orElse(node);
        boolean unique = first == node
                && producers.getOrDefault(label, node) == node
                && (!node.outputs().contains(label) || node.outputs().get(0).equals(label));
        return unique ? label : node.outputs().get(0);
    }
}
