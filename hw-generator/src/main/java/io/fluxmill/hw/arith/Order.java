// SPDX-License-Identifier: Apache-2.0
package io.fluxmill.hw.arith;

import io.fluxmill.core.format.MinifloatFormat;
import io.fluxmill.core.format.NumberFormat;
import io.fluxmill.hw.hdl.Bit;
import io.fluxmill.hw.hdl.Word;

/** Comparison of codes by value, {@link NumberFormat#order}; combinational. */
public final class Order {
    private Order() {}

    /** A key of the same width whose unsigned order is the order of the values. */
    public static Word key(NumberFormat format, Word code) {
        int n = format.widthBits();
        Bit sign = code.top();
        Word low = code.slice(0, n - 1);
        if (format instanceof MinifloatFormat) {
            return Word.mux(
                    sign,
                    Word.cat(Word.of(0, 1), low.not()).plus(low.isZero().extend(n)),
                    Word.cat(Word.of(1, 1), low));
        }
        return Word.cat(sign.not().asWord(), low);
    }

    /** The code, clipped to [low, high]; a code at or above low and at or below high is unchanged. */
    public static Word clip(NumberFormat format, Word code, Word low, Word high) {
        Word key = key(format, code);
        Word atLeast = Word.mux(key.less(key(format, low)), low, code);
        return Word.mux(key(format, high).less(key), high, atLeast);
    }
}
