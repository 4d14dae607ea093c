// SPDX-License-Identifier: Apache-2.0
package io.fluxmill.hw.soc;

import io.fluxmill.core.manifest.Manifest.Stream;
import io.fluxmill.hw.hdl.AxiStream;
import io.fluxmill.hw.hdl.Bit;
import io.fluxmill.hw.hdl.Contract;
import io.fluxmill.hw.hdl.Module;
import io.fluxmill.hw.hdl.Word;
import io.fluxmill.hw.parts.AxiLiteSlave;
import io.fluxmill.hw.parts.Fifo;
import java.util.Map;

/** A queue of the words that the processor writes, as beats of a stream into the engine. */
@Contract(
        """
        A queue of 32-bit words to a stream. A beat is as many words as it needs, lowest word first; bits of the last
        word above the beat are ignored.
        in:  word with write (pulse): queued, or lost if room is 0; clear (pulse): overrun becomes 0.
             m_axis: the stream; a beat is offered when its last word has come.
        out: room: words that can be written without loss; overrun: a word was lost.
        One word a cycle. Reset empties the queue, drops a part of a beat and clears overrun.
        """)
final class WordsToStream extends Module {
    static final int WORD_BITS = 32;

    final Word word = in(WORD_BITS);
    final Bit write = inBit();
    final Bit clear = inBit();
    final Word room = out(16);
    final Bit overrun = outBit();
    final AxiStream beats;

    final Fifo queue;

    /** @param depthWords a power of two, at most 32768 */
    WordsToStream(int depthWords, int dataBits) {
        beats = streamOut("m_axis", dataBits);
        queue = child(() -> new Fifo(depthWords, WORD_BITS));
        Word level = queue.level.resize(16).named("level");
        // The level can be one more than the depth.
        Word free = Word.of(depthWords, 16)
                .minus(level)
                .gate(level.less(depthWords))
                .named("free");
        Bit fits = free.any().named("fits");
        queue.push.set(write.and(fits));
        queue.pushed.set(word);
        room.set(free);
        Bit lost = regBit(false).named("lost");
        when(clear, () -> lost.set(Bit.of(false)));
        when(write.and(fits.not()), () -> lost.set(Bit.of(true)));
        overrun.set(lost);
        int low = StreamRegisters.words(dataBits) - 1;
        if (low == 0) {
            beats.data.set(queue.data.slice(0, dataBits));
            beats.valid.set(queue.valid);
            queue.pop.set(queue.valid.and(beats.ready));
        } else {
            collect(low, dataBits);
        }
    }

    /** All words of a beat but the last one, which is offered from the queue, are collected in a register. */
    private void collect(int low, int dataBits) {
        int bits = WORD_BITS * low;
        int countBits = Integer.SIZE - Integer.numberOfLeadingZeros(low);
        Word collected = reg(bits).named("collected");
        Word count = reg(countBits, 0).named("count");
        Bit whole = count.eq(low).named("whole");
        Bit take = queue.valid.and(whole.not()).named("take");
        Bit moved = queue.valid.and(whole).and(beats.ready).named("moved");
        when(take, () -> {
            collected.set(low == 1 ? queue.data : Word.cat(queue.data, collected.slice(WORD_BITS, bits - WORD_BITS)));
            count.set(count.plus(1));
        });
        when(moved, () -> count.set(Word.of(0, countBits)));
        queue.pop.set(take.or(moved));
        beats.data.set(Word.cat(queue.data.slice(0, dataBits - bits), collected));
        beats.valid.set(queue.valid.and(whole));
    }

    /** Connects the registers of the stream, in the module that has both as children. */
    void connect(AxiLiteSlave registers, Stream stream) {
        String status = StreamRegisters.status(stream);
        word.set(registers.written());
        write.set(registers.written(StreamRegisters.data(stream)));
        clear.set(registers.command(status, "overrun"));
        registers.show(status, Map.of("room", room, "overrun", overrun.asWord()));
    }
}
