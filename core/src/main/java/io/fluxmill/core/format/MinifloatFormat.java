// SPDX-License-Identifier: Apache-2.0
package io.fluxmill.core.format;

/**
 * Floating-point formats of at most 16 bits with subnormals: sign, biased exponent, mantissa; and, as those without an exponent
 * field, integers of a magnitude.
 *
 * <pre>
 *  field = 0:  (-1)^sign * mantissa              * 2^(1 - bias - mantissaBits)
 *  else:       (-1)^sign * (2^mantissaBits + mantissa) * 2^(field - bias - mantissaBits)
 *
 *  name         sign  exponent  mantissa  bias  not real                               source
 *  FPw_EeMm      1       e         m      2^(e-1)-1   none (NaN becomes -0)            OCP MX v1.0, 5.3.3 (FP4_E2M1, FP6_E2M3, FP6_E3M2)
 *  FP8_E4M3FN    1       4         3         7  NaN: all ones                          OCP OFP8 v1.0
 *  FP8_E5M2      1       5         2        15  as IEEE 754                            OCP OFP8 v1.0
 *  FP16          1       5        10        15  Inf: field all ones, mantissa 0;       IEEE 754 binary16
 *  BF16          1       8         7       127  NaN: field all ones, another mantissa  bfloat16
 *  BINARYkPpSx   1      k-p       p-1   2^(e-1)  NaN: 10...0; x = E: Inf 01...1, 11...1  IEEE P3109, interim report 4.0
 *  BINARYkPpUx   0    k-p+1       p-1   2^(e-1)  NaN: 1...1;  x = E: Inf 1...10          (a draft: no conformance is claimed)
 *  TERNARY       1       0         1         0  none (NaN becomes -0)
 *  UINTn         0       0         n      1 - n  none (NaN becomes 0)
 * </pre>
 *
 * <p>Special cases: overflow and infinity saturate to the largest finite value, and in unsigned formats everything negative to 0; a result of
 * zero is always code 0, also for negative values that underflow; a code of -0 decodes to zero. Codes of NaN and of infinities are
 * {@link #isNaR}: an operand of that kind makes a sum NaN. Rounding is to nearest, ties to the even code, whatever mode is
 * asked for.
 *
 * <p>Sources: https://www.opencompute.org/documents/ocp-microscaling-formats-mx-v1-0-spec-final-pdf,
 * https://www.opencompute.org/documents/ocp-8-bit-floating-point-specification-ofp8-revision-1-0-2023-12-01-pdf-1,
 * https://github.com/P3109/Public.
 *
 * @param exponentBits 0 to 8; 0 is a magnitude alone
 * @param mantissaBits 0 to 16; the code has at most 16 bits and at least 2
 * @param bias what the exponent field exceeds the exponent by
 */
public record MinifloatFormat(
        String name, boolean signed, int exponentBits, int mantissaBits, int bias, Specials specials)
        implements NumberFormat {

    /** Which codes are no real number. */
    public enum Specials {
        /** None. */
        NONE,
        /** The largest magnitude of either sign is NaN. */
        ALL_ONES_NAN,
        /** The largest exponent field is Inf with mantissa 0, otherwise NaN. */
        IEEE,
        /** One NaN: the code of -0, or the last code of an unsigned format. */
        ONE_NAN,
        /** One NaN, likewise, and the infinities as the largest magnitudes beside it. */
        ONE_NAN_AND_INFINITIES
    }

    /** @throws IllegalArgumentException if a field width is out of range */
    public MinifloatFormat {
        require(exponentBits >= 0 && exponentBits <= 8, "exponent", "0 to 8 bits", "exponentBits", exponentBits);
        require(mantissaBits >= 0 && mantissaBits <= 16, "mantissa", "0 to 16 bits", "mantissaBits", mantissaBits);
        int width = (signed ? 1 : 0) + exponentBits + mantissaBits;
        require(width >= 2 && width <= 16, "code", "2 to 16 bits", "widthBits", width);
    }

    private static void require(boolean holds, String part, String rule, String key, int value) {
        if (!holds) {
            throw new IllegalArgumentException("minifloat " + part + " must be " + rule + ": " + key + "=" + value);
        }
    }

    /** {@code FPw_EeMm} without special values, bias 2^(e-1) - 1. */
    static MinifloatFormat finite(int exponentBits, int mantissaBits) {
        String name = "FP" + (1 + exponentBits + mantissaBits) + "_E" + exponentBits + "M" + mantissaBits;
        return ieee(name, exponentBits, mantissaBits, Specials.NONE);
    }

    /** Signed, bias 2^(e-1) - 1. */
    static MinifloatFormat ieee(String name, int exponentBits, int mantissaBits, Specials specials) {
        return new MinifloatFormat(name, true, exponentBits, mantissaBits, (1 << (exponentBits - 1)) - 1, specials);
    }

    /**
     * IEEE P3109 binary{k}p{p}{s|u}{e|f}.
     *
     * @param k width, 3 to 8
     * @param p precision with the hidden bit, 1 to k - 1, or k if unsigned
     * @param extended whether it has infinities
     */
    static MinifloatFormat p3109(int k, int p, boolean signed, boolean extended) {
        require(k >= 3 && k <= 8, "width", "3 to 8 bits", "k", k);
        require(p >= 1 && p <= (signed ? k - 1 : k), "precision", "at least 1 and leave an exponent", "p", p);
        int exponentBits = signed ? k - p : k - p + 1;
        String name = "BINARY" + k + "P" + p + (signed ? "S" : "U") + (extended ? "E" : "F");
        Specials specials = extended ? Specials.ONE_NAN_AND_INFINITIES : Specials.ONE_NAN;
        return new MinifloatFormat(name, signed, exponentBits, p - 1, 1 << (exponentBits - 1), specials);
    }

    /** -1, 0 and 1: a sign and a magnitude of one bit. */
    static MinifloatFormat ternary() {
        return new MinifloatFormat("TERNARY", true, 0, 1, 0, Specials.NONE);
    }

    /** 0 to 2^n - 1. */
    static MinifloatFormat unsigned(int n) {
        return new MinifloatFormat("UINT" + n, false, 0, n, 1 - n, Specials.NONE);
    }

    @Override
    public int widthBits() {
        return (signed ? 1 : 0) + exponentBits + mantissaBits;
    }

    /** The sign of a code, 0 if it has none. */
    private int signBit() {
        return signed ? magnitudes() : 0;
    }

    /** Codes of one sign. */
    private int magnitudes() {
        return 1 << (exponentBits + mantissaBits);
    }

    /** Magnitudes above this are no real numbers. */
    @Override
    public int maxBits() {
        int last = magnitudes() - 1;
        return switch (specials) {
            case NONE -> last;
            case ALL_ONES_NAN -> last - 1;
            case IEEE -> last - (1 << mantissaBits);
            case ONE_NAN -> signed ? last : last - 1;
            case ONE_NAN_AND_INFINITIES -> signed ? last - 1 : last - 2;
        };
    }

    @Override
    public int minBits() {
        return signed ? maxBits() | signBit() : 0;
    }

    /** Whether the code of -0 is a NaN instead. */
    public boolean isNegativeZeroNaN() {
        return signed && (specials == Specials.ONE_NAN || specials == Specials.ONE_NAN_AND_INFINITIES);
    }

    @Override
    public boolean isNaR(int bits) {
        return specials != Specials.NONE
                && ((bits & (magnitudes() - 1)) > maxBits() || (isNegativeZeroNaN() && bits == signBit()));
    }

    /** Whether the code is that of an infinity. */
    private boolean isInfinite(int bits) {
        boolean hasInfinity = specials == Specials.IEEE || specials == Specials.ONE_NAN_AND_INFINITIES;
        return hasInfinity && (bits & (magnitudes() - 1)) == maxBits() + 1;
    }

    /** The quiet NaN of IEEE 754, without sign; without NaN -0, or 0. */
    @Override
    public int narBits() {
        return switch (specials) {
            case NONE -> signBit();
            case ALL_ONES_NAN -> magnitudes() - 1;
            case IEEE -> maxBits() + 1 + (1 << (mantissaBits - 1));
            case ONE_NAN, ONE_NAN_AND_INFINITIES -> signed ? signBit() : magnitudes() - 1;
        };
    }

    @Override
    public double toDouble(int bits) {
        if (isInfinite(bits)) {
            return (bits & signBit()) == 0 ? Double.POSITIVE_INFINITY : Double.NEGATIVE_INFINITY;
        }
        return NumberFormat.super.toDouble(bits);
    }

    /** With an exponent field there is a hidden bit. */
    @Override
    public int significandBits() {
        return exponentBits == 0 ? mantissaBits : mantissaBits + 1;
    }

    @Override
    public int fractionBits() {
        return mantissaBits;
    }

    /** Exponent of the largest finite code. */
    @Override
    public int maxExponent() {
        return exponent(maxBits());
    }

    /** Exponent of the smallest normal and of the subnormal codes. */
    public int minExponent() {
        return 1 - bias;
    }

    private int exponent(int magnitude) {
        return Math.max(magnitude >> mantissaBits, 1) - bias;
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

    /** The square of the largest significand, shifted up twice by maxDown. */
    @Override
    public int productBits() {
        long largest = significand(maxBits());
        return Long.SIZE - Long.numberOfLeadingZeros(largest * largest) + 2 * maxDown();
    }

    private int significand(int magnitude) {
        int mantissa = magnitude & ((1 << mantissaBits) - 1);
        return magnitude >> mantissaBits == 0 ? mantissa : mantissa | 1 << mantissaBits;
    }

    @Override
    public Unpacked unpack(int bits) {
        if (isNaR(bits)) {
            return new Unpacked(false, 0, 0);
        }
        int magnitude = bits & (magnitudes() - 1);
        return new Unpacked((bits & signBit()) != 0, significand(magnitude), maxExponent() - exponent(magnitude));
    }

    @Override
    public int round(boolean negative, long significand, int exponent, Rounding rounding) {
        if (significand == 0 || (negative && !signed)) {
            return 0;
        }
        int magnitude = roundMagnitude(significand, exponent);
        return magnitude == 0 || !negative ? magnitude : magnitude | signBit();
    }

    /**
     * The code without sign. The rounded significand, hidden bit included, is added to the exponent field: a carry out of
     * the mantissa moves on to the next binade, and a subnormal that rounds up becomes the smallest normal. The last bit of the code
     * decides ties; without mantissa that is the exponent's, which therefore goes through the rounding.
     */
    private int roundMagnitude(long significand, int exponent) {
        int leading = 63 - Long.numberOfLeadingZeros(significand) + exponent;
        if (leading > maxExponent()) {
            return maxBits();
        }
        int binade = Math.max(leading, minExponent());
        int drop = binade - mantissaBits - exponent;
        long base = (long) (binade - minExponent()) << mantissaBits;
        long odd = base & 1; // above drop bits of significand, which has one more: at most 2^64 - 1 in all
        long rounded = drop <= 0
                ? (significand << -drop) + odd
                : RoundedShift.right(
                        false,
                        drop < Long.SIZE ? significand + (odd << drop) : significand,
                        drop,
                        Rounding.NEAREST_EVEN);
        return (int) Math.min(maxBits(), base - odd + rounded);
    }

    /** Sign and magnitude as an integer; both zeros are 0; what is not real sorts lowest. */
    @Override
    public int order(int bits) {
        if (isNaR(bits)) {
            return -magnitudes();
        }
        int magnitude = bits & (magnitudes() - 1);
        return (bits & signBit()) != 0 ? -magnitude : magnitude;
    }
}
