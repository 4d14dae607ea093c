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

    /**
     * Shifts key and payload left by the leading zeros of the key; equal widths of 2^k - 1 bits.
     *
     * @param name prefix of the wires' names
     */
    public static Result left(String name, Word key, Word payload) {
        int stages = 32 - Integer.numberOfLeadingZeros(key.width());
        List<Word> counts = new ArrayList<>();
        Word k = key;
        Word p = payload;
        for (int stage = stages - 1; stage >= 0; stage--) {
            int shift = 1 << stage;
            Bit empty = empty(name, k, shift);
            k = Word.mux(empty, shiftLeft(k, shift), k).named(name + "_key_" + shift);
            p = Word.mux(empty, shiftLeft(p, shift), p).named(name + "_body_" + shift);
            counts.add(0, empty.asWord());
        }
        return new Result(k, p, Word.catLow(counts).named(name + "_count"));
    }

    /**
     * Shifts a word left by its leading zeros, considering stages of 2^highest down to 2^lowest places.
     *
     * @param name prefix of the wires' names
     * @return key and count; the payload is the key. The count has highest - lowest + 1 bits, in units of 2^lowest
     */
    public static Result left(String name, Word key, int highest, int lowest) {
        List<Word> counts = new ArrayList<>();
        Word k = key;
        for (int stage = highest; stage >= lowest; stage--) {
            int shift = 1 << stage;
            Bit empty = empty(name, k, shift);
            k = Word.mux(empty, shiftLeft(k, shift), k).named(name + "_key_" + shift);
            counts.add(0, empty.asWord());
        }
        return new Result(k, k, Word.catLow(counts));
    }

    /** Whether the places that a shift drops hold zeros. */
    private static Bit empty(String name, Word key, int shift) {
        return key.slice(key.width() - shift, shift).isZero().named(name + "_empty_" + shift);
    }

    private static Word shiftLeft(Word word, int places) {
        return places >= word.width()
                ? Word.of(0, word.width())
                : word.slice(0, word.width() - places).padLow(places);
    }
}
