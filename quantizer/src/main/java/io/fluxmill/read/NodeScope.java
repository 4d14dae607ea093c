// SPDX-License-Identifier: Apache-2.0
package io.fluxmill.read;

import io.fluxmill.config.InputException;
import io.fluxmill.read.OnnxModel.Attribute;
import io.fluxmill.read.OnnxModel.Node;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/** One node while it is lowered: its values and attributes, and refusals that name file, node and operator. */
final class NodeScope {
    private final String file;
    private final Node node;
    private final int opset;
    private final List<Value> inputs;
    private final Set<String> read = new HashSet<>();

    /** @param inputs one for each input of the node, null for one that is left out */
    NodeScope(String file, int opset, Node node, List<Value> inputs) {
        this.file = file;
        this.opset = opset;
        this.node = node;
        this.inputs = inputs;
    }

    String label() {
        return node.label();
    }

    String operator() {
        return node.operator();
    }

    String output() {
        return node.outputs().get(0);
    }

    int opset() {
        return opset;
    }

    int inputCount() {
        return inputs.size();
    }

    /** The input, or null when it is left out. */
    Value optional(int index) {
        return index < inputs.size() ? inputs.get(index) : null;
    }

    boolean allConstant() {
        return inputs.stream().allMatch(v -> v == null || v instanceof Value.Constant);
    }

    Value input(int index) {
        Value value = optional(index);
        if (value == null) {
            throw refuse("must have input " + index, "export the model again; the node is incomplete");
        }
        return value;
    }

    Value.Feature feature(int index) {
        if (input(index) instanceof Value.Feature feature) {
            return feature;
        }
        throw refuse(
                "must have a computed tensor as input " + index + ", not a constant",
                "fold the constants when exporting, or swap the operands");
    }

    /** A constant that is not a trained quantisation away from its values: scales, shapes, biases. */
    OnnxTensor constant(int index) {
        return quantisable(index).tensor();
    }

    Value.Constant quantisable(int index) {
        if (input(index) instanceof Value.Constant constant) {
            return constant;
        }
        throw refuse(
                "must have a constant as input " + index + ", not a computed tensor",
                "Fluxmill maps layers with trained constants; rewrite the model so that this input is an initializer");
    }

    /** A constant with one value. */
    double scalar(int index) {
        OnnxTensor tensor = constant(index);
        if (!tensor.isUniform()) {
            throw refuse(
                    "must have one value as input " + index + ", not shape " + Arrays.toString(tensor.dims()),
                    "use one value for the whole tensor here");
        }
        return tensor.values()[0];
    }

    private Attribute attribute(String name) {
        read.add(name);
        return node.attributes().get(name);
    }

    boolean has(String name) {
        return attribute(name) != null;
    }

    int integer(String name, int absent) {
        Attribute attribute = attribute(name);
        return attribute == null ? absent : (int) attribute.integer();
    }

    double real(String name, double absent) {
        Attribute attribute = attribute(name);
        return attribute == null ? absent : attribute.real();
    }

    String string(String name, String absent) {
        Attribute attribute = attribute(name);
        return attribute == null ? absent : attribute.string();
    }

    int[] integers(String name, int... absent) {
        Attribute attribute = attribute(name);
        return attribute == null ? absent : attribute.integers();
    }

    double[] reals(String name) {
        return attribute(name).reals();
    }

    OnnxTensor tensor(String name) {
        return attribute(name).tensor();
    }

    /** Attributes that change nothing in inference. */
    void ignore(String... names) {
        read.addAll(Arrays.asList(names));
    }

    /** @throws InputException unless every attribute that the node has was read */
    void requireAllRead() {
        for (String name : node.attributes().keySet()) {
            if (!read.contains(name)) {
                throw refuse(
                        "has the attribute " + name + ", which is not supported",
                        "export the model without it, or with an older opset");
            }
        }
    }

    void require(boolean condition, String fact, String remedy) {
        if (!condition) {
            throw refuse(fact, remedy);
        }
    }

    InputException refuse(String fact, String remedy) {
        return refuse(file, node, fact, remedy);
    }

    static InputException refuse(String file, Node node, String fact, String remedy) {
        return new InputException(file + ": node \"" + node.label() + "\" (" + node.operator() + ") " + fact, remedy);
    }
}
