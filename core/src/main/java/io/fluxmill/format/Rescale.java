// SPDX-License-Identifier: Apache-2.0
package io.fluxmill.format;

import java.math.BigInteger;

/**
 * The arithmetic of the output stage of the matrix co-processor: from an exact accumulator to a code of the result
 * format. This class is the contract; the hardware agrees with it in every bit.
 *
 * <pre>
 * total    = acc * 2^16 + bias * 2^biasShift                 exact, signed; acc in quire units of the operand format
 * mag      = |total|;  negative = total &lt; 0
 * mant     = mag, if mag &lt; 2^32, else its 32 leading bits with the last bit OR-ed with all dropped bits (round to odd)
 * e        = number of dropped bits (0 if mag &lt; 2^32)
 * (m, s)   = negative ? (negMultiplier, negScale) : (posMultiplier, posScale)
 * x        = the low 10 bits of s as two's complement, -512 to 511;   flip = bit 15 of s
 * value    = (-1)^(negative xor flip) * (mant * m) * 2^(e + x)       mant * m has at most 48 bits
 * code     = value rounded once to the result format (saturating, Rounding as selected)
 * result   = NaR code if the accumulator is NaR, else code clipped to [clipLow, clipHigh] in {@link NumberFormat#order}
 * </pre>
 *
 * A multiplier is 0 (the result is zero) or normalised: bit 15 is set. ReLU is {@code negMultiplier = 0}; LeakyReLU
 * gives the negative side its own multiplier, so activation and scale are one multiplication and one rounding. With a
 * power of two as multiplier the result is the exact accumulator rounded once (rounding to odd at 32 bits is innocuous
 * for results of up to 16 bits).
 *
 * @param bias 32-bit signed
 * @param multiplier unsigned 16 bits: 0 or 0x8000..0xFFFF
 */
public final class Rescale {
    /** Bits of bias below the unit of the accumulator. */
    public static final int BIAS_FRACTION_BITS = 16;

    /** Parameters of one output channel; the 16-bit fields are unsigned in an {@code int}. */
    public record Channel(int bias, int posMultiplier, int posScale, int negMultiplier, int negScale) {}

    /** Parameters of a layer. */
    public record Layer(NumberFormat operand, NumberFormat result, Rounding rounding, int biasShift, int clipLow, int clipHigh) {}

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
        throw new AssertionError();
    }

    /** The same for an accumulator that fits in a long. */
    public static int apply(Layer layer, Channel channel, long acc, boolean nar) {
        throw new AssertionError();
    }
}
