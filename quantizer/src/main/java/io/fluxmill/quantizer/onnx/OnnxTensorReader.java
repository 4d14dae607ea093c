// SPDX-License-Identifier: Apache-2.0
package io.fluxmill.quantizer.onnx;

import io.fluxmill.core.config.InputException;
import io.fluxmill.quantizer.data.ElementType;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.Arrays;
import java.util.HashMap;
import java.util.Map;

/** Reads one TensorProto: dims, element type, and the values from raw data or from the typed field. */
final class OnnxTensorReader {
    /** Far more than any operator has. */
    private static final int MOST_DIMENSIONS = 64;

    private final String file;
    private String name = "";
    private int typeCode;
    private int location;
    private byte[] raw;
    private final Map<String, String> external = new HashMap<>();
    private int[] dims = {};
    private double[] typed = new double[16];
    private int typedCount;

    OnnxTensorReader(String file) {
        this.file = file;
    }

    /** The whole input is the message. */
    OnnxTensor read(ProtoReader in) throws IOException {
        in.fields(field -> field(field, in));
        return tensor();
    }

    /** The current field is the message. */
    OnnxTensor readNested(ProtoReader in) throws IOException {
        in.message(field -> field(field, in));
        return tensor();
    }

    private void field(int field, ProtoReader in) throws IOException {
        switch (field) {
            case OnnxFields.TENSOR_DIMS -> in.integers(this::addDim);
            case OnnxFields.TENSOR_TYPE -> typeCode = OnnxReader.saturate(in.integer());
            case OnnxFields.TENSOR_FLOATS -> in.reals(this::addValue);
            case OnnxFields.TENSOR_INT32S, OnnxFields.TENSOR_INT64S, OnnxFields.TENSOR_UINT64S -> in.integers(
                    v -> addValue((double) v));
            case OnnxFields.TENSOR_DOUBLES -> in.doubles(this::addValue);
            case OnnxFields.TENSOR_NAME -> name = in.string();
            case OnnxFields.TENSOR_RAW -> raw = in.bytes();
            case OnnxFields.TENSOR_EXTERNAL -> entry(in);
            case OnnxFields.TENSOR_LOCATION -> location = OnnxReader.saturate(in.integer());
            default -> in.skip();
        }
    }

    private void entry(ProtoReader in) throws IOException {
        String[] entry = {"", ""};
        in.message(field -> {
            switch (field) {
                case OnnxFields.ENTRY_KEY -> entry[0] = in.string();
                case OnnxFields.ENTRY_VALUE -> entry[1] = in.string();
                default -> in.skip();
            }
        });
        external.put(entry[0], entry[1]);
    }

    private void addDim(long dim) {
        if (dim < 0 || dim > Integer.MAX_VALUE) {
            throw refused("has the size " + dim, "export the model again");
        }
        if (dims.length == MOST_DIMENSIONS) {
            throw refused("has more than " + MOST_DIMENSIONS + " dimensions", "export the model again");
        }
        dims = Arrays.copyOf(dims, dims.length + 1);
        dims[dims.length - 1] = (int) dim;
    }

    private void addValue(double value) {
        if (typedCount == typed.length) {
            typed = Arrays.copyOf(typed, 2 * typedCount);
        }
        typed[typedCount++] = value;
    }

    private OnnxTensor tensor() {
        ElementType type = ElementType.ofOnnxCode(typeCode);
        if (type == null) {
            throw refused(
                    "has the element type " + ElementType.nameOf(typeCode) + ", which is not supported",
                    "store it as a float type, an integer type of 2 to 64 bits, or bool");
        }
        long expected = Arrays.stream(dims).asLongStream().reduce(1, (a, b) -> Math.min(a * b, Integer.MAX_VALUE));
        if (location != 0) {
            raw = new ExternalData(file, name, external).read();
        }
        double[] values = raw != null ? fromRaw(type, expected) : fromTyped(type, expected);
        if (values.length != expected) {
            throw refused(
                    "must have " + expected + " values for its shape " + Arrays.toString(dims) + ": values="
                            + values.length,
                    "export the model again");
        }
        return new OnnxTensor(name, type, dims, values);
    }

    /** Half floats are stored as their bits; numbers of two or four bits as a byte of them. */
    private double[] fromTyped(ElementType type, long expected) {
        double[] values = Arrays.copyOf(typed, typedCount);
        if (type.bits() < 8) {
            byte[] bytes = new byte[typedCount];
            for (int i = 0; i < bytes.length; i++) {
                bytes[i] = (byte) (int) values[i];
            }
            return unpacked(bytes, type, expected);
        }
        for (int i = 0; i < values.length; i++) {
            if (type == ElementType.FLOAT16) {
                values[i] = ElementType.half((short) (int) values[i]);
            } else if (type == ElementType.BFLOAT16) {
                values[i] = Float.intBitsToFloat((int) values[i] << 16);
            } else if (type == ElementType.UINT64 && values[i] < 0) {
                values[i] += 0x1p64;
            }
        }
        return values;
    }

    private static double[] unpacked(byte[] bytes, ElementType type, long expected) {
        int bits = type.bits();
        int inByte = 8 / bits;
        double[] values = new double[(int) Math.min(expected, (long) inByte * bytes.length)];
        for (int i = 0; i < values.length; i++) {
            int upmost = bytes[i / inByte] << 32 - bits - bits * (i % inByte);
            values[i] = type.isSigned() ? upmost >> 32 - bits : upmost >>> 32 - bits;
        }
        return values;
    }

    private double[] fromRaw(ElementType type, long expected) {
        if (type.bits() < 8) {
            return unpacked(raw, type, expected);
        }
        if (raw.length % type.bytes != 0) {
            throw refused(
                    "must have a multiple of " + type.bytes + " bytes of raw data: bytes=" + raw.length,
                    "export the model again");
        }
        ByteBuffer buffer = ByteBuffer.wrap(raw).order(ByteOrder.LITTLE_ENDIAN);
        double[] values = new double[raw.length / type.bytes];
        for (int i = 0; i < values.length; i++) {
            values[i] = type.get(buffer, i);
        }
        return values;
    }

    private InputException refused(String fact, String remedy) {
        return new InputException(file + ": tensor \"" + name + "\" " + fact, remedy);
    }
}
