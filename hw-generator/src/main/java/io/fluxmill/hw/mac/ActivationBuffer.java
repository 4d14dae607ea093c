// SPDX-License-Identifier: Apache-2.0
package io.fluxmill.hw.mac;

import static io.fluxmill.hw.mac.MacArchitecture.WORD_BITS;

import io.fluxmill.hw.hdl.Bit;
import io.fluxmill.hw.hdl.Contract;
import io.fluxmill.hw.hdl.Memory;
import io.fluxmill.hw.hdl.Module;
import io.fluxmill.hw.hdl.Word;

/**
 * Double buffer of activations: one half fills from the stream with the next row tile while the other is read. Accepts as many row tiles as a
 * job has and is not ready otherwise. Read latency 1.
 */
@Contract(
        """
        Double buffer of activations: one half fills from the stream with the next tile of rows while the other is
        read.
        in:  tdata, tvalid, tready: stream of words, last_word + 1 of them for each tile of rows;
             start (pulse) with rows: rows of the job; tile_done (pulse): the half that is read is free again.
             read_address, read_enable: data is the addressed word one cycle later and is held while read_enable is 0.
        out: available: the half that is to be read holds a whole tile.
        tready is 1 only while rows of the job are missing and a half is free. last_word must be stable during a job.
        Reset empties both halves and ends the job; the memory keeps its words.
        """)
final class ActivationBuffer extends Module {
    final Word tdata;
    final Bit tvalid = inBit();
    final Bit tready = outBit();
    final Bit start = inBit();
    final Word rows;
    final Word lastWord;
    final Bit available = outBit();
    final Word readAddress;
    final Bit readEnable = inBit();
    final Bit tileDone = inBit();
    final Word data;
    final Memory store;

    /** @param rowBits of ROWS */
    ActivationBuffer(MacArchitecture architecture, int rowBits) {
        rows = in(rowBits);
        int arrayRows = architecture.config().rows();
        int depth = architecture.config().activationWords();
        tdata = in(WORD_BITS * arrayRows);
        data = out(WORD_BITS * arrayRows);
        store = memory(2 * depth, WORD_BITS * arrayRows);
        int addressBits = store.addressBits() - 1;
        lastWord = in(addressBits);
        readAddress = in(addressBits);

        Word rowsLeft = reg(rowBits, 0).named("rows_left");
        Word position = reg(addressBits, 0).named("position");
        Bit fillHalf = regBit(false).named("fill_half");
        Bit readHalf = regBit(false).named("read_half");
        Bit[] full = {regBit(false).named("full_0"), regBit(false).named("full_1")};

        Bit room = Bit.mux(fillHalf, full[1], full[0]).not();
        // Whether rows are left, in a register of its own: one look-up table from registers to tready.
        Bit missing = regBit(false).named("rows_missing");
        Bit ready = missing.and(room).named("ready");
        Bit take = ready.and(tvalid).named("take");
        Bit tileEnd = take.and(position.eq(lastWord)).named("tile_end");
        tready.set(ready);
        available.set(Bit.mux(readHalf, full[1], full[0]));
        store.write(Word.cat(fillHalf.asWord(), position), tdata, take);
        data.set(store.read(Word.cat(readHalf.asWord(), readAddress), readEnable));

        when(take, () -> position.set(position.plus(1)));
        when(tileEnd, () -> {
            position.set(Word.of(0, addressBits));
            fillHalf.set(fillHalf.not());
            Bit more = rowsLeft.less(arrayRows + 1L).not().named("more_rows");
            rowsLeft.set(rowsLeft.minus(arrayRows).named("rows_after").gate(more));
            missing.set(more);
        });
        when(tileDone, () -> readHalf.set(readHalf.not()));
        for (int half = 0; half < 2; half++) {
            Bit filled = tileEnd.and(half == 1 ? fillHalf : fillHalf.not());
            Bit emptied = tileDone.and(half == 1 ? readHalf : readHalf.not());
            int h = half;
            when(emptied, () -> full[h].set(Bit.of(false)));
            when(filled, () -> full[h].set(Bit.of(true)));
        }
        when(start, () -> {
            rowsLeft.set(rows);
            missing.set(rows.any());
            position.set(Word.of(0, addressBits));
        });
    }
}
