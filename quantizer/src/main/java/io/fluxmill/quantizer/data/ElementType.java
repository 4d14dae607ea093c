// SPDX-License-Identifier: Apache-2.0
package io.fluxmill.quantizer.data;

import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.Locale;
import java.util.Map;

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
    FLOAT16(10, 2),
    FLOAT64(11, 8),
    UINT32(12, 4),
    UINT64(13, 8),
    BFLOAT16(16, 2),
    /** Two to a byte, the lower one first; its size here is that of an element that stands alone. */
    UINT4(21, 1),
    INT4(22, 1),
    /** Four to a byte, the lowest one first. */
    UINT2(25, 1),
    INT2(26, 1);

    /** Types of ONNX that are not read, by code. */
    private static final Map<Integer, String> OTHERS = Map.of(
            8, "string",
            14, "complex64",
            15, "complex128",
            17, "float8e4m3fn",
            18, "float8e4m3fnuz",
            19, "float8e5m2",
            20, "float8e5m2fnuz",
            23, "float4e2m1",
            24, "float8e8m0");

    public final int onnxCode;

    public final int bytes;

    ElementType(int onnxCode, int bytes) {
        this.onnxCode = onnxCode;
        this.bytes = bytes;
    }

    public boolean isFloat() {
        return this == FLOAT32 || this == FLOAT64 || this == FLOAT16 || this == BFLOAT16;
    }

    /** Bits of an element; less than those of {@link #bytes} where several share a byte. */
    public int bits() {
        return switch (this) {
            case UINT4, INT4 -> 4;
            case UINT2, INT2 -> 2;
            default -> 8 * bytes;
        };
    }

    /** Whether it is a type of whole numbers in two's complement. */
    public boolean isSigned() {
        return this == INT2 || this == INT4 || this == INT8 || this == INT16 || this == INT32 || this == INT64;
    }

    /** What ONNX calls the type with this code, or the code where there is none. */
    public static String nameOf(int code) {
        ElementType type = ofOnnxCode(code);
        return type != null ? type.lowerCase() : OTHERS.getOrDefault(code, String.valueOf(code));
    }

    /** As NumPy writes it: {@code float32}. */
    String lowerCase() {
        return name().toLowerCase(Locale.ROOT);
    }

    /** The type with this code, or null. */
    public static ElementType ofOnnxCode(int code) {
        return Arrays.stream(values())
                .filter(t -> t.onnxCode == code)
                .findFirst()
                .orElse(null);
    }

    /** Element {@code index} of the buffer, in its byte order; exact, but 64-bit integers beyond 2^53 in magnitude are rounded to nearest even. */
    public double get(ByteBuffer buffer, int index) {
        int at = index * bytes;
        return switch (this) {
            case FLOAT32 -> buffer.getFloat(at);
            case FLOAT64 -> buffer.getDouble(at);
            case INT8, INT4, INT2 -> buffer.get(at);
            case FLOAT16 -> half(buffer.getShort(at));
            case BFLOAT16 -> Float.intBitsToFloat(buffer.getShort(at) << 16);
            case UINT8, BOOL, UINT4, UINT2 -> buffer.get(at) & 0xFF;
            case INT16 -> buffer.getShort(at);
            case UINT16 -> buffer.getShort(at) & 0xFFFF;
            case INT32 -> buffer.getInt(at);
            case UINT32 -> buffer.getInt(at) & 0xFFFF_FFFFL;
            case INT64 -> buffer.getLong(at);
            case UINT64 -> unsigned(buffer.getLong(at));
        };
    }

    /** IEEE 754 binary16: sign, 5 bits of exponent with bias 15, 10 bits of fraction. */
    public static double half(short bits) {
        int exponent = bits >> 10 & 0x1F;
        int fraction = bits & 0x3FF;
        double magnitude =
                switch (exponent) {
                    case 0 -> Math.scalb((double) fraction, -24);
                    case 0x1F -> fraction == 0 ? Double.POSITIVE_INFINITY : Double.NaN;
                    default -> Math.scalb(0x400 + fraction, exponent - 25);
                };
        return bits < 0 ? -magnitude : magnitude;
    }

    /** The lowest bit stays in as a sticky one, so that the conversion rounds as that of all 64 bits. */
    private static double unsigned(long bits) {
        return bits >= 0 ? bits : 2.0 * (bits >>> 1 | bits & 1);
    }
}
