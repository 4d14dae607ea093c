// SPDX-License-Identifier: Apache-2.0
package io.fluxmill.hw.pulse;

import io.fluxmill.hw.hdl.Bit;
import io.fluxmill.hw.hdl.Contract;
import io.fluxmill.hw.hdl.Module;
import io.fluxmill.hw.hdl.Word;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/** Sends whole packets of the engines in turn, through a register. */
@Contract(
        """
        Joins the packets of the engines: whole packets, engines in turn; an engine without a packet is passed over.
        in_valid_<e>, in_ready_<e>, in_data_<e>, in_last_<e>: a stream an engine.
        out_valid, out_ready, out_data, out_last: one stream, through one register (latency 1, a word a cycle).
        Reset: no word, turn of engine 0.
        """)
final class PacketArbiter extends Module {
    final Word[] inData;
    final Bit[] inLast;
    final Bit[] inValid;
    final Bit[] inReady;

    final Word outData = out(32);
    final Bit outLast = outBit();
    final Bit outValid = outBit();
    final Bit outReady = inBit();

    PacketArbiter(int engines) {
        inData = new Word[engines];
        inLast = new Bit[engines];
        inValid = new Bit[engines];
        inReady = new Bit[engines];
        for (int i = 0; i < engines; i++) {
            inData[i] = in(32);
            inLast[i] = inBit();
            inValid[i] = inBit();
            inReady[i] = outBit();
        }
        int bits = Math.max(1, 32 - Integer.numberOfLeadingZeros(engines - 1));
        Word turn = reg(bits, 0).named("turn");
        Bit inPacket = regBit(false).named("in_packet");
        Bit valid = wireBit().named("offered");
        valid.set(turn.select(words(inValid)).named("offered_by_turn").bit(0));
        Bit last = wireBit().named("offered_last");
        last.set(turn.select(words(inLast)).named("last_of_turn").bit(0));
        Bit room = outReady.or(outValid.not()).named("room");
        Bit take = valid.and(room).named("take");
        Bit moveOn = take.and(last).or(inPacket.not().and(valid.not())).named("move_on");
        when(take, () -> inPacket.set(last.not()));
        when(
                moveOn,
                () -> turn.set(Word.mux(
                        turn.eq(engines - 1L), Word.of(0, bits), turn.plus(1).named("following_turn"))));
        for (int i = 0; i < engines; i++) {
            inReady[i].set(room.and(turn.eq(i)));
        }
        Word data = reg(32).named("word");
        Bit lastWord = regBit(false).named("last_word");
        Bit full = regBit(false).named("full");
        when(room, () -> {
            data.set(turn.select(Arrays.asList(inData)));
            lastWord.set(last);
            full.set(valid);
        });
        outData.set(data);
        outLast.set(lastWord);
        outValid.set(full);
    }

    private static List<Word> words(Bit[] bits) {
        List<Word> words = new ArrayList<>();
        for (Bit bit : bits) {
            words.add(bit.asWord());
        }
        return words;
    }
}
