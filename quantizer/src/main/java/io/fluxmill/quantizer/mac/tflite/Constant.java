// SPDX-License-Identifier: Apache-2.0
package io.fluxmill.quantizer.mac.tflite;

import io.fluxmill.quantizer.tflite.TfliteModel;
import io.fluxmill.quantizer.tflite.TfliteModel.Tensor;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;

/**
 * A tensor with data.
 *
 * @param numbers as stored if they are integers, else null
 * @param reals {@code scale * (number - zeroPoint)} where a tensor is quantised
 */
record Constant(Tensor tensor, long[] numbers, double[] reals) {

    /** @throws IllegalArgumentException if the data are not those of the shape, or of a type that is not read */
    static Constant of(Tensor tensor) {
        int size = Value.elements(tensor.shape());
        ByteBuffer data = ByteBuffer.wrap(tensor.data()).order(ByteOrder.LITTLE_ENDIAN);
        double bytes =
                switch (tensor.type()) {
                    case TfliteModel.FLOAT32, TfliteModel.INT32 -> 4;
                    case TfliteModel.FLOAT16, TfliteModel.INT16 -> 2;
                    case TfliteModel.INT64 -> 8;
                    case TfliteModel.INT8, TfliteModel.UINT8 -> 1;
                    case TfliteModel.INT4 -> 0.5;
                    default -> throw new IllegalArgumentException(
                            "tensor " + tensor.name() + " has constants of type " + tensor.typeName());
                };
        if (Math.ceil(size * bytes) != tensor.data().length) {
            throw new IllegalArgumentException("tensor " + tensor.name() + " of " + size + " elements of "
                    + tensor.typeName() + " has " + tensor.data().length + " bytes");
        }
        boolean real = tensor.type() == TfliteModel.FLOAT32 || tensor.type() == TfliteModel.FLOAT16;
        long[] numbers = real ? null : new long[size];
        double[] reals = new double[size];
        for (int i = 0; i < size; i++) {
            if (real) {
                reals[i] =
                        tensor.type() == TfliteModel.FLOAT32 ? data.getFloat(4 * i) : halfToFloat(data.getShort(2 * i));
            } else {
                numbers[i] = number(tensor, data, i);
                reals[i] = real(tensor, numbers[i], i);
            }
        }
        return new Constant(tensor, numbers, reals);
    }

    private static long number(Tensor tensor, ByteBuffer data, int i) {
        return switch (tensor.type()) {
            case TfliteModel.INT32 -> data.getInt(4 * i);
            case TfliteModel.INT64 -> data.getLong(8 * i);
            case TfliteModel.INT16 -> data.getShort(2 * i);
            case TfliteModel.UINT8 -> data.get(i) & 0xFF;
            case TfliteModel.INT4 -> (i % 2 == 0 ? data.get(i / 2) << 28 : data.get(i / 2) << 24) >> 28;
            default -> data.get(i);
        };
    }

    private static double real(Tensor tensor, long number, int i) {
        if (tensor.scales().length == 0) {
            return number;
        }
        int inner = 1;
        // Some converters give biases the dimension of the weights.
        int dimension = Math.min(tensor.channelDimension(), tensor.shape().length - 1);
        for (int axis = dimension + 1; axis < tensor.shape().length; axis++) {
            inner *= tensor.shape()[axis];
        }
        int channel = tensor.scales().length == 1 ? 0 : i / inner % tensor.shape()[dimension];
        long zero = tensor.zeroPoints().length == 0
                ? 0
                : tensor.zeroPoints()[tensor.zeroPoints().length == 1 ? 0 : channel];
        return (double) tensor.scales()[channel] * (number - zero);
    }

    private static float halfToFloat(short half) {
        int exponent = half >> 10 & 0x1F;
        int fraction = half & 0x3FF;
        double magnitude = exponent == 0
                ? Math.scalb((double) fraction, -24)
                : exponent == 31
                        ? fraction == 0 ? Double.POSITIVE_INFINITY : Double.NaN
                        : Math.scalb(1 + fraction / 1024.0, exponent - 15);
        return (float) (half < 0 ? -magnitude : magnitude);
    }

    int[] dims() {
        return tensor.shape();
    }

    /** Whole numbers, for axes, shapes and paddings. */
    int[] integers() {
        int[] integers = new int[reals.length];
        for (int i = 0; i < integers.length; i++) {
            integers[i] = Math.toIntExact((long) reals[i]);
        }
        return integers;
    }
}
