// SPDX-License-Identifier: Apache-2.0
package io.fluxmill.quantizer.mac.read;

import io.fluxmill.core.config.InputException;
import io.fluxmill.quantizer.mac.graph.Network;
import io.fluxmill.quantizer.mac.lower.NetworkBuilder;
import io.fluxmill.quantizer.mac.lower.Value;
import io.fluxmill.quantizer.mac.lower.Value.Feature;
import io.fluxmill.quantizer.mac.read.GraphTrace.Fate;
import io.fluxmill.quantizer.mac.read.GraphTrace.Outcome;
import io.fluxmill.quantizer.onnx.OnnxModel;
import io.fluxmill.quantizer.onnx.OnnxModel.Node;
import io.fluxmill.quantizer.onnx.OnnxModel.ValueInfo;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Objects;
import java.util.Set;

/** Lowers the nodes of a graph one by one and notes what each adds to the network. */
final class NodeTracer {
    private final OnnxModel whole;
    private final OnnxModel model;
    private final GraphLowering lowering;
    private final NetworkBuilder builder;

    /** Tensors that a refused node computes, directly or not. */
    private final Set<String> unknown = new HashSet<>();

    /** The layers that a node added, by its index. */
    private final Map<Integer, Set<String>> added = new HashMap<>();

    private final Map<Integer, Outcome> outcomes = new LinkedHashMap<>();

    /**
     * @param whole the graph of the file
     * @param model what of it the output needs, in execution order
     */
    NodeTracer(OnnxModel whole, OnnxModel model, GraphInput input) {
        this.whole = whole;
        this.model = model;
        lowering = GraphLowering.begun(model, input);
        builder = lowering.builder();
    }

    GraphTrace trace(String name) {
        InputException refusal = GraphTrace.recurrent(model);
        for (Node node : model.nodes()) {
            Outcome outcome = outcome(node);
            outcomes.put(node.index(), outcome);
            refusal = refusal == null ? outcome.refusal() : refusal;
        }
        Network network = null;
        if (refusal == null) {
            try {
                network = lowering.network(name);
                settle();
            } catch (InputException e) {
                refusal = e;
            }
        }
        return new GraphTrace(whole, network, refusal, GraphTrace.rest(whole, outcomes));
    }

    private Outcome outcome(Node node) {
        if (node.inputs().stream().anyMatch(unknown::contains)) {
            unknown.addAll(node.outputs());
            return unreached(model.file(), node);
        }
        Set<String> before = builder.ids();
        boolean ended = builder.hasEnding();
        try {
            InputException recurrent = GraphOrder.recurrent(model.file(), node);
            if (recurrent != null) {
                throw recurrent;
            }
            lowering.node(node);
        } catch (InputException e) {
            unknown.addAll(node.outputs());
            return new Outcome(Fate.REFUSED, null, e);
        }
        Set<String> layers = builder.ids();
        layers.removeAll(before);
        added.put(node.index(), layers);
        Value value = node.outputs().stream()
                .map(lowering::value)
                .filter(Objects::nonNull)
                .findFirst()
                .orElse(null);
        boolean ends = builder.hasEnding() && !ended && layers.isEmpty();
        Fate fate = ends ? Fate.HOST : value instanceof Feature ? fate(layers) : Fate.CONSTANT;
        return new Outcome(fate, dims(value), null);
    }

    /** A node that reads what is not known is refused if there is no such operator. */
    static Outcome unreached(String file, Node node) {
        InputException recurrent = GraphOrder.recurrent(file, node);
        InputException refusal = recurrent == null ? GraphLowering.unsupported(file, node) : recurrent;
        return new Outcome(refusal == null ? Fate.UNREACHED : Fate.REFUSED, null, refusal);
    }

    private static int[] dims(Value value) {
        return value instanceof Feature feature
                ? feature.dims()
                : value instanceof Value.Constant constant ? constant.tensor().dims() : null;
    }

    private Fate fate(Set<String> layers) {
        return layers.isEmpty()
                ? Fate.FOLDED
                : layers.stream().anyMatch(builder::isOnEngine) ? Fate.ENGINE : Fate.DRIVER;
    }

    /** Layers that the finished network does without, such as padding that became a convolution's own, are nobody's. */
    private void settle() {
        Set<String> kept = new HashSet<>();
        for (ValueInfo output : model.outputs()) {
            kept.addAll(builder.needed(((Feature) lowering.value(output.name())).tensor()));
        }
        added.forEach((index, layers) -> {
            Outcome outcome = outcomes.get(index);
            if (outcome.fate() == Fate.ENGINE || outcome.fate() == Fate.DRIVER) {
                layers.retainAll(kept);
                outcomes.put(index, new Outcome(fate(layers), outcome.dims(), null));
            }
        });
    }
}
