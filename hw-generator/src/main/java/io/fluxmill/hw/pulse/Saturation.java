// SPDX-License-Identifier: Apache-2.0
package io.fluxmill.hw.pulse;

import io.fluxmill.hw.hdl.Bit;
import io.fluxmill.hw.hdl.Word;

/** Saturation of two's complement words. */
final class Saturation {
    private Saturation() {}

    /**
     * The value in fewer bits, the nearest there is; sign-extended if it has no more bits.
     *
     * @param name what the wires' names begin with
     */
    static Word signed(String name, Word value, int bits) {
        if (value.width() <= bits) {
            return value.signExtend(bits);
        }
        Word above = value.slice(bits - 1, value.width() - bits + 1);
        Bit negative = value.top().named(name + "_negative");
        Bit fits = above.xor(negative.repeat(above.width())).isZero().named(name + "_fits");
        Word limit = Word.cat(negative.asWord(), negative.not().repeat(bits - 1));
        return Word.mux(fits, value.slice(0, bits), limit);
    }
}
