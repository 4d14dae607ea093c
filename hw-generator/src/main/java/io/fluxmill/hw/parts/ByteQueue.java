// SPDX-License-Identifier: Apache-2.0
package io.fluxmill.hw.parts;

import io.fluxmill.hw.hdl.Bit;
import io.fluxmill.hw.hdl.Contract;
import io.fluxmill.hw.hdl.Memory;
import io.fluxmill.hw.hdl.Module;
import io.fluxmill.hw.hdl.Word;

/**
 * A queue of bytes in block memory that can be emptied. In each clock one byte can come and one can go; a byte can leave two clocks after it
 * came.
 */
@Contract(
        """
        Queue of bytes in a memory.
        in:  pushed with push, only while room is 1; pop, only while valid is 1; clear (pulse): empties the queue.
        out: room; data, valid: the oldest byte; free: bytes that can be pushed; level: bytes that can be popped.
        One byte a cycle in and one out; a byte is offered two cycles after its push. Reset empties the queue.
        """)
public final class ByteQueue extends Module {
    public final Bit clear = inBit();
    public final Word pushed = in(8);
    /** Only while {@link #room}. */
    public final Bit push = inBit();

    public final Bit room = outBit();
    public final Word data = out(8);
    public final Bit valid = outBit();
    public final Bit pop = inBit();
    /** Bytes that can come. */
    public final Word free = out(16);
    /** Bytes that can go. */
    public final Word level = out(16);

    final Memory bytes;

    /** @param depth a power of two */
    public ByteQueue(int depth) {
        bytes = memory(depth, 8);
        int bits = bytes.addressBits();
        Word writeAt = reg(bits + 1, 0).named("write_at");
        Word readAt = reg(bits + 1, 0).named("read_at");
        Bit fetched = regBit(false).named("fetched");
        Word stored = writeAt.minus(readAt).named("stored");
        Bit fetch = stored.any().and(fetched.not().or(pop)).named("fetch");
        room.set(stored.top().not());
        bytes.write(writeAt.slice(0, bits), pushed, push);
        data.set(bytes.read(readAt.slice(0, bits), fetch));
        valid.set(fetched);
        free.set(Word.of(depth, 16).minus(stored.resize(16)));
        level.set(stored.resize(16).plus(fetched.extend(16)));
        when(push, () -> writeAt.set(writeAt.plus(1)));
        when(pop, () -> fetched.set(Bit.of(false)));
        when(fetch, () -> {
            readAt.set(readAt.plus(1));
            fetched.set(Bit.of(true));
        });
        when(clear, () -> {
            writeAt.set(Word.of(0, bits + 1));
            readAt.set(Word.of(0, bits + 1));
            fetched.set(Bit.of(false));
        });
    }
}
