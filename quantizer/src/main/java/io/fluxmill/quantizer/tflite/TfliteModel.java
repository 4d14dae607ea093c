// SPDX-License-Identifier: Apache-2.0
package io.fluxmill.quantizer.tflite;

import java.util.Arrays;
import java.util.List;
import java.util.Map;

/** The parts of a TensorFlow Lite file that are used, with their names from its schema (schema.fbs, version 3). */
public final class TfliteModel {
    public static final int CONV_2D = 3;
    public static final int FULLY_CONNECTED = 9;
    static final int RELU = 19;
    public static final int RESHAPE = 22;
    public static final int SQUEEZE = 43;
    public static final int EXPAND_DIMS = 70;

    public static final int INT32 = 2;
    public static final int INT8 = 9;

    /** Common builtin operators, for messages. */
    private static final Map<Integer, String> OPERATORS = Map.ofEntries(
            Map.entry(0, "ADD"),
            Map.entry(1, "AVERAGE_POOL_2D"),
            Map.entry(2, "CONCATENATION"),
            Map.entry(CONV_2D, "CONV_2D"),
            Map.entry(4, "DEPTHWISE_CONV_2D"),
            Map.entry(6, "DEQUANTIZE"),
            Map.entry(FULLY_CONNECTED, "FULLY_CONNECTED"),
            Map.entry(14, "LOGISTIC"),
            Map.entry(17, "MAX_POOL_2D"),
            Map.entry(18, "MUL"),
            Map.entry(RELU, "RELU"),
            Map.entry(21, "RELU6"),
            Map.entry(RESHAPE, "RESHAPE"),
            Map.entry(25, "SOFTMAX"),
            Map.entry(28, "TANH"),
            Map.entry(32, "CUSTOM"),
            Map.entry(34, "PAD"),
            Map.entry(39, "TRANSPOSE"),
            Map.entry(40, "MEAN"),
            Map.entry(41, "SUB"),
            Map.entry(SQUEEZE, "SQUEEZE"),
            Map.entry(45, "STRIDED_SLICE"),
            Map.entry(67, "TRANSPOSE_CONV"),
            Map.entry(EXPAND_DIMS, "EXPAND_DIMS"),
            Map.entry(77, "SHAPE"),
            Map.entry(83, "PACK"),
            Map.entry(98, "LEAKY_RELU"),
            Map.entry(114, "QUANTIZE"),
            Map.entry(117, "HARD_SWISH"));

    private static final Map<Integer, String> TYPES = Map.of(
            0, "FLOAT32", 1, "FLOAT16", INT32, "INT32", 3, "UINT8", 4, "INT64", 6, "BOOL", 7, "INT16", INT8, "INT8");

    private final List<FlatTable> operatorCodes;
    private final List<FlatTable> subgraphs;
    private final List<FlatTable> buffers;
    private final List<FlatTable> tensors;

    /** @throws RuntimeException if the bytes are no such file */
    public TfliteModel(byte[] bytes) {
        if (bytes.length < 8 || !Arrays.equals(bytes, 4, 8, new byte[] {'T', 'F', 'L', '3'}, 0, 4)) {
            throw new IllegalArgumentException("identifier TFL3 is missing");
        }
        FlatTable root = FlatTable.root(bytes);
        operatorCodes = root.tables(1);
        subgraphs = root.tables(2);
        buffers = root.tables(4);
        if (subgraphs.isEmpty()) {
            throw new IllegalArgumentException("there is no subgraph");
        }
        tensors = subgraphs.get(0).tables(0);
    }

    public int subgraphs() {
        return subgraphs.size();
    }

    public int[] inputs() {
        return subgraphs.get(0).int32s(1);
    }

    public int[] outputs() {
        return subgraphs.get(0).int32s(2);
    }

    public List<Operator> operators() {
        return subgraphs.get(0).tables(3).stream().map(this::operator).toList();
    }

    private Operator operator(FlatTable table) {
        FlatTable code = operatorCodes.get(table.int32(0, 0));
        // Small codes are in a byte for old readers; the larger of the two is meant.
        int builtin = Math.max(code.int8(0, 0), code.int32(3, 0));
        String name = code.has(1)
                ? "CUSTOM " + code.text(1, "")
                : OPERATORS.getOrDefault(builtin, "of builtin code " + builtin);
        return new Operator(builtin, name, table.int32s(1), table.int32s(2), table.table(4));
    }

    public Tensor tensor(int index) {
        FlatTable table = tensors.get(index);
        FlatTable quantization = table.table(4);
        String name = table.text(3, "tensor " + index);
        int[] shape = table.int32s(0);
        if (Arrays.stream(shape).anyMatch(size -> size < 1)) {
            throw new IllegalArgumentException(
                    "tensor " + name + " must have sizes of at least 1: " + Arrays.toString(shape));
        }
        return new Tensor(
                name,
                shape,
                table.int8(1, 0),
                buffers.get(table.int32(2, 0)).bytes(0),
                quantization.floats(2),
                quantization.int64s(3),
                quantization.int32(6, 0));
    }

    /** @param options table of the operator's own options */
    public record Operator(int code, String name, int[] inputs, int[] outputs, FlatTable options) {}

    /**
     * @param data empty if it is computed
     * @param scales one, or one for each index of dimension {@code channelDimension}; none if the tensor is not quantised
     */
    public record Tensor(
            String name, int[] shape, int type, byte[] data, float[] scales, long[] zeroPoints, int channelDimension) {
        public String typeName() {
            return TYPES.getOrDefault(type, "type " + type);
        }

        /** Elements. */
        public int size() {
            int size = 1;
            for (int dimension : shape) {
                size = Math.multiplyExact(size, dimension);
            }
            return size;
        }
    }
}
