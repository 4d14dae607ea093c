// SPDX-License-Identifier: Apache-2.0
package io.fluxmill.core.format;

/**
 * A number format of at most 16 bits as exact arithmetic. Codes are the low {@link #widthBits()} bits of an {@code int},
 * upper bits zero.
 *
 * <p>Every finite code is unpacked as {@code (-1)^sign * significand * 2^(maxExponent - down - fractionBits)} with
 * {@code 0 <= significand < 2^significandBits} and {@code 0 <= down <= maxDown}. The hardware datapath is built from the
 * same four constants: significands are multiplied as integers, the {@code down} values are added and the product,
 * placed with its least significant bit at {@link #productShift()}, is shifted right by their sum. Bits that fall out
 * are always zero.
 *
 * <table><caption>The constants</caption>
 * <tr><th>format</th><th>significandBits</th><th>fractionBits</th><th>maxExponent</th><th>maxDown</th><th>quireExponent</th></tr>
 * <tr><td>INTn</td><td>n</td><td>0</td><td>0</td><td>0</td><td>0</td></tr>
 * <tr><td>minifloat of m mantissa bits</td><td>m + 1; m without exponent field</td><td>m</td><td>of the largest finite code</td><td>maxExponent - minExponent</td><td>2 (minExponent - m)</td></tr>
 * <tr><td>BINARY</td><td>1</td><td>0</td><td>0</td><td>0</td><td>0</td></tr>
 * <tr><td>Posit(n,es), E = 2^es (n-2)</td><td>max(1, n-2-es)</td><td>significandBits-1</td><td>E</td><td>2E</td><td>-2E</td></tr>
 * </table>
 *
 * <p>Special cases: there is no signed zero as a result (zero encodes to code 0; code 8 of FP4_E2M1 decodes to zero).
 * NaR ("not a real") is the NaR of posits, and NaN and the infinities of minifloats: all make a sum that they are an operand of NaR. As a result
 * NaR is the code {@link #narBits()}, in every format. Overflow saturates in every format; underflow of a posit gives minpos, never 0.
 */
public sealed interface NumberFormat permits BinaryFormat, BlockFormat, IntegerFormat, MinifloatFormat, PositFormat {
    /** Exponent of the unit of sums that are formed in a window. */
    int WINDOW_EXPONENT = -40;

    /** Bits of the largest product that is summed exactly. */
    int EXACT_PRODUCT_BITS = 256;

    /** Full name, for example {@code FP4_E2M1}, {@code POSIT8_0}, {@code INT8}. */
    String name();

    /** Width of a code in bits, 1 to 16. */
    int widthBits();

    /** Width of the SIMD lane that holds a code: 4, 8 or 16. Bits of the lane above {@link #widthBits()} are zero. */
    default int laneBits() {
        return widthBits() <= 4 ? 4 : widthBits() <= 8 ? 8 : 16;
    }

    /** Lanes in a 16-bit operand word: 4, 2 or 1. */
    default int lanes() {
        return 16 / laneBits();
    }

    /** Whether the code is not a real number: NaR, NaN or an infinity. Always false in formats that have none. */
    boolean isNaR(int bits);

    /** The code that NaR converts to: NaN if there is one; {@code 10...0} in posits and integers. */
    default int narBits() {
        return 1 << (widthBits() - 1);
    }

    /** The code of the largest value. */
    default int maxBits() {
        return narBits() - 1;
    }

    /** The code that zero rounds to: 0, but in BINARY, which has no zero, that of 1. */
    default int zeroBits() {
        return 0;
    }

    /** The code of the most negative value; not always {@link #narBits()}, which in FP4_E2M1 is a zero. */
    default int minBits() {
        return round(true, 1, Double.MAX_EXPONENT, Rounding.NEAREST_EVEN);
    }

    /** The code of 1.0, or of the value nearest to it. */
    default int oneBits() {
        return fromDouble(1.0);
    }

    int significandBits();

    int fractionBits();

    int maxExponent();

    int maxDown();

    /** Exponent of the unit of exact accumulation: every product of two codes is a multiple of {@code 2^quireExponent}. */
    int quireExponent();

    /** Bit position, in quire units, of the least significant bit of a product with down 0; at least 0. */
    default int productShift() {
        return 2 * maxExponent() - 2 * fractionBits() - quireExponent();
    }

    /** Bits of the magnitude of the largest product in quire units. */
    int productBits();

    /** Whether a matrix co-processor sums products in a window, because exact ones have more than 256 bits in quire units. */
    default boolean isWindowed() {
        return productBits() > EXACT_PRODUCT_BITS;
    }

    /**
     * Exponent of the unit in which a matrix co-processor sums: {@link #quireExponent}, so that sums are exact; of windowed formats {@link
     * #WINDOW_EXPONENT}, to a multiple of which every term is rounded down. Even.
     */
    default int sumExponent() {
        return isWindowed() ? WINDOW_EXPONENT : quireExponent();
    }

    /** Whether results can have it; block formats are formats of operands alone. */
    default boolean canBeResult() {
        return true;
    }

    /** 16-bit operand words of a sum of so many products. */
    default int words(int depth) {
        return (depth + lanes() - 1) / lanes();
    }

    /** Unpacks a code. What is not real and zero unpack to significand 0. */
    Unpacked unpack(int bits);

    /** The value of a code; NaN for NaR, and an infinity for an infinity. Exact: every code of every format is a double. */
    default double toDouble(int bits) {
        if (isNaR(bits)) {
            return Double.NaN;
        }
        Unpacked unpacked = unpack(bits);
        double magnitude =
                Math.scalb((double) unpacked.significand(), maxExponent() - unpacked.down() - fractionBits());
        return unpacked.negative() && magnitude != 0 ? -magnitude : magnitude;
    }

    /**
     * Rounds {@code (-1)^negative * significand * 2^exponent} once to this format, saturating. Posits and minifloats round
     * ties to even whatever {@code rounding} is.
     *
     * @param significand unsigned, less than 2^63; 0 encodes to {@link #zeroBits}. A significand of at least 18 significant bits
     *     whose last bit is "sticky" (rounded to odd) rounds as the exact value would
     * @param exponent -2^30 to 2^30
     */
    int round(boolean negative, long significand, int exponent, Rounding rounding);

    /** Nearest code to a double (ties to even, saturating, infinities saturate except in posits where they are NaR; NaN to {@link #narBits()}). */
    default int fromDouble(double value) {
        if (Double.isNaN(value)) {
            return narBits();
        }
        boolean negative = value < 0;
        if (Double.isInfinite(value)) {
            return round(negative, 1, Double.MAX_EXPONENT + 1, Rounding.NEAREST_EVEN);
        }
        // A double is an integer of at most 53 bits times 2^(exponent - 52); subnormals have the exponent of
        // MIN_NORMAL.
        int exponent = Math.max(Math.getExponent(value), Double.MIN_EXPONENT) - 52;
        long fraction = Double.doubleToRawLongBits(value) & ((1L << 52) - 1);
        long significand = Math.abs(value) < Double.MIN_NORMAL ? fraction : fraction | 1L << 52;
        return round(negative, significand, exponent, Rounding.NEAREST_EVEN);
    }

    /** A key that orders codes by value as signed integers; used for clipping and max pooling. What is not real sorts lowest. */
    int order(int bits);

    /** The code, or {@code low} or {@code high} if it lies beyond that in {@link #order}. */
    default int clip(int bits, int low, int high) {
        int order = order(bits);
        if (order < order(low)) {
            return low;
        }
        return order > order(high) ? high : bits;
    }

    /** One unpacked code: {@code (-1)^negative * significand * 2^(maxExponent - down - fractionBits)}. */
    record Unpacked(boolean negative, int significand, int down) {}
}
