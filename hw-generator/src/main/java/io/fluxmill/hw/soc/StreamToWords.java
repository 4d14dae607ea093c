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
import java.util.HashMap;
import java.util.Map;

/** The words of the beats of a stream out of the engine, until the processor reads them. A full queue is not ready: the engine waits and nothing is lost. */
@Contract(
        """
        A stream to a queue of 32-bit words. A beat is as many words as it needs, lowest word first; bits of the last
        word above the beat are zero.
        in:  s_axis: the stream, not ready while the words of a beat are being queued; take (pulse): takes data.
        out: data: oldest word, zero while there is none; level: words in the queue, of which data is one two cycles
             later; ends: data belongs to a beat with tlast (only if the stream has it).
        One word a cycle. Reset empties the queue.
        """)
final class StreamToWords extends Module {
    private static final int WORD_BITS = 32;

    final AxiStream beats;
    final Bit take = inBit();
    final Word data = out(WORD_BITS);
    final Word level = out(16);
    /** Whether {@link #data} belongs to a beat with tlast; null in a stream without packets. */
    final Bit ends;

    final Fifo queue;

    private final boolean packets;

    /** @param depthWords a power of two, at most 32768 */
    StreamToWords(int depthWords, int dataBits, boolean packets) {
        this.packets = packets;
        beats = streamIn("s_axis", dataBits, packets);
        ends = packets ? outBit() : null;
        queue = child(() -> new Fifo(depthWords, packets ? WORD_BITS + 1 : WORD_BITS));
        int words = StreamRegisters.words(dataBits);
        if (words == 1) {
            queue.push.set(beats.valid);
            queue.pushed.set(entry(beats.last, beats.data.resize(WORD_BITS)));
            beats.ready.set(queue.ready);
        } else {
            hold(words);
        }
        queue.pop.set(take);
        data.set(queue.data.slice(0, WORD_BITS).gate(queue.valid));
        level.set(queue.level.resize(16));
        if (packets) {
            ends.set(queue.valid.and(queue.data.top()));
        }
    }

    /** A beat is held while its words go into the queue. */
    private void hold(int words) {
        int bits = WORD_BITS * words;
        int countBits = Integer.SIZE - Integer.numberOfLeadingZeros(words);
        Word held = reg(bits).named("held");
        Word count = reg(countBits, 0).named("count");
        Bit last = packets ? regBit(false).named("held_last") : null;
        Bit any = count.any().named("any");
        Bit give = any.and(queue.ready).named("give");
        Bit moved = beats.valid.and(any.not()).named("moved");
        when(give, () -> {
            held.set(Word.cat(Word.of(0, WORD_BITS), held.slice(WORD_BITS, bits - WORD_BITS)));
            count.set(count.minus(1));
        });
        when(moved, () -> {
            held.set(beats.data.resize(bits));
            count.set(Word.of(words, countBits));
            if (packets) {
                last.set(beats.last);
            }
        });
        queue.push.set(any);
        queue.pushed.set(entry(last, held.slice(0, WORD_BITS)));
        beats.ready.set(any.not());
    }

    private Word entry(Bit last, Word word) {
        return packets ? Word.cat(last.asWord(), word) : word;
    }

    /** Connects the registers of the stream, in the module that has both as children. */
    void connect(AxiLiteSlave registers, Stream stream) {
        String data = StreamRegisters.data(stream);
        registers.show(data, this.data);
        take.set(registers.sampled(data));
        Map<String, Word> shown = new HashMap<>();
        shown.put("words", level);
        if (packets) {
            shown.put("last", ends.asWord());
        }
        registers.show(StreamRegisters.status(stream), shown);
    }

    /** Bits of an entry of the queue. */
    static int bits(Stream stream) {
        return stream.last() ? WORD_BITS + 1 : WORD_BITS;
    }
}
