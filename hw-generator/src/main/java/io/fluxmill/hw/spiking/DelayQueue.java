// SPDX-License-Identifier: Apache-2.0
package io.fluxmill.hw.spiking;

import io.fluxmill.hw.hdl.Bit;
import io.fluxmill.hw.hdl.Contract;
import io.fluxmill.hw.hdl.Memory;
import io.fluxmill.hw.hdl.Module;
import io.fluxmill.hw.hdl.Word;

/** Rows that wait longer than there are slots of sums. All that wait go round once a tick. */
@Contract(
        """
        Rows that wait for ticks: a ring of rows, each with the ticks that are left.
        in:  row with row_ticks (at least 2) and push, taken while ready: the row waits, or is lost if all places are
             taken. turn (pulse): a tick begins: each row that waits goes round and has one tick less; those with one
             left come out. Not while busy. clear: nothing waits; not while busy. out_ready: the row on out_row is taken.
        out: ready. lost (pulse). busy: rows go round. out_row with out_valid: a row whose tick it is.
        A row a cycle goes round. A row that is pushed while others go round is not one of them.
        Reset: nothing waits.
        """)
final class DelayQueue extends Module {
    final Word row;
    final Word rowTicks;
    final Bit push = inBit();
    final Bit turn = inBit();
    final Bit clear = inBit();
    final Bit outReady = inBit();
    final Bit ready = outBit();
    final Bit lost = outBit();
    final Bit busy = outBit();
    final Word outRow;
    final Bit outValid = outBit();
    final Memory waiting;

    /** @param rows a power of two */
    DelayQueue(int rows, int rowBits, int tickBits) {
        row = in(rowBits);
        rowTicks = in(tickBits);
        outRow = out(rowBits);
        waiting = memory(rows, rowBits + tickBits);
        int bits = waiting.addressBits();
        Word readAt = reg(bits, 0).named("read_at");
        Word writeAt = reg(bits, 0).named("write_at");
        Word level = reg(bits + 1, 0).named("level");
        // Rows that have not been read in this turn, and one that has.
        Word left = reg(bits + 1, 0).named("left");
        Bit fetched = regBit(false).named("fetched");
        Bit done = wireBit().named("done");
        Bit fetch = left.any().and(fetched.not().or(done)).named("fetch");
        Word entry = waiting.read(readAt, fetch);
        Word ticks = entry.slice(rowBits, tickBits).named("ticks_left");
        Bit due = ticks.eq(1).named("due");
        Bit again = fetched.and(due.not()).named("goes_on");
        done.set(again.or(fetched.and(outReady)));
        outRow.set(entry.slice(0, rowBits));
        outValid.set(fetched.and(due));
        busy.set(fetched.or(left.any()));
        ready.set(again.not());
        Bit room = level.less(rows).named("has_room");
        Bit accept = push.and(again.not()).and(room).named("accept");
        lost.set(push.and(again.not()).and(room.not()));
        waiting.write(
                writeAt,
                Word.mux(again, Word.cat(ticks.minus(1), entry.slice(0, rowBits)), Word.cat(rowTicks, row))
                        .named("written"),
                again.or(accept));
        when(again.or(accept), () -> writeAt.set(writeAt.plus(1)));
        when(done, () -> fetched.set(Bit.of(false)));
        when(fetch, () -> {
            readAt.set(readAt.plus(1));
            left.set(left.minus(1));
            fetched.set(Bit.of(true));
        });
        Bit leaves = fetched.and(due).and(outReady).named("leaves");
        when(accept.and(leaves.not()), () -> level.set(level.plus(1)));
        when(leaves.and(accept.not()), () -> level.set(level.minus(1)));
        when(turn, () -> left.set(level));
        when(clear, () -> {
            level.set(Word.of(0, bits + 1));
            readAt.set(writeAt);
        });
    }
}
