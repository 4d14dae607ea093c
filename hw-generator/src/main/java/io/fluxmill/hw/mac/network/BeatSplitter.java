// SPDX-License-Identifier: Apache-2.0
package io.fluxmill.hw.mac.network;

import static io.fluxmill.hw.mac.MacArchitecture.WORD_BITS;

import io.fluxmill.core.program.mac.network.DescriptorField;
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
        in:  start (pulse) with beats: so many are taken from the stream tdata, tvalid, tready, and no more.
             ready: the word is taken.
        out: word with valid. What is left of the last beat when the next start comes is forgotten.
        Reset ends it.
        """)
final class BeatSplitter extends Module {
    final Word tdata;
    final Bit tvalid = inBit();
    final Bit tready = outBit();
    final Bit start = inBit();
    final Word beats = in(DescriptorField.ROWS.bits());
    final Word word = out(WORD_BITS);
    final Bit valid = outBit();
    final Bit ready = inBit();

    BeatSplitter(NetworkShape shape) {
        int words = shape.rows;
        tdata = in(WORD_BITS * words);
        Word beat = reg(WORD_BITS * words).named("beat");
        Word left = reg(NetworkShape.log2(words) + 1, 0).named("words_left");
        Word beatsLeft = reg(beats.width(), 0).named("beats_left");
        Bit offers = left.any().named("offers");
        Bit moves = offers.and(ready).named("moves");
        Bit room = beatsLeft.any().and(left.isZero().or(moves.and(left.eq(1)))).named("has_room");
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
            beatsLeft.set(beatsLeft.minus(1));
        });
        when(start, () -> {
            left.set(Word.of(0, left.width()));
            beatsLeft.set(beats);
        });
        tready.set(room);
        word.set(beat.slice(0, WORD_BITS));
        valid.set(offers);
    }
}
