// SPDX-License-Identifier: Apache-2.0
package io.fluxmill.format;

/**
 * A format as its definition says, in exact rationals. Shares no code with the classes under test: codes are decoded as
 * strings of bits, and values are encoded by comparing with the exact values of neighbouring codes.
 */
abstract class FormatOracle {
    final int width;
    /** {@code [2^width]}: value of each code, null for NaR. */
    private final Rational[] values;

    FormatOracle(int width) {
        this.width = width;
        values = new Rational[1 << width];
    }

    static FormatOracle of(NumberFormat format) {
        if (format instanceof PositFormat posit) {
            return new PositOracle(posit.widthBits(), posit.exponentBits());
        }
        if (format instanceof MinifloatFormat minifloat) {
            return new MinifloatOracle(minifloat.exponentBits(), minifloat.mantissaBits());
        }
        return new IntegerOracle(format.widthBits());
    }

    /** The value of a code; null for NaR. */
    final Rational value(int code) {
        if (values[code] == null) {
            values[code] = decode(binary(code, width));
        }
        return values[code];
    }

    /** The code that a value rounds to, ties to even. */
    abstract int encode(Rational value);

    /** The code that NaR converts to. */
    final int nar() {
        return 1 << (width - 1);
    }

    abstract Rational decode(String bits);

    /** The code of a real value or, for null, of NaR. */
    final int encodeOrNaR(Rational value) {
        return value == null ? nar() : encode(value);
    }

    static String binary(int code, int width) {
        String digits = Integer.toBinaryString(code);
        return "0".repeat(width - digits.length()) + digits;
    }

    static Rational product(Rational a, Rational b) {
        return a == null || b == null ? null : a.times(b);
    }
}
