// SPDX-License-Identifier: Apache-2.0
package io.fluxmill.core.format;

/**
 * Two's complement integers {@code INTn}: every code from {@code -2^(n-1)} to {@code 2^(n-1) - 1} is used.
 *
 * <p>Special cases: overflow saturates to the nearer end; underflow gives 0. No NaR.
 *
 * @param widthBits n, 2 to 16
 */
public record IntegerFormat(int widthBits) implements NumberFormat {
    /** @throws IllegalArgumentException if the width is not 2 to 16 */
    public IntegerFormat {
        if (widthBits < 2 || widthBits > 16) {
            throw new IllegalArgumentException("integer width must be 2 to 16 bits: widthBits=" + widthBits);
        }
    }

    @Override
    public String name() {
        return "INT" + widthBits;
    }

    @Override
    public boolean isNaR(int bits) {
        return false;
    }

    /** The magnitude of the most negative integer, {@code 2^(n-1)}, needs n bits. */
    @Override
    public int significandBits() {
        return widthBits;
    }

    @Override
    public int fractionBits() {
        return 0;
    }

    @Override
    public int maxExponent() {
        return 0;
    }

    @Override
    public int maxDown() {
        return 0;
    }

    @Override
    public int quireExponent() {
        return 0;
    }

    /** {@code (-2^(n-1))^2 = 2^(2n-2)}. */
    @Override
    public int productBits() {
        return 2 * widthBits - 1;
    }

    @Override
    public Unpacked unpack(int bits) {
        int value = order(bits);
        return new Unpacked(value < 0, Math.abs(value), 0);
    }

    /** {@link Rounding#NEAREST_TWICE} and {@link Rounding#FLOAT32} are refused: they round what comes before, too. */
    @Override
    public int round(boolean negative, long significand, int exponent, Rounding rounding) {
        long magnitude = nearest(negative, significand, exponent, rounding);
        return saturate(negative ? -magnitude : magnitude);
    }

    /** The code of the nearest integer that there is. */
    int saturate(long value) {
        int limit = narBits();
        return (int) Math.max(-limit, Math.min(limit - 1, value)) & 2 * limit - 1;
    }

    /**
     * The magnitude of {@code significand * 2^exponent}, the magnitude of a number, to the nearest integer; any value of at least 2^16 where that is the
     * truth.
     *
     * @param significand unsigned, at most 2^63 + 2^62
     */
    static long nearest(boolean negative, long significand, int exponent, Rounding rounding) {
        if (exponent < 0) {
            return RoundedShift.right(negative, significand, -exponent, rounding);
        }
        boolean below2To16 = 64 - Long.numberOfLeadingZeros(significand) + (long) exponent <= 16;
        return significand == 0 ? 0 : below2To16 ? significand << exponent : 1L << 16;
    }

    /** The value itself. */
    @Override
    public int order(int bits) {
        return bits << (32 - widthBits) >> (32 - widthBits);
    }
}
