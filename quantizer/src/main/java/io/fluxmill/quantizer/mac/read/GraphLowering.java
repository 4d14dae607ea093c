// SPDX-License-Identifier: Apache-2.0
package io.fluxmill.quantizer.mac.read;

import io.fluxmill.core.config.InputException;
import io.fluxmill.quantizer.mac.graph.Network;
import io.fluxmill.quantizer.mac.graph.Quant;
import io.fluxmill.quantizer.mac.lower.ConstantFolder;
import io.fluxmill.quantizer.mac.lower.ConstantShapes;
import io.fluxmill.quantizer.mac.lower.LinearQuantization;
import io.fluxmill.quantizer.mac.lower.NetworkBuilder;
import io.fluxmill.quantizer.mac.lower.NodeScope;
import io.fluxmill.quantizer.mac.lower.Operators;
import io.fluxmill.quantizer.mac.lower.QuantLowering;
import io.fluxmill.quantizer.mac.lower.ShapeLowering;
import io.fluxmill.quantizer.mac.lower.Value;
import io.fluxmill.quantizer.mac.lower.Value.Constant;
import io.fluxmill.quantizer.mac.lower.Value.Feature;
import io.fluxmill.quantizer.onnx.OnnxModel;
import io.fluxmill.quantizer.onnx.OnnxModel.Node;
import io.fluxmill.quantizer.onnx.OnnxModel.ValueInfo;
import io.fluxmill.quantizer.onnx.OnnxTensor;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.IntStream;

/**
 * Lowers an ONNX graph to a {@link Network} in one pass over its nodes: operators on constants are evaluated, operators on
 * computed tensors become layers or are folded into one.
 */
public final class GraphLowering {
    private static final Set<String> STANDARD_DOMAINS = Set.of("", "ai.onnx", "ai.onnx.ml", "com.microsoft");
    private static final Set<String> QUANT_DOMAINS =
            Set.of("", "onnx.brevitas", "finn.custom_op.general", "qonnx.custom_op.general");

    /** Layouts of QONNX: operators with {@code channels_last}. */
    private static final Set<String> LAYOUT_DOMAINS = Set.of("qonnx.custom_op.channels_last");

    private static final Set<String> KEEP_QUANT =
            Set.of("Identity", "Dropout", "Reshape", "Squeeze", "Unsqueeze", "Flatten");

    /** Operators that do the same to codes as to real values. */
    private static final Set<String> ON_CODES = Set.of(
            "MaxPool",
            "GlobalMaxPool",
            "Identity",
            "Dropout",
            "Reshape",
            "Squeeze",
            "Unsqueeze",
            "Flatten",
            "Transpose",
            "Slice",
            "Split",
            "Gather",
            "Expand",
            "Tile",
            "DepthToSpace",
            "SpaceToDepth",
            "Resize",
            "Upsample");

    private static final String REMEDY =
            "replace it, or end before this node with model-output and leave the rest to the"
                    + " host; docs/operators.md lists what is supported";

    private static final Set<String> READ_CODES =
            Set.of("DequantizeLinear", "QLinearConv", "QLinearMatMul", "ConvInteger", "MatMulInteger");

    private final OnnxModel model;
    private final Map<String, Value> values = new HashMap<>();
    private final Map<String, Integer> uses = new HashMap<>();
    private final int batch;
    private final NetworkBuilder builder;

    private GraphLowering(OnnxModel model, NetworkBuilder builder, int batch) {
        this.model = model;
        this.batch = batch;
        this.builder = builder;
    }

    /**
     * @param name of the network
     * @throws InputException when the graph has anything that cannot be lowered exactly
     */
    public static Network lower(OnnxModel model, String name) {
        return lower(model, name, null);
    }

    /**
     * The same up to a tensor or node of the graph.
     *
     * @param output its name; null for the graph's output
     */
    public static Network lower(OnnxModel whole, String name, String output) {
        OnnxModel model = GraphOrder.of(whole, output);
        GraphInput input = GraphInput.of(model);
        try {
            return lowered(model, name, input);
        } catch (InputException e) {
            return lowerWhole(model, name, input, e);
        }
    }

    /** A graph that mixes the samples of its batch computes one sample with all of them. */
    private static Network lowerWhole(OnnxModel model, String name, GraphInput input, InputException refusal) {
        GraphInput whole = input.whole();
        if (whole == null) {
            throw refusal;
        }
        try {
            return lowered(model, name, whole);
        } catch (InputException e) {
            throw refusal;
        }
    }

    private static Network lowered(OnnxModel model, String name, GraphInput input) {
        GraphLowering lowering = begun(model, input);
        model.nodes().forEach(lowering::node);
        return lowering.network(name);
    }

    /** A lowering before its first node. */
    static GraphLowering begun(OnnxModel model, GraphInput input) {
        boolean quantised = model.nodes().stream()
                .anyMatch(n -> QuantLowering.OPERATORS.contains(n.operator())
                        || READ_CODES.contains(n.operator())
                        || LinearQuantization.MICROSOFT.containsKey(n.operator()));
        GraphLowering lowering = new GraphLowering(model, new NetworkBuilder(input.shape(), quantised), input.batch());
        lowering.countUses();
        Feature feature = new Feature(NetworkBuilder.INPUT, input.shape(), input.dims(), true);
        if (model.inputs().size() == 1) {
            lowering.define(model.inputs().get(0).name(), feature.withCodes(input.codes()));
        } else {
            input.parts()
                    .forEach((tensor, part) -> lowering.define(
                            tensor,
                            feature.pick(
                                    part.dims(),
                                    IntStream.range(part.first(), part.end()).toArray())));
        }
        model.initializers().forEach((key, tensor) -> lowering.values.put(key, new Constant(tensor)));
        return lowering;
    }

    /** What a tensor means, or null if no node before has computed it. */
    Value value(String tensor) {
        return values.get(tensor);
    }

    NetworkBuilder builder() {
        return builder;
    }

    /** Shape does not read values, so it does not count. */
    private void countUses() {
        for (Node node : model.nodes()) {
            if (!node.operator().equals("Shape")) {
                node.inputs().forEach(input -> uses.merge(input, 1, Integer::sum));
            }
        }
        model.outputs().forEach(output -> uses.merge(output.name(), 1, Integer::sum));
    }

    private void define(String tensor, Value value) {
        if (value instanceof Feature f) {
            boolean exclusive = f.exclusive() && uses.getOrDefault(tensor, 0) == 1;
            values.put(tensor, new Feature(f.tensor(), f.shape(), f.dims(), f.order(), f.codes(), exclusive));
        } else {
            values.put(tensor, value);
        }
    }

    /** Why a node is refused that reads computed tensors, whatever its attributes; null if it may be lowered. */
    static InputException unsupported(String file, Node node) {
        boolean shape = node.operator().equals("Shape") || node.operator().equals("Size");
        return isForeign(node)
                ? foreign(file, node)
                : shape || Operators.of(node.operator()) != null
                        ? null
                        : NodeScope.refuse(file, node, "is not supported", REMEDY);
    }

    private static boolean isForeign(Node node) {
        Set<String> domains = QuantLowering.OPERATORS.contains(node.operator()) ? QUANT_DOMAINS : STANDARD_DOMAINS;
        return !domains.contains(node.domain()) && !LAYOUT_DOMAINS.contains(node.domain());
    }

    private static InputException foreign(String file, Node node) {
        return NodeScope.refuse(file, node, "is from the domain " + node.domain() + ", which is not supported", REMEDY);
    }

    /** @throws InputException when it cannot be lowered exactly */
    void node(Node node) {
        boolean quant = QuantLowering.OPERATORS.contains(node.operator());
        if (isForeign(node)) {
            throw foreign(model.file(), node);
        }
        if (node.outputs().isEmpty()) {
            throw NodeScope.refuse(model.file(), node, "has no output", "export the model again");
        }
        List<Value> inputs = new ArrayList<>();
        for (String input : node.inputs()) {
            inputs.add(input.isEmpty() ? null : value(node, input));
        }
        NodeScope scope = new NodeScope(model.file(), model.opset(), batch, node, inputs);
        boolean result =
                node.outputs().stream().allMatch(output -> uses.getOrDefault(output, 0) == (isOutput(output) ? 1 : 0));
        if (result && model.outputs().size() == 1 && node.outputs().stream().anyMatch(this::isOutput)) {
            scope.setLast();
        }
        List<Value> results = lowerInRange(scope, quant);
        scope.requireAllRead();
        for (int i = 0; i < Math.min(results.size(), node.outputs().size()); i++) {
            if (results.get(i) != null && !node.outputs().get(i).isEmpty()) {
                boolean one = !(results.get(i) instanceof Feature f) || f.dims().length > 0 && f.dims()[0] == 1;
                scope.requireWithinSample(one);
                define(node.outputs().get(i), results.get(i));
            }
        }
    }

    private boolean isOutput(String tensor) {
        return model.outputs().stream().anyMatch(output -> output.name().equals(tensor));
    }

    private List<Value> lowerInRange(NodeScope node, boolean quant) {
        try {
            return lower(node, quant);
        } catch (ArithmeticException | NegativeArraySizeException e) {
            throw node.refuse(
                    "has sizes out of range: " + e.getMessage(),
                    "every tensor must have fewer than 2^31 elements; export the model again");
        }
    }

    private Value value(Node node, String tensor) {
        Value value = values.get(tensor);
        if (value == null) {
            throw NodeScope.refuse(
                    model.file(),
                    node,
                    "reads the tensor \"" + tensor + "\", which no node before it computes",
                    "only the first output of a node can be used, and no node can need its own output; export the"
                            + " model again for inference");
        }
        return value;
    }

    private List<Value> lower(NodeScope node, boolean quant) {
        if (node.operator().equals("Shape") || node.operator().equals("Size")) {
            return List.of(new Constant(ShapeLowering.shape(node)));
        }
        if (node.allConstant()) {
            return quant
                    ? List.of(QuantLowering.constant(node))
                    : node.operator().equals("Split") ? ConstantShapes.split(node) : List.of(foldConstant(node));
        }
        Operators.Lowering lowering = Operators.of(node.operator());
        if (lowering == null) {
            throw node.refuse(Operators.REFUSED.getOrDefault(node.operator(), "is not supported"), REMEDY);
        }
        Quant codes = node.firstCodes();
        if (codes == null || reads(node)) {
            return lowering.lower(node, builder);
        }
        node.require(
                ON_CODES.contains(node.operator()),
                "reads codes, which only a DequantizeLinear makes values of",
                "put a DequantizeLinear before it, or end before this node with model-output");
        return lowering.lower(node, builder).stream()
                .map(value -> value instanceof Feature feature ? (Value) feature.withCodes(codes) : value)
                .toList();
    }

    /** Whether an operator reads whole numbers, or does the same to them as to real ones. */
    static boolean takesCodes(String operator) {
        return READ_CODES.contains(operator)
                || ON_CODES.contains(operator)
                || LinearQuantization.MICROSOFT.containsKey(operator)
                || operator.equals("Cast")
                || operator.equals("Shape");
    }

    private static boolean reads(NodeScope node) {
        return READ_CODES.contains(node.operator())
                || LinearQuantization.MICROSOFT.containsKey(node.operator())
                || node.operator().equals("Clip");
    }

    private static Constant foldConstant(NodeScope node) {
        if (node.operator().equals("Transpose")) {
            return ShapeLowering.transposed(node);
        }
        Constant quantised = LinearQuantization.constant(node);
        if (quantised != null) {
            return quantised;
        }
        OnnxTensor folded = ConstantFolder.fold(node);
        if (folded == null) {
            throw node.refuse("is not supported on constants", "export the model with constant folding");
        }
        for (int i = 0; i < node.inputCount(); i++) {
            Constant input = (Constant) node.optional(i);
            if (input != null && input.quant() != null) {
                return keepQuant(node, input, folded);
            }
        }
        return new Constant(folded);
    }

    private static Constant keepQuant(NodeScope node, Constant input, OnnxTensor folded) {
        boolean sameLayout = input.axis() < 0 || Arrays.equals(input.tensor().dims(), folded.dims());
        node.require(
                KEEP_QUANT.contains(node.operator()) && sameLayout,
                "changes weights after their trained quantisation",
                "apply it before the Quant node, or let the Quant node feed its layer directly");
        return new Constant(folded, input.quant(), input.axis());
    }

    /** The network, after all nodes. */
    Network network(String name) {
        List<Feature> features = new ArrayList<>();
        for (ValueInfo output : model.outputs()) {
            if (!(values.get(output.name()) instanceof Feature feature)) {
                throw new InputException(
                        model.file() + ": output \"" + output.name()
                                + "\" must be computed from the input by at least one layer",
                        "export a trained network");
            }
            features.add(feature);
        }
        Network network = builder.build(name, features);
        if (network == null) {
            throw new InputException(
                    model.file() + ": output \"" + model.outputs().get(0).name()
                            + "\" must be computed from the input by at least one layer",
                    "export a trained network");
        }
        return network;
    }
}
