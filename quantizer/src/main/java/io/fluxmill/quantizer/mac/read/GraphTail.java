// SPDX-License-Identifier: Apache-2.0
package io.fluxmill.quantizer.mac.read;

import io.fluxmill.quantizer.onnx.OnnxModel;
import io.fluxmill.quantizer.onnx.OnnxModel.Node;
import io.fluxmill.quantizer.onnx.OnnxModel.ValueInfo;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * The end of a classifier that turns scores into a label or a map of probabilities (ArgMax, ArrayFeatureExtractor, ZipMap, Cast as scikit-learn
 * exports them), or quantises the shares of a Softmax or Sigmoid. The host does this; the network ends with the scores.
 */
public final class GraphTail {
    /** Operators that make a label or a container of scores, with the input that holds the scores. */
    static final Map<String, Integer> LABELS = Map.of("ArgMax", 0, "ZipMap", 0, "Normalizer", 0, "TopK", 0);

    /** Operators between the two and an output, with the input that holds what they pass on. */
    static final Map<String, Integer> PASSES = Map.of(
            "Cast",
            0,
            "Reshape",
            0,
            "Squeeze",
            0,
            "Unsqueeze",
            0,
            "Identity",
            0,
            "Flatten",
            0,
            "ArrayFeatureExtractor",
            1,
            "Gather",
            1,
            "LabelEncoder",
            0);

    static final Set<String> QUANTISERS = Set.of("QuantizeLinear", "DequantizeLinear");

    static final Set<String> SHARES = Set.of("Softmax", "Sigmoid", "LogSoftmax");

    /** Operators whose first output is a label and whose second is the scores. */
    static final Set<String> CLASSIFIERS = Set.of("LinearClassifier", "SVMClassifier", "TreeEnsembleClassifier");

    private final Map<String, Node> producers = new HashMap<>();

    private GraphTail(OnnxModel model) {
        model.nodes().forEach(node -> node.outputs().forEach(output -> producers.put(output, node)));
    }

    /** The outputs of the network before such ends; those of the model where there are none. */
    static List<ValueInfo> outputs(OnnxModel model) {
        return new GraphTail(model).cut(model.outputs());
    }

    /** The nodes of a model that are left to the host because they only make labels or containers of scores. */
    public static List<Node> of(OnnxModel model) {
        GraphTail tail = new GraphTail(model);
        Set<Node> computed =
                tail.needed(outputs(model).stream().map(ValueInfo::name).toList());
        Set<Node> all =
                tail.needed(model.outputs().stream().map(ValueInfo::name).toList());
        all.removeAll(computed);
        return model.nodes().stream().filter(all::contains).toList();
    }

    private List<ValueInfo> cut(List<ValueInfo> outputs) {
        Map<String, ValueInfo> kept = new LinkedHashMap<>();
        Set<String> labels = new HashSet<>();
        for (ValueInfo output : outputs) {
            String scores = scores(output.name());
            if (scores.equals(output.name())) {
                kept.put(scores, output);
            } else {
                labels.add(scores);
                kept.putIfAbsent(scores, new ValueInfo(scores, 0, null));
            }
        }
        List<ValueInfo> remaining = new ArrayList<>(kept.values());
        // Scores that another output is computed from are no output of their own.
        for (ValueInfo output : kept.values()) {
            boolean inner = labels.contains(output.name())
                    && remaining.stream()
                            .filter(other -> !other.name().equals(output.name()))
                            .anyMatch(other -> reads(other.name(), output.name()));
            if (inner) {
                remaining.remove(output);
            }
        }
        return remaining;
    }

    /** The Softmax or Sigmoid before quantisers at the end; the output itself if there is none. */
    private String shares(String output) {
        String at = output;
        Node node = producers.get(at);
        while (node != null
                && QUANTISERS.contains(node.operator())
                && !node.inputs().isEmpty()) {
            at = node.inputs().get(0);
            node = producers.get(at);
        }
        return node != null && SHARES.contains(node.operator()) ? at : output;
    }

    private String scores(String given) {
        String output = shares(given);
        String scores = output;
        String at = output;
        while (true) {
            Node node = producers.get(at);
            if (node == null) {
                return scores;
            }
            if (CLASSIFIERS.contains(node.operator()) && node.outputs().size() > 1) {
                return at.equals(node.outputs().get(0)) ? node.outputs().get(1) : scores;
            }
            Integer label = LABELS.get(node.operator());
            Integer input = label == null ? PASSES.get(node.operator()) : label;
            if (input == null || node.inputs().size() <= input) {
                return scores;
            }
            at = node.inputs().get(input);
            if (label != null) {
                scores = at;
            }
        }
    }

    private boolean reads(String output, String tensor) {
        return needed(List.of(output)).contains(producers.get(tensor));
    }

    private Set<Node> needed(List<String> outputs) {
        Set<Node> needed = new HashSet<>();
        Deque<String> open = new ArrayDeque<>(outputs);
        while (!open.isEmpty()) {
            Node producer = producers.get(open.poll());
            if (producer != null && needed.add(producer)) {
                open.addAll(producer.inputs());
            }
        }
        return needed;
    }
}
