// SPDX-License-Identifier: Apache-2.0
package io.fluxmill.quantizer.mac.read;

import io.fluxmill.core.config.InputException;
import io.fluxmill.quantizer.data.ElementType;
import io.fluxmill.quantizer.mac.graph.Network;
import io.fluxmill.quantizer.mac.graph.Network.Ending;
import io.fluxmill.quantizer.mac.graph.Network.Shape;
import io.fluxmill.quantizer.mac.read.Value.Constant;
import io.fluxmill.quantizer.mac.read.Value.Feature;
import io.fluxmill.quantizer.onnx.OnnxModel;
import io.fluxmill.quantizer.onnx.OnnxModel.Node;
import io.fluxmill.quantizer.onnx.OnnxModel.ValueInfo;
import io.fluxmill.quantizer.onnx.OnnxTensor;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;

/**
 * Lowers an ONNX graph to a {@link Network} in one pass over its nodes: operators on constants are evaluated, operators on
 * computed tensors become layers or are folded into one.
 */
public final class GraphLowering {
    private static final Set<String> STANDARD_DOMAINS = Set.of("", "ai.onnx");
    private static final Set<String> QUANT_DOMAINS =
            Set.of("", "onnx.brevitas", "finn.custom_op.general", "qonnx.custom_op.general");
    private static final Set<String> KEEP_QUANT =
            Set.of("Identity", "Dropout", "Reshape", "Squeeze", "Unsqueeze", "Flatten");
    private static final String SUPPORTED =
            "replace it or leave it to the host; supported are Gemm, MatMul, Conv, BatchNormalization, Add, Sub, Mul, Div,"
                    + " MaxPool, AveragePool, GlobalAveragePool, Relu, LeakyRelu, Clip, Flatten, Reshape, Squeeze, Unsqueeze,"
                    + " Dropout, Identity, Pad by nothing, Softmax and Sigmoid (last), Quant, IntQuant, BipolarQuant and Trunc";

    private final OnnxModel model;
    private final Map<String, Value> values = new HashMap<>();
    private final Map<String, Integer> uses = new HashMap<>();
    private final NetworkBuilder builder;

    private GraphLowering(OnnxModel model, NetworkBuilder builder) {
        this.model = model;
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
    static Network lower(OnnxModel whole, String name, String output) {
        OnnxModel model = GraphOrder.of(whole, output);
        int[] dims = inputDims(model);
        requireFloat(model);
        boolean quantised = model.nodes().stream().anyMatch(n -> QuantLowering.OPERATORS.contains(n.operator()));
        Shape shape = Value.shapeOf(dims);
        GraphLowering lowering = new GraphLowering(model, new NetworkBuilder(shape, quantised));
        lowering.countUses();
        lowering.define(model.inputs().get(0).name(), new Feature(NetworkBuilder.INPUT, shape, dims, true));
        model.initializers().forEach((key, tensor) -> lowering.values.put(key, new Constant(tensor)));
        model.nodes().forEach(lowering::node);
        return lowering.network(name);
    }

    private static int[] inputDims(OnnxModel model) {
        if (model.inputs().size() != 1) {
            throw new InputException(
                    model.file() + ": the graph must have one input, not "
                            + model.inputs().stream().map(ValueInfo::name).toList(),
                    "export a model with a single input tensor");
        }
        ValueInfo input = model.inputs().get(0);
        int[] dims = input.dims() == null ? new int[0] : input.dims().clone();
        if (dims.length > 0 && dims[0] <= 0) {
            dims[0] = 1;
        }
        double elements = Arrays.stream(dims).asDoubleStream().reduce(1, (a, b) -> a * b);
        boolean positive = Arrays.stream(dims).allMatch(d -> d > 0);
        if (Value.shapeOf(dims) == null || !positive || elements > Integer.MAX_VALUE) {
            throw new InputException(
                    model.file() + ": input \"" + input.name() + "\" must have the shape [batch,features],"
                            + " [batch,channels,length] or [batch,channels,height,width] with known sizes, not "
                            + (input.dims() == null ? "an unknown one" : Arrays.toString(input.dims())),
                    "export the model with a fixed input shape, batch first");
        }
        return dims;
    }

    /** Integers must be cast before anything else reads them: integer arithmetic wraps, real arithmetic does not. */
    private static void requireFloat(OnnxModel model) {
        ValueInfo input = model.inputs().get(0);
        ElementType type = ElementType.ofOnnxCode(input.elementType());
        boolean cast = model.nodes().stream()
                .filter(node -> node.inputs().contains(input.name()))
                .allMatch(node -> node.operator().equals("Cast"));
        boolean known = input.elementType() == 0 || type != null;
        if (!known || !(type == null || type.isFloat() || cast)) {
            throw new InputException(
                    model.file() + ": input \"" + input.name() + "\" must be of float, not of the element type "
                            + (type == null
                                    ? String.valueOf(input.elementType())
                                    : type.name().toLowerCase(Locale.ROOT)),
                    "export the model with a float input");
        }
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
            values.put(tensor, new Feature(f.tensor(), f.shape(), f.dims(), exclusive));
        } else {
            values.put(tensor, value);
        }
    }

    private void node(Node node) {
        boolean quant = QuantLowering.OPERATORS.contains(node.operator());
        if (!(quant ? QUANT_DOMAINS : STANDARD_DOMAINS).contains(node.domain())) {
            throw NodeScope.refuse(
                    model.file(), node, "is from the domain " + node.domain() + ", which is not supported", SUPPORTED);
        }
        if (node.outputs().isEmpty()) {
            throw NodeScope.refuse(model.file(), node, "has no output", "export the model again");
        }
        List<Value> inputs = new ArrayList<>();
        for (String input : node.inputs()) {
            inputs.add(input.isEmpty() ? null : value(node, input));
        }
        NodeScope scope = new NodeScope(model.file(), model.opset(), node, inputs);
        Value result = lowerInRange(scope, quant);
        scope.requireAllRead();
        define(node.outputs().get(0), result);
    }

    private Value lowerInRange(NodeScope node, boolean quant) {
        try {
            return lower(node, quant);
        } catch (ArithmeticException e) {
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

    private Value lower(NodeScope node, boolean quant) {
        if (node.operator().equals("Shape")) {
            return new Constant(ShapeLowering.shape(node));
        }
        if (node.allConstant()) {
            return quant ? QuantLowering.constant(node) : foldConstant(node);
        }
        return quant ? QuantLowering.activation(node, builder, node.feature(0)) : lowerFeature(node);
    }

    private static Constant foldConstant(NodeScope node) {
        if (node.operator().equals("Transpose")) {
            return ShapeLowering.transposed(node);
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

    private Value lowerFeature(NodeScope node) {
        return switch (node.operator()) {
            case "Gemm" -> MatrixLowering.gemm(node, builder);
            case "MatMul" -> MatrixLowering.matMul(node, builder);
            case "Conv" -> MatrixLowering.conv(node, builder);
            case "MaxPool", "AveragePool", "GlobalAveragePool" -> PoolLowering.pool(node, builder);
            case "Relu", "LeakyRelu", "Clip" -> ElementwiseLowering.activation(node, builder);
            case "Add", "Sub", "Mul", "Div" -> ElementwiseLowering.arithmetic(node, builder);
            case "BatchNormalization" -> ElementwiseLowering.batchNormalization(node, builder);
            case "Flatten", "Reshape", "Squeeze", "Unsqueeze" -> ShapeLowering.view(node, builder);
            case "Transpose" -> ShapeLowering.transpose(node, builder);
            case "Dropout" -> ShapeLowering.dropout(node, node.feature(0));
            case "Identity" -> node.feature(0);
            case "Cast" -> castToFloat(node);
            case "Pad" -> ShapeLowering.pad(node);
            case "Softmax" -> softmax(node);
            case "Sigmoid" -> sigmoid(node);
            default -> throw node.refuse("is not supported", SUPPORTED);
        };
    }

    private static Feature castToFloat(NodeScope node) {
        ElementType type = ElementType.ofOnnxCode(node.integer("to", 0));
        node.require(
                type != null && type.isFloat(),
                "casts a computed tensor to an integer type, which is not supported",
                "leave the cast to the host");
        return node.feature(0);
    }

    private void requireLast(NodeScope node) {
        boolean isOutput = node.output().equals(model.outputs().get(0).name()) && uses.get(node.output()) == 1;
        node.require(
                isOutput, "must be the last operator", "use " + node.operator() + " only as the end of the network");
    }

    private Feature sigmoid(NodeScope node) {
        requireLast(node);
        builder.endWith(Ending.SIGMOID);
        return node.feature(0);
    }

    private Feature softmax(NodeScope node) {
        Feature x = node.feature(0);
        requireLast(node);
        int axis = ConstantFolder.axis(node, node.integer("axis", node.opset() < 13 ? 1 : -1), x.dims().length);
        node.require(
                x.isVector() && axis == 1,
                "must be over the features of a vector, not axis " + axis + " of " + Arrays.toString(x.dims()),
                "flatten the scores to [batch,classes] and use axis 1");
        builder.endWith(Ending.SOFTMAX);
        return x;
    }

    private Network network(String name) {
        if (model.outputs().size() != 1) {
            throw new InputException(
                    model.file() + ": the graph must have one output, not "
                            + model.outputs().stream().map(ValueInfo::name).toList(),
                    "name one of them with model-output");
        }
        Value output = values.get(model.outputs().get(0).name());
        Network network = output instanceof Feature feature ? builder.build(name, feature) : null;
        if (network == null) {
            throw new InputException(
                    model.file() + ": output \"" + model.outputs().get(0).name()
                            + "\" must be computed from the input by at least one layer",
                    "export a trained network");
        }
        return network;
    }
}
