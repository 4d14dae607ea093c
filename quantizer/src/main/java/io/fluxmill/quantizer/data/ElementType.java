// SPDX-License-Identifier: Apache-2.0
package io.fluxmill.quantizer.data;

import java.nio.ByteBuffer;
import java.util.Arrays;

/** Element types of tensors and data files, each with its code in ONNX (TensorProto.DataType) and its size. */
public enum ElementType {
    FLOAT32(1, 4),
    UINT8(2, 1),
    INT8(3, 1),
    UINT16(4, 2),
    INT16(5, 2),
    INT32(6, 4),
    INT64(7, 8),
    BOOL(9, 1),
    FLOAT64(11, 8);

    public final int onnxCode;
    public final int bytes;

    ElementType(int onnxCode, int bytes) {
        this.onnxCode = onnxCode;
        this.bytes = bytes;
    }

    public boolean isFloat() {
        return this == FLOAT32 || this == FLOAT64;
    }

    /** The type with this code, or null. */
    public static ElementType ofOnnxCode(int code) {
        return Arrays.stream(values())
                .filter(t -> t.onnxCode == code)
                .findFirst()
                .orElse(null);
    }

    /** Element {@code index} of the buffer, in its byte order; exact but for 64-bit integers beyond 2^53 in magnitude. */
    public double get(ByteBuffer buffer, int index) {
        int at = index * bytes;
        return switch (this) {
            case FLOAT32 -> buffer.getFloat(at);
            case FLOAT64 -> buffer.getDouble(at);
            case INT8 -> buffer.get(at);
            case UINT8, BOOL -> buffer.get(at) & 0xFF;
            case INT16 -> buffer.getShort(at);
            case UINT16 -> buffer.getShort(at) & 0xFFFF;
            case INT32 -> buffer.getInt(at);
            case INT64 -> buffer.getLong(at);
        };
    }
}
