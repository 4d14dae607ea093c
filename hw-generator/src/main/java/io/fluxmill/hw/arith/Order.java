// SPDX-License-Identifier: Apache-2.0
package io.fluxmill.hw.arith;

import io.fluxmill.core.format.MinifloatFormat;
import io.fluxmill.core.format.NumberFormat;
import io.fluxmill.hw.hdl.Bit;
import io.fluxmill.hw.hdl.Word;

/** Comparison of codes by value, {@link NumberFormat#order}; combinational. */
public final class Order {
    private Order() {}

    /**
     * A key of the same width whose unsigned order is the order of the values.
     *
     * @param name prefix of the wires' names
     */
    public static Word key(String name, NumberFormat format, Word code) {
        int n = format.widthBits();
        Bit sign = code.top();
        Word low = code.slice(0, n - 1);
        if (format instanceof MinifloatFormat) {
            Word negative = Word.cat(Word.of(0, 1), low.not())
                    .plus(low.isZero().extend(n))
                    .named(name + "_of_negative");
            return Word.mux(sign, negative, Word.cat(Word.of(1, 1), low)).named(name);
        }
        return Word.cat(sign.not().asWord(), low).named(name);
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
