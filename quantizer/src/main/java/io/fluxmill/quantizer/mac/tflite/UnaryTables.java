// SPDX-License-Identifier: Apache-2.0
package io.fluxmill.quantizer.mac.tflite;

import io.fluxmill.core.format.FixedMultiplier;
import io.fluxmill.core.format.Rounding;
import io.fluxmill.quantizer.tflite.TfliteOperators;
import java.util.function.DoubleUnaryOperator;
import java.util.function.IntUnaryOperator;

/**
 * The kernels of TensorFlow Lite for one element, from number to number. Sources: tensorflow/lite/kernels/internal/reference
 * (integer_ops/logistic.h, integer_ops/tanh.h, leaky_relu.h, hard_swish.h, requantize.h), tensorflow/lite/micro/kernels/activations_common.cc.
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

    private static IntUnaryOperator squashed(OperatorScope op, Encoding in, Encoding out, boolean sigmoid) {
        float scale = sigmoid ? 0x1p-8f : 0x1p-7f;
        int zero = sigmoid ? Byte.MIN_VALUE : 0;
        if (in.low() != Byte.MIN_VALUE || out.low() != Byte.MIN_VALUE || !out.equals(withScale(out, scale, zero))) {
            op.inexact("is exact only in INT8 with an output scale of " + scale + " and zero point " + zero);
            return null;
        }
        DoubleUnaryOperator function =
                sigmoid ? x -> 256 / (1 + StrictMath.exp(-x)) - 128 : x -> 128 * StrictMath.tanh(x);
        return x -> {
            double y = function.applyAsDouble(in.real(x));
            return out.clip((int) (Math.signum(y) * Math.floor(Math.abs(y) + 0.5)));
        };
    }

    private static Encoding withScale(Encoding encoding, float scale, int zero) {
        return new Encoding(scale, zero, encoding.low(), encoding.high());
    }

    // --------------------------------------------------------------------------------------------------- HARD_SWISH

    private static IntUnaryOperator hardSwish(OperatorScope op, Encoding in, Encoding out) {
        float hires = in.scale() / 128;
        FixedMultiplier output = FixedMultiplier.of(hires / out.scale());
        FixedMultiplier relu = FixedMultiplier.of(hires / (3.0f / 32768));
        if (in.isWide() || out.isWide() || output.exponent() > 0) {
            op.inexact("is exact only in INT8 with an output scale of at least 1/128 of the input's");
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
