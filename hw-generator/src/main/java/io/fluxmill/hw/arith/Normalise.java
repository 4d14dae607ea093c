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
     * Shifts a word left by its leading zeros, considering stages of 2^highest down to 2^lowest places, and keeps its top: a stage drops the bits that no later
     * stage brings up.
     *
     * @param name prefix of the wires' names
     * @param kept highest bits of the shifted word that are kept; where it has more, a bit below them is 1 if any of those is
     * @return key and count; the payload is the key. The count has highest - lowest + 1 bits, in units of 2^lowest
     */
    public static Result left(String name, Word key, int highest, int lowest, int kept) {
        List<Word> counts = new ArrayList<>();
        Word k = key;
        Bit below = Bit.of(false);
        for (int stage = highest; stage >= lowest; stage--) {
            int shift = 1 << stage;
            Bit empty = empty(name, k, shift);
            int bits = Math.min(k.width(), kept + shift - (1 << lowest));
            int dropped = k.width() - bits;
            below = below.or(lost(k, empty, dropped, shift));
            k = Word.mux(empty, shiftLeft(k, shift), k)
                    .named(name + "_key_" + shift)
                    .slice(dropped, bits);
            counts.add(0, empty.asWord());
        }
        boolean whole = k.width() == key.width();
        Word top = whole ? k : Word.cat(k, below.asWord());
        return new Result(top, top, Word.catLow(counts));
    }

    /** Whether a bit of a word is 1 that is among its lowest after the shift by which it is shifted if {@code empty}. */
    private static Bit lost(Word word, Bit empty, int lowest, int shift) {
        if (lowest == 0) {
            return Bit.of(false);
        }
        int always = Math.max(0, lowest - shift);
        Bit unshifted = word.slice(always, lowest - always).any().and(empty.not());
        return always == 0 ? unshifted : word.slice(0, always).any().or(unshifted);
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
