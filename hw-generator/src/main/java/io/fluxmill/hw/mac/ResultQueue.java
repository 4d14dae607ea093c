// SPDX-License-Identifier: Apache-2.0
package io.fluxmill.hw.mac;

import io.fluxmill.hw.hdl.Bit;
import io.fluxmill.hw.hdl.Contract;
import io.fluxmill.hw.hdl.Memory;
import io.fluxmill.hw.hdl.Module;
import io.fluxmill.hw.hdl.Word;

/** Queue of result beats in a memory, first word falls through. The sequencer reserves room, so a push never fails. */
@Contract(
        """
        Queue of result beats.
        in:  push_data, push_last with push: a beat is stored. There is no ready: who pushes keeps count of the room.
        out: tdata, tlast, tvalid, tready: stream of the beats; popped: a beat leaves in this cycle;
             ended: it is the last one, which comes when the queue is empty otherwise.
        A beat is offered two cycles after its push. Reset empties the queue.
        """)
public final class ResultQueue extends Module {
    public final Word pushData;
    public final Bit pushLast = inBit();
    public final Bit push = inBit();
    public final Word tdata;
    public final Bit tlast = outBit();
    public final Bit tvalid = outBit();
    public final Bit tready = inBit();
    public final Bit popped = outBit();
    public final Bit ended = outBit();
    final Memory store;

    public ResultQueue(int depthBeats, int widthBits) {
        pushData = in(widthBits);
        tdata = out(widthBits);
        store = memory(depthBeats, widthBits + 1);
        int bits = store.addressBits();
        Word head = reg(bits, 0).named("head");
        Word tail = reg(bits, 0).named("tail");
        Word count = reg(bits + 1, 0).named("count");
        Bit valid = regBit(false).named("valid");

        Bit pop = valid.and(tready).named("pop");
        Word nextHead = head.plus(pop.extend(bits)).named("next_head");
        Word remaining = count.minus(pop.extend(bits + 1)).named("remaining");
        head.set(nextHead);
        tail.set(tail.plus(push.extend(bits)));
        count.set(remaining.plus(push.extend(bits + 1)));
        valid.set(remaining.any());
        store.write(tail, Word.cat(pushLast.asWord(), pushData), push);
        Word front = store.read(nextHead, Bit.of(true));
        tdata.set(front.slice(0, widthBits));
        tlast.set(front.top());
        tvalid.set(valid);
        popped.set(pop);

        // Known without the memory, which takes long to read.
        Bit holdsLast = regBit(false).named("holds_last");
        Bit leaves = pop.and(holdsLast).and(count.eq(1)).named("last_leaves");
        when(leaves, () -> holdsLast.set(Bit.of(false)));
        when(push.and(pushLast), () -> holdsLast.set(Bit.of(true)));
        ended.set(leaves);
    }
}
