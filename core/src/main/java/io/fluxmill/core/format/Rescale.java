// SPDX-License-Identifier: Apache-2.0
package io.fluxmill.core.format;

import java.math.BigInteger;

/**
 * The arithmetic of the output stage of the matrix co-processor: from an exact accumulator to a code of the result
 * format. This class is the contract; the hardware agrees with it in every bit.
 *
 * <pre>
 * total    = acc * 2^16 + bias * 2^biasShift                 exact, signed; acc in units of the operands' pair of formats
 * mag      = |total|;  negative = total &lt; 0
 * mant     = mag, if mag &lt; 2^32, else its 32 leading bits with the last bit OR-ed with all dropped bits (round to odd)
 * e        = number of dropped bits (0 if mag &lt; 2^32)
 * (m, f, s) = negative ? (negMultiplier, negFraction, negScale) : (posMultiplier, posFraction, posScale)
 * x        = the low 10 bits of s as two's complement, -512 to 511;   flip = bit 15 of s
 * m'       = m + f / 2^15                                            f is 0 on engines with {@code rescale-bits} 16
 * value    = (-1)^(negative xor flip) * (mant * m') * 2^(e + x)      2^15 * mant * m' has at most 63 bits
 * code     = value rounded once to the result format, saturating, ties to even; integers: as below
 * result   = NaR code if the accumulator is NaR, else code clipped to [clipLow, clipHigh] in {@link NumberFormat#order}
 * </pre>
 *
 * A multiplier is 0 (the result is zero, and f is 0) or normalised: bit 15 is set. ReLU is {@code negMultiplier = 0}; LeakyReLU
 * gives the negative side its own multiplier, so activation and scale are one multiplication and one rounding. With a
 * power of two as multiplier the result is the exact accumulator rounded once (rounding to odd at 32 bits is innocuous
 * for results of up to 16 bits).
 *
 * The bias has 32 bits and a sign; a multiplier has 16 bits without sign: 0 or 0x8000..0xFFFF.
 *
 * <h2>Integer results</h2>
 * The layer selects a {@link Rounding} and has a zero point; for other result formats both are ignored.
 *
 * <pre>
 * code     = saturate(max(-2^16, min(2^16, round(value))) + zeroPoint)
 * round(v) = NEAREST_EVEN, _AWAY, _UP:  v to the nearest integer; ties to even, away from zero, up
 *            NEAREST_TWICE:             v + nudge to the nearest integer, ties up
 *                                       nudge = v &lt; 0 ? -2^(x+31) : 2^(x+31)   if x &lt; -32 and 2^16 &lt;= mag &lt; 2^78, else 0
 *            FLOAT32:                   v' to the nearest integer, ties to even
 *                                       v' = as value, with fl(mag) in the place of mant * 2^e and fl(product) of the product
 *                                       fl(a) = a rounded to 24 significant bits, ties to even, any exponent
 * </pre>
 *
 * These are the int8 kernels: with the integer y = total / 2^16 of 32 bits, the multiplier M = 2^15 * m' of 31 bits and E = x + 32, {@code value = y * M *
 * 2^(E - 31)}. NEAREST_UP is {@code (y * M + 2^(30 - E)) >> (31 - E)}. NEAREST_TWICE is {@code RoundingDivideByPOT(h, r)}, {@code h =
 * SaturatingRoundingDoublingHighMul(y << max(E, 0), M)}, {@code r = max(-E, 0)}: h is half up, so for r &gt; 0 and A = |y| * M the magnitude of the result is
 * {@code floor((floor((A + 2^30 - neg) / 2^31) + 2^(r - 1)) / 2^r) = floor((A + 2^30 - neg + 2^(30 + r)) / 2^(31 + r))}, neg = 1 for negative numbers: (A +
 * 2^30) / 2^(31 + r) to the nearest integer, ties up, and 2^30 / 2^(31 + r) = 2^(x + 31). FLOAT32 is {@code rint((float) y * (float) scale)} if the 7 low bits of
 * M are 0, so that M is a float's significand.
 */
public final class Rescale {
    /** Bits of bias below the unit of the accumulator. */
    public static final int BIAS_FRACTION_BITS = 16;

    /** Bits of f: a multiplier has 16 bits, or 31 with them. */
    public static final int FRACTION_BITS = 15;

    /** Bits of {@code mant}. */
    private static final int MANT_BITS = 32;

    /** Integers of this magnitude and above are the same to every result format, whatever the zero point. */
    private static final long LARGEST_ROUNDED = 1L << 16;

    /** The nudge of {@link Rounding#NEAREST_TWICE} is 2^(x + 31): in units of the product, 2^(e + x - 15), it is 2^(46 - e). */
    private static final int NUDGE_BIT = 46;

    /** Scale exponent from which on the kernels shift left: nothing is left to round after the multiplication. */
    private static final int NO_RIGHT_SHIFT = -32;

    /** Significant bits of a float32. */
    private static final int FLOAT_BITS = 24;

    /** Parameters of one output channel; the 16-bit fields are unsigned in an {@code int}. */
    public record Channel(
            int bias,
            int posMultiplier,
            int posScale,
            int negMultiplier,
            int negScale,
            int posFraction,
            int negFraction) {
        /** Multipliers of 16 bits. */
        public Channel(int bias, int posMultiplier, int posScale, int negMultiplier, int negScale) {
            this(bias, posMultiplier, posScale, negMultiplier, negScale, 0, 0);
        }

        /**
         * @throws IllegalArgumentException if a multiplier is not 0 or 0x8000 to 0xFFFF, a scale has more than 16 bits, or a
         *     fraction more than 15 or stands beside a multiplier of 0
         */
        public Channel {
            requireMultiplier("posMultiplier", posMultiplier);
            requireMultiplier("negMultiplier", negMultiplier);
            requireRange("posScale", posScale, 0xFFFF);
            requireRange("negScale", negScale, 0xFFFF);
            requireRange("posFraction", posFraction, posMultiplier == 0 ? 0 : (1 << FRACTION_BITS) - 1);
            requireRange("negFraction", negFraction, negMultiplier == 0 ? 0 : (1 << FRACTION_BITS) - 1);
        }

        /** Whether an engine whose multiplier has 16 bits supports these parameters. */
        public boolean fitsShortMultiplier() {
            return posFraction == 0 && negFraction == 0;
        }

        private static void requireMultiplier(String name, int value) {
            if (value != 0 && (value < 0x8000 || value > 0xFFFF)) {
                throw new IllegalArgumentException("multiplier must be 0 or 32768 to 65535: " + name + "=" + value);
            }
        }
    }

    /**
     * Parameters of a layer.
     *
     * @param zeroPoint added to integer results, -32768 to 32767
     * @param multiplication of the operands whose sum comes here
     */
    public record Layer(
            FormatPair operands,
            NumberFormat result,
            Rounding rounding,
            int biasShift,
            int clipLow,
            int clipHigh,
            int zeroPoint,
            Multiplication multiplication) {
        /** Of exact products. */
        public Layer(
                FormatPair operands,
                NumberFormat result,
                Rounding rounding,
                int biasShift,
                int clipLow,
                int clipHigh,
                int zeroPoint) {
            this(operands, result, rounding, biasShift, clipLow, clipHigh, zeroPoint, Multiplication.EXACT);
        }

        /** Without a zero point. */
        public Layer(
                FormatPair operands, NumberFormat result, Rounding rounding, int biasShift, int clipLow, int clipHigh) {
            this(operands, result, rounding, biasShift, clipLow, clipHigh, 0);
        }

        /** Both operands in one format, without a zero point. */
        public Layer(
                NumberFormat operands,
                NumberFormat result,
                Rounding rounding,
                int biasShift,
                int clipLow,
                int clipHigh) {
            this(FormatPair.of(operands), result, rounding, biasShift, clipLow, clipHigh);
        }

        /** Both operands in one format. */
        public Layer(
                NumberFormat operands,
                NumberFormat result,
                Rounding rounding,
                int biasShift,
                int clipLow,
                int clipHigh,
                int zeroPoint) {
            this(FormatPair.of(operands), result, rounding, biasShift, clipLow, clipHigh, zeroPoint);
        }

        /**
         * @throws IllegalArgumentException if the shift is not 0 to 255, a clip value is not a code of the result format, the low one is above the high one, or the
         *     zero point has more than 16 bits
         */
        public Layer {
            if (zeroPoint != (short) zeroPoint) {
                throw new IllegalArgumentException("zero point must be -32768 to 32767: zeroPoint=" + zeroPoint);
            }
            requireRange("biasShift", biasShift, 255);
            requireRange("clipLow", clipLow, (1 << result.widthBits()) - 1);
            requireRange("clipHigh", clipHigh, (1 << result.widthBits()) - 1);
            if (result.order(clipLow) > result.order(clipHigh)) {
                throw new IllegalArgumentException(String.format(
                        "clipLow must not be above clipHigh in %s: clipLow=0x%X clipHigh=0x%X",
                        result.name(), clipLow, clipHigh));
            }
        }

        /** The same with other products. */
        public Layer with(Multiplication other) {
            return new Layer(operands, result, rounding, biasShift, clipLow, clipHigh, zeroPoint, other);
        }

        /** The rounding that counts: {@link Rounding#NEAREST_EVEN} unless results are integers. */
        public Rounding appliedRounding() {
            return result instanceof IntegerFormat ? rounding : Rounding.NEAREST_EVEN;
        }

        /** The zero point that counts: 0 unless results are integers. */
        public int appliedZeroPoint() {
            return result instanceof IntegerFormat ? zeroPoint : 0;
        }
    }

    private static void requireRange(String name, int value, int max) {
        if (value < 0 || value > max) {
            throw new IllegalArgumentException("rescale field must be 0 to " + max + ": " + name + "=" + value);
        }
    }

    private Rescale() {}

    /** The scale word of an exponent and a sign: bit 15 flips the sign, bits 9..0 are the exponent. */
    public static int scaleWord(boolean flip, int exponent) {
        if (exponent < -512 || exponent > 511) {
            throw new IllegalArgumentException("scale exponent must be in -512..511: exponent=" + exponent);
        }
        return (flip ? 0x8000 : 0) | (exponent & 0x3FF);
    }

    /** The result code for an accumulator of any width. */
    public static int apply(Layer layer, Channel channel, BigInteger acc, boolean nar) {
        if (nar) {
            return layer.result().narBits();
        }
        BigInteger bias = BigInteger.valueOf(channel.bias()).shiftLeft(layer.biasShift());
        BigInteger total = acc.shiftLeft(BIAS_FRACTION_BITS).add(bias);
        BigInteger mag = total.abs();
        long mant = ExactRounding.leadingBits(mag, MANT_BITS);
        return scaleRoundClip(layer, channel, total.signum() < 0, mant, ExactRounding.droppedBits(mag, MANT_BITS));
    }

    /** The same for an accumulator that fits in a long. */
    public static int apply(Layer layer, Channel channel, long acc, boolean nar) {
        // |acc| <= 2^45 and |bias| <= 2^31: the total is at most 2^61 + 2^61.
        boolean totalFits = layer.biasShift() <= 30 && (acc >> 45 == 0 || acc >> 45 == -1);
        if (nar || !totalFits) {
            return apply(layer, channel, acc >> 63, acc, nar);
        }
        long total = (acc << BIAS_FRACTION_BITS) + ((long) channel.bias() << layer.biasShift());
        return leading32(layer, channel, total < 0, Math.abs(total), 0, false);
    }

    /**
     * The same for an accumulator of 128 bits, two's complement.
     *
     * @param hi the upper 64 bits
     * @param lo the lower 64 bits
     */
    public static int apply(Layer layer, Channel channel, long hi, long lo, boolean nar) {
        if (nar) {
            return layer.result().narBits();
        }
        int shift = layer.biasShift();
        if (shift > 128) {
            return apply(layer, channel, Int128.toBigInteger(hi, lo), false);
        }
        // 192 bits, limb 2 most significant: acc * 2^16 < 2^143 and bias * 2^shift <= 2^159 in magnitude.
        long bias = channel.bias();
        long biasLow = bias << shift; // Java shifts by shift mod 64
        long biasHigh = bias >> 1 >> (63 - (shift & 63));
        long b0 = shift < 64 ? biasLow : 0;
        long b1 = shift < 64 ? biasHigh : shift < 128 ? biasLow : 0;
        long b2 = shift < 64 ? bias >> 63 : shift < 128 ? biasHigh : bias;

        long t0 = (lo << BIAS_FRACTION_BITS) + b0;
        long carry0 = Long.compareUnsigned(t0, b0) < 0 ? 1 : 0;
        long a1 = hi << BIAS_FRACTION_BITS | lo >>> (64 - BIAS_FRACTION_BITS);
        long s1 = a1 + b1;
        long t1 = s1 + carry0;
        long carry1 = Long.compareUnsigned(s1, b1) < 0 || Long.compareUnsigned(t1, s1) < 0 ? 1 : 0;
        long t2 = (hi >> (64 - BIAS_FRACTION_BITS)) + b2 + carry1;
        return t2 < 0
                ? leading64(layer, channel, true, -t0, ~t1 + (t0 == 0 ? 1 : 0), ~t2 + (t0 == 0 && t1 == 0 ? 1 : 0))
                : leading64(layer, channel, false, t0, t1, t2);
    }

    /** A magnitude of 192 bits, limb 2 most significant, to its 64 leading bits. */
    private static int leading64(Layer layer, Channel channel, boolean negative, long mag0, long mag1, long mag2) {
        if (mag2 == 0 && mag1 == 0) {
            return leading32(layer, channel, negative, mag0, 0, false);
        }
        boolean three = mag2 != 0;
        long top = three ? mag2 : mag1;
        long next = three ? mag1 : mag0;
        int zeros = Long.numberOfLeadingZeros(top);
        long leading = top << zeros | next >>> 1 >>> (63 - zeros);
        boolean sticky = next << zeros != 0 || (three && mag0 != 0);
        return leading32(layer, channel, negative, leading, (three ? 128 : 64) - zeros, sticky);
    }

    /** A magnitude of 64 bits, unsigned, below which {@code dropped} bits are already gone, to {@code mant}. */
    private static int leading32(
            Layer layer, Channel channel, boolean negative, long mag, int dropped, boolean sticky) {
        int drop = Math.max(0, 64 - MANT_BITS - Long.numberOfLeadingZeros(mag));
        boolean odd = sticky || (mag & ((1L << drop) - 1)) != 0;
        long mant = mag >>> drop | (odd ? 1 : 0);
        return scaleRoundClip(layer, channel, negative, mant, dropped + drop);
    }

    private static int scaleRoundClip(Layer layer, Channel channel, boolean negative, long mant, int e) {
        int multiplier = negative ? channel.negMultiplier() : channel.posMultiplier();
        int scale = negative ? channel.negScale() : channel.posScale();
        int x = scale << 22 >> 22;
        boolean flip = (scale & 0x8000) != 0;
        long fraction = negative ? channel.negFraction() : channel.posFraction();
        long m = (long) multiplier << FRACTION_BITS | fraction;
        int code = layer.result() instanceof IntegerFormat integer
                ? integer(integer, layer, negative ^ flip, mant, e, m, x)
                : layer.result().round(negative ^ flip, mant * m, e + x - FRACTION_BITS, Rounding.NEAREST_EVEN);
        return layer.result().clip(code, layer.clipLow(), layer.clipHigh());
    }

    private static int integer(IntegerFormat result, Layer layer, boolean negative, long mant, int e, long m, int x) {
        long product = mant * m;
        Rounding last = layer.rounding();
        if (last == Rounding.NEAREST_TWICE) {
            boolean nudged = x < NO_RIGHT_SHIFT && (e > 0 || mant >= 1 << BIAS_FRACTION_BITS) && e <= NUDGE_BIT;
            product += nudged ? 1L << (NUDGE_BIT - e) : 0;
            last = Rounding.NEAREST_UP;
        } else if (last == Rounding.FLOAT32) {
            // Rounded to odd at 32 bits, mant rounds to 24 as mag does.
            product = toFloat(toFloat(mant) * m);
            last = Rounding.NEAREST_EVEN;
        }
        // The product can have 64 bits now, unsigned.
        long nearest = IntegerFormat.nearest(negative, product, e + x - FRACTION_BITS, last);
        long magnitude = Math.min(LARGEST_ROUNDED, nearest);
        return result.saturate((negative ? -magnitude : magnitude) + layer.zeroPoint());
    }

    /** To 24 significant bits, ties to even. */
    private static long toFloat(long magnitude) {
        int drop = 64 - FLOAT_BITS - Long.numberOfLeadingZeros(magnitude);
        return drop <= 0 ? magnitude : RoundedShift.right(false, magnitude, drop, Rounding.NEAREST_EVEN) << drop;
    }
}
