// SPDX-License-Identifier: Apache-2.0
package io.fluxmill.quantizer.mac.read;

import io.fluxmill.quantizer.data.ElementType;
import io.fluxmill.quantizer.mac.graph.FloatExecutor;
import io.fluxmill.quantizer.mac.graph.Network;
import io.fluxmill.quantizer.onnx.OnnxFields;
import io.fluxmill.quantizer.onnx.OnnxReader;
import io.fluxmill.quantizer.onnx.OnnxTensor;
import io.fluxmill.quantizer.onnx.ProtoWriter;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.TreeMap;
import java.util.stream.IntStream;

/** A small ONNX model written by hand: input "x", output "y"; it can be run by ONNX Runtime and by Fluxmill. */
public final class TestModel {
    static final String FILE = "model.onnx";

    private final int opset;
    private final int[] inputDims;
    private final List<ProtoWriter> nodes = new ArrayList<>();
    private final ProtoWriter graph = new ProtoWriter();
    private final Map<String, Integer> domains = new TreeMap<>();
    private final List<ProtoWriter> outputs = new ArrayList<>();

    /** @param inputDims with the batch */
    public TestModel(int opset, int... inputDims) {
        this.opset = opset;
        this.inputDims = inputDims;
    }

    /** A node whose attributes are set by its methods. */
    public static final class TestNode {
        private final ProtoWriter node;

        private TestNode(ProtoWriter node) {
            this.node = node;
        }

        public TestNode set(String name, long value) {
            return attribute(name, OnnxFields.TYPE_INT, new ProtoWriter().integer(OnnxFields.ATTRIBUTE_INT, value));
        }

        public TestNode set(String name, double value) {
            return attribute(name, OnnxFields.TYPE_FLOAT, new ProtoWriter().real(OnnxFields.ATTRIBUTE_FLOAT, value));
        }

        public TestNode set(String name, String value) {
            return attribute(
                    name, OnnxFields.TYPE_STRING, new ProtoWriter().string(OnnxFields.ATTRIBUTE_STRING, value));
        }

        public TestNode ints(String name, int... values) {
            return attribute(name, OnnxFields.TYPE_INTS, new ProtoWriter().integers(OnnxFields.ATTRIBUTE_INTS, values));
        }

        TestNode floats(String name, double... values) {
            ProtoWriter attribute = new ProtoWriter();
            for (double value : values) {
                attribute.real(OnnxFields.ATTRIBUTE_FLOATS, value);
            }
            return attribute(name, 6, attribute);
        }

        TestNode tensor(String name, ProtoWriter tensor) {
            return attribute(name, 4, new ProtoWriter().message(OnnxFields.ATTRIBUTE_TENSOR, tensor));
        }

        private TestNode attribute(String name, int type, ProtoWriter attribute) {
            attribute.string(OnnxFields.ATTRIBUTE_NAME, name).integer(OnnxFields.ATTRIBUTE_TYPE, type);
            node.message(OnnxFields.NODE_ATTRIBUTE, attribute);
            return this;
        }
    }

    /** Adds a node named after its output. */
    public TestNode node(String operator, String output, String... inputs) {
        return nodeOf("", operator, output, inputs);
    }

    public TestNode nodeOf(String domain, String operator, String output, String... inputs) {
        ProtoWriter node = new ProtoWriter();
        for (String input : inputs) {
            node.string(OnnxFields.NODE_INPUT, input);
        }
        node.string(OnnxFields.NODE_OUTPUT, output)
                .string(OnnxFields.NODE_NAME, output + "_node")
                .string(OnnxFields.NODE_OPERATOR, operator)
                .string(OnnxFields.NODE_DOMAIN, domain);
        nodes.add(node);
        return new TestNode(node);
    }

    /** Imports version {@code version} of the operators of a further domain. */
    TestModel domain(String name, int version) {
        domains.put(name, version);
        return this;
    }

    /** Adds an output of the graph after "y". */
    TestModel output(String name, ElementType type) {
        ProtoWriter tensor = new ProtoWriter().integer(OnnxFields.TENSOR_TYPE_ELEMENT, type.onnxCode);
        outputs.add(new ProtoWriter()
                .string(OnnxFields.VALUE_NAME, name)
                .message(OnnxFields.VALUE_TYPE, new ProtoWriter().message(OnnxFields.TYPE_TENSOR, tensor)));
        return this;
    }

    /** Adds a further output to the last node. */
    public TestModel secondOutput(String name) {
        nodes.get(nodes.size() - 1).string(OnnxFields.NODE_OUTPUT, name);
        return this;
    }

    public TestModel constant(String name, int[] dims, double... values) {
        return initializer(floatTensor(name, dims, values));
    }

    public TestModel scalar(String name, double value) {
        return constant(name, new int[0], value);
    }

    public TestModel int64s(String name, int... values) {
        ByteBuffer raw = ByteBuffer.allocate(8 * values.length).order(ByteOrder.LITTLE_ENDIAN);
        Arrays.stream(values).forEach(raw::putLong);
        return initializer(tensor(name, ElementType.INT64, new int[] {values.length}, raw.array()));
    }

    /** A constant with seeded random values in [low, high). */
    public TestModel random(String name, long seed, double low, double high, int... dims) {
        double[] values = new SplittableRandom(seed)
                .doubles(OnnxTensor.elements(dims), low, high)
                .map(v -> (float) v)
                .toArray();
        return constant(name, dims, values);
    }

    public TestModel initializer(ProtoWriter tensor) {
        graph.message(OnnxFields.GRAPH_INITIALIZER, tensor);
        return this;
    }

    public static ProtoWriter floatTensor(String name, int[] dims, double... values) {
        ByteBuffer raw = ByteBuffer.allocate(4 * values.length).order(ByteOrder.LITTLE_ENDIAN);
        Arrays.stream(values).forEach(v -> raw.putFloat((float) v));
        return tensor(name, ElementType.FLOAT32, dims, raw.array());
    }

    public static ProtoWriter tensor(String name, ElementType type, int[] dims, byte[] raw) {
        return tensor(name, type.onnxCode, dims, raw);
    }

    /** @param type its code in ONNX */
    static ProtoWriter tensor(String name, int type, int[] dims, byte[] raw) {
        return new ProtoWriter()
                .integers(OnnxFields.TENSOR_DIMS, dims)
                .integer(OnnxFields.TENSOR_TYPE, type)
                .string(OnnxFields.TENSOR_NAME, name)
                .bytes(OnnxFields.TENSOR_RAW, raw);
    }

    public byte[] toBytes() {
        ProtoWriter whole = new ProtoWriter();
        nodes.forEach(node -> whole.message(OnnxFields.GRAPH_NODE, node));
        whole.string(OnnxFields.GRAPH_NAME, "test");
        whole.message(OnnxFields.GRAPH_INPUT, valueInfo("x", inputDims));
        whole.message(OnnxFields.GRAPH_OUTPUT, valueInfo("y", null));
        outputs.forEach(output -> whole.message(OnnxFields.GRAPH_OUTPUT, output));
        ProtoWriter version =
                new ProtoWriter().string(OnnxFields.OPSET_DOMAIN, "").integer(OnnxFields.OPSET_VERSION, opset);
        ProtoWriter model =
                new ProtoWriter().integer(OnnxFields.MODEL_IR_VERSION, 7).message(OnnxFields.MODEL_OPSET, version);
        domains.forEach((name, number) -> model.message(
                OnnxFields.MODEL_OPSET,
                new ProtoWriter().string(OnnxFields.OPSET_DOMAIN, name).integer(OnnxFields.OPSET_VERSION, number)));
        return model.bytes(OnnxFields.MODEL_GRAPH, concat(whole.toBytes(), graph.toBytes()))
                .toBytes();
    }

    private static byte[] concat(byte[] a, byte[] b) {
        byte[] both = Arrays.copyOf(a, a.length + b.length);
        System.arraycopy(b, 0, both, a.length, b.length);
        return both;
    }

    private static ProtoWriter valueInfo(String name, int[] dims) {
        ProtoWriter tensor = new ProtoWriter().integer(OnnxFields.TENSOR_TYPE_ELEMENT, ElementType.FLOAT32.onnxCode);
        if (dims != null) {
            ProtoWriter shape = new ProtoWriter();
            for (int dim : dims) {
                shape.message(OnnxFields.SHAPE_DIM, new ProtoWriter().integer(OnnxFields.DIM_VALUE, dim));
            }
            tensor.message(OnnxFields.TENSOR_TYPE_SHAPE, shape);
        }
        return new ProtoWriter()
                .string(OnnxFields.VALUE_NAME, name)
                .message(OnnxFields.VALUE_TYPE, new ProtoWriter().message(OnnxFields.TYPE_TENSOR, tensor));
    }

    public Network network() {
        return GraphLowering.lower(OnnxReader.read(FILE, toBytes()), "model");
    }

    /** Seeded random input of one batch in [-2, 2). */
    float[] randomInput(long seed) {
        double[] values = new SplittableRandom(seed)
                .doubles(OnnxTensor.elements(inputDims), -2, 2)
                .toArray();
        return floats(values);
    }

    /** The output of Fluxmill's executor, sample after sample. */
    float[] fluxmill(float[] batch) {
        FloatExecutor executor = new FloatExecutor(network());
        int size = batch.length / inputDims[0];
        double[] all = IntStream.range(0, inputDims[0])
                .mapToObj(i -> executor.run(Arrays.copyOfRange(batch, i * size, (i + 1) * size)))
                .flatMapToDouble(out -> IntStream.range(0, out.length).mapToDouble(k -> out[k]))
                .toArray();
        return floats(all);
    }

    float[] onnxRuntime(float[] batch) {
        try (OnnxRuntimeSession session = new OnnxRuntimeSession(toBytes(), "x")) {
            return session.run(batch, inputDims);
        }
    }

    static float[] floats(double[] values) {
        float[] floats = new float[values.length];
        for (int i = 0; i < floats.length; i++) {
            floats[i] = (float) values[i];
        }
        return floats;
    }
}
