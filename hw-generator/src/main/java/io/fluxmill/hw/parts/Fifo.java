// SPDX-License-Identifier: Apache-2.0
package io.fluxmill.hw.parts;

import io.fluxmill.hw.hdl.Bit;
import io.fluxmill.hw.hdl.Contract;
import io.fluxmill.hw.hdl.HdlException;
import io.fluxmill.hw.hdl.Memory;
import io.fluxmill.hw.hdl.Module;
import io.fluxmill.hw.hdl.Word;

/** A queue of words in a memory, with the oldest word on {@link #data} while {@link #valid}. A word is there two cycles after its push. */
@Contract(
        """
        Queue of words in a memory.
        in:  pushed with push, ignored while ready is 0; pop, only while valid is 1.
        out: ready: there is room; data, valid: the oldest word; level: words in the queue, up to the depth and one.
        One word a cycle in and one out; a word is offered two cycles after its push. Reset empties the queue.
        """)
public final class Fifo extends Module {
    public final Bit push = inBit();
    /** Ignored while {@link #ready} is 0. */
    public final Word pushed;

    public final Bit ready = outBit();
    public final Word data;
    public final Bit valid = outBit();
    public final Bit pop = inBit();
    /** Words in the queue, at most the depth plus one. */
    public final Word level;

    final Memory words;

    /** @param depth a power of two */
    public Fifo(int depth, int widthBits) {
        if (Integer.bitCount(depth) != 1) {
            throw new HdlException("depth must be a power of two: depth=" + depth);
        }
        pushed = in(widthBits);
        data = out(widthBits);
        words = memory(depth, widthBits);
        int bits = words.addressBits();
        level = out(bits + 1);
        Word writeAt = reg(bits, 0).named("write_at");
        Word readAt = reg(bits, 0).named("read_at");
        Word stored = reg(bits + 1, 0).named("stored");
        Bit fetched = regBit(false).named("fetched");
        Bit accept = push.and(ready).named("accept");
        Bit fetch = stored.any().and(fetched.not().or(pop)).named("fetch");
        ready.set(stored.less(depth));
        words.write(writeAt, pushed, accept);
        data.set(words.read(readAt, fetch));
        when(accept, () -> writeAt.set(writeAt.plus(1)));
        when(pop, () -> fetched.set(Bit.of(false)));
        when(fetch, () -> {
            readAt.set(readAt.plus(1));
            fetched.set(Bit.of(true));
        });
        when(accept.and(fetch.not()), () -> stored.set(stored.plus(1)));
        when(fetch.and(accept.not()), () -> stored.set(stored.minus(1)));
        valid.set(fetched);
        level.set(stored.plus(fetched.extend(bits + 1)));
    }
}
