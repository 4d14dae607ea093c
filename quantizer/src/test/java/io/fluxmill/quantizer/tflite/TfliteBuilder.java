// SPDX-License-Identifier: Apache-2.0
package io.fluxmill.quantizer.tflite;

import com.google.flatbuffers.FlatBufferBuilder;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.ArrayList;
import java.util.List;
import java.util.function.IntConsumer;

/** Makes TensorFlow Lite files with Google's FlatBuffers library; field numbers are those of schema.fbs. */
public final class TfliteBuilder {
    private final FlatBufferBuilder builder = new FlatBufferBuilder();
    private final List<Integer> tensors = new ArrayList<>();
    private final List<Integer> buffers = new ArrayList<>();
    private final List<Integer> codes = new ArrayList<>();
    private final List<Integer> operators = new ArrayList<>();

    public TfliteBuilder() {
        buffers.add(table(3, () -> {}));
    }

    /** A tensor; {@code data} is null for one that is computed. Returns its index. */
    public int tensor(
            String name, int type, int[] shape, byte[] data, float[] scales, long[] zeroPoints, int dimension) {
        int nameAt = builder.createString(name);
        int shapeAt = ints(shape);
        int quantization = 0;
        if (scales != null) {
            int scaleAt = vector(scales.length, 4, i -> builder.addFloat(scales[i]));
            int zeroAt = vector(zeroPoints.length, 8, i -> builder.addLong(zeroPoints[i]));
            quantization = table(7, () -> {
                builder.addOffset(2, scaleAt, 0);
                builder.addOffset(3, zeroAt, 0);
                builder.addInt(6, dimension, 0);
            });
        }
        int buffer = 0;
        if (data != null) {
            int dataAt = builder.createByteVector(data);
            buffer = buffers.size();
            buffers.add(table(3, () -> builder.addOffset(0, dataAt, 0)));
        }
        int quantizationAt = quantization;
        int bufferIndex = buffer;
        tensors.add(table(10, () -> {
            builder.addOffset(0, shapeAt, 0);
            builder.addByte(1, (byte) type, 0);
            builder.addInt(2, bufferIndex, 0);
            builder.addOffset(3, nameAt, 0);
            builder.addOffset(4, quantizationAt, 0);
        }));
        return tensors.size() - 1;
    }

    public int activation(String name, int[] shape, float scale, long zeroPoint) {
        return tensor(name, TfliteModel.INT8, shape, null, new float[] {scale}, new long[] {zeroPoint}, 0);
    }

    public int int32s(String name, int... values) {
        ByteBuffer bytes = ByteBuffer.allocate(4 * values.length).order(ByteOrder.LITTLE_ENDIAN);
        bytes.asIntBuffer().put(values);
        return tensor(name, TfliteModel.INT32, new int[] {values.length}, bytes.array(), null, null, 0);
    }

    /** @param options offset of the operator's options table, or 0 */
    public void operator(int code, int[] inputs, int output, int options) {
        operator(code, inputs, new int[] {output}, options);
    }

    public void operator(int code, int[] inputs, int[] outputs, int options) {
        int inputsAt = ints(inputs);
        int outputsAt = ints(outputs);
        codes.add(table(4, () -> {
            builder.addByte(0, (byte) code, 0);
            builder.addInt(3, code, 0);
        }));
        operators.add(table(9, () -> {
            builder.addInt(0, codes.size() - 1, 0);
            builder.addOffset(1, inputsAt, 0);
            builder.addOffset(2, outputsAt, 0);
            builder.addOffset(4, options, 0);
        }));
    }

    /** Conv2DOptions. */
    public int convOptions(boolean same, int strideWidth, int strideHeight, int activation, int dilationWidth) {
        return table(6, () -> {
            builder.addByte(0, (byte) (same ? 0 : 1), 0);
            builder.addInt(1, strideWidth, 0);
            builder.addInt(2, strideHeight, 0);
            builder.addByte(3, (byte) activation, 0);
            builder.addInt(4, dilationWidth, 1);
        });
    }

    /** FullyConnectedOptions. */
    public int denseOptions(int activation) {
        return table(3, () -> builder.addByte(0, (byte) activation, 0));
    }

    /** A table of options: numbers of fields and their values (Byte, Integer, Float, Boolean) by turns. */
    public int options(Object... fields) {
        return table(10, () -> {
            for (int i = 0; i < fields.length; i += 2) {
                int field = (Integer) fields[i];
                if (fields[i + 1] instanceof Byte value) {
                    builder.addByte(field, value, 0);
                } else if (fields[i + 1] instanceof Integer value) {
                    builder.addInt(field, value, 0);
                } else if (fields[i + 1] instanceof Float value) {
                    builder.addFloat(field, value, 0);
                } else {
                    builder.addBoolean(field, (Boolean) fields[i + 1], false);
                }
            }
        });
    }

    public byte[] file(int input, int output) {
        return file(new int[] {input}, new int[] {output});
    }

    public byte[] file(int[] input, int[] output) {
        int tensorsAt = offsets(tensors);
        int operatorsAt = offsets(operators);
        int inputs = ints(input);
        int outputs = ints(output);
        int subgraph = table(5, () -> {
            builder.addOffset(0, tensorsAt, 0);
            builder.addOffset(1, inputs, 0);
            builder.addOffset(2, outputs, 0);
            builder.addOffset(3, operatorsAt, 0);
        });
        int subgraphs = offsets(List.of(subgraph));
        int codesAt = offsets(codes);
        int buffersAt = offsets(buffers);
        int model = table(8, () -> {
            builder.addInt(0, 3, 0);
            builder.addOffset(1, codesAt, 0);
            builder.addOffset(2, subgraphs, 0);
            builder.addOffset(4, buffersAt, 0);
        });
        builder.finish(model, "TFL3");
        return builder.sizedByteArray();
    }

    private int table(int fields, Runnable adds) {
        builder.startTable(fields);
        adds.run();
        return builder.endTable();
    }

    private int ints(int[] values) {
        return vector(values.length, 4, i -> builder.addInt(values[i]));
    }

    private int offsets(List<Integer> tables) {
        return builder.createVectorOfTables(
                tables.stream().mapToInt(Integer::intValue).toArray());
    }

    private int vector(int length, int elementBytes, IntConsumer add) {
        builder.startVector(elementBytes, length, elementBytes);
        for (int i = length - 1; i >= 0; i--) {
            add.accept(i);
        }
        return builder.endVector();
    }
}
