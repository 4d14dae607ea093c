// SPDX-License-Identifier: Apache-2.0
package io.fluxmill.hw.host;

import io.fluxmill.hw.hdl.AxiStream;
import io.fluxmill.hw.hdl.Bit;
import io.fluxmill.hw.hdl.Contract;
import io.fluxmill.hw.hdl.Module;
import io.fluxmill.hw.hdl.Word;
import io.fluxmill.hw.parts.ByteQueue;

/** A queue of bytes for a stream into the engine. While beats are left and the next one is not complete, {@link #steady} stops the engine. */
@Contract(
        """
        A queue of bytes to a stream into an engine, least significant byte of a beat first.
        in:  pushed with push, only while room is 1; load (pulse): empties the queue, left becomes beats.
             m_axis: the stream, moves only in cycles with enable.
        out: room; free: bytes that can be pushed; left: beats that have not moved; any_left: there are some;
             steady: no beat is left, or the next one is whole: the engine's clock may go on.
        Reset empties the queue, left is 0.
        """)
public final class StreamFeeder extends Module {
    final Bit enable = inBit();
    /** Empties the queue; {@link #left} becomes {@link #beats}. */
    final Bit load = inBit();

    final Word beats = in(32);
    final Word left = out(32);
    final Bit anyLeft = outBit();
    final Bit steady = outBit();

    public final Word pushed = in(8);
    public final Bit push = inBit();
    public final Bit room = outBit();
    /** Bytes that can be pushed. */
    public final Word free = out(16);

    final AxiStream stream;

    final ByteQueue queue;

    StreamFeeder(int bufferBytes, int beatBytes) {
        stream = streamOut("m_axis", 8 * beatBytes);
        queue = child(() -> new ByteQueue(bufferBytes));
        queue.clear.set(load);
        queue.pushed.set(pushed);
        queue.push.set(push);
        room.set(queue.room);
        free.set(queue.free);
        int bits = 32 - Integer.numberOfLeadingZeros(beatBytes);
        Word beat = reg(8 * beatBytes).named("beat");
        Word collected = reg(bits, 0).named("collected");
        Word remaining = reg(32, 0).named("remaining");
        Bit whole = regBit(false).named("whole");
        // Registers, because the engine's enable comes of them.
        Bit any = regBit(false).named("has_beats");
        Bit moved = enable.and(any).and(whole).and(stream.ready).named("moved");
        Bit take = queue.valid.and(whole.not()).named("take");
        queue.pop.set(take);
        when(take, () -> {
            beat.set(beatBytes == 1 ? queue.data : Word.cat(queue.data, beat.slice(8, 8 * beatBytes - 8)));
            collected.set(collected.plus(1));
            whole.set(collected.eq(beatBytes - 1L));
        });
        when(moved, () -> {
            collected.set(Word.of(0, bits));
            whole.set(Bit.of(false));
            remaining.set(remaining.minus(1));
            any.set(remaining.eq(1).not());
        });
        when(load, () -> {
            collected.set(Word.of(0, bits));
            whole.set(Bit.of(false));
            remaining.set(beats);
            any.set(beats.any());
        });
        left.set(remaining);
        anyLeft.set(any);
        steady.set(any.not().or(whole));
        stream.data.set(beat);
        stream.valid.set(any.and(whole));
    }
}
