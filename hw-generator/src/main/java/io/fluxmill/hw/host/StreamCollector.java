// SPDX-License-Identifier: Apache-2.0
package io.fluxmill.hw.host;

import io.fluxmill.hw.hdl.AxiStream;
import io.fluxmill.hw.hdl.Bit;
import io.fluxmill.hw.hdl.Contract;
import io.fluxmill.hw.hdl.Module;
import io.fluxmill.hw.hdl.Word;
import io.fluxmill.hw.parts.ByteQueue;

/**
 * A stream out of the engine into a queue of bytes. While beats are left and there is no room yet for the latest one, {@link #steady} stops the
 * engine.
 */
@Contract(
        """
        A stream out of an engine to a queue of bytes, least significant byte of a beat first.
        in:  s_axis: the stream, moves only in cycles with enable; load (pulse): empties the queue, left becomes
             beats. pop: takes data, only while valid is 1.
        out: data, valid: oldest byte; level: bytes that were not popped; left: beats that have not come; any_left: there are some;
             steady: no beat is left, or the one before it is in the queue: the engine's clock may go on.
        s_axis is ready while beats are left. Reset empties the queue, left is 0.
        """)
public final class StreamCollector extends Module {
    final Bit enable = inBit();
    /** Empties the queue; {@link #left} becomes {@link #beats}. */
    final Bit load = inBit();

    final Word beats = in(32);
    final Word left = out(32);
    final Bit anyLeft = outBit();
    final Bit steady = outBit();

    public final Word data = out(8);
    public final Bit valid = outBit();
    public final Bit pop = inBit();
    /** Bytes that came from the engine and were not popped. */
    public final Word level = out(16);

    final AxiStream stream;

    final ByteQueue queue;

    StreamCollector(int bufferBytes, int beatBytes) {
        stream = streamIn("s_axis", 8 * beatBytes);
        queue = child(() -> new ByteQueue(bufferBytes));
        queue.clear.set(load);
        data.set(queue.data);
        valid.set(queue.valid);
        queue.pop.set(pop);
        int bits = 32 - Integer.numberOfLeadingZeros(beatBytes);
        Word beat = reg(8 * beatBytes).named("beat");
        Word held = reg(bits, 0).named("held");
        Word remaining = reg(32, 0).named("remaining");
        // Registers, because the engine's enable comes of them.
        Bit any = regBit(false).named("has_beats");
        Bit holds = regBit(false).named("holds");
        Bit moved = enable.and(any).and(stream.valid).named("moved");
        Bit give = holds.and(queue.room).named("give");
        queue.push.set(give);
        queue.pushed.set(beat.slice(0, 8));
        when(give, () -> {
            if (beatBytes > 1) {
                beat.set(Word.cat(Word.of(0, 8), beat.slice(8, 8 * beatBytes - 8)));
            }
            held.set(held.minus(1));
            holds.set(held.eq(1).not());
        });
        when(moved, () -> {
            beat.set(stream.data);
            held.set(Word.of(beatBytes, bits));
            holds.set(Bit.of(true));
            remaining.set(remaining.minus(1));
            any.set(remaining.eq(1).not());
        });
        when(load, () -> {
            held.set(Word.of(0, bits));
            holds.set(Bit.of(false));
            remaining.set(beats);
            any.set(beats.any());
        });
        anyLeft.set(any);
        level.set(queue.level.plus(held.resize(16)));
        left.set(remaining);
        steady.set(any.not().or(holds.not()));
        stream.ready.set(any);
    }
}
