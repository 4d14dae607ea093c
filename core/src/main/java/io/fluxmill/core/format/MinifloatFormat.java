// SPDX-License-Identifier: Apache-2.0
package io.fluxmill.core.format;

/**
 * Small floating-point formats without infinity and NaN, {@code FPw_EeMm}: sign, biased exponent, mantissa; subnormals at
 * exponent field 0. FP4_E2M1 is the element format of the OCP Microscaling Formats (MX) Specification v1.0, section 5.3.3
 * (https://www.opencompute.org/documents/ocp-microscaling-formats-mx-v1-0-spec-final-pdf).
 *
 * <p>Special cases: overflow and infinity saturate to the largest magnitude; a result of zero is always code 0, also for
 * negative values that underflow; the code of -0 decodes to zero. The standard leaves NaN undefined: NaN and NaR become
 * the code of -0, {@code 10...0}. Rounding is to nearest, ties to even, whatever mode is asked for.
 *
 * @param exponentBits e, 2 to 5; the bias is {@code 2^(e-1) - 1}
 * @param mantissaBits m, 1 to 10
 */
public record MinifloatFormat(int exponentBits, int mantissaBits) implements NumberFormat {
    /** @throws IllegalArgumentException if a field width is out of range */
    public MinifloatFormat {
        if (exponentBits < 2 || exponentBits > 5) {
            throw new IllegalArgumentException("minifloat exponent must be 2 to 5 bits: exponentBits=" + exponentBits);
        }
        if (mantissaBits < 1 || mantissaBits > 10) {
            throw new IllegalArgumentException("minifloat mantissa must be 1 to 10 bits: mantissaBits=" + mantissaBits);
        }
    }

    @Override
    public String name() {
        return "FP" + widthBits() + "_E" + exponentBits + "M" + mantissaBits;
    }

    @Override
    public int widthBits() {
        return 1 + exponentBits + mantissaBits;
    }

    @Override
    public boolean isNaR(int bits) {
        return false;
    }

    @Override
    public int significandBits() {
        return mantissaBits + 1;
    }

    @Override
    public int fractionBits() {
        return mantissaBits;
    }

    /** Exponent of the largest codes: field {@code 2^e - 1} less the bias {@code 2^(e-1) - 1} is {@code 2^(e-1)}. */
    @Override
    public int maxExponent() {
        return 1 << (exponentBits - 1);
    }

    /** Exponent of the smallest normal and of the subnormal codes: {@code 1 - bias}. */
    private int minExponent() {
        return 2 - (1 << (exponentBits - 1));
    }

    @Override
    public int maxDown() {
        return maxExponent() - minExponent();
    }

    /** The square of the smallest subnormal, {@code 2^(minExponent - m)}. */
    @Override
    public int quireExponent() {
        return 2 * (minExponent() - mantissaBits);
    }

    /** {@code (2^(m+1) - 1)^2} has {@code 2m + 2} bits (m at least 1); it is shifted up twice by maxDown. */
    @Override
    public int productBits() {
        return 2 * significandBits() + 2 * maxDown();
    }

    @Override
    public Unpacked unpack(int bits) {
        int magnitude = bits & (narBits() - 1);
        int field = magnitude >> mantissaBits;
        int mantissa = magnitude & ((1 << mantissaBits) - 1);
        int significand = field == 0 ? mantissa : mantissa | 1 << mantissaBits;
        int exponent = Math.max(field, 1) + minExponent() - 1;
        return new Unpacked(bits >= narBits(), significand, maxExponent() - exponent);
    }

    @Override
    public int round(boolean negative, long significand, int exponent, Rounding rounding) {
        if (significand == 0) {
            return 0;
        }
        int magnitude = roundMagnitude(significand, exponent);
        return magnitude == 0 || !negative ? magnitude : magnitude | narBits();
    }

    /**
     * The code without sign. The rounded significand, hidden bit included, is added to the exponent field: a carry out of
     * the mantissa moves on to the next binade, and a subnormal that rounds up becomes the smallest normal.
     */
    private int roundMagnitude(long significand, int exponent) {
        int largest = narBits() - 1;
        int leading = 63 - Long.numberOfLeadingZeros(significand) + exponent;
        if (leading > maxExponent()) {
            return largest;
        }
        int binade = Math.max(leading, minExponent());
        int drop = binade - mantissaBits - exponent;
        long rounded =
                drop <= 0 ? significand << -drop : RoundedShift.right(false, significand, drop, Rounding.NEAREST_EVEN);
        return (int) Math.min(largest, ((long) (binade - minExponent()) << mantissaBits) + rounded);
    }

    /** Sign and magnitude as an integer; both zeros are 0. */
    @Override
    public int order(int bits) {
        int magnitude = bits & (narBits() - 1);
        return bits >= narBits() ? -magnitude : magnitude;
    }
}
