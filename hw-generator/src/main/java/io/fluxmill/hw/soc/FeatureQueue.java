// SPDX-License-Identifier: Apache-2.0
package io.fluxmill.hw.soc;

import io.fluxmill.hw.hdl.AxiStream;
import io.fluxmill.hw.hdl.Bit;
import io.fluxmill.hw.hdl.Contract;
import io.fluxmill.hw.hdl.Module;
import io.fluxmill.hw.hdl.Word;
import io.fluxmill.hw.parts.Fifo;

/** The words of feature packets until the processor reads them. A full queue is not ready: the engine waits and nothing is lost. */
@Contract(
        """
        Queue of the words of packets.
        in:  s_axis: packets of 32-bit words, not ready while the queue is full; take (pulse): takes data, while
             valid.
        out: data (zero while the queue is empty), valid: oldest word; level: words in the queue;
             packets: packets whose last word is in the queue. Reset empties the queue.
        """)
public final class FeatureQueue extends Module {
    private static final int WORD_BITS = 32;

    public final AxiStream words = streamIn("s_axis", WORD_BITS, true);
    public final Word data = out(WORD_BITS);
    public final Bit valid = outBit();
    public final Bit take = inBit();
    public final Word level = out(16);
    /** Packets whose last word is in the queue. */
    public final Word packets = out(16);

    final Fifo queue;

    /** @param depthWords a power of two, at most 32768 */
    public FeatureQueue(int depthWords) {
        queue = child(() -> new Fifo(depthWords, WORD_BITS + 1));
        queue.push.set(words.valid);
        queue.pushed.set(Word.cat(words.last.asWord(), words.data));
        words.ready.set(queue.ready);
        queue.pop.set(take);
        data.set(queue.data.slice(0, WORD_BITS).gate(queue.valid));
        valid.set(queue.valid);
        level.set(queue.level.resize(16));
        Word complete = reg(16, 0).named("complete");
        Bit ends = words.moves().and(words.last).named("ends");
        Bit taken = take.and(queue.valid).and(queue.data.top()).named("taken");
        when(ends.and(taken.not()), () -> complete.set(complete.plus(1)));
        when(taken.and(ends.not()), () -> complete.set(complete.minus(1)));
        packets.set(complete);
    }
}
