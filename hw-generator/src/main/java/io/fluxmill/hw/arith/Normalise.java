// SPDX-License-Identifier: Apache-2.0
package io.fluxmill.hw.arith;

import io.fluxmill.hw.hdl.Bit;
import io.fluxmill.hw.hdl.Word;
import java.util.ArrayList;
import java.util.List;

/** Counting leading zeros by shifting them out; combinational, one mux per stage. */
public final class Normalise {
    private Normalise() {}

    /**
     * @param key the word whose leading zeros were counted, shifted left by the count
     * @param payload another word, shifted by the same count
     * @param count leading zeros of the key, at most the sum of the stages
     */
    public record Result(Word key, Word payload, Word count) {}

    /** Shifts key and payload left by the leading zeros of the key; equal widths of 2^k - 1 bits. */
    public static Result left(Word key, Word payload) {
        int stages = 32 - Integer.numberOfLeadingZeros(key.width());
        List<Word> counts = new ArrayList<>();
        Word k = key;
        Word p = payload;
        for (int stage = stages - 1; stage >= 0; stage--) {
            int shift = 1 << stage;
            Bit empty = k.slice(k.width() - shift, shift).isZero();
            k = Word.mux(empty, shiftLeft(k, shift), k);
            p = Word.mux(empty, shiftLeft(p, shift), p);
            counts.add(0, empty.asWord());
        }
        return new Result(k, p, Word.catLow(counts));
    }

    /**
     * Shifts a word left by its leading zeros, considering stages of 2^highest down to 2^lowest places.
     *
     * @return key and count; the payload is the key. The count has highest - lowest + 1 bits, in units of 2^lowest
     */
    public static Result left(Word key, int highest, int lowest) {
        List<Word> counts = new ArrayList<>();
        Word k = key;
        for (int stage = highest; stage >= lowest; stage--) {
            int shift = 1 << stage;
            Bit empty = k.slice(k.width() - shift, shift).isZero();
            k = Word.mux(empty, shiftLeft(k, shift), k);
            counts.add(0, empty.asWord());
        }
        return new Result(k, k, Word.catLow(counts));
    }

    private static Word shiftLeft(Word word, int places) {
        return places >= word.width()
                ? Word.of(0, word.width())
                : word.slice(0, word.width() - places).padLow(places);
    }
}
