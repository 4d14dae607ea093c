// SPDX-License-Identifier: Apache-2.0
package io.fluxmill.core.format;

import java.math.BigInteger;

/**
 * Exact values of any width rounded once to a format.
 *
 * <p>Leading bits are rounded to odd first: the last kept bit is OR-ed with all dropped ones. That does not change the result, because 62 bits
 * are kept and {@link NumberFormat#round} decides on at most 18 of them.
 */
public final class ExactRounding {
    private static final int KEPT_BITS = 62;

    private ExactRounding() {}

    /** {@code value * 2^exponent}, rounded once. */
    public static int round(NumberFormat format, BigInteger value, int exponent, Rounding rounding) {
        BigInteger magnitude = value.abs();
        int dropped = droppedBits(magnitude, KEPT_BITS);
        long leading = leadingBits(magnitude, KEPT_BITS);
        return format.round(value.signum() < 0, leading, exponent + dropped, rounding);
    }

    /**
     * {@code numerator / denominator * 2^exponent}, rounded once.
     *
     * @param denominator positive
     */
    public static int roundQuotient(
            NumberFormat format, BigInteger numerator, BigInteger denominator, int exponent, Rounding rounding) {
        // Scaled so that the quotient has at least 64 bits; a remainder makes it odd.
        int scale = Math.max(0, 64 + denominator.bitLength() - numerator.bitLength());
        BigInteger[] quotient = numerator.abs().shiftLeft(scale).divideAndRemainder(denominator);
        BigInteger odd = quotient[1].signum() == 0 ? quotient[0] : quotient[0].setBit(0);
        return round(format, numerator.signum() < 0 ? odd.negate() : odd, exponent - scale, rounding);
    }

    /** Bits of a magnitude beyond the {@code kept} leading ones. */
    static int droppedBits(BigInteger magnitude, int kept) {
        return Math.max(0, magnitude.bitLength() - kept);
    }

    /** The {@code kept} leading bits (at most 63) of a magnitude, rounded to odd; the magnitude itself if it has no more. */
    static long leadingBits(BigInteger magnitude, int kept) {
        int dropped = droppedBits(magnitude, kept);
        long leading = magnitude.shiftRight(dropped).longValueExact();
        boolean sticky = dropped > 0 && magnitude.getLowestSetBit() < dropped;
        return sticky ? leading | 1 : leading;
    }
}
