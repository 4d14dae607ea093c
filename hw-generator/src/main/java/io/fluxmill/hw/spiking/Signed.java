// SPDX-License-Identifier: Apache-2.0
package io.fluxmill.hw.spiking;

import io.fluxmill.hw.hdl.Bit;
import io.fluxmill.hw.hdl.Word;
import java.math.BigInteger;

/** Two's complement numbers of the neurons' states. */
final class Signed {
    private Signed() {}

    /** The sum, wide enough to be exact. */
    static Word sum(String name, Word a, Word b) {
        int width = Math.max(a.width(), b.width()) + 1;
        return a.signExtend(width).plus(b.signExtend(width)).named(name);
    }

    /** The difference, wide enough to be exact. */
    static Word difference(String name, Word a, Word b) {
        int width = Math.max(a.width(), b.width()) + 1;
        return a.signExtend(width).minus(b.signExtend(width)).named(name);
    }

    /** The nearest number of so many bits. */
    static Word saturate(String name, Word value, int widthBits) {
        if (value.width() <= widthBits) {
            return value.signExtend(widthBits);
        }
        Word above = value.slice(widthBits - 1, value.width() - widthBits + 1).named(name + "_above");
        Bit fits = above.isZero().or(above.not().isZero()).named(name + "_fits");
        Word most = Word.of(BigInteger.ONE.shiftLeft(widthBits - 1).subtract(BigInteger.ONE), widthBits);
        Word least = Word.of(BigInteger.ONE.shiftLeft(widthBits - 1), widthBits);
        return Word.mux(fits, value.slice(0, widthBits), Word.mux(value.top(), least, most))
                .named(name);
    }
}
