// SPDX-License-Identifier: Apache-2.0
package io.fluxmill.quantizer.mac.tflite;

import io.fluxmill.quantizer.tflite.TfliteBuilder;
import io.fluxmill.quantizer.tflite.TfliteModel;
import io.fluxmill.quantizer.tflite.TfliteOperators;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.Arrays;
import java.util.SplittableRandom;

/**
 * Random files: a chain of operators over an image [1,h,w,c], with random scales, zero points, windows and fused activations. Each call of a method adds
 * one operator to the chain.
 */
public final class RandomModels {
    /** Number types of a chain. */
    enum Kind {
        INT8,
        UINT8,
        INT16
    }

    private static final int[] ACTIVATIONS = {0, 0, 1, 2, 3};

    private final TfliteBuilder file = new TfliteBuilder();
    private final SplittableRandom random;
    private final Kind kind;
    private final int input;
    private int at;
    private int[] dims;
    private float scale;
    private int zero;
    private int operators;

    RandomModels(Kind kind, long seed) {
        this.kind = kind;
        random = new SplittableRandom(seed);
        dims = new int[] {1, random.nextInt(3, 8), random.nextInt(3, 8), random.nextInt(1, 7)};
        input = activation();
        at = input;
    }

    /** A file with one of each operator that chains have, for damage. */
    public static byte[] everyOperator() {
        RandomModels model = new RandomModels(Kind.INT8, 3);
        model.convolution()
                .depthwise()
                .add()
                .multiply()
                .prelu()
                .unary()
                .pool()
                .pad()
                .transpose();
        model.concatenation().slice().mean().dense();
        return model.bytes();
    }

    byte[] bytes() {
        return file.file(input, at);
    }

    int operators() {
        return operators;
    }

    private int type() {
        return switch (kind) {
            case INT8 -> TfliteModel.INT8;
            case UINT8 -> TfliteModel.UINT8;
            case INT16 -> TfliteModel.INT16;
        };
    }

    private float randomScale() {
        return (float) Math.exp(random.nextDouble(-4, -1)) / (kind == Kind.INT16 ? 256 : 1);
    }

    /** A computed tensor of the current shape with a new scale and zero point. */
    private int activation() {
        scale = randomScale();
        zero = kind == Kind.INT16 ? 0 : random.nextInt(-128, 128) + (kind == Kind.UINT8 ? 128 : 0);
        return again();
    }

    /** One with the scale and zero point of the tensor before. */
    private int again() {
        return file.tensor("t" + operators, type(), dims, null, new float[] {scale}, new long[] {zero}, 0);
    }

    private RandomModels then(int code, int[] inputs, int output, int options) {
        file.operator(code, inputs, output, options);
        operators++;
        at = output;
        return this;
    }

    private byte fused() {
        return (byte) ACTIVATIONS[random.nextInt(ACTIVATIONS.length)];
    }

    private byte[] bytes(int count, int bound) {
        byte[] data = new byte[count];
        for (int i = 0; i < count; i++) {
            data[i] = (byte) random.nextInt(-bound, bound + 1);
        }
        return data;
    }

    private int weights(int[] shape, int dimension, boolean each) {
        int count = Arrays.stream(shape).reduce(1, (a, b) -> a * b);
        float[] scales = new float[each && kind != Kind.UINT8 ? shape[dimension] : 1];
        for (int i = 0; i < scales.length; i++) {
            scales[i] = (float) Math.exp(random.nextDouble(-7, -3));
        }
        long[] zeros = new long[scales.length];
        if (kind == Kind.UINT8) {
            zeros[0] = random.nextInt(256);
        }
        int type = kind == Kind.UINT8 ? TfliteModel.UINT8 : TfliteModel.INT8;
        return file.tensor("w" + operators, type, shape, bytes(count, 127), scales, zeros, dimension);
    }

    private int bias(int count) {
        boolean wide = kind == Kind.INT16;
        ByteBuffer data = ByteBuffer.allocate(count * (wide ? 8 : 4)).order(ByteOrder.LITTLE_ENDIAN);
        for (int i = 0; i < count; i++) {
            int value = random.nextInt(-3000, 3000);
            if (wide) {
                data.putLong(value * 100L);
            } else {
                data.putInt(value);
            }
        }
        return file.tensor(
                "b" + operators,
                wide ? TfliteModel.INT64 : TfliteModel.INT32,
                new int[] {count},
                data.array(),
                null,
                null,
                0);
    }

    private int ints(int... values) {
        return file.int32s("c" + operators + "_" + values.length + "_" + random.nextInt(1000), values);
    }

    private int window(int size, int kernel, int stride, boolean same) {
        return same ? (size + stride - 1) / stride : (size - kernel) / stride + 1;
    }

    RandomModels convolution() {
        boolean same = random.nextBoolean();
        int kh = random.nextInt(1, Math.min(4, dims[1] + 1));
        int kw = random.nextInt(1, Math.min(4, dims[2] + 1));
        int stride = random.nextInt(1, 3);
        int out = random.nextInt(1, 9);
        int w = weights(new int[] {out, kh, kw, dims[3]}, 0, random.nextBoolean());
        dims = new int[] {1, window(dims[1], kh, stride, same), window(dims[2], kw, stride, same), out};
        int b = bias(out);
        int options = file.options(0, (byte) (same ? 0 : 1), 1, stride, 2, stride, 3, fused(), 4, 1, 5, 1);
        return then(TfliteOperators.CONV_2D, new int[] {at, w, b}, activation(), options);
    }

    RandomModels depthwise() {
        boolean same = random.nextBoolean();
        int kh = random.nextInt(1, Math.min(4, dims[1] + 1));
        int kw = random.nextInt(1, Math.min(4, dims[2] + 1));
        int out = dims[3] * random.nextInt(1, 3);
        int w = weights(new int[] {1, kh, kw, out}, 3, true);
        dims = new int[] {1, window(dims[1], kh, 1, same), window(dims[2], kw, 1, same), out};
        int options = file.options(0, (byte) (same ? 0 : 1), 1, 1, 2, 1, 4, fused(), 5, 1, 6, 1);
        return then(TfliteOperators.DEPTHWISE_CONV_2D, new int[] {at, w, bias(out)}, activation(), options);
    }

    RandomModels dense() {
        int depth = Arrays.stream(dims).reduce(1, (a, b) -> a * b);
        int out = random.nextInt(1, 9);
        int w = weights(new int[] {out, depth}, 0, random.nextBoolean());
        dims = new int[] {1, out};
        int b = bias(out);
        return then(TfliteOperators.FULLY_CONNECTED, new int[] {at, w, b}, activation(), file.options(0, fused()));
    }

    private int constant(int[] shape) {
        int count = Arrays.stream(shape).reduce(1, (a, b) -> a * b);
        ByteBuffer data = ByteBuffer.allocate(2 * count).order(ByteOrder.LITTLE_ENDIAN);
        for (int i = 0; i < count; i++) {
            data.putShort((short) random.nextInt(-30000, 30000));
        }
        byte[] bytes = kind == Kind.INT16 ? data.array() : bytes(count, 127);
        long[] zeros = {kind == Kind.INT16 ? 0 : kind == Kind.UINT8 ? random.nextInt(256) : random.nextInt(-128, 128)};
        return file.tensor("k" + operators, type(), shape, bytes, new float[] {randomScale()}, zeros, 0);
    }

    private int other() {
        return switch (random.nextInt(4)) {
            case 0 -> at;
            case 1 -> constant(dims);
            case 2 -> constant(new int[] {1});
            default -> constant(new int[] {dims[dims.length - 1]});
        };
    }

    RandomModels add() {
        int code = random.nextBoolean() ? TfliteOperators.ADD : TfliteOperators.SUB;
        int other = other();
        int[] inputs = random.nextBoolean() ? new int[] {at, other} : new int[] {other, at};
        return then(code, inputs, activation(), file.options(0, fused()));
    }

    RandomModels multiply() {
        int other = other();
        return then(TfliteOperators.MUL, new int[] {at, other}, activation(), file.options(0, fused()));
    }

    RandomModels prelu() {
        int slopes = constant(new int[] {1, 1, dims[dims.length - 1]});
        return then(TfliteOperators.PRELU, new int[] {at, slopes}, activation(), 0);
    }

    /** RELU, RELU6, LEAKY_RELU or QUANTIZE; for 8 bits also LOGISTIC, TANH and HARD_SWISH. */
    RandomModels unary() {
        int choice = random.nextInt(kind == Kind.INT16 ? 4 : 7);
        int before = at;
        float was = scale;
        int code = new int[] {
                    TfliteOperators.RELU,
                    TfliteOperators.RELU6,
                    TfliteOperators.LEAKY_RELU,
                    TfliteOperators.QUANTIZE,
                    TfliteOperators.LOGISTIC,
                    TfliteOperators.TANH,
                    TfliteOperators.HARD_SWISH
                }
                [choice];
        int options = choice == 2 ? file.options(0, (float) random.nextDouble(0.01, 0.9)) : 0;
        int output = activation();
        if (choice == 4 || choice == 5) {
            scale = choice == 4 ? 1 / 256f : 1 / 128f;
            zero = (choice == 4 ? -128 : 0) + (kind == Kind.UINT8 ? 128 : 0);
            output = again();
        } else if (choice == 6) {
            scale = was * (float) random.nextDouble(0.1, 2);
            output = again();
        }
        return then(code, new int[] {before}, output, options);
    }

    RandomModels pool() {
        boolean same = random.nextBoolean();
        int kh = random.nextInt(1, Math.min(4, dims[1] + 1));
        int kw = random.nextInt(1, Math.min(4, dims[2] + 1));
        int stride = random.nextInt(1, 3);
        dims = new int[] {1, window(dims[1], kh, stride, same), window(dims[2], kw, stride, same), dims[3]};
        int code = random.nextBoolean() ? TfliteOperators.AVERAGE_POOL_2D : TfliteOperators.MAX_POOL_2D;
        int options = file.options(0, (byte) (same ? 0 : 1), 1, stride, 2, stride, 3, kw, 4, kh, 5, fused());
        return then(code, new int[] {at}, again(), options);
    }

    RandomModels pad() {
        int[] paddings = {0, 0, random.nextInt(3), random.nextInt(3), random.nextInt(3), random.nextInt(3), 0, 0};
        ByteBuffer data = ByteBuffer.allocate(32).order(ByteOrder.LITTLE_ENDIAN);
        data.asIntBuffer().put(paddings);
        int sizes = file.tensor("p" + operators, TfliteModel.INT32, new int[] {4, 2}, data.array(), null, null, 0);
        dims = new int[] {1, dims[1] + paddings[2] + paddings[3], dims[2] + paddings[4] + paddings[5], dims[3]};
        return then(TfliteOperators.PAD, new int[] {at, sizes}, again(), 0);
    }

    RandomModels transpose() {
        int[] order = random.nextBoolean() ? new int[] {0, 2, 1, 3} : new int[] {0, 3, 1, 2};
        dims = Arrays.stream(order).map(axis -> dims[axis]).toArray();
        return then(TfliteOperators.TRANSPOSE, new int[] {at, ints(order)}, again(), 0);
    }

    /** Twice the same; for UINT8 also with another scale and zero point, those of the result or not. */
    RandomModels concatenation() {
        int axis = random.nextInt(1, 4);
        int[] twice = {at, at};
        if (kind == Kind.UINT8) {
            // Wide enough for all values: only the result is clipped.
            scale *= (float) random.nextDouble(2, 3);
            zero = zero / 2 + 64;
            then(TfliteOperators.QUANTIZE, new int[] {at}, again(), 0);
            twice[1] = at;
        }
        dims = dims.clone();
        dims[axis] *= 2;
        if (kind == Kind.UINT8 && random.nextBoolean()) {
            scale *= (float) random.nextDouble(1, 2);
            zero = random.nextInt(256);
        }
        return then(TfliteOperators.CONCATENATION, twice, again(), file.options(0, axis));
    }

    RandomModels slice() {
        int[] begin = new int[4];
        int[] end = dims.clone();
        int axis = random.nextInt(1, 4);
        begin[axis] = random.nextInt(dims[axis]);
        int[] step = {1, 1, 1, 1};
        step[axis] = random.nextInt(1, 3);
        dims = dims.clone();
        dims[axis] = (end[axis] - begin[axis] + step[axis] - 1) / step[axis];
        int[] inputs = {at, ints(begin), ints(end), ints(step)};
        return then(TfliteOperators.STRIDED_SLICE, inputs, again(), file.options(0, 0));
    }

    RandomModels mean() {
        int[] axes = random.nextBoolean() ? new int[] {1, 2} : new int[] {random.nextInt(1, 4)};
        int[] out = dims.clone();
        Arrays.stream(axes).forEach(axis -> out[axis] = 1);
        dims = out;
        return then(TfliteOperators.MEAN, new int[] {at, ints(axes)}, activation(), file.options(0, true));
    }

    RandomModels reshape() {
        dims = new int[] {1, 1, dims[1] * dims[2], dims[3]};
        return then(TfliteOperators.RESHAPE, new int[] {at, ints(dims)}, again(), 0);
    }

    /** One operator of all that there are. */
    RandomModels any() {
        return switch (random.nextInt(13)) {
            case 0 -> depthwise();
            case 1 -> add();
            case 2 -> multiply();
            case 3 -> kind == Kind.INT16 ? unary() : prelu();
            case 4 -> unary();
            case 5 -> pool();
            case 6 -> pad();
            case 7 -> transpose();
            case 8 -> concatenation();
            case 9 -> slice();
            case 10 -> mean();
            case 11 -> reshape();
            default -> convolution();
        };
    }
}
