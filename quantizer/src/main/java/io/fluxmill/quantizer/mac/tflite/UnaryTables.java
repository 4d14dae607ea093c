// SPDX-License-Identifier: Apache-2.0
package io.fluxmill.quantizer.mac.tflite;

import io.fluxmill.core.format.FixedMultiplier;
import io.fluxmill.core.format.Rounding;
import io.fluxmill.quantizer.tflite.TfliteOperators;
import java.util.function.DoubleUnaryOperator;
import java.util.function.IntUnaryOperator;

/**
 * The kernels of TensorFlow Lite for one element, from number to number. Sources: tensorflow/lite/kernels/internal/reference
 * (leaky_relu.h, hard_swish.h, requantize.h, concatenation.h), tensorflow/lite/kernels/activations.cc, tensorflow/lite/micro/kernels/activations_common.cc.
 */
final class UnaryTables {
    private UnaryTables() {}

    /** The kernel; null where there is none for the type or encoding, with the reason in the draft. */
    static IntUnaryOperator of(OperatorScope op, Encoding in, Encoding out) {
        Draft draft = op.draft();
        Rounding rounding = draft.stepRounding();
        return switch (op.operator().code()) {
            case TfliteOperators.RELU -> clipped(in, out, rounding, out.number(0), out.high());
            case TfliteOperators.RELU6 -> clipped(in, out, rounding, out.number(0), out.number(6));
            case TfliteOperators.RELU_N1_TO_1 -> clipped(in, out, rounding, out.number(-1), out.number(1));
            case TfliteOperators.RELU_0_TO_1 -> clipped(in, out, rounding, out.number(0), out.number(1));
            case TfliteOperators.LEAKY_RELU -> leaky(op.options().float32(0, 0), in, out, rounding);
            case TfliteOperators.LOGISTIC -> squashed(op, in, out, true);
            case TfliteOperators.TANH -> squashed(op, in, out, false);
            case TfliteOperators.HARD_SWISH -> hardSwish(op, in, out);
            default -> {
                op.inexact("has no integer kernel");
                yield null;
            }
        };
    }

    private static IntUnaryOperator clipped(Encoding in, Encoding out, Rounding rounding, int low, int high) {
        FixedMultiplier factor = FixedMultiplier.of(in.scale() / out.scale());
        return x -> {
            int y = factor.apply(x - in.zeroPoint(), rounding) + out.zeroPoint();
            return out.clip(Math.max(low, Math.min(high, y)));
        };
    }

    private static IntUnaryOperator leaky(float alpha, Encoding in, Encoding out, Rounding rounding) {
        FixedMultiplier positive = FixedMultiplier.of(in.scale() / out.scale());
        float product = in.scale() * alpha;
        FixedMultiplier negative = FixedMultiplier.of(product / out.scale());
        return x -> {
            int value = x - in.zeroPoint();
            return out.clip(out.zeroPoint() + (value >= 0 ? positive : negative).apply(value, rounding));
        };
    }

    /** QUANTIZE from numbers to numbers. */
    static IntUnaryOperator requantized(Draft draft, Encoding in, Encoding out) {
        FixedMultiplier factor = FixedMultiplier.of((double) in.scale() / out.scale());
        return x -> out.clip(factor.apply(x - in.zeroPoint(), draft.stepRounding()) + out.zeroPoint());
    }

    /** In 8 bits the kernels look the result up in a table, too; the scales are those that converters give. */
    private static IntUnaryOperator squashed(OperatorScope op, Encoding in, Encoding out, boolean sigmoid) {
        int steps = sigmoid ? 256 : 128;
        int zero = sigmoid ? out.low() : out.low() + 128;
        boolean alike = !in.isShort() && in.low() == out.low();
        if (!alike || !out.equals(withScale(out, 1f / steps, zero))) {
            op.inexact("is exact only in INT8 or UINT8 with an output scale of 1/" + steps + " and zero point " + zero);
            return null;
        }
        DoubleUnaryOperator function = sigmoid ? x -> 1 / (1 + StrictMath.exp(-x)) : StrictMath::tanh;
        return x -> out.clip(rounded(steps * function.applyAsDouble(in.real(x))) + zero);
    }

    /** Ties away from zero. */
    private static int rounded(double y) {
        return (int) (Math.signum(y) * Math.floor(Math.abs(y) + 0.5));
    }

    /** An input of a CONCATENATION in UINT8, in float32 as the kernel (ConcatenationWithScaling). */
    static IntUnaryOperator concatenated(Encoding in, Encoding out) {
        float scale = in.scale() * (1f / out.scale());
        float bias = -in.zeroPoint() * scale;
        return x -> out.clip(rounded(x * scale + bias) + out.zeroPoint());
    }

    private static Encoding withScale(Encoding encoding, float scale, int zero) {
        return new Encoding(scale, zero, encoding.low(), encoding.high());
    }

    // --------------------------------------------------------------------------------------------------- HARD_SWISH

    private static IntUnaryOperator hardSwish(OperatorScope op, Encoding in, Encoding out) {
        float hires = in.scale() / 128;
        FixedMultiplier output = FixedMultiplier.of(hires / out.scale());
        FixedMultiplier relu = FixedMultiplier.of(hires / (3.0f / 32768));
        if (in.isShort() || out.isShort() || output.exponent() > 0) {
            op.inexact("is exact only in INT8 or UINT8 with an output scale of at least 1/128 of the input's");
            return null;
        }
        return x -> {
            int value = (x - in.zeroPoint()) << 7;
            int scaled = high16(value, output.shortMultiplier());
            int share = value;
            if (relu.exponent() > 0) {
                share = saturated((long) share << relu.exponent() - 1);
                share = saturated((long) high16(share, relu.shortMultiplier()) << 1);
            } else {
                share = divided(high16(share, relu.shortMultiplier()), -relu.exponent());
            }
            share = share + (1 << 15) >> 1;
            int product = share * scaled / (1 << 15);
            return out.clip(divided(product, -output.exponent()) + out.zeroPoint());
        };
    }

    private static int saturated(long value) {
        return (int) Math.max(Short.MIN_VALUE, Math.min(Short.MAX_VALUE, value));
    }

    /** {@code a * b / 2^15}, ties up; b is not negative. */
    private static int high16(int a, int b) {
        int product = a * b;
        return (product + (product >= 0 ? 1 << 14 : 1 - (1 << 14))) / (1 << 15);
    }

    /** {@code x / 2^shift}, ties away from zero. */
    private static int divided(int x, int shift) {
        int mask = (1 << shift) - 1;
        return (x >> shift) + ((x & mask) > (mask >> 1) + (x < 0 ? 1 : 0) ? 1 : 0);
    }
}
