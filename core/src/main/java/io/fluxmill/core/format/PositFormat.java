// SPDX-License-Identifier: Apache-2.0
package io.fluxmill.core.format;

/**
 * Posit(n, es): sign, regime of unary length, es exponent bits, fraction; negative codes are the two's complement of the
 * positive ones. {@code value = 2^(regime * 2^es + exponent) * (1 + fraction)}. es = 2 is the Standard for Posit Arithmetic
 * (2022, https://posithub.org/docs/posit_standard-2.pdf); (8,0) and (16,1) are the earlier draft's types.
 *
 * <p>Special cases: {@code 10...0} is NaR. Infinities and NaN become NaR. Magnitudes above maxpos become maxpos, non-zero
 * magnitudes below minpos become minpos: nothing but zero rounds to zero. No signed zero, no subnormals.
 *
 * <p>Rounding is to nearest, ties to even, on the unbounded posit <em>bit string</em>, whatever mode is asked for; where the
 * regime has pushed exponent bits out, the midpoint of two codes is therefore geometric: between 4 and 16 of Posit(4,1) it
 * is 8.
 *
 * @param widthBits n, 3 to 16
 * @param exponentBits es, 0 to 2
 */
public record PositFormat(int widthBits, int exponentBits) implements NumberFormat {
    /** Fraction bits kept while rounding; all that is below is OR-ed into the last. With 15 regime and 2 exponent bits: 57. */
    private static final int ROUND_FRACTION_BITS = 40;

    /** @throws IllegalArgumentException if n or es is out of range */
    public PositFormat {
        if (widthBits < 3 || widthBits > 16) {
            throw new IllegalArgumentException("posit width must be 3 to 16 bits: widthBits=" + widthBits);
        }
        if (exponentBits < 0 || exponentBits > 2) {
            throw new IllegalArgumentException("posit exponent must be 0 to 2 bits: exponentBits=" + exponentBits);
        }
    }

    @Override
    public String name() {
        return "POSIT" + widthBits + "_" + exponentBits;
    }

    @Override
    public boolean isNaR(int bits) {
        return bits == narBits();
    }

    @Override
    public int significandBits() {
        return Math.max(1, widthBits - 2 - exponentBits);
    }

    @Override
    public int fractionBits() {
        return significandBits() - 1;
    }

    /** E, the exponent of maxpos: a regime of {@code n - 1} ones is {@code n - 2}, in steps of {@code 2^es}. */
    @Override
    public int maxExponent() {
        return (widthBits - 2) << exponentBits;
    }

    /** From {@code maxpos = 2^E} down to {@code minpos = 2^-E}. */
    @Override
    public int maxDown() {
        return 2 * maxExponent();
    }

    /** {@code minpos^2}. */
    @Override
    public int quireExponent() {
        return -2 * maxExponent();
    }

    /** {@code maxpos^2 / minpos^2 = 2^4E}. */
    @Override
    public int productBits() {
        return 4 * maxExponent() + 1;
    }

    @Override
    public Unpacked unpack(int bits) {
        if (bits == 0 || isNaR(bits)) {
            return new Unpacked(false, 0, 0);
        }
        boolean negative = bits > narBits();
        // The n-1 bits after the sign, left-aligned: regime, exponent, fraction; zeros follow.
        int body = (negative ? -bits : bits) << (33 - widthBits);
        int run = body < 0 ? Integer.numberOfLeadingZeros(~body) : Integer.numberOfLeadingZeros(body);
        int regime = body < 0 ? run - 1 : -run;
        long tail = (long) (body << (run + 1)) & 0xFFFF_FFFFL;
        int scale = (regime << exponentBits) + (int) (tail >> (32 - exponentBits));
        long fraction = (tail << exponentBits & 0xFFFF_FFFFL) >> (32 - fractionBits());
        return new Unpacked(negative, 1 << fractionBits() | (int) fraction, maxExponent() - scale);
    }

    @Override
    public int round(boolean negative, long significand, int exponent, Rounding rounding) {
        if (significand == 0) {
            return 0;
        }
        int magnitude = roundMagnitude(significand, exponent);
        return negative ? -magnitude & ((1 << widthBits) - 1) : magnitude;
    }

    /** The code of a positive value. Out of range is clamped before rounding, so rounding cannot reach 0 or NaR. */
    private int roundMagnitude(long significand, int exponent) {
        int leadingZeros = Long.numberOfLeadingZeros(significand);
        int scale = 63 - leadingZeros + exponent;
        if (scale >= maxExponent()) {
            return narBits() - 1;
        }
        if (scale < -maxExponent()) {
            return 1;
        }
        int regime = scale >> exponentBits;
        int regimeLength = regime < 0 ? 1 - regime : regime + 2;
        long regimeBits = regime < 0 ? 1 : (2L << (regime + 1)) - 2;
        long exponentField = scale - (regime << exponentBits);
        long prefix = regimeBits << exponentBits | exponentField;
        long string = prefix << ROUND_FRACTION_BITS | fraction(significand << leadingZeros);
        int drop = regimeLength + exponentBits + ROUND_FRACTION_BITS - (widthBits - 1);
        return (int) RoundedShift.right(false, string, drop, Rounding.NEAREST_EVEN);
    }

    /** The fraction below the leading one in bit 63, with a sticky last bit. */
    private static long fraction(long normalised) {
        long belowHidden = normalised << 1;
        long kept = belowHidden >>> (64 - ROUND_FRACTION_BITS);
        return belowHidden << ROUND_FRACTION_BITS == 0 ? kept : kept | 1;
    }

    @Override
    public int fromDouble(double value) {
        return Double.isInfinite(value) ? narBits() : NumberFormat.super.fromDouble(value);
    }

    /** Posits compare as signed integers. */
    @Override
    public int order(int bits) {
        return bits << (32 - widthBits) >> (32 - widthBits);
    }
}
