// SPDX-License-Identifier: Apache-2.0
package io.fluxmill.quantizer.onnx;

import io.fluxmill.quantizer.data.ElementType;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.ArrayList;
import java.util.List;

/** Collects nodes and initializers of an ONNX model (opset 13, and the QONNX domain) and writes them as one file. */
public final class OnnxGraphWriter {
    public static final String QONNX = "qonnx.custom_op.general";
    private static final int IR_VERSION = 7;
    private static final int OPSET = 13;

    private final List<ProtoWriter> nodes = new ArrayList<>();
    private final List<ProtoWriter> initializers = new ArrayList<>();
    private final List<ProtoWriter> inputs = new ArrayList<>();
    private final List<ProtoWriter> outputs = new ArrayList<>();

    /** A node under construction; attributes follow. */
    public static final class NodeWriter {
        private final ProtoWriter node = new ProtoWriter();

        public NodeWriter integer(String name, long value) {
            return attribute(name, OnnxFields.TYPE_INT, new ProtoWriter().integer(OnnxFields.ATTRIBUTE_INT, value));
        }

        public NodeWriter real(String name, double value) {
            return attribute(name, OnnxFields.TYPE_FLOAT, new ProtoWriter().real(OnnxFields.ATTRIBUTE_FLOAT, value));
        }

        public NodeWriter string(String name, String value) {
            ProtoWriter attribute = new ProtoWriter().string(OnnxFields.ATTRIBUTE_STRING, value);
            return attribute(name, OnnxFields.TYPE_STRING, attribute);
        }

        public NodeWriter integers(String name, int... values) {
            ProtoWriter attribute = new ProtoWriter().integers(OnnxFields.ATTRIBUTE_INTS, values);
            return attribute(name, OnnxFields.TYPE_INTS, attribute);
        }

        private NodeWriter attribute(String name, int type, ProtoWriter attribute) {
            attribute.string(OnnxFields.ATTRIBUTE_NAME, name).integer(OnnxFields.ATTRIBUTE_TYPE, type);
            node.message(OnnxFields.NODE_ATTRIBUTE, attribute);
            return this;
        }
    }

    /** @param inputs tensor names; "" for an optional input that is left out */
    public NodeWriter node(String domain, String operator, String name, String output, String... inputs) {
        NodeWriter writer = new NodeWriter();
        for (String input : inputs) {
            writer.node.string(OnnxFields.NODE_INPUT, input);
        }
        writer.node
                .string(OnnxFields.NODE_OUTPUT, output)
                .string(OnnxFields.NODE_NAME, name)
                .string(OnnxFields.NODE_OPERATOR, operator)
                .string(OnnxFields.NODE_DOMAIN, domain);
        nodes.add(writer.node);
        return writer;
    }

    /** A float constant; returns its name. */
    public String constant(String name, int[] dims, double... values) {
        ByteBuffer raw = ByteBuffer.allocate(4 * values.length).order(ByteOrder.LITTLE_ENDIAN);
        for (double value : values) {
            raw.putFloat((float) value);
        }
        return initializer(name, ElementType.FLOAT32, dims, raw.array());
    }

    /** A vector of int64 constants; returns its name. */
    public String integers(String name, int... values) {
        ByteBuffer raw = ByteBuffer.allocate(8 * values.length).order(ByteOrder.LITTLE_ENDIAN);
        for (int value : values) {
            raw.putLong(value);
        }
        return initializer(name, ElementType.INT64, new int[] {values.length}, raw.array());
    }

    private String initializer(String name, ElementType type, int[] dims, byte[] raw) {
        initializers.add(new ProtoWriter()
                .integers(OnnxFields.TENSOR_DIMS, dims)
                .integer(OnnxFields.TENSOR_TYPE, type.onnxCode)
                .string(OnnxFields.TENSOR_NAME, name)
                .bytes(OnnxFields.TENSOR_RAW, raw));
        return name;
    }

    /** @param dims sizes after the batch, which is left open */
    public void input(String name, int... dims) {
        inputs.add(valueInfo(name, dims));
    }

    public void output(String name, int... dims) {
        outputs.add(valueInfo(name, dims));
    }

    private static ProtoWriter valueInfo(String name, int... dims) {
        ProtoWriter shape =
                new ProtoWriter().message(OnnxFields.SHAPE_DIM, new ProtoWriter().string(OnnxFields.DIM_NAME, "N"));
        for (int dim : dims) {
            shape.message(OnnxFields.SHAPE_DIM, new ProtoWriter().integer(OnnxFields.DIM_VALUE, dim));
        }
        ProtoWriter tensor = new ProtoWriter()
                .integer(OnnxFields.TENSOR_TYPE_ELEMENT, ElementType.FLOAT32.onnxCode)
                .message(OnnxFields.TENSOR_TYPE_SHAPE, shape);
        return new ProtoWriter()
                .string(OnnxFields.VALUE_NAME, name)
                .message(OnnxFields.VALUE_TYPE, new ProtoWriter().message(OnnxFields.TYPE_TENSOR, tensor));
    }

    public byte[] toBytes(String graphName) {
        ProtoWriter graph = new ProtoWriter();
        nodes.forEach(node -> graph.message(OnnxFields.GRAPH_NODE, node));
        graph.string(OnnxFields.GRAPH_NAME, graphName);
        initializers.forEach(tensor -> graph.message(OnnxFields.GRAPH_INITIALIZER, tensor));
        inputs.forEach(input -> graph.message(OnnxFields.GRAPH_INPUT, input));
        outputs.forEach(output -> graph.message(OnnxFields.GRAPH_OUTPUT, output));
        return new ProtoWriter()
                .integer(OnnxFields.MODEL_IR_VERSION, IR_VERSION)
                .string(OnnxFields.MODEL_PRODUCER, "fluxmill")
                .message(OnnxFields.MODEL_GRAPH, graph)
                .message(OnnxFields.MODEL_OPSET, opset("", OPSET))
                .message(OnnxFields.MODEL_OPSET, opset(QONNX, 1))
                .toBytes();
    }

    private static ProtoWriter opset(String domain, int version) {
        return new ProtoWriter().string(OnnxFields.OPSET_DOMAIN, domain).integer(OnnxFields.OPSET_VERSION, version);
    }
}
