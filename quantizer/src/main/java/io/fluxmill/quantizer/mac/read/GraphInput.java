// SPDX-License-Identifier: Apache-2.0
package io.fluxmill.quantizer.mac.read;

import io.fluxmill.core.config.InputException;
import io.fluxmill.quantizer.data.ElementType;
import io.fluxmill.quantizer.mac.graph.Network.Shape;
import io.fluxmill.quantizer.mac.graph.Quant;
import io.fluxmill.quantizer.mac.lower.LinearQuantization;
import io.fluxmill.quantizer.mac.lower.Value;
import io.fluxmill.quantizer.onnx.OnnxModel;
import io.fluxmill.quantizer.onnx.OnnxModel.Node;
import io.fluxmill.quantizer.onnx.OnnxModel.ValueInfo;
import io.fluxmill.quantizer.onnx.OnnxTensor;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * The input of a graph.
 *
 * @param dims as the graph sees it, with a batch of one first unless it is one vector without a batch
 * @param batch that the graph was exported for; 1 if it is open
 * @param codes what an input of whole numbers holds, or null for real values
 * @param parts several inputs by name; empty for one
 */
record GraphInput(int[] dims, int batch, Quant codes, Map<String, GraphInput.Part> parts) {
    /** One of several inputs: its elements from {@code first} to before {@code end}. */
    record Part(int[] dims, int first, int end) {}

    /**
     * @throws InputException if there is no input, the shape of one is not known, or its type is one that the graph's operators do not read as real
     *     values
     */
    static GraphInput of(OnnxModel model) {
        if (model.inputs().isEmpty()) {
            throw new InputException(
                    model.file() + ": the graph must have an input", "export a model with an input tensor");
        }
        ValueInfo first = model.inputs().get(0);
        int[] dims = dims(model, first);
        int batch = dims.length < 2 || isWithoutBatch(model, first, dims) ? 1 : Math.max(1, dims[0]);
        if (model.inputs().size() > 1) {
            return joined(model);
        }
        if (batch > 1) {
            dims[0] = 1;
        }
        return new GraphInput(dims, batch, codes(model, first), Map.of());
    }

    /** Several inputs are one vector: the elements of the first, of the second and so on. */
    private static GraphInput joined(OnnxModel model) {
        Map<String, Part> parts = new LinkedHashMap<>();
        int elements = 0;
        for (ValueInfo input : model.inputs()) {
            int[] dims = dims(model, input);
            int end = Math.addExact(elements, OnnxTensor.elements(dims));
            if (codes(model, input) != null) {
                throw new InputException(
                        model.file() + ": input \"" + input.name() + "\" must be of float, as one of several",
                        "export the model with one input, or with float inputs");
            }
            parts.put(input.name(), new Part(dims, elements, end));
            elements = end;
        }
        return new GraphInput(new int[] {1, elements}, 1, null, parts);
    }

    /** The known shape of an input, with a batch of one for an open one. */
    private static int[] dims(OnnxModel model, ValueInfo input) {
        int[] dims = input.dims() == null ? new int[0] : input.dims().clone();
        if (dims.length > 1) {
            dims[0] = Math.max(1, dims[0]);
        }
        double elements = Arrays.stream(dims).asDoubleStream().reduce(1, (a, b) -> a * b);
        boolean known = dims.length > 0 && Arrays.stream(dims).allMatch(d -> d > 0);
        if (!known || elements > Integer.MAX_VALUE) {
            throw new InputException(
                    model.file() + ": input \"" + input.name() + "\" must have the shape [batch,features],"
                            + " [batch,channels,length] or [batch,channels,height,width] with known sizes, not "
                            + (input.dims() == null ? "an unknown one" : Arrays.toString(input.dims())),
                    "export the model with a fixed input shape, batch first");
        }
        return dims;
    }

    /** One sample that the graph itself gives a batch. */
    private static boolean isWithoutBatch(OnnxModel model, ValueInfo info, int[] dims) {
        String input = info.name();
        List<Node> readers =
                model.nodes().stream().filter(n -> n.inputs().contains(input)).toList();
        return dims[0] > 1
                && !readers.isEmpty()
                && readers.stream().allMatch(node -> node.operator().equals("Unsqueeze") && addsFirst(model, node));
    }

    private static boolean addsFirst(OnnxModel model, Node node) {
        OnnxModel.Attribute axes = node.attributes().get("axes");
        if (axes != null) {
            return axes.integers().length > 0 && axes.integers()[0] == 0;
        }
        var tensor = node.inputs().size() < 2
                ? null
                : model.initializers().get(node.inputs().get(1));
        return tensor != null && tensor.values().length > 0 && tensor.values()[0] == 0;
    }

    /** Integers must be cast or dequantised before anything else reads them: integer arithmetic wraps, real arithmetic does not. */
    private static Quant codes(OnnxModel model, ValueInfo input) {
        ElementType type = ElementType.ofOnnxCode(input.elementType());
        List<Node> readers = model.nodes().stream()
                .filter(node -> node.inputs().contains(input.name()))
                .toList();
        boolean read = readers.stream().allMatch(node -> GraphLowering.takesCodes(node.operator()));
        boolean known = input.elementType() == 0 || type != null;
        boolean cast = readers.stream().allMatch(node -> node.operator().equals("Cast"));
        boolean codes = read && (cast || LinearQuantization.isCode(type));
        if (!known || !(type == null || type.isFloat() || codes)) {
            throw new InputException(
                    model.file() + ": input \"" + input.name() + "\" must be of float, not of the element type "
                            + ElementType.nameOf(input.elementType()),
                    "export the model with a float input");
        }
        if (type == null || type.isFloat() || cast) {
            return null;
        }
        int[] range = LinearQuantization.range(type);
        return new Quant(new double[] {1}, 0, range[0], range[1], Quant.Rule.HALF_EVEN_STEPS, null);
    }

    /** The whole batch as one sample, or null if the batch is one. */
    GraphInput whole() {
        if (batch == 1) {
            return null;
        }
        int[] all = dims.clone();
        all[0] = batch;
        return new GraphInput(all, 1, codes, parts);
    }

    /** The shape of the network's input tensor; a vector where the graph sees more than three axes. */
    Shape shape() {
        Shape shape = Value.shapeOf(dims);
        int elements = Arrays.stream(dims).reduce(1, (a, b) -> a * b);
        return shape == null ? new Shape(elements, 1, 1) : shape;
    }
}
