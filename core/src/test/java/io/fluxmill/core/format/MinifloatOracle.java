// SPDX-License-Identifier: Apache-2.0
package io.fluxmill.core.format;

import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Formats of a sign and a magnitude by definition, which is found by the format's name alone: the nearest of all finite values, the even code of two
 * equally near; beyond the largest that one.
 */
abstract class MinifloatOracle extends FormatOracle {
    private final boolean signed;
    private final int largest;
    private final int nar;
    private final boolean infinities;

    /**
     * @param largest code of the largest finite value; higher magnitudes are NaN or infinities
     * @param nar code that NaN has
     * @param infinities whether the code after the largest value is infinity
     */
    private MinifloatOracle(int width, boolean signed, int largest, int nar, boolean infinities) {
        super(width);
        this.signed = signed;
        this.largest = largest;
        this.nar = nar;
        this.infinities = infinities;
    }

    static FormatOracle of(String name) {
        Matcher ocp = Pattern.compile("FP[0-9]+_E([0-9])M([0-9])(FN|)").matcher(name);
        Matcher p3109 = Pattern.compile("BINARY([0-9])P([0-9])([SU])([EF])").matcher(name);
        if (name.equals("FP16")) {
            return new Ocp(5, 10, 0x7BFF, 0x7E00, true);
        } else if (name.equals("BF16")) {
            return new Ocp(8, 7, 0x7F7F, 0x7FC0, true);
        } else if (name.equals("FP8_E5M2")) {
            return new Ocp(5, 2, 0x7B, 0x7E, true);
        } else if (name.equals("FP8_E4M3FN")) {
            return new Ocp(4, 3, 0x7E, 0x7F, false);
        } else if (ocp.matches()) {
            int exponentBits = Integer.parseInt(ocp.group(1));
            int mantissaBits = Integer.parseInt(ocp.group(2));
            int minusZero = 1 << (exponentBits + mantissaBits);
            return new Ocp(exponentBits, mantissaBits, minusZero - 1, minusZero, false);
        } else if (p3109.matches()) {
            int k = Integer.parseInt(p3109.group(1));
            return P3109.of(
                    k,
                    Integer.parseInt(p3109.group(2)),
                    p3109.group(3).equals("S"),
                    p3109.group(4).equals("E"));
        }
        return name.equals("TERNARY") ? new Integers(2, true, 1, 2) : unsigned(Integer.parseInt(name.substring(4)));
    }

    private static FormatOracle unsigned(int width) {
        return new Integers(width, false, (1 << width) - 1, 0);
    }

    /** The magnitude that the bits after the sign are. */
    abstract Rational magnitude(String bits);

    @Override
    public final Rational decode(String bits) {
        boolean negative = signed && bits.charAt(0) == '1';
        String magnitude = signed ? bits.substring(1) : bits;
        int code = Integer.parseInt(magnitude, 2);
        boolean onlyZeroIsNaN = negative && code == 0 && nar == 1 << (width - 1) && this instanceof P3109;
        if (code > largest || onlyZeroIsNaN) {
            return null;
        }
        return negative ? magnitude(magnitude).negate() : magnitude(magnitude);
    }

    @Override
    public final int nar() {
        return nar;
    }

    @Override
    public final int infinity(int code) {
        int positive = largest + 1;
        if (!infinities) {
            return 0;
        }
        return code == positive ? 1 : signed && code == positive + (1 << (width - 1)) ? -1 : 0;
    }

    @Override
    public final int largest() {
        return largest;
    }

    @Override
    public final int negated(int code) {
        return code == 0 || !signed ? 0 : code + (1 << (width - 1));
    }

    @Override
    public final int encode(Rational value) {
        if (value.signum() <= 0) {
            return value.signum() == 0 || !signed ? 0 : negated(encode(value.abs()));
        }
        int low = 0;
        for (int step = 1 << (width - 1); step > 0; step /= 2) {
            low = low + step <= largest && value(low + step).compareTo(value) <= 0 ? low + step : low;
        }
        return low == largest ? low : nearer(low, value);
    }

    /** {@code low} or the next code, whichever is nearer to a value between them. */
    private int nearer(int low, Rational value) {
        Rational toLow = value.plus(value(low).negate());
        Rational toHigh = value(low + 1).plus(value.negate());
        int side = toLow.compareTo(toHigh);
        return side < 0 || (side == 0 && low % 2 == 0) ? low : low + 1;
    }

    /** OCP MX and OFP8, IEEE 754: {@code 2^(E - bias) * (1 + m)}, bias 2^(e - 1) - 1; subnormals. */
    private static final class Ocp extends MinifloatOracle {
        private final int exponentBits;

        Ocp(int exponentBits, int mantissaBits, int largest, int nar, boolean infinities) {
            super(1 + exponentBits + mantissaBits, true, largest, nar, infinities);
            this.exponentBits = exponentBits;
        }

        @Override
        Rational magnitude(String bits) {
            int bias = (1 << (exponentBits - 1)) - 1;
            int field = Integer.parseInt(bits.substring(0, exponentBits), 2);
            String mantissa = bits.substring(exponentBits);
            Rational fraction =
                    Rational.of(Integer.parseInt(mantissa, 2)).times(Rational.powerOfTwo(-mantissa.length()));
            return field == 0
                    ? fraction.times(Rational.powerOfTwo(1 - bias))
                    : fraction.plus(Rational.of(1)).times(Rational.powerOfTwo(field - bias));
        }
    }

    /**
     * P3109, interim report 4.0: with T = code mod 2^(P - 1) and E = code div 2^(P - 1), T 2^(2 - B - P) if E = 0, else (2^(P - 1) + T) 2^(E - B - P + 1).
     */
    private static final class P3109 extends MinifloatOracle {
        private final int p;
        private final int bias;

        private P3109(int k, int p, boolean signed, int largest, int nar, boolean extended) {
            super(k, signed, largest, nar, extended);
            this.p = p;
            bias = 1 << (signed ? k - p - 1 : k - p);
        }

        static P3109 of(int k, int p, boolean signed, boolean extended) {
            int nar = signed ? 1 << (k - 1) : (1 << k) - 1;
            int beforeNaN = signed ? (1 << (k - 1)) - 1 : (1 << k) - 2;
            return new P3109(k, p, signed, extended ? beforeNaN - 1 : beforeNaN, nar, extended);
        }

        @Override
        Rational magnitude(String bits) {
            int code = Integer.parseInt(bits, 2);
            int hidden = 1 << (p - 1);
            int exponent = code / hidden;
            int trailing = code % hidden;
            return exponent == 0
                    ? Rational.of(trailing).times(Rational.powerOfTwo(2 - bias - p))
                    : Rational.of(hidden + trailing).times(Rational.powerOfTwo(exponent - bias - p + 1));
        }
    }

    private static final class Integers extends MinifloatOracle {
        Integers(int width, boolean signed, int largest, int nar) {
            super(width, signed, largest, nar, false);
        }

        @Override
        Rational magnitude(String bits) {
            return Rational.of(Integer.parseInt(bits, 2));
        }
    }
}
