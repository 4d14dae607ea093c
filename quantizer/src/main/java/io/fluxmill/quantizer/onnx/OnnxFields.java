// SPDX-License-Identifier: Apache-2.0
package io.fluxmill.quantizer.onnx;

/**
 * Field numbers of the ONNX protobuf messages that are read or written here.
 *
 * <p>Source: onnx.proto3, <a href="https://github.com/onnx/onnx/blob/main/onnx/onnx.proto3">ONNX repository</a>.
 */
public final class OnnxFields {
    public static final int MODEL_IR_VERSION = 1;
    static final int MODEL_PRODUCER = 2;
    public static final int MODEL_GRAPH = 7;
    public static final int MODEL_OPSET = 8;

    public static final int OPSET_DOMAIN = 1;
    public static final int OPSET_VERSION = 2;

    public static final int GRAPH_NODE = 1;
    public static final int GRAPH_NAME = 2;
    public static final int GRAPH_INITIALIZER = 5;
    public static final int GRAPH_INPUT = 11;
    public static final int GRAPH_OUTPUT = 12;
    static final int GRAPH_SPARSE_INITIALIZER = 15;

    public static final int NODE_INPUT = 1;
    public static final int NODE_OUTPUT = 2;
    public static final int NODE_NAME = 3;
    public static final int NODE_OPERATOR = 4;
    public static final int NODE_ATTRIBUTE = 5;
    public static final int NODE_DOMAIN = 7;

    public static final int ATTRIBUTE_NAME = 1;
    public static final int ATTRIBUTE_FLOAT = 2;
    public static final int ATTRIBUTE_INT = 3;
    public static final int ATTRIBUTE_STRING = 4;
    public static final int ATTRIBUTE_TENSOR = 5;
    public static final int ATTRIBUTE_FLOATS = 7;
    public static final int ATTRIBUTE_INTS = 8;
    public static final int ATTRIBUTE_TYPE = 20;

    /** Values of {@link #ATTRIBUTE_TYPE}. */
    public static final int TYPE_FLOAT = 1;

    public static final int TYPE_INT = 2;
    public static final int TYPE_STRING = 3;
    public static final int TYPE_INTS = 7;

    public static final int TENSOR_DIMS = 1;
    public static final int TENSOR_TYPE = 2;
    static final int TENSOR_FLOATS = 4;
    static final int TENSOR_INT32S = 5;
    static final int TENSOR_INT64S = 7;
    public static final int TENSOR_NAME = 8;
    public static final int TENSOR_RAW = 9;
    static final int TENSOR_DOUBLES = 10;
    static final int TENSOR_UINT64S = 11;
    static final int TENSOR_EXTERNAL = 13;
    static final int TENSOR_LOCATION = 14;
    static final int ENTRY_KEY = 1;
    static final int ENTRY_VALUE = 2;

    public static final int VALUE_NAME = 1;
    public static final int VALUE_TYPE = 2;
    public static final int TYPE_TENSOR = 1;
    public static final int TENSOR_TYPE_ELEMENT = 1;
    public static final int TENSOR_TYPE_SHAPE = 2;
    public static final int SHAPE_DIM = 1;
    public static final int DIM_VALUE = 1;
    static final int DIM_NAME = 2;

    private OnnxFields() {}
}
