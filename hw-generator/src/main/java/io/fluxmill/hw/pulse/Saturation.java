// SPDX-License-Identifier: Apache-2.0
package io.fluxmill.hw.pulse;

import io.fluxmill.hw.hdl.Bit;
import io.fluxmill.hw.hdl.Word;

/** Saturation of two's complement words. */
final class Saturation {
    private Saturation() {}

    /** The nearest value that fits in fewer bits; sign-extended if the word is not wider. */
    static Word signed(Word value, int bits) {
        if (value.width() <= bits) {
            return value.signExtend(bits);
        }
        Word above = value.slice(bits - 1, value.width() - bits + 1);
        Bit negative = value.top();
        Bit fits = above.xor(negative.repeat(above.width())).isZero();
        Word limit = Word.cat(negative.asWord(), negative.not().repeat(bits - 1));
        return Word.mux(fits, value.slice(0, bits), limit);
    }
}
