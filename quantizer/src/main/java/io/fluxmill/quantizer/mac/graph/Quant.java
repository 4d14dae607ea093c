// SPDX-License-Identifier: Apache-2.0
package io.fluxmill.quantizer.mac.graph;

import io.fluxmill.core.format.FixedPoint;
import io.fluxmill.core.format.NumberFormat;
import java.util.Arrays;
import java.util.Objects;

/**
 * A quantisation that the network was trained with (QONNX Quant, IntQuant, BipolarQuant, Trunc), in float as QONNX's executor
 * computes it:
 *
 * <pre>
 * v    = real / scale + zeroPoint          with a shift: v = rint(real / shift.scale + shift.zeroPoint) / 2^shift.bits
 * code = rule(clip(v, low, high))          the two signs have no range: code = v >= 0 (or v > 0) ? 1 : -1
 * real = (code - zeroPoint) * scale
 * </pre>
 *
 * Source: <a href="https://github.com/fastmachinelearning/qonnx/tree/main/docs/qonnx-custom-ops">QONNX operators</a>.
 *
 * @param scale positive: one, or one for each output channel (weights only); a float if a quantiser gave it, any double if it is the step of
 * exact sums
 * @param zeroPoint a float; whole where codes go to the hardware
 * @param low smallest code, for example -8, or 0 when unsigned
 * @param high largest code
 * @param shift the division before rounding of a Trunc, or null
 * @param format the format whose values are the only codes, in its unit: {@link FixedPoint}; null where all whole numbers are. Such codes are rounded as the format
 *     rounds, and have no zero point
 */
public record Quant(double[] scale, double zeroPoint, int low, int high, Rule rule, Shift shift, NumberFormat format) {
    /** Of whole numbers. */
    public Quant(double[] scale, double zeroPoint, int low, int high, Rule rule, Shift shift) {
        this(scale, zeroPoint, low, high, rule, shift, null);
    }

    /** Some roundings to double. */
    private static final double DOUBLE_NOISE = 0x1p-48;

    /** From a real code to a whole one. */
    public enum Rule {
        HALF_EVEN,
        /** HALF_EVEN of the steps, before the zero point is added: QuantizeLinear of ONNX. */
        HALF_EVEN_STEPS,
        /** Ties away from zero of the steps, before the zero point is added: QUANTIZE of TensorFlow Lite. */
        HALF_AWAY_STEPS,
        /** Ties away from zero. */
        HALF_UP,
        /** Ties towards zero. */
        HALF_DOWN,
        /** Away from zero. */
        UP,
        /** Towards zero. */
        DOWN,
        CEIL,
        FLOOR,
        /** +1 from zero on, else -1. */
        SIGN,
        /** +1 above zero, else -1. */
        SIGN_ABOVE;

        /** In float arithmetic: 0.49999997 + 0.5 is 1, so HALF_UP rounds it up as QONNX's executor does. */
        double round(float v) {
            return switch (this) {
                case HALF_UP -> Math.signum(v) * Math.floor(Math.abs(v) + 0.5f);
                case HALF_DOWN -> Math.signum(v) * Math.ceil(Math.abs(v) - 0.5f);
                default -> round((double) v);
            };
        }

        /** In real arithmetic. */
        double round(double v) {
            return switch (this) {
                case HALF_EVEN, HALF_EVEN_STEPS -> Math.rint(v);
                case HALF_UP, HALF_AWAY_STEPS -> Math.signum(v) * Math.floor(Math.abs(v) + 0.5);
                case HALF_DOWN -> Math.signum(v) * Math.ceil(Math.abs(v) - 0.5);
                case UP -> Math.signum(v) * Math.ceil(Math.abs(v));
                case DOWN -> Math.signum(v) * Math.floor(Math.abs(v));
                case CEIL -> Math.ceil(v);
                case FLOOR -> Math.floor(v);
                case SIGN -> v >= 0 ? 1 : -1;
                case SIGN_ABOVE -> v > 0 ? 1 : -1;
            };
        }

        /** The rule r with {@code r(-v) = -rule(v)}. */
        public Rule mirrored() {
            return switch (this) {
                case CEIL -> FLOOR;
                case FLOOR -> CEIL;
                case SIGN -> SIGN_ABOVE;
                case SIGN_ABOVE -> SIGN;
                default -> this;
            };
        }
    }

    /**
     * The first half of a Trunc: codes of the input's own quantisation are divided by {@code 2^bits}.
     *
     * @param scale of the input
     * @param zeroPoint of the input
     */
    public record Shift(double scale, double zeroPoint, int bits) {}

    /** A quantiser with float scales, rounded half to even, or with {@code bipolar} the sign of the real value. */
    public Quant(double[] scale, double zeroPoint, int low, int high, boolean bipolar) {
        this(floats(scale), (float) zeroPoint, low, high, bipolar ? Rule.SIGN : Rule.HALF_EVEN, null);
    }

    private static double[] floats(double[] values) {
        return Arrays.stream(values).map(v -> (float) v).toArray();
    }

    /** Codes of exact values: whole multiples of a step that need not be a float. */
    public static Quant grid(double step, int low, int high) {
        return new Quant(new double[] {step}, 0, low, high, Rule.HALF_EVEN, null);
    }

    public double scale(int channel) {
        return scale[scale.length == 1 ? 0 : channel];
    }

    /** Whether the only codes are -1 and +1. */
    public boolean bipolar() {
        return rule == Rule.SIGN || rule == Rule.SIGN_ABOVE;
    }

    /** The code that training gave a real value. NaN gives the code of zero. */
    public int toCode(double real, int channel) {
        if (format != null) {
            return inFormat((float) real / (float) scale(channel));
        }
        if (rule == Rule.HALF_EVEN_STEPS) {
            float steps = (float) real / (float) scale(channel);
            return (int) Math.max(low, Math.min(high, Math.rint(steps) + zeroPoint));
        }
        if (rule == Rule.HALF_AWAY_STEPS) {
            double steps = (float) real / (float) scale(channel);
            return (int) Math.max(low, Math.min(high, rule.round(steps) + zeroPoint));
        }
        float v = shift == null ? unrounded((float) real, channel) : shifted((float) real);
        if (!bipolar()) {
            v = Math.max(low, Math.min(high, v));
        }
        return (int) rule.round(v);
    }

    /** The units of the format's value nearest to so many units. */
    private int inFormat(double units) {
        int code = format.fromDouble(Math.scalb(units, FixedPoint.exponent(format)));
        return Math.max(low, Math.min(high, (int) FixedPoint.of(format, code)));
    }

    /** The bits in {@link #format} of one of its codes. */
    public int bitsInFormat(int code) {
        return format.fromDouble(Math.scalb((double) code, FixedPoint.exponent(format)));
    }

    /** The scale of the format's values: that of its units, divided by their size. */
    public double formatScale(int channel) {
        return Math.scalb(scale(channel), -FixedPoint.exponent(format));
    }

    private float unrounded(float real, int channel) {
        float quotient = real / (float) scale(channel);
        return quotient + (float) zeroPoint;
    }

    private float shifted(float real) {
        float quotient = real / (float) shift.scale;
        float code = (float) Math.rint(quotient + (float) shift.zeroPoint);
        return Math.scalb(code, -shift.bits);
    }

    /**
     * The code without any rounding to float. A value that differs from a half only by the rounding of doubles counts as that half.
     */
    public int toCodeOfReal(double real, int channel) {
        if (format != null) {
            return inFormat(real / scale(channel));
        }
        if (rule == Rule.HALF_EVEN_STEPS || rule == Rule.HALF_AWAY_STEPS) {
            double steps = snapped(real / scale(channel));
            return (int) Math.max(low, Math.min(high, rule.round(steps) + zeroPoint));
        }
        double v;
        if (shift == null) {
            v = snapped(real / scale(channel) + zeroPoint);
        } else {
            v = Math.scalb(Math.rint(snapped(real / shift.scale + shift.zeroPoint)), -shift.bits);
        }
        if (!bipolar()) {
            v = Math.max(low, Math.min(high, v));
        }
        return (int) rule.round(v);
    }

    private static double snapped(double v) {
        double half = Math.rint(2 * v) / 2;
        return Math.abs(v - half) <= Math.abs(v) * DOUBLE_NOISE ? half : v;
    }

    /** The real value of a code; a float if the scale is one. */
    public double toReal(int code, int channel) {
        float steps = code - (float) zeroPoint;
        double exact = scale(channel);
        float rounded = (float) exact;
        return rounded == exact ? steps * rounded : steps * exact;
    }

    /** The code whose real value this is, whatever the rule; the nearest one if there is none. */
    public int codeOf(double real, int channel) {
        double code = Math.rint(real / scale(channel) + zeroPoint);
        return (int) Math.max(low, Math.min(high, code));
    }

    /** The same function of {@code real} with codes of the other sign. */
    public Quant mirrored() {
        Shift other = shift == null ? null : new Shift(shift.scale, -shift.zeroPoint, shift.bits);
        return new Quant(scale, -zeroPoint, -high, -low, rule.mirrored(), other, format);
    }

    /** Whether the other is this one with fewer codes: its steps, clipped to a range inside. */
    public boolean isWithin(Quant other) {
        Quant whole = new Quant(other.scale, other.zeroPoint, low, high, other.rule, other.shift);
        return rule == Rule.HALF_EVEN_STEPS && isSame(whole) && other.low >= low && other.high <= high;
    }

    /** Whether both give every real value the same code with the same meaning. */
    public boolean isSame(Quant other) {
        return Arrays.equals(scale, other.scale)
                && zeroPoint == other.zeroPoint
                && low == other.low
                && high == other.high
                && rule == other.rule
                && Objects.equals(shift, other.shift)
                && Objects.equals(format, other.format);
    }
}
