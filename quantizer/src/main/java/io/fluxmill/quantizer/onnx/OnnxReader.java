// SPDX-License-Identifier: Apache-2.0
package io.fluxmill.quantizer.onnx;

import com.google.protobuf.CodedInputStream;
import io.fluxmill.core.config.InputException;
import io.fluxmill.quantizer.data.ByteSource;
import io.fluxmill.quantizer.onnx.OnnxModel.Attribute;
import io.fluxmill.quantizer.onnx.OnnxModel.AttributeType;
import io.fluxmill.quantizer.onnx.OnnxModel.Node;
import io.fluxmill.quantizer.onnx.OnnxModel.ValueInfo;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Reads an ONNX file into an {@link OnnxModel}; understands the wire format, not the operators. */
public final class OnnxReader {
    /** The latest operator set whose operators are known here. */
    public static final int LATEST_OPSET = 25;

    private static final String INVALID = "the file is no valid ONNX graph: export the model again";
    private static final String DAMAGED = "export the model again, or copy it again: the file is truncated or not ONNX";

    private final String file;

    private OnnxReader(String file) {
        this.file = file;
    }

    /** @throws InputException when the file is missing, is damaged, or uses a tensor type or storage that is not supported */
    public static OnnxModel read(Path path) {
        return read(path.toString(), ByteSource.wholeFile(path));
    }

    public static OnnxModel read(String file, byte[] bytes) {
        try {
            return new OnnxReader(file).model(new ProtoReader(CodedInputStream.newInstance(bytes)));
        } catch (IOException e) {
            throw new InputException(file + ": is not a readable ONNX model: " + e.getMessage(), DAMAGED);
        }
    }

    /** Reads one TensorProto, the format of the test data files *.pb. */
    public static OnnxTensor readTensor(Path path) {
        try {
            CodedInputStream in = CodedInputStream.newInstance(ByteSource.wholeFile(path));
            return new OnnxTensorReader(path.toString()).read(new ProtoReader(in));
        } catch (IOException e) {
            throw new InputException(path + ": is not a readable ONNX tensor: " + e.getMessage(), DAMAGED);
        }
    }

    private OnnxModel model(ProtoReader in) throws IOException {
        Graph graph = new Graph();
        int[] opset = {0};
        in.fields(field -> {
            switch (field) {
                case OnnxFields.MODEL_GRAPH -> in.message(f -> graphField(graph, f, in));
                case OnnxFields.MODEL_OPSET -> opset(in, opset);
                default -> in.skip();
            }
        });
        if (graph.nodes.isEmpty() || graph.outputs.isEmpty()) {
            throw new InputException(
                    file + ": is not a readable ONNX model: it has no graph with nodes and outputs", DAMAGED);
        }
        if (opset[0] < 1 || opset[0] > LATEST_OPSET) {
            throw new InputException(
                    file + ": must import an opset of ONNX from 1 to " + LATEST_OPSET + ": opset="
                            + (opset[0] == 0 ? "none" : opset[0]),
                    INVALID);
        }
        graph.inputs.removeIf(input -> graph.initializers.containsKey(input.name()));
        return new OnnxModel(file, opset[0], graph.nodes, graph.initializers, graph.inputs, graph.outputs);
    }

    private static void opset(ProtoReader in, int[] opset) throws IOException {
        String[] domain = {""};
        int[] version = {0};
        in.message(field -> {
            switch (field) {
                case OnnxFields.OPSET_DOMAIN -> domain[0] = in.string();
                case OnnxFields.OPSET_VERSION -> version[0] = saturate(in.integer());
                default -> in.skip();
            }
        });
        if (domain[0].isEmpty() || domain[0].equals("ai.onnx")) {
            opset[0] = version[0];
        }
    }

    /** A graph while it is read. */
    private static final class Graph {
        final List<Node> nodes = new ArrayList<>();
        final Map<String, OnnxTensor> initializers = new LinkedHashMap<>();
        final List<ValueInfo> inputs = new ArrayList<>();
        final List<ValueInfo> outputs = new ArrayList<>();
    }

    private void graphField(Graph graph, int field, ProtoReader in) throws IOException {
        switch (field) {
            case OnnxFields.GRAPH_NODE -> graph.nodes.add(node(in, graph.nodes.size()));
            case OnnxFields.GRAPH_INITIALIZER -> {
                OnnxTensor tensor = tensor(in);
                if (graph.initializers.put(tensor.name(), tensor) != null) {
                    throw new InputException(
                            file + ": has two initializers of the name \"" + tensor.name() + "\"", INVALID);
                }
            }
            case OnnxFields.GRAPH_INPUT -> graph.inputs.add(valueInfo(in));
            case OnnxFields.GRAPH_OUTPUT -> graph.outputs.add(valueInfo(in));
            case OnnxFields.GRAPH_SPARSE_INITIALIZER -> throw new InputException(
                    file + ": sparse initializers are not supported", "export the model with dense initializers");
            default -> in.skip();
        }
    }

    private Node node(ProtoReader in, int index) throws IOException {
        List<String> inputs = new ArrayList<>();
        List<String> outputs = new ArrayList<>();
        Map<String, Attribute> attributes = new LinkedHashMap<>();
        String[] names = {"", "", ""};
        in.message(field -> {
            switch (field) {
                case OnnxFields.NODE_INPUT -> inputs.add(in.string());
                case OnnxFields.NODE_OUTPUT -> outputs.add(in.string());
                case OnnxFields.NODE_NAME -> names[0] = in.string();
                case OnnxFields.NODE_OPERATOR -> names[1] = in.string();
                case OnnxFields.NODE_DOMAIN -> names[2] = in.string();
                case OnnxFields.NODE_ATTRIBUTE -> {
                    Attribute attribute = attribute(in);
                    attributes.put(attribute.name(), attribute);
                }
                default -> in.skip();
            }
        });
        return new Node(index, names[0], names[2], names[1], inputs, outputs, attributes);
    }

    private Attribute attribute(ProtoReader in) throws IOException {
        AttributeDraft draft = new AttributeDraft();
        in.message(field -> attributeField(draft, field, in));
        return draft.attribute();
    }

    /** An attribute while it is read. */
    private static final class AttributeDraft {
        String name = "";
        AttributeType declared;
        AttributeType set = AttributeType.OTHER;
        double real;
        long integer;
        String string = "";
        OnnxTensor tensor;
        final List<Double> reals = new ArrayList<>();
        final List<Long> integers = new ArrayList<>();

        Attribute attribute() {
            return new Attribute(
                    name,
                    declared == null ? set : declared,
                    real,
                    integer,
                    string,
                    tensor,
                    reals.stream().mapToDouble(Double::doubleValue).toArray(),
                    integers.stream().mapToLong(Long::longValue).toArray());
        }
    }

    private void attributeField(AttributeDraft draft, int field, ProtoReader in) throws IOException {
        switch (field) {
            case OnnxFields.ATTRIBUTE_NAME -> draft.name = in.string();
            case OnnxFields.ATTRIBUTE_TYPE -> draft.declared = AttributeType.ofOnnxCode((int) in.integer());
            case OnnxFields.ATTRIBUTE_FLOAT -> {
                draft.real = in.real();
                draft.set = AttributeType.FLOAT;
            }
            case OnnxFields.ATTRIBUTE_INT -> {
                draft.integer = in.integer();
                draft.set = AttributeType.INT;
            }
            case OnnxFields.ATTRIBUTE_STRING -> {
                draft.string = in.string();
                draft.set = AttributeType.STRING;
            }
            case OnnxFields.ATTRIBUTE_TENSOR -> {
                draft.tensor = tensor(in);
                draft.set = AttributeType.TENSOR;
            }
            case OnnxFields.ATTRIBUTE_FLOATS -> {
                in.reals(draft.reals::add);
                draft.set = AttributeType.FLOATS;
            }
            case OnnxFields.ATTRIBUTE_INTS -> {
                in.integers(draft.integers::add);
                draft.set = AttributeType.INTS;
            }
            default -> in.skip();
        }
    }

    private OnnxTensor tensor(ProtoReader in) throws IOException {
        return new OnnxTensorReader(file).readNested(in);
    }

    private static ValueInfo valueInfo(ProtoReader in) throws IOException {
        String[] name = {""};
        int[] elementType = {0};
        int[][] dims = {null};
        in.message(field -> {
            switch (field) {
                case OnnxFields.VALUE_NAME -> name[0] = in.string();
                case OnnxFields.VALUE_TYPE -> in.message(type -> in.messageIf(
                        type, OnnxFields.TYPE_TENSOR, tensor -> tensorType(tensor, in, elementType, dims)));
                default -> in.skip();
            }
        });
        return new ValueInfo(name[0], elementType[0], dims[0]);
    }

    private static void tensorType(int field, ProtoReader in, int[] elementType, int[][] dims) throws IOException {
        switch (field) {
            case OnnxFields.TENSOR_TYPE_ELEMENT -> elementType[0] = saturate(in.integer());
            case OnnxFields.TENSOR_TYPE_SHAPE -> {
                List<Integer> sizes = new ArrayList<>();
                in.message(shape -> in.messageAs(shape, OnnxFields.SHAPE_DIM, sizes, OnnxReader::dim));
                dims[0] = sizes.stream().mapToInt(Integer::intValue).toArray();
            }
            default -> in.skip();
        }
    }

    private static int dim(ProtoReader in) throws IOException {
        int[] value = {0};
        in.message(field -> {
            if (field == OnnxFields.DIM_VALUE) {
                value[0] = saturate(in.integer());
            } else {
                in.skip();
            }
        });
        return value[0];
    }

    static int saturate(long value) {
        return (int) Math.max(Integer.MIN_VALUE, Math.min(Integer.MAX_VALUE, value));
    }
}
