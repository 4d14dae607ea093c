// SPDX-License-Identifier: Apache-2.0
package io.fluxmill.quantizer.mac.read;

import io.fluxmill.core.config.InputException;
import io.fluxmill.core.config.NearestName;
import io.fluxmill.quantizer.mac.lower.NodeScope;
import io.fluxmill.quantizer.onnx.OnnxModel;
import io.fluxmill.quantizer.onnx.OnnxModel.Node;
import io.fluxmill.quantizer.onnx.OnnxModel.ValueInfo;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.PriorityQueue;
import java.util.Set;

/**
 * A graph as the lowering wants it: valid, ending where the user says, without what the output does not need, in execution order. Nodes keep the order
 * of the file where that is one.
 */
final class GraphOrder {
    static final Set<String> RECURRENT = Set.of("LSTM", "GRU", "RNN");

    private static final String INVALID = "the file is no valid ONNX graph: export the model again";

    private final OnnxModel model;
    private final Map<String, Node> producers = new HashMap<>();

    private GraphOrder(OnnxModel model) {
        this.model = model;
    }

    /**
     * The model up to an output.
     *
     * @param output a tensor, or a node whose first output is meant; null for the graph's own outputs
     * @throws InputException if two nodes write one tensor, there is no such output, or the output needs a recurrent operator
     */
    static OnnxModel of(OnnxModel model, String output) {
        OnnxModel ordered = withRecurrent(model, output);
        for (Node node : ordered.nodes()) {
            InputException refusal = recurrent(model.file(), node);
            if (refusal != null) {
                throw refusal;
            }
        }
        return ordered;
    }

    /** Why a recurrent node is refused; null for any other. */
    static InputException recurrent(String file, Node node) {
        return !RECURRENT.contains(node.operator())
                ? null
                : NodeScope.refuse(
                        file,
                        node,
                        "is recurrent, which no engine computes",
                        "use a network of convolutions and dense layers, or end before this node with model-output");
    }

    /** The same, recurrent operators included. */
    static OnnxModel withRecurrent(OnnxModel model, String output) {
        GraphOrder order = new GraphOrder(model);
        order.findProducers();
        List<ValueInfo> outputs = output == null ? GraphTail.outputs(model) : List.of(order.output(output));
        List<Node> nodes = order.executionOrder(order.needed(outputs));
        Set<String> read = new HashSet<>();
        nodes.forEach(node -> read.addAll(node.inputs()));
        outputs.forEach(info -> read.add(info.name()));
        List<ValueInfo> inputs = model.inputs().stream()
                .filter(input -> read.contains(input.name()))
                .toList();
        return new OnnxModel(
                model.file(),
                model.opset(),
                nodes,
                model.initializers(),
                inputs.isEmpty() ? model.inputs() : inputs,
                outputs);
    }

    private void findProducers() {
        Set<String> given = new HashSet<>(model.initializers().keySet());
        model.inputs().forEach(input -> given.add(input.name()));
        for (Node node : model.nodes()) {
            for (String tensor : node.outputs()) {
                Node other = tensor.isEmpty() ? null : producers.put(tensor, node);
                if (other != null || given.contains(tensor)) {
                    throw NodeScope.refuse(
                            model.file(),
                            node,
                            "writes the tensor \"" + tensor + "\", which "
                                    + (other == null
                                            ? "is an input or initializer"
                                            : "\"" + other.label() + "\" writes, too"),
                            INVALID);
                }
            }
        }
    }

    /** A tensor that a node writes, by its name or by the node's. */
    private ValueInfo output(String name) {
        if (producers.containsKey(name)) {
            return new ValueInfo(name, 0, null);
        }
        List<String> names = new ArrayList<>(producers.keySet());
        for (Node node : model.nodes()) {
            names.add(node.label());
            if (node.label().equals(name) && !node.outputs().isEmpty()) {
                return new ValueInfo(node.outputs().get(0), 0, null);
            }
        }
        throw new InputException(
                model.file() + ": must have the tensor or node that model-output names: model-output=" + name,
                NearestName.of(name, names)
                        .map(nearest -> "did you mean " + nearest + "?")
                        .orElse("name one that a viewer of ONNX files shows"));
    }

    /** Nodes that the outputs need, directly or not. */
    private Set<Node> needed(List<ValueInfo> outputs) {
        Set<Node> needed = new HashSet<>();
        Deque<String> open = new ArrayDeque<>();
        outputs.forEach(output -> open.add(output.name()));
        while (!open.isEmpty()) {
            Node producer = producers.get(open.poll());
            if (producer != null && needed.add(producer)) {
                open.addAll(producer.inputs());
            }
        }
        return needed;
    }

    /** Every node after those that it reads; what depends on itself stays at the end, where the lowering refuses it. */
    private List<Node> executionOrder(Set<Node> needed) {
        Map<Node, Integer> missing = new HashMap<>();
        Map<Node, List<Node>> readers = new HashMap<>();
        PriorityQueue<Node> ready = new PriorityQueue<>((a, b) -> Integer.compare(a.index(), b.index()));
        for (Node node : needed) {
            Set<Node> before = new HashSet<>();
            node.inputs().stream().map(producers::get).filter(needed::contains).forEach(before::add);
            before.forEach(producer -> readers.computeIfAbsent(producer, unused -> new ArrayList<>())
                    .add(node));
            missing.put(node, before.size());
            if (before.isEmpty()) {
                ready.add(node);
            }
        }
        List<Node> order = new ArrayList<>();
        while (!ready.isEmpty()) {
            Node node = ready.poll();
            order.add(node);
            for (Node reader : readers.getOrDefault(node, List.of())) {
                if (missing.merge(reader, -1, Integer::sum) == 0) {
                    ready.add(reader);
                }
            }
        }
        Set<Node> ordered = new HashSet<>(order);
        model.nodes().stream()
                .filter(node -> needed.contains(node) && !ordered.contains(node))
                .forEach(order::add);
        return order;
    }
}
