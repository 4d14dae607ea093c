// SPDX-License-Identifier: Apache-2.0
package io.fluxmill.hw.arith;

import io.fluxmill.core.format.BinaryFormat;
import io.fluxmill.core.format.IntegerFormat;
import io.fluxmill.core.format.MinifloatFormat;
import io.fluxmill.core.format.MinifloatFormat.Specials;
import io.fluxmill.core.format.NumberFormat;
import io.fluxmill.core.format.PositFormat;
import io.fluxmill.hw.hdl.Bit;
import io.fluxmill.hw.hdl.Word;

/** Decoders from a code to sign, significand and exponent; combinational. */
public final class Unpack {
    private Unpack() {}

    /**
     * Decodes a code of {@code format.widthBits()} bits.
     *
     * @param name prefix of the wires' names
     */
    public static Unpacked of(String name, NumberFormat format, Word code) {
        if (format instanceof IntegerFormat) {
            return integer(name, code);
        }
        if (format instanceof BinaryFormat) {
            return new Unpacked(code.bit(0).not(), Word.of(1, 1), Word.of(0, 1), Bit.of(false));
        }
        if (format instanceof MinifloatFormat minifloat) {
            return minifloat(name, minifloat, code);
        }
        Bit negative = code.top();
        Word negated = code.negate().named(name + "_negated");
        Word magnitude = Word.mux(negative, negated, code).named(name + "_magnitude");
        return posit(name, (PositFormat) format, negative, magnitude.slice(0, format.widthBits() - 1));
    }

    /** Bits that hold 0 to {@code format.maxDown()}. */
    public static int downBits(NumberFormat format) {
        return Math.max(1, 32 - Integer.numberOfLeadingZeros(format.maxDown()));
    }

    private static Unpacked integer(String name, Word code) {
        Bit negative = code.top();
        Word magnitude = Word.mux(negative, code.negate().named(name + "_negated"), code);
        return new Unpacked(negative, magnitude, Word.of(0, 1), Bit.of(false));
    }

    /** The exponent field counts down from that of the largest finite code; subnormals have the exponent of field 1. */
    private static Unpacked minifloat(String name, MinifloatFormat format, Word code) {
        int mantissaBits = format.mantissaBits();
        int exponentBits = format.exponentBits();
        Bit negative = format.signed() ? code.top() : Bit.of(false);
        Word mantissa = mantissaBits == 0 ? null : code.slice(0, mantissaBits);
        if (exponentBits == 0) {
            return new Unpacked(negative, mantissa, Word.of(0, 1), Bit.of(false));
        }
        Word field = code.slice(mantissaBits, exponentBits);
        Bit normal = field.any().named(name + "_normal");
        Word effective = Word.mux(normal, field, Word.of(1, exponentBits));
        Word down = Word.of(format.maxBits() >> mantissaBits, exponentBits)
                .minus(effective)
                .named(name + "_below");
        Word significand = Word.cat(normal.asWord(), mantissa);
        if (format.specials() == Specials.NONE) {
            return new Unpacked(negative, significand, down, Bit.of(false));
        }
        Bit nar = notReal(format, code).named(name + "_not_real");
        return new Unpacked(negative, significand.gate(nar.not()), down.resize(downBits(format)), nar);
    }

    /** Whether a code of a format that has such codes is NaN or an infinity. */
    public static Bit notReal(MinifloatFormat format, Word code) {
        int magnitudeBits = format.exponentBits() + format.mantissaBits();
        Word magnitude = code.slice(0, magnitudeBits);
        Bit last = allOnes(magnitude);
        Bit minusZero = format.signed() ? code.top().and(magnitude.isZero()) : last;
        return switch (format.specials()) {
            case NONE -> Bit.of(false);
            case ALL_ONES_NAN -> last;
            case IEEE -> allOnes(code.slice(format.mantissaBits(), format.exponentBits()));
            case ONE_NAN -> minusZero;
            case ONE_NAN_AND_INFINITIES -> format.signed()
                    ? minusZero.or(last)
                    : allOnes(code.slice(1, magnitudeBits - 1)); // Inf is the code before NaN
        };
    }

    private static Bit allOnes(Word word) {
        return word.not().isZero();
    }

    /**
     * The magnitude of a code, negative or not, then the regime: the run is turned into leading zeros, normalising the body by them brings the
     * terminator to the top, and exponent and fraction to fixed places.
     *
     * <pre>
     * run of ones,  length z: k = z - 1, down = ((n-1-z) &lt;&lt; es) - e
     * run of zeros, length z: k = -z,    down = ((n-2+z) &lt;&lt; es) - e
     * </pre>
     *
     * @param body the magnitude's bits below its sign; zero for zero and NaR
     */
    public static Unpacked posit(String name, PositFormat format, Bit negative, Word body) {
        int n = format.widthBits();
        int es = format.exponentBits();
        Bit rest = body.any().named(name + "_rest");
        Bit ones = body.top();
        int width = normaliserWidth(Math.max(n - 1, 1 + es + format.fractionBits()));
        int pad = width - (n - 1);
        Word leading = Word.cat(body.xor(ones.repeat(n - 1)), pad == 0 ? null : Word.of((1L << pad) - 1, pad))
                .named(name + "_regime_zeros");
        Normalise.Result run =
                Normalise.left(name + "_run", leading, body.padLow(pad).named(name + "_body"));
        int bits = downBits(format) + 1;
        Word z = run.count().resize(bits).named(name + "_run_length");
        Word ofOnes = Word.of(n - 1, bits).minus(z).named(name + "_down_of_ones");
        Word ofZeros = Word.of(n - 2, bits).plus(z).named(name + "_down_of_zeros");
        Word regimes = Word.mux(ones, ofOnes, ofZeros).named(name + "_regimes_down");
        Word down = regimes;
        if (es > 0) {
            Word exponent = run.payload().slice(width - 1 - es, es);
            down = Word.cat(regimes.slice(0, bits - es), Word.of(0, es))
                    .minus(exponent.resize(bits))
                    .named(name + "_scale_down");
        }
        Word significand = rest.asWord();
        if (format.fractionBits() > 0) {
            Word fraction = run.payload().slice(width - 1 - es - format.fractionBits(), format.fractionBits());
            significand = Word.cat(significand, fraction.gate(rest));
        }
        return new Unpacked(negative.and(rest), significand, down.resize(downBits(format)), negative.and(rest.not()));
    }

    /** The next 2^k - 1, so that k shift stages count every run. */
    private static int normaliserWidth(int minimum) {
        return (Integer.highestOneBit(minimum) << 1) - 1;
    }
}
