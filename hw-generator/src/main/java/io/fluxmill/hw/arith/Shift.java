// SPDX-License-Identifier: Apache-2.0
package io.fluxmill.hw.arith;

import io.fluxmill.hw.hdl.Word;

/** Logarithmic shifters, one mux per stage; combinational. */
public final class Shift {
    private Shift() {}

    /**
     * Arithmetic right shift: the top bit is shifted in. Same width.
     *
     * @param name prefix of the wires' names, which end with the places that the amount's bit shifts by
     */
    public static Word rightArithmetic(String name, Word word, Word amount) {
        Word result = word;
        for (int stage = 0; stage < amount.width(); stage++) {
            int places = Math.min(1 << stage, word.width());
            Word fill = result.top().repeat(places);
            Word shifted = places == word.width() ? fill : Word.cat(fill, result.slice(places, word.width() - places));
            result = Word.mux(amount.bit(stage), shifted, result).named(name + "_" + (1 << stage));
        }
        return result;
    }

    /**
     * Left shift, zeros shifted in. Same width.
     *
     * @param name prefix of the wires' names, which end with the places that the amount's bit shifts by
     */
    public static Word left(String name, Word word, Word amount) {
        return left(name, word, amount, 0);
    }

    /** The same by {@code amount * 2^unit} places. */
    public static Word left(String name, Word word, Word amount, int unit) {
        Word result = word;
        for (int stage = 0; stage < amount.width(); stage++) {
            int places = Math.min(1 << stage + unit, word.width());
            Word shifted = places == word.width()
                    ? Word.of(0, places)
                    : result.slice(0, word.width() - places).padLow(places);
            result = Word.mux(amount.bit(stage), shifted, result).named(name + "_" + (1 << stage + unit));
        }
        return result;
    }
}
