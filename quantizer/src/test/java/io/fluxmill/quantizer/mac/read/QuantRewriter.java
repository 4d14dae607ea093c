// SPDX-License-Identifier: Apache-2.0
package io.fluxmill.quantizer.mac.read;

import com.google.protobuf.CodedInputStream;
import io.fluxmill.quantizer.data.ElementType;
import io.fluxmill.quantizer.onnx.OnnxFields;
import io.fluxmill.quantizer.onnx.OnnxModel;
import io.fluxmill.quantizer.onnx.OnnxReader;
import io.fluxmill.quantizer.onnx.OnnxTensor;
import io.fluxmill.quantizer.onnx.ProtoReader;
import io.fluxmill.quantizer.onnx.ProtoWriter;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.Map;

/**
 * Rewrites a QONNX file for ONNX Runtime, which knows no Quant: Quant becomes Div, Add, Clip, Round (half to even), Sub, Mul, or
 * with one signed bit the sign; BipolarQuant becomes Neg, Clip, Ceil. These compute in float, between Casts, as QONNX's executor does;
 * all between them is in double, so that no order of summation matters. Other nodes are copied byte for byte.
 */
final class QuantRewriter {
    /** Has Round, and still takes the attributes of older operators. */
    private static final int OPSET = 12;

    private final OnnxModel model;
    private final ProtoWriter graph = new ProtoWriter();
    private int nodes;

    private QuantRewriter(OnnxModel model) {
        this.model = model;
    }

    static byte[] rewrite(byte[] file) {
        try {
            return new QuantRewriter(OnnxReader.read("test", file)).model(file);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private byte[] model(byte[] file) throws IOException {
        ProtoReader in = new ProtoReader(CodedInputStream.newInstance(file));
        in.fields(field -> {
            if (field == OnnxFields.MODEL_GRAPH) {
                in.message(f -> graphField(f, in));
            } else {
                in.skip();
            }
        });
        model.initializers().values().forEach(this::initializer);
        graph.message(OnnxFields.GRAPH_INPUT, doubles(model.inputs().get(0).name()));
        graph.message(OnnxFields.GRAPH_OUTPUT, doubles(model.outputs().get(0).name()));
        return new ProtoWriter()
                .integer(OnnxFields.MODEL_IR_VERSION, 7)
                .message(OnnxFields.MODEL_GRAPH, graph)
                .message(OnnxFields.MODEL_OPSET, new ProtoWriter().integer(OnnxFields.OPSET_VERSION, OPSET))
                .toBytes();
    }

    private void graphField(int field, ProtoReader in) throws IOException {
        switch (field) {
            case OnnxFields.GRAPH_NODE -> {
                byte[] node = in.bytes();
                OnnxModel.Node parsed = model.nodes().get(nodes++);
                if (parsed.operator().equals("Quant")) {
                    quant(parsed);
                } else if (parsed.operator().equals("BipolarQuant")) {
                    bipolar(parsed);
                } else {
                    graph.bytes(field, node);
                }
            }
            case OnnxFields.GRAPH_NAME -> graph.string(field, in.string());
            default -> in.skip();
        }
    }

    /** {@code scale * (round(clip(x / scale + zeroPoint, low, high)) - zeroPoint)}. */
    private void quant(OnnxModel.Node node) {
        double zeroPoint = model.initializers().get(node.inputs().get(2)).values()[0];
        double bits = model.initializers().get(node.inputs().get(3)).values()[0];
        boolean signed = attribute(node, "signed", 1) == 1;
        boolean narrow = attribute(node, "narrow", 0) == 1;
        double low = signed ? -Math.pow(2, bits - 1) + (narrow ? 1 : 0) : 0;
        double high = signed ? Math.pow(2, bits - 1) - 1 : Math.pow(2, bits) - 1 - (narrow ? 1 : 0);
        String base = "rewritten" + nodes;
        scalar(base + "z", zeroPoint);
        scalar(base + "lo", low);
        scalar(base + "hi", high);
        castToFloat(base, node);
        node("Div", base + "a", base + "x", base + "scale");
        node("Add", base + "b", base + "a", base + "z");
        if (signed && bits == 1) {
            sign(base, base + "b", base + "d");
        } else {
            node("Clip", base + "c", base + "b", base + "lo", base + "hi");
            node("Round", base + "d", base + "c");
        }
        node("Sub", base + "e", base + "d", base + "z");
        node("Mul", base + "y", base + "e", base + "scale");
        cast(base + "y", node.outputs().get(0), ElementType.FLOAT64);
    }

    private void bipolar(OnnxModel.Node node) {
        String base = "rewritten" + nodes;
        castToFloat(base, node);
        sign(base, base + "x", base + "sign");
        node("Mul", base + "y", base + "sign", base + "scale");
        cast(base + "y", node.outputs().get(0), ElementType.FLOAT64);
    }

    private void castToFloat(String base, OnnxModel.Node node) {
        cast(node.inputs().get(0), base + "x", ElementType.FLOAT32);
        cast(node.inputs().get(1), base + "scale", ElementType.FLOAT32);
    }

    private void cast(String input, String output, ElementType type) {
        ProtoWriter to = new ProtoWriter()
                .string(OnnxFields.ATTRIBUTE_NAME, "to")
                .integer(OnnxFields.ATTRIBUTE_TYPE, OnnxFields.TYPE_INT)
                .integer(OnnxFields.ATTRIBUTE_INT, type.onnxCode);
        graph.message(
                OnnxFields.GRAPH_NODE,
                new ProtoWriter()
                        .string(OnnxFields.NODE_OPERATOR, "Cast")
                        .string(OnnxFields.NODE_INPUT, input)
                        .string(OnnxFields.NODE_OUTPUT, output)
                        .message(OnnxFields.NODE_ATTRIBUTE, to));
    }

    /** {@code x >= 0 ? 1 : -1}, as {@code 1 - 2 * clip(ceil(clip(-x, 0, 1)), 0, 1)}. */
    private void sign(String base, String input, String output) {
        scalar(base + "0", 0);
        scalar(base + "1", 1);
        scalar(base + "2", -2);
        node("Neg", base + "s", input);
        node("Clip", base + "t", base + "s", base + "0", base + "1");
        node("Ceil", base + "u", base + "t");
        node("Mul", base + "v", base + "u", base + "2");
        node("Add", output, base + "v", base + "1");
    }

    private static double attribute(OnnxModel.Node node, String name, double absent) {
        Map<String, OnnxModel.Attribute> attributes = node.attributes();
        return attributes.containsKey(name) ? attributes.get(name).integer() : absent;
    }

    private void scalar(String name, double value) {
        graph.message(OnnxFields.GRAPH_INITIALIZER, TestModel.floatTensor(name, new int[0], value));
    }

    /** Integers that are shapes stay integers. */
    private void initializer(OnnxTensor tensor) {
        boolean shape = !tensor.type().isFloat() && !isQuantParameter(tensor.name());
        ByteBuffer raw = ByteBuffer.allocate(8 * tensor.values().length).order(ByteOrder.LITTLE_ENDIAN);
        for (double value : tensor.values()) {
            if (shape) {
                raw.putLong((long) value);
            } else {
                raw.putDouble(value);
            }
        }
        ElementType type = shape ? ElementType.INT64 : ElementType.FLOAT64;
        graph.message(OnnxFields.GRAPH_INITIALIZER, TestModel.tensor(tensor.name(), type, tensor.dims(), raw.array()));
    }

    private boolean isQuantParameter(String name) {
        return model.nodes().stream()
                .filter(node -> node.operator().endsWith("Quant"))
                .anyMatch(node -> node.inputs().indexOf(name) > 0);
    }

    private static ProtoWriter doubles(String name) {
        ProtoWriter type = new ProtoWriter().integer(OnnxFields.TENSOR_TYPE_ELEMENT, ElementType.FLOAT64.onnxCode);
        return new ProtoWriter()
                .string(OnnxFields.VALUE_NAME, name)
                .message(OnnxFields.VALUE_TYPE, new ProtoWriter().message(OnnxFields.TYPE_TENSOR, type));
    }

    private void node(String operator, String output, String... inputs) {
        ProtoWriter node = new ProtoWriter().string(OnnxFields.NODE_OPERATOR, operator);
        for (String input : inputs) {
            node.string(OnnxFields.NODE_INPUT, input);
        }
        graph.message(OnnxFields.GRAPH_NODE, node.string(OnnxFields.NODE_OUTPUT, output));
    }
}
