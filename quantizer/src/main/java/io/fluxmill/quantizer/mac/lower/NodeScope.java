// SPDX-License-Identifier: Apache-2.0
package io.fluxmill.quantizer.mac.lower;

import io.fluxmill.core.config.InputException;
import io.fluxmill.quantizer.mac.graph.Quant;
import io.fluxmill.quantizer.onnx.OnnxModel.Attribute;
import io.fluxmill.quantizer.onnx.OnnxModel.AttributeType;
import io.fluxmill.quantizer.onnx.OnnxModel.Node;
import io.fluxmill.quantizer.onnx.OnnxTensor;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/** One node while it is lowered: its values and attributes, and refusals that name file, node and operator. */
public final class NodeScope {
    private final String file;
    private final Node node;
    private final int opset;
    private final int batch;
    private final List<Value> inputs;
    private final String operator;
    private boolean last;
    private final Set<String> read;

    /**
     * @param batch that the graph was exported for, 1 if it is open
     * @param inputs one for each input of the node, null for one that is left out
     */
    public NodeScope(String file, int opset, int batch, Node node, List<Value> inputs) {
        this(file, opset, batch, node, node.operator(), inputs, new HashSet<>());
    }

    private NodeScope(
            String file, int opset, int batch, Node node, String operator, List<Value> inputs, Set<String> read) {
        this.batch = batch;
        this.file = file;
        this.node = node;
        this.operator = operator;
        this.opset = opset;
        this.inputs = inputs;
        this.read = read;
    }

    /** What the first input that is seen as codes stands for, or null. */
    public Quant firstCodes() {
        for (Value input : inputs) {
            if (input instanceof Value.Feature feature && feature.codes() != null) {
                return feature.codes();
            }
        }
        return null;
    }

    /** Whether its output is that of the network, and nothing else reads it. */
    boolean isLast() {
        return last;
    }

    public void setLast() {
        last = true;
    }

    /** The node as another operator with the same attributes. */
    NodeScope as(String other, Value... otherInputs) {
        return new NodeScope(file, opset, batch, node, other, Arrays.asList(otherInputs), read);
    }

    String label() {
        return node.label();
    }

    public String operator() {
        return operator;
    }

    String output() {
        return node.outputs().get(0);
    }

    /** The batch that the graph was exported for; every tensor here has a batch of one. */
    int batch() {
        return batch;
    }

    /** A possibly negative axis of a computed tensor, in 0..rank-1; not that of a batch of several samples, which are computed one by one. */
    int axis(int axis, int rank) {
        int normal = ConstantFolder.axis(this, axis, rank);
        requireWithinSample(normal != 0);
        return normal;
    }

    /** @throws InputException if the graph was exported for a batch of several samples and the node mixes them */
    public void requireWithinSample(boolean within) {
        require(
                within || batch == 1 || allConstant(),
                "mixes the " + batch + " samples of the batch that the graph was exported for",
                "export the model with a batch of one");
    }

    int opset() {
        return opset;
    }

    /** Whether it is one of QONNX's operators whose data have their channels last. */
    boolean channelsLast() {
        return integer("channels_last", node.domain().endsWith("channels_last") ? 1 : 0) != 0;
    }

    int outputCount() {
        return node.outputs().size();
    }

    public int inputCount() {
        return inputs.size();
    }

    /** The input, or null when it is left out. */
    public Value optional(int index) {
        return index < inputs.size() ? inputs.get(index) : null;
    }

    public boolean allConstant() {
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

    /** A constant whose values went through no trained quantisation: scales, shapes, biases. */
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

    /**
     * A constant of whole numbers (shapes, axes, indices); beyond int saturates.
     *
     * @throws InputException when a value is not whole
     */
    int[] wholeNumbers(int index) {
        OnnxTensor tensor = constant(index);
        require(
                Arrays.stream(tensor.values()).allMatch(v -> v == Math.rint(v)),
                "must have whole numbers as input " + index + ", not " + Arrays.toString(tensor.values()),
                "export the model again");
        return tensor.toInts();
    }

    private Attribute attribute(String name) {
        read.add(name);
        return node.attributes().get(name);
    }

    boolean has(String name) {
        return attribute(name) != null;
    }

    /**
     * A whole number. One that is stored as a float is converted if it is whole.
     *
     * @throws InputException when the attribute has another type, or does not fit an int
     */
    int integer(String name, int absent) {
        Attribute attribute = attribute(name);
        if (attribute == null) {
            return absent;
        }
        return switch (attribute.type()) {
            case INT -> toInt(name, attribute.integer());
            case FLOAT -> toInt(name, attribute.real());
            default -> throw wrongType(attribute, "an integer");
        };
    }

    /**
     * A real number. One that is stored as an integer is converted if a float holds it.
     *
     * @throws InputException when the attribute has another type, or is an integer that no float holds
     */
    double real(String name, double absent) {
        Attribute attribute = attribute(name);
        if (attribute == null) {
            return absent;
        }
        return switch (attribute.type()) {
            case FLOAT -> attribute.real();
            case INT -> toFloat(name, attribute.integer());
            default -> throw wrongType(attribute, "a number");
        };
    }

    /** @throws InputException when the attribute is not text */
    String string(String name, String absent) {
        Attribute attribute = attribute(name);
        if (attribute == null) {
            return absent;
        }
        requireType(attribute, AttributeType.STRING, "a text");
        return attribute.string();
    }

    /** Whole numbers, each under the rule of {@link #integer}. */
    int[] integers(String name, int... absent) {
        Attribute attribute = attribute(name);
        if (attribute == null) {
            return absent;
        }
        return switch (attribute.type()) {
            case INTS -> Arrays.stream(attribute.integers())
                    .mapToInt(v -> toInt(name, v))
                    .toArray();
            case FLOATS -> Arrays.stream(attribute.reals())
                    .mapToInt(v -> toInt(name, v))
                    .toArray();
            default -> throw wrongType(attribute, "a list of integers");
        };
    }

    /** Real numbers, each under the rule of {@link #real}; the attribute must be there. */
    double[] reals(String name) {
        Attribute attribute = attribute(name);
        return switch (attribute.type()) {
            case FLOATS -> attribute.reals();
            case INTS -> Arrays.stream(attribute.integers())
                    .mapToDouble(v -> toFloat(name, v))
                    .toArray();
            default -> throw wrongType(attribute, "a list of numbers");
        };
    }

    /** The attribute must be there. */
    OnnxTensor tensor(String name) {
        Attribute attribute = attribute(name);
        requireType(attribute, AttributeType.TENSOR, "a tensor");
        return attribute.tensor();
    }

    private void requireType(Attribute attribute, AttributeType type, String wanted) {
        if (attribute.type() != type) {
            throw wrongType(attribute, wanted);
        }
    }

    private InputException wrongType(Attribute attribute, String wanted) {
        return refuse(
                "must have " + wanted + " as attribute " + attribute.name() + ", not one of type "
                        + attribute.type().name(),
                "export the model again with the attribute's own type");
    }

    private int toInt(String name, long value) {
        require(
                value == (int) value,
                "must have an attribute " + name + " from -2^31 to 2^31-1, not " + value,
                "export the model again");
        return (int) value;
    }

    private int toInt(String name, double value) {
        require(
                value == (int) value,
                "must have an integer as attribute " + name + ", not " + value,
                "export the model again with the attribute's own type");
        return (int) value;
    }

    private double toFloat(String name, long value) {
        require(
                (double) (float) value == (double) value && (long) (float) value == value,
                "must have a number that a float holds as attribute " + name + ", not " + value,
                "export the model again with the attribute's own type");
        return value;
    }

    /** Attributes that change nothing in inference. */
    void ignore(String... names) {
        read.addAll(Arrays.asList(names));
    }

    /** @throws InputException unless every attribute that the node has was read */
    public void requireAllRead() {
        for (String name : node.attributes().keySet()) {
            if (!read.contains(name)) {
                throw refuse(
                        "has the attribute " + name + ", which is not supported",
                        "export the model without it, or with an older opset");
            }
        }
    }

    public void require(boolean condition, String fact, String remedy) {
        if (!condition) {
            throw refuse(fact, remedy);
        }
    }

    public InputException refuse(String fact, String remedy) {
        return refuse(file, node, fact, remedy);
    }

    public static InputException refuse(String file, Node node, String fact, String remedy) {
        return new InputException(file + ": node \"" + node.label() + "\" (" + node.operator() + ") " + fact, remedy);
    }
}
