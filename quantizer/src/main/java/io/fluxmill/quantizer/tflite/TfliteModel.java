// SPDX-License-Identifier: Apache-2.0
package io.fluxmill.quantizer.tflite;

import java.util.Arrays;
import java.util.List;
import java.util.Map;

/** The parts of a TensorFlow Lite file that are used, with their names from its schema (schema.fbs, version 3). */
public final class TfliteModel {
    public static final int FLOAT32 = 0;
    public static final int FLOAT16 = 1;
    public static final int INT32 = 2;
    public static final int UINT8 = 3;
    public static final int INT64 = 4;
    public static final int INT16 = 7;
    public static final int INT8 = 9;
    public static final int INT4 = 17;

    private static final Map<Integer, String> TYPES = Map.ofEntries(
            Map.entry(FLOAT32, "FLOAT32"),
            Map.entry(FLOAT16, "FLOAT16"),
            Map.entry(INT32, "INT32"),
            Map.entry(UINT8, "UINT8"),
            Map.entry(INT64, "INT64"),
            Map.entry(5, "STRING"),
            Map.entry(6, "BOOL"),
            Map.entry(INT16, "INT16"),
            Map.entry(INT8, "INT8"),
            Map.entry(10, "FLOAT64"),
            Map.entry(13, "RESOURCE"),
            Map.entry(INT4, "INT4"));

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
        String name = code.has(1) ? "CUSTOM " + code.text(1, "") : TfliteOperators.name(builtin);
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
