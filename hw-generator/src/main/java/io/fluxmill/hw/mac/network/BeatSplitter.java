// SPDX-License-Identifier: Apache-2.0
package io.fluxmill.hw.mac.network;

import static io.fluxmill.hw.mac.MacArchitecture.WORD_BITS;

import io.fluxmill.hw.hdl.Bit;
import io.fluxmill.hw.hdl.Contract;
import io.fluxmill.hw.hdl.Module;
import io.fluxmill.hw.hdl.Word;
import java.util.ArrayList;
import java.util.List;

/** Beats of a stream as words of 16 bits, one a cycle. */
@Contract(
        """
        Beats of a stream as words of 16 bits, lowest first.
        in:  tdata, tvalid, tready: the stream, taken only while active is 1, which drops to 0 at the last word that is wanted:
             what is left of its beat is forgotten.
             ready: the word is taken.
        out: word with valid.
        Reset forgets the beat.
        """)
final class BeatSplitter extends Module {
    final Word tdata;
    final Bit tvalid = inBit();
    final Bit tready = outBit();
    final Bit active = inBit();
    final Word word = out(WORD_BITS);
    final Bit valid = outBit();
    final Bit ready = inBit();

    BeatSplitter(NetworkShape shape) {
        int words = shape.rows;
        tdata = in(WORD_BITS * words);
        Word beat = reg(WORD_BITS * words).named("beat");
        Word left = reg(NetworkShape.log2(words) + 1, 0).named("words_left");
        Bit offers = active.and(left.any()).named("offers");
        Bit moves = offers.and(ready).named("moves");
        Bit room = active.and(left.isZero().or(moves.and(left.eq(1)))).named("has_room");
        Bit take = room.and(tvalid).named("take");
        List<Word> moved = new ArrayList<>();
        for (int i = 1; i < words; i++) {
            moved.add(beat.slice(WORD_BITS * i, WORD_BITS));
        }
        moved.add(Word.of(0, WORD_BITS));
        when(moves, () -> {
            beat.set(Word.catLow(moved));
            left.set(left.minus(1));
        });
        when(take, () -> {
            beat.set(tdata);
            left.set(Word.of(words, left.width()));
        });
        when(active.not(), () -> left.set(Word.of(0, left.width())));
        tready.set(room);
        word.set(beat.slice(0, WORD_BITS));
        valid.set(offers);
    }
}
