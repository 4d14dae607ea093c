// SPDX-License-Identifier: Apache-2.0
package io.fluxmill.quantizer.mac.tflite;

import io.fluxmill.quantizer.tflite.TfliteModel;
import io.fluxmill.quantizer.tflite.TfliteModel.Tensor;

/**
 * What the numbers of a quantised tensor mean: {@code real = scale * (number - zeroPoint)}.
 *
 * @param low smallest number of its type
 * @param high largest
 */
record Encoding(float scale, int zeroPoint, int low, int high) {

    /** That of a tensor with one scale; null for real values. */
    static Encoding of(Tensor tensor) {
        if (tensor.scales().length != 1 || tensor.zeroPoints().length > 1) {
            return null;
        }
        int zero = tensor.zeroPoints().length == 0 ? 0 : Math.toIntExact(tensor.zeroPoints()[0]);
        float scale = tensor.scales()[0];
        Encoding encoding =
                switch (tensor.type()) {
                    case TfliteModel.INT8 -> new Encoding(scale, zero, Byte.MIN_VALUE, Byte.MAX_VALUE);
                    case TfliteModel.UINT8 -> new Encoding(scale, zero, 0, 255);
                    case TfliteModel.INT16 -> new Encoding(scale, zero, Short.MIN_VALUE, Short.MAX_VALUE);
                    default -> null;
                };
        if (encoding != null
                && !(scale > 0 && Float.isFinite(scale) && zero >= encoding.low && zero <= encoding.high)) {
            throw new IllegalArgumentException("tensor " + tensor.name()
                    + " must have a finite scale above 0 and a zero point of its type: scale=" + scale + " zero point="
                    + zero);
        }
        return encoding;
    }

    /** Whether numbers need more than the 8 bits of INT8. */
    boolean isWide() {
        return low < Byte.MIN_VALUE || high > Byte.MAX_VALUE;
    }

    boolean isShort() {
        return low == Short.MIN_VALUE;
    }

    /** The number of a real value, ties away from zero, not clipped. */
    int number(float real) {
        double steps = real / scale;
        return (int) (zeroPoint + Math.signum(steps) * Math.floor(Math.abs(steps) + 0.5));
    }

    double real(int number) {
        return (double) scale * (number - zeroPoint);
    }

    int clip(int number) {
        return Math.max(low, Math.min(high, number));
    }
}
