// SPDX-License-Identifier: Apache-2.0
package io.fluxmill.hw.pulse.network;

import static io.fluxmill.hw.pulse.PulseArchitecture.SUM_TILES;

import io.fluxmill.hw.hdl.Bit;
import io.fluxmill.hw.hdl.Contract;
import io.fluxmill.hw.hdl.Memory;
import io.fluxmill.hw.hdl.Module;
import io.fluxmill.hw.hdl.Word;
import io.fluxmill.hw.pulse.PulseArchitecture;
import java.util.ArrayList;
import java.util.List;

/** Queue of tiles: the sums of all PEs go in at once, those of the selected PE of the first tile are read. The sequencer reserves room. */
@Contract(
        """
        Queue of 16 tiles: the sums of all processing elements go in at once with push (sums_<p>).
        available: a tile is inside; selected: the sums of processing element element of the oldest tile, same cycle.
        pop: takes the tile away. push needs room, which the sequencer counts. Reset, or clear: empty.
        """)
final class SumQueue extends Module {
    final Bit clear = inBit();
    final Bit push = inBit();
    final Word[] sums;
    final Bit pop = inBit();
    final Word element;
    final Bit available = outBit();
    final Word selected;
    final Memory[] store;

    SumQueue(int processingElements, int rowBits) {
        sums = new Word[processingElements];
        store = new Memory[processingElements];
        element = in(Math.max(1, PulseArchitecture.log2(processingElements)));
        selected = out(rowBits);
        int bits = PulseArchitecture.log2(SUM_TILES);
        Word head = reg(bits, 0).named("head");
        Word tail = reg(bits, 0).named("tail");
        Word count = reg(bits + 1, 0).named("count");
        List<Word> rows = new ArrayList<>();
        for (int p = 0; p < processingElements; p++) {
            sums[p] = in(rowBits);
            store[p] = memory(SUM_TILES, rowBits);
            store[p].write(tail, sums[p], push);
            rows.add(store[p].readNow(head));
        }
        selected.set(element.select(rows));
        available.set(count.any());
        head.set(head.plus(pop.extend(bits)));
        tail.set(tail.plus(push.extend(bits)));
        Word pushed = count.plus(push.extend(bits + 1)).named("count_with_push");
        count.set(pushed.minus(pop.extend(bits + 1)));
        when(clear, () -> {
            head.set(Word.of(0, bits));
            tail.set(Word.of(0, bits));
            count.set(Word.of(0, bits + 1));
        });
    }
}
