// SPDX-License-Identifier: Apache-2.0
package io.fluxmill.hw.pulse;

import io.fluxmill.hw.hdl.Bit;
import io.fluxmill.hw.hdl.Contract;
import io.fluxmill.hw.hdl.Memory;
import io.fluxmill.hw.hdl.Module;
import io.fluxmill.hw.hdl.Word;

/** Headers of the events that an engine works on, in order; first word falls through. {@code room}: a push is possible. */
@Contract(
        """
        Headers of the events that an engine works on, first in first out, 16 deep; first word falls through.
        push, pushed: one in (only while room); valid, front: the oldest; pop takes it away. empty: none inside.
        A header is at front two cycles after its push at the earliest. Reset: empty.
        """)
final class EventQueue extends Module {
    /** More events than network engine and classical chain hold together. */
    private static final int DEPTH = 16;

    final Bit push = inBit();
    final Word pushed;
    final Bit room = outBit();
    final Bit valid = outBit();
    final Bit pop = inBit();
    final Word front;
    final Bit empty = outBit();

    final Memory store;

    EventQueue(int widthBits) {
        pushed = in(widthBits);
        front = out(widthBits);
        store = memory(DEPTH, widthBits);
        int bits = store.addressBits();
        Word head = reg(bits, 0).named("head");
        Word tail = reg(bits, 0).named("tail");
        Word count = reg(bits + 1, 0).named("count");
        Bit there = regBit(false).named("there");
        Word following = head.plus(pop.extend(bits)).named("following");
        Word remaining = count.minus(pop.extend(bits + 1)).named("remaining");
        head.set(following);
        tail.set(tail.plus(push.extend(bits)));
        count.set(remaining.plus(push.extend(bits + 1)));
        there.set(remaining.any());
        store.write(tail, pushed, push);
        front.set(store.read(following, Bit.of(true)));
        empty.set(count.isZero());
        valid.set(there);
        room.set(count.less(DEPTH - 1L));
    }
}
