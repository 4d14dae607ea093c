// SPDX-License-Identifier: Apache-2.0
package io.fluxmill.hw.sfq;

import io.fluxmill.hw.hdl.Bit;
import io.fluxmill.hw.hdl.Contract;
import io.fluxmill.hw.hdl.Memory;
import io.fluxmill.hw.hdl.Module;
import io.fluxmill.hw.hdl.Word;

/**
 * A first-in first-out queue in block memory. A record can leave two clocks after it came; in each clock one record can come and one can go.
 * {@code level} is the number of records inside, up to {@code depthWords + 1}.
 */
@Contract(
        """
        First-in first-out queue of records in block memory, one in and one out a clock.
        in_valid, in_ready, in_data: a record comes; out_valid, out_ready, out_data: the oldest, 2 clocks after.
        level: the number of records inside, that at the output included.
        Reset, or clear: empty; the memory keeps its words.
        """)
final class RecordQueue extends Module {
    final Bit clear = inBit();
    final Word inData;
    final Bit inValid = inBit();
    final Bit inReady = outBit();
    final Word outData;
    final Bit outValid = outBit();
    final Bit outReady = inBit();
    final Word level;
    final Memory records;

    RecordQueue(int depthWords, int widthBits) {
        inData = in(widthBits);
        outData = out(widthBits);
        records = memory(depthWords, widthBits);
        int addressBits = records.addressBits();
        level = out(addressBits + 2);
        Word head = reg(addressBits + 1, 0).named("head");
        Word tail = reg(addressBits + 1, 0).named("tail");
        Bit held = regBit(false).named("held");
        Word stored = tail.minus(head).named("stored");
        Bit full = stored.eq(depthWords).named("full");
        Bit push = inValid.and(full.not()).named("push");
        Bit fetch = stored.any().and(held.not().or(outReady)).named("fetch");
        inReady.set(full.not());
        records.write(tail.slice(0, addressBits).named("write_address"), inData, push);
        outData.set(records.read(head.slice(0, addressBits).named("read_address"), fetch));
        outValid.set(held);
        level.set(stored.resize(addressBits + 2).plus(held.extend(addressBits + 2)));
        when(push, () -> tail.set(tail.plus(1)));
        when(outReady, () -> held.set(Bit.of(false)));
        when(fetch, () -> {
            head.set(head.plus(1));
            held.set(Bit.of(true));
        });
        when(clear, () -> {
            head.set(Word.of(0, addressBits + 1));
            tail.set(Word.of(0, addressBits + 1));
            held.set(Bit.of(false));
        });
    }
}
