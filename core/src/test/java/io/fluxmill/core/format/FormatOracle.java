// SPDX-License-Identifier: Apache-2.0
package io.fluxmill.core.format;

import java.util.HashMap;
import java.util.Map;

/**
 * A format as its definition says, in exact rationals. Shares no code with the classes under test: codes are decoded as
 * strings of bits, and values are encoded by comparing with the exact values of neighbouring codes.
 */
public abstract class FormatOracle {
    private static final Map<NumberFormat, FormatOracle> ORACLES = new HashMap<>();

    public final int width;
    /** {@code [2^width]}: value of each code, null for NaR. */
    private final Rational[] values;

    FormatOracle(int width) {
        this.width = width;
        values = new Rational[1 << width];
    }

    /** The oracle of a format: one for the whole run, because its values are worth keeping. */
    public static FormatOracle of(NumberFormat format) {
        return ORACLES.computeIfAbsent(format, FormatOracle::create);
    }

    private static FormatOracle create(NumberFormat format) {
        if (format instanceof PositFormat posit) {
            return new PositOracle(posit.widthBits(), posit.exponentBits());
        }
        if (format instanceof IntegerFormat) {
            return new IntegerOracle(format.widthBits());
        }
        return format instanceof BinaryFormat ? new BinaryOracle() : MinifloatOracle.of(format.name());
    }

    /** The value of a code; null for NaR. */
    public final Rational value(int code) {
        if (values[code] == null) {
            values[code] = decode(binary(code, width));
        }
        return values[code];
    }

    /** The code that a value rounds to, ties to even. */
    public abstract int encode(Rational value);

    /** The code that NaR converts to. */
    public int nar() {
        return 1 << (width - 1);
    }

    /** The sign of a code that is an infinity, 0 of others. */
    public int infinity(int code) {
        return 0;
    }

    /** The code of the largest value; the codes from 0 to it ascend. */
    public int largest() {
        return (1 << (width - 1)) - 1;
    }

    /** The code that minus the value of a code rounds to. */
    public int negated(int code) {
        return -code & ((1 << width) - 1);
    }

    public abstract Rational decode(String bits);

    /** Where rounding turns from a positive code (or 0) to the next one. */
    public Rational midpointAbove(int code) {
        return value(code).plus(value(code + 1)).times(Rational.HALF);
    }

    /** The code of a real value or, for null, of NaR. */
    public final int encodeOrNaR(Rational value) {
        return value == null ? nar() : encode(value);
    }

    public static String binary(int code, int width) {
        String digits = Integer.toBinaryString(code);
        return "0".repeat(width - digits.length()) + digits;
    }

    public static Rational product(Rational a, Rational b) {
        return a == null || b == null ? null : a.times(b);
    }
}
