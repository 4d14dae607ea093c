// SPDX-License-Identifier: Apache-2.0
package io.fluxmill.cli.mac.inspect;

import io.fluxmill.cli.family.Inspection;
import io.fluxmill.cli.family.Inspection.Cut;
import io.fluxmill.cli.family.Inspection.Place;
import io.fluxmill.cli.family.Inspection.Tensor;
import io.fluxmill.core.config.InputException;
import io.fluxmill.quantizer.data.ElementType;
import io.fluxmill.quantizer.mac.read.GraphCut;
import io.fluxmill.quantizer.mac.read.GraphTrace;
import io.fluxmill.quantizer.mac.read.GraphTrace.Fate;
import io.fluxmill.quantizer.mac.read.GraphTrace.Outcome;
import io.fluxmill.quantizer.onnx.OnnxModel;
import io.fluxmill.quantizer.onnx.OnnxModel.Attribute;
import io.fluxmill.quantizer.onnx.OnnxModel.Node;
import io.fluxmill.quantizer.onnx.OnnxModel.ValueInfo;
import io.fluxmill.quantizer.onnx.OnnxReader;
import io.fluxmill.quantizer.onnx.OnnxTensor;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.stream.Collectors;

/** An ONNX or QONNX file as {@code inspect} shows it. */
public final class OnnxInspection {
    private static final Set<String> QONNX = Set.of("Quant", "IntQuant", "BipolarQuant", "Trunc");

    /** Operators on constants whose first input is the parameter; the others are scales and shapes. */
    private static final Set<String> FIRST_INPUT =
            Set.of("Quant", "IntQuant", "BipolarQuant", "QuantizeLinear", "DequantizeLinear", "Reshape");

    private final OnnxModel model;
    private final GraphTrace trace;
    private final Map<String, Node> producers = new HashMap<>();
    private final Map<Integer, Integer> places = new HashMap<>();

    private OnnxInspection(OnnxModel model, GraphTrace trace) {
        this.model = model;
        this.trace = trace;
        for (Node node : model.nodes()) {
            places.put(node.index(), places.size());
            node.outputs().forEach(output -> producers.put(output, node));
        }
    }

    /**
     * Reads a file and lowers it as far as that goes.
     *
     * @param until the tensor or node at which it ends; null for the graph's output
     * @throws InputException if the file is missing or is no readable ONNX model
     */
    public static Inspection of(Path file, String until) {
        OnnxModel model = OnnxReader.read(file);
        String name = file.getFileName().toString();
        GraphTrace trace = GraphTrace.of(model, name, until);
        return new OnnxInspection(model, trace).inspection(name);
    }

    private Inspection inspection(String name) {
        boolean accepted = trace.network() != null;
        LoweredLayers lowered = new LoweredLayers(trace.network());
        boolean qonnx = model.nodes().stream().anyMatch(node -> QONNX.contains(node.operator()));
        List<String> host = new ArrayList<>(accepted ? lowered.host() : List.of());
        String after = model.nodes().stream()
                .filter(node ->
                        outcome(node).fate() == Fate.HOST && outcome(node).dims() == null)
                .map(node -> node.operator())
                .collect(Collectors.joining(", "));
        if (!after.isEmpty()) {
            host.add("after the network's end: " + after);
        }
        return new Inspection(
                model.file(),
                (qonnx ? "QONNX" : "ONNX") + ", opset " + model.opset(),
                model.inputs().stream().map(OnnxInspection::tensor).toList(),
                model.outputs().stream().map(OnnxInspection::tensor).toList(),
                model.nodes().stream().map(this::node).toList(),
                accepted ? lowered.layers() : List.of(),
                host,
                accepted ? lowered.trained() : List.of(),
                trace.refusal(),
                trace.refusals().stream().map(InputException::getMessage).toList(),
                GraphCut.of(trace, name).stream().map(OnnxInspection::cut).toList());
    }

    private static Cut cut(GraphCut cut) {
        LoweredLayers lowered = new LoweredLayers(cut.network());
        return new Cut(cut.until(), cut.network().layers().size(), lowered.parameters(), lowered.macs());
    }

    private Outcome outcome(Node node) {
        return trace.outcomes().get(node.index());
    }

    private Inspection.Node node(Node node) {
        Outcome outcome = outcome(node);
        List<String> details = new ArrayList<>();
        node.attributes().values().forEach(attribute -> details.add(attribute.name() + "=" + text(attribute)));
        long parameters = 0;
        for (String input : node.inputs()) {
            OnnxTensor tensor = model.initializers().get(input);
            if (tensor != null) {
                details.add(input + ": " + type(tensor.type()) + " " + shape(tensor.dims()));
            }
            parameters += parameters(input);
        }
        return new Inspection.Node(
                node.label(),
                node.operator(),
                Place.valueOf(outcome.fate().name()),
                outcome.dims() == null ? "" : shape(outcome.dims()),
                outcome.fate() == Fate.CONSTANT ? 0 : parameters,
                node.inputs().stream()
                        .map(producers::get)
                        .filter(Objects::nonNull)
                        .map(producer -> places.get(producer.index()))
                        .distinct()
                        .toList(),
                details);
    }

    /** Elements of a constant that are no indices; through operators on constants. */
    private long parameters(String tensor) {
        OnnxTensor constant = model.initializers().get(tensor);
        if (constant != null) {
            return constant.type() == ElementType.INT64 ? 0 : constant.values().length;
        }
        Node producer = producers.get(tensor);
        if (producer == null || outcome(producer).fate() != Fate.CONSTANT) {
            return 0;
        }
        Attribute value = producer.attributes().get("value");
        if (value != null && value.tensor() != null) {
            return value.tensor().type() == ElementType.INT64
                    ? 0
                    : value.tensor().values().length;
        }
        boolean first = FIRST_INPUT.contains(producer.operator());
        return producer.inputs().stream()
                .limit(first ? 1 : Long.MAX_VALUE)
                .mapToLong(this::parameters)
                .sum();
    }

    private static String text(Attribute attribute) {
        return switch (attribute.type()) {
            case INT -> Long.toString(attribute.integer());
            case FLOAT -> Float.toString((float) attribute.real());
            case STRING -> attribute.string();
            case INTS -> list(
                    Arrays.stream(attribute.integers()).mapToObj(Long::toString).toList());
            case FLOATS -> list(Arrays.stream(attribute.reals())
                    .mapToObj(v -> Float.toString((float) v))
                    .toList());
            case TENSOR -> type(attribute.tensor().type()) + " "
                    + shape(attribute.tensor().dims());
            case OTHER -> "...";
        };
    }

    private static String list(List<String> values) {
        int most = 16;
        return "[" + String.join(",", values.subList(0, Math.min(most, values.size())))
                + (values.size() > most ? ",..." : "") + "]";
    }

    private static Tensor tensor(ValueInfo info) {
        ElementType type = ElementType.ofOnnxCode(info.elementType());
        return new Tensor(
                info.name(),
                type == null ? info.elementType() == 0 ? "?" : "type " + info.elementType() : type(type),
                info.dims() == null ? "?" : shape(info.dims()));
    }

    private static String type(ElementType type) {
        return type.name().toLowerCase(Locale.ROOT);
    }

    private static String shape(int[] dims) {
        return Arrays.stream(dims).mapToObj(d -> d > 0 ? "" + d : "?").collect(Collectors.joining(",", "[", "]"));
    }
}
