// SPDX-License-Identifier: Apache-2.0
package io.fluxmill.hw.arith;

import io.fluxmill.core.format.BinaryFormat;
import io.fluxmill.core.format.MinifloatFormat;
import io.fluxmill.core.format.MinifloatFormat.Specials;
import io.fluxmill.core.format.NumberFormat;
import io.fluxmill.hw.hdl.Bit;
import io.fluxmill.hw.hdl.Word;

/** Comparison of codes by value, {@link NumberFormat#order}; combinational. */
public final class Order {
    private Order() {}

    /**
     * A key whose unsigned order is the order of the values; as wide as the code, or one bit wider.
     *
     * @param name prefix of the wires' names
     */
    public static Word key(String name, NumberFormat format, Word code) {
        if (format instanceof BinaryFormat) {
            return code;
        }
        if (format instanceof MinifloatFormat minifloat) {
            return minifloat(name, minifloat, code);
        }
        return Word.cat(code.top().not().asWord(), code.slice(0, format.widthBits() - 1))
                .named(name);
    }

    /** What is not real is 0, below all others: -max is at least 1 where there is such a code. */
    private static Word minifloat(String name, MinifloatFormat format, Word code) {
        Word key = format.signed() ? signed(name, format, code) : code;
        if (format.specials() == Specials.NONE) {
            return key;
        }
        Bit real = Unpack.notReal(format, code).not().named(name + "_real");
        return (format.signed() ? key : Word.cat(Word.of(1, 1), key)).gate(real);
    }

    /** A -0 that is a zero has the key of +0. */
    private static Word signed(String name, MinifloatFormat format, Word code) {
        int n = format.widthBits();
        Word low = code.slice(0, n - 1);
        Bit plusOne = format.isNegativeZeroNaN() ? Bit.of(true) : low.isZero();
        Word negative =
                Word.cat(Word.of(0, 1), low.not()).plus(plusOne.extend(n)).named(name + "_of_negative");
        return Word.mux(code.top(), negative, Word.cat(Word.of(1, 1), low)).named(name);
    }

    /**
     * The code, clipped to [low, high]; a code at or above low and at or below high is unchanged.
     *
     * @param name prefix of the wires' names
     */
    public static Word clip(String name, NumberFormat format, Word code, Word low, Word high) {
        Word key = key(name + "_key", format, code);
        Word atLeast = Word.mux(key.less(key(name + "_low_key", format, low)), low, code);
        return Word.mux(key(name + "_high_key", format, high).less(key), high, atLeast);
    }
}
