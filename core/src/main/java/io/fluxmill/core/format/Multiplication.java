// SPDX-License-Identifier: Apache-2.0
package io.fluxmill.core.format;

import java.math.BigInteger;

/**
 * How two codes are multiplied: exactly, or with one addition instead of the product of their significands. Sums are exact in all of them.
 *
 * <pre>
 * |a| = 2^Ea (1 + x),  |b| = 2^Eb (1 + y)                 Ea, Eb &gt;= 0: in units of the smallest code, see {@link FixedPoint}
 * s   = x + y + offset                                    0 &lt;= x, y &lt; 1
 * |P| = 2^(Ea + Eb) * 2^floor(s) * (1 + s - floor(s))     in units of 2^quireExponent; what lies below 1 is cut off
 * P   = 0 if a or b is zero; else |P| with the product's sign; NaR if an operand is NaR
 *
 * MITCHELL  offset = 0
 * LMUL      offset = 2^-l(m),  l(m) = m for m &lt;= 3, 3 for m = 4, 4 for larger m;  m = fractionBits; 0 for m = 0
 * </pre>
 *
 * P is monotone in the magnitude of either operand. Subnormal codes are 2^E (1 + x) like all others. With m = 0 every value is a power of two and every product
 * exact. Mitchell's product never exceeds the exact one; L-Mul's does by a factor of at most {@code 1 + offset}.
 *
 * <p>Sources: J. N. Mitchell, Computer multiplication and division using binary logarithms, 1962; H. Luo and W. Sun, Addition is all you need for
 * energy-efficient language models, 2024 (arXiv 2410.00907), equation 1 and the rule for l(m); the carry of s into the exponent is that of its addition of codes as integers.
 */
public enum Multiplication {
    /** The product itself. */
    EXACT,
    /** L-Mul in its integer form. */
    LMUL,
    /** Mitchell's logarithms. */
    MITCHELL;

    private static final int LARGEST_L = 4;
    private static final int LARGEST_M_OF_ITSELF = 3;

    /** Whether codes of the format can be multiplied so: all but integers, which have no exponent. */
    public boolean takes(NumberFormat format) {
        return this == EXACT
                || format instanceof PositFormat
                || format instanceof MinifloatFormat minifloat && minifloat.exponentBits() > 0;
    }

    /** Whether codes of the formats can be multiplied so: approximate products are of two codes of one format. */
    public boolean takes(FormatPair formats) {
        return this == EXACT || !formats.isMixed() && takes(formats.weights());
    }

    /** The offset, in units of {@code 2^-fractionBits}. */
    public int offset(NumberFormat format) {
        int m = format.fractionBits();
        if (this != LMUL || m == 0) {
            return 0;
        }
        int l = m <= LARGEST_M_OF_ITSELF ? m : m == LARGEST_L ? LARGEST_L - 1 : LARGEST_L;
        return 1 << m - l;
    }

    /** {@code E + x} of a code that is neither zero nor NaR, in units of {@code 2^-fractionBits}. */
    public static int logarithm(NumberFormat format, int bits) {
        NumberFormat.Unpacked unpacked = format.unpack(bits);
        int top = 31 - Integer.numberOfLeadingZeros(unpacked.significand());
        int m = format.fractionBits();
        int exponent = format.maxExponent() - m + top - unpacked.down() - FixedPoint.exponent(format);
        return (exponent << m) + (unpacked.significand() - (1 << top) << m - top);
    }

    /**
     * The magnitude of a product in quire units.
     *
     * @param sum of both logarithms and the offset
     */
    static BigInteger antilogarithm(NumberFormat format, int sum) {
        int m = format.fractionBits();
        int fraction = sum & (1 << m) - 1;
        return BigInteger.valueOf(1L << m | fraction).shiftLeft(sum >> m).shiftRight(m);
    }

    /** The product of two codes in quire units; 0 if one is NaR. */
    public BigInteger units(NumberFormat format, int a, int b) {
        NumberFormat.Unpacked left = format.unpack(a);
        NumberFormat.Unpacked right = format.unpack(b);
        if (left.significand() == 0 || right.significand() == 0) {
            return BigInteger.ZERO;
        }
        BigInteger magnitude = this == EXACT
                ? FixedPoint.exact(format, a)
                        .multiply(FixedPoint.exact(format, b))
                        .abs()
                : antilogarithm(format, logarithm(format, a) + logarithm(format, b) + offset(format));
        return left.negative() == right.negative() ? magnitude : magnitude.negate();
    }

    /** Bits of the largest product in quire units. */
    public int productBits(NumberFormat format) {
        return this == LMUL ? units(format, format.maxBits(), format.maxBits()).bitLength() : format.productBits();
    }
}
