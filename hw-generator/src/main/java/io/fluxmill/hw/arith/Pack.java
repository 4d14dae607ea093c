// SPDX-License-Identifier: Apache-2.0
package io.fluxmill.hw.arith;

import io.fluxmill.core.format.BinaryFormat;
import io.fluxmill.core.format.IntegerFormat;
import io.fluxmill.core.format.MinifloatFormat;
import io.fluxmill.core.format.NumberFormat;
import io.fluxmill.core.format.PositFormat;
import io.fluxmill.hw.hdl.Bit;
import io.fluxmill.hw.hdl.Word;

/**
 * Rounding a normalised value once to a code; combinational. The value is {@code (-1)^negative * significand * 2^(exponent -
 * (SIGNIFICAND_BITS - 1))} with the top bit of the significand set; its last bit is sticky: it stands for itself and everything
 * below. The caller handles zero and NaR.
 */
public final class Pack {
    /** Enough for 16 result bits, a round bit and the sticky bit. */
    public static final int SIGNIFICAND_BITS = 18;

    private static final int FRACTION_BITS = SIGNIFICAND_BITS - 1;

    private Pack() {}

    /**
     * A normalised value.
     *
     * @param exponent two's complement
     * @param away ties away from zero instead of to even; integers only
     * @param toward ties toward zero; integers only, and not together with {@code away}
     */
    public record Value(Bit negative, Word significand, Word exponent, Bit away, Bit toward) {}

    /**
     * The code, of {@code format.widthBits()} bits; saturating.
     *
     * @param name prefix of the wires' names
     */
    public static Word of(String name, NumberFormat format, Value value) {
        if (format instanceof IntegerFormat) {
            return integer(name, format.widthBits(), value);
        }
        if (format instanceof BinaryFormat) {
            return value.negative().not().asWord();
        }
        if (format instanceof MinifloatFormat minifloat) {
            return minifloat(name, minifloat, value);
        }
        return posit(name, (PositFormat) format, value);
    }

    /** The code, or that of zero where the value is zero. */
    public static Word unlessZero(NumberFormat format, Bit zero, Word code) {
        return format.zeroBits() == 0
                ? code.gate(zero.not())
                : Word.mux(zero, Word.of(format.zeroBits(), format.widthBits()), code);
    }

    /**
     * The nearest integer of n bits, two's complement: {@code significand << (exponent + 1)} is the integer above bit SIGNIFICAND_BITS, a round bit, sticky
     * bits.
     *
     * @param n at most 17
     */
    public static Word integer(String name, int n, Value value) {
        Word exponent = value.exponent();
        Bit big = atLeast(exponent, n).named(name + "_over");
        Bit tiny = atLeast(exponent, -1).not().named(name + "_tiny");
        int amountBits = 32 - Integer.numberOfLeadingZeros(n);
        Word amount = exponent.slice(0, amountBits).plus(1).named(name + "_shift");
        Word significand = value.significand().resize(SIGNIFICAND_BITS + n).named(name + "_shifted");
        Word field = Shift.left(name + "_shifted", significand, amount);
        Word whole = field.slice(SIGNIFICAND_BITS, n);
        Bit increment = field.bit(FRACTION_BITS)
                .and(field.slice(0, FRACTION_BITS)
                        .any()
                        .or(whole.bit(0).and(value.toward().not()))
                        .or(value.away()))
                .named(name + "_increment");
        Word rounded = whole.plusExpand(increment.extend(n)).named(name + "_rounded");
        Word limit = Word.of((1L << (n - 1)) - 1, n + 1)
                .plus(value.negative().extend(n + 1))
                .named(name + "_limit");
        Word saturated = Word.mux(big.or(limit.less(rounded)), limit, rounded).named(name + "_saturated");
        Word magnitude = saturated.slice(0, n).gate(tiny.not()).named(name + "_magnitude");
        return Word.mux(value.negative(), magnitude.negate().named(name + "_negated"), magnitude);
    }

    /**
     * {@code body = ((E - emin) << mantissaBits) + significand}: the hidden bit counts the exponent field up by one. Without an exponent field it
     * is what the magnitude overflows into by rounding. Ties go to the even body, which is the even code.
     */
    private static Word minifloat(String name, MinifloatFormat format, Value value) {
        int mantissaBits = format.mantissaBits();
        int exponentBits = format.exponentBits();
        int codeBits = exponentBits + mantissaBits;
        int smallest = format.minExponent();
        Word exponent = value.exponent();
        int bits = exponent.width();
        int tooLarge = format.maxExponent() + (exponentBits == 0 ? 0 : 1);
        Bit over = atLeast(exponent, tooLarge).named(name + "_over");
        Bit normal = atLeast(exponent, smallest).named(name + "_normal");
        Bit tiny = atLeast(exponent, smallest - mantissaBits - 2).not().named(name + "_tiny");
        Word above = null;
        if (exponentBits > 0) {
            Word offset = exponent.minus(constant(smallest, bits)).named(name + "_offset");
            above = offset.slice(0, exponentBits).gate(normal).named(name + "_above");
        }
        Word deficit = constant(smallest, bits).minus(exponent).named(name + "_deficit");
        Word below = deficit.gate(normal.not()).named(name + "_below");
        int amountBits = 32 - Integer.numberOfLeadingZeros(mantissaBits + 2);
        Word field = value.significand()
                .padLow(mantissaBits + 2)
                .shiftRight(below.slice(0, amountBits))
                .named(name + "_shifted");
        int keep = 1 + mantissaBits;
        Word body = field.slice(field.width() - keep, keep).resize(codeBits + 1);
        if (above != null) {
            body = body.plus(above.padLow(mantissaBits).resize(codeBits + 1)).named(name + "_body");
        }
        int roundAt = field.width() - keep - 1;
        Bit increment = field.bit(roundAt)
                .and(field.slice(0, roundAt).any().or(body.bit(0)))
                .named(name + "_increment");
        Word rounded = body.plus(increment.extend(codeBits + 1)).named(name + "_rounded");
        boolean toTheEnd = format.maxBits() == (1 << codeBits) - 1;
        Bit beyond = toTheEnd
                ? rounded.top()
                : Word.of(format.maxBits(), codeBits + 1).less(rounded);
        Word magnitude = Word.mux(over.or(beyond), Word.of(format.maxBits(), codeBits), rounded.slice(0, codeBits))
                .gate(tiny.not())
                .named(name + "_magnitude");
        return format.signed()
                ? Word.cat(value.negative().and(magnitude.any()).asWord(), magnitude)
                : magnitude.gate(value.negative().not());
    }

    /** Regime, exponent and fraction as one string, shifted right by the regime; rounding is an addition to its top. */
    private static Word posit(String name, PositFormat format, Value value) {
        int n = format.widthBits();
        int es = format.exponentBits();
        Word exponent = value.exponent();
        Bit over = atLeast(exponent, format.maxExponent()).named(name + "_over");
        Bit under = atLeast(exponent, -format.maxExponent()).not().named(name + "_under");
        Bit small = exponent.top();
        Word regime = exponent.slice(es, exponent.width() - es);
        int amountBits = Math.max(1, 32 - Integer.numberOfLeadingZeros(n - 3));
        Word amount =
                Word.mux(small, regime.not(), regime).named(name + "_regime").slice(0, amountBits);
        Word string = Word.cat(
                        small.not().asWord(),
                        small.asWord(),
                        es == 0 ? null : exponent.slice(0, es),
                        value.significand().slice(0, FRACTION_BITS),
                        n == 3 ? null : Word.of(0, n - 3))
                .named(name + "_string");
        Word shifted = Shift.rightArithmetic(name + "_shifted", string, amount);
        int roundAt = shifted.width() - n;
        Word body = shifted.slice(roundAt + 1, n - 1);
        Bit increment = shifted.bit(roundAt)
                .and(shifted.slice(0, roundAt).any().or(body.bit(0)))
                .named(name + "_increment");
        Word rounded = body.plus(increment.extend(n - 1)).named(name + "_rounded");
        Word clamped = Word.mux(over, Word.of((1L << (n - 1)) - 1, n - 1), Word.mux(under, Word.of(1, n - 1), rounded));
        Word code = clamped.resize(n).named(name + "_magnitude");
        return Word.mux(value.negative(), code.negate().named(name + "_negated"), code);
    }

    /** {@code exponent >= constant}, two's complement. */
    private static Bit atLeast(Word exponent, int constant) {
        return exponent.lessSigned(constant(constant, exponent.width())).not();
    }

    private static Word constant(int value, int widthBits) {
        return Word.of(value & ((1L << widthBits) - 1), widthBits);
    }
}
