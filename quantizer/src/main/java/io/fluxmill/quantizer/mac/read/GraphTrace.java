// SPDX-License-Identifier: Apache-2.0
package io.fluxmill.quantizer.mac.read;

import io.fluxmill.core.config.InputException;
import io.fluxmill.quantizer.mac.graph.Network;
import io.fluxmill.quantizer.onnx.OnnxModel;
import io.fluxmill.quantizer.onnx.OnnxModel.Node;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * What becomes of every node of a graph: the lowering goes on after a node that it refuses, so that all refusals are known at once.
 *
 * @param whole the graph as it is in the file
 * @param network what it is lowered to, or null if it is refused
 * @param refusal why, in the words of {@link GraphLowering#lower}; null if it is accepted
 * @param outcomes of every node, by its index
 */
public record GraphTrace(OnnxModel whole, Network network, InputException refusal, Map<Integer, Outcome> outcomes) {

    /** Where a node is computed. */
    public enum Fate {
        /** A layer of its own on the engine. */
        ENGINE,
        /** Steps of the driver. */
        DRIVER,
        /** Part of a layer, or no value moves. */
        FOLDED,
        /** When the model is read. */
        CONSTANT,
        /** After the network's output. */
        HOST,
        REFUSED,
        /** Not known, because it reads what a refused node computes. */
        UNREACHED,
        /** Nowhere: no output needs it. */
        UNUSED
    }

    /**
     * @param dims shape of its first output that is computed, with a batch of one, or null if it is not known
     * @param refusal why it is refused; null unless it is
     */
    public record Outcome(Fate fate, int[] dims, InputException refusal) {}

    /** Takes a copy. */
    public GraphTrace {
        outcomes = Map.copyOf(outcomes);
    }

    /**
     * Traces the lowering of a graph.
     *
     * @param output the tensor or node at which it ends; null for the graph's output
     */
    public static GraphTrace of(OnnxModel whole, String name, String output) {
        OnnxModel model;
        try {
            model = GraphOrder.withRecurrent(whole, output);
        } catch (InputException e) {
            return new GraphTrace(whole, null, e, rest(whole, Map.of()));
        }
        GraphInput input;
        try {
            input = GraphInput.of(model);
        } catch (InputException e) {
            InputException recurrent = recurrent(model);
            return new GraphTrace(whole, null, recurrent == null ? e : recurrent, rest(whole, unreached(model)));
        }
        GraphTrace one = new NodeTracer(whole, model, input).trace(name);
        if (one.refusal != null && input.whole() != null) {
            GraphTrace all = new NodeTracer(whole, model, input.whole()).trace(name);
            return all.refusal == null ? all : one;
        }
        return one;
    }

    /** The refusal of the first recurrent node, which comes before any other; null if there is none. */
    static InputException recurrent(OnnxModel model) {
        return model.nodes().stream()
                .map(node -> GraphOrder.recurrent(model.file(), node))
                .filter(refusal -> refusal != null)
                .findFirst()
                .orElse(null);
    }

    /** Nothing is known of nodes behind an input that is refused, but that there is no such operator. */
    private static Map<Integer, Outcome> unreached(OnnxModel model) {
        Map<Integer, Outcome> outcomes = new HashMap<>();
        for (Node node : model.nodes()) {
            boolean constant = node.inputs().stream()
                    .allMatch(input -> input.isEmpty() || model.initializers().containsKey(input));
            outcomes.put(
                    node.index(),
                    constant ? new Outcome(Fate.CONSTANT, null, null) : NodeTracer.unreached(model.file(), node));
        }
        return outcomes;
    }

    /** The outcomes with those of the nodes that the network's output does not need. */
    static Map<Integer, Outcome> rest(OnnxModel whole, Map<Integer, Outcome> known) {
        Map<Integer, Outcome> outcomes = new HashMap<>(known);
        Set<Integer> needed = neededByOutputs(whole);
        for (Node node : whole.nodes()) {
            Fate fate = needed.contains(node.index()) ? Fate.HOST : Fate.UNUSED;
            outcomes.putIfAbsent(node.index(), new Outcome(fate, null, null));
        }
        return outcomes;
    }

    private static Set<Integer> neededByOutputs(OnnxModel whole) {
        Set<String> tensors = new HashSet<>();
        whole.outputs().forEach(output -> tensors.add(output.name()));
        Set<Integer> needed = new HashSet<>();
        boolean more = true;
        while (more) {
            more = false;
            for (int i = whole.nodes().size() - 1; i >= 0; i--) {
                Node node = whole.nodes().get(i);
                if (node.outputs().stream().anyMatch(tensors::contains) && needed.add(node.index())) {
                    tensors.addAll(node.inputs());
                    more = true;
                }
            }
        }
        return needed;
    }

    /** The sentences of all nodes that are refused, in the order of the file. */
    public List<InputException> refusals() {
        return whole.nodes().stream()
                .map(node -> outcomes.get(node.index()).refusal())
                .filter(refusal -> refusal != null)
                .toList();
    }
}
