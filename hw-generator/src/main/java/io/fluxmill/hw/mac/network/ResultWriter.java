// SPDX-License-Identifier: Apache-2.0
package io.fluxmill.hw.mac.network;

import static io.fluxmill.hw.mac.MacArchitecture.WORD_BITS;

import io.fluxmill.core.program.mac.network.DescriptorField;
import io.fluxmill.hw.hdl.Bit;
import io.fluxmill.hw.hdl.Contract;
import io.fluxmill.hw.hdl.Module;
import io.fluxmill.hw.hdl.Word;
import io.fluxmill.hw.mac.CodeOrder;
import java.util.ArrayList;
import java.util.List;

/** Puts result codes of a layer into the output map. */
@Contract(
        """
        Writes results into a map: the largest codes of window rows, packed into words of their format.
        in:  start (pulse) with the layer's fields, stable until done; push with codes: a row of results; tile_end, last: it is the last of its tile, of
             the layer.
        out: write_enable with write_bank, write_address, write_data, write_mask: to the map memory. done: all results of the layer are written, from the cycle after the last on.
        Rows come two cycles apart at least if their codes have more than 8 bits. Reset ends the layer.
        """)
final class ResultWriter extends Module {
    private static final int BYTE = 8;

    final Bit start = inBit();
    final Bit push = inBit();
    final Bit tileEnd = inBit();
    final Bit last = inBit();
    final Word[] codes;
    final Word format = in(4);
    final Word window = in(DescriptorField.WINDOW.bits());
    final Word lastColumnTile = in(DescriptorField.LAST_COLUMN_TILE.bits());
    final Bit paired = inBit();
    final Word base;
    final Word planeSize;
    final Word firstWord = in(DescriptorField.FIRST_WORD.bits());
    final Word lastX = in(DescriptorField.LAST_OUTPUT_X.bits());
    final Word lastY = in(DescriptorField.LAST_OUTPUT_Y.bits());
    final Word rowSkip;
    final Word imageSkip;
    final Bit writeEnable = outBit();
    final Word writeBank;
    final Word writeAddress;
    final Word writeData;
    final Word writeMask;
    final Bit done = outBit();

    private final NetworkShape shape;

    ResultWriter(NetworkShape shape) {
        this.shape = shape;
        codes = new Word[shape.columns];
        for (int c = 0; c < shape.columns; c++) {
            codes[c] = in(WORD_BITS).named("code_" + c);
        }
        base = in(shape.addressBits);
        planeSize = in(shape.addressBits);
        rowSkip = in(shape.positionBits);
        imageSkip = in(shape.positionBits);
        writeBank = out(shape.bankBits);
        writeAddress = out(shape.addressBits);
        writeData = out(WORD_BITS * shape.bankWords);
        writeMask = out(shape.bankWords);

        Maximum largest = maximum();
        Bit four = shape.hasLanes("results_of_4", format, 4);
        Bit sixteen = shape.hasLanes("results_of_16", format, 1);
        Bit first = largest.valid;
        Bit second = next("second_half", first.and(sixteen));

        // Where results go: the tiles of columns of a tile of rows to the same positions, in planes or halves of them
        // behind each other.
        Word columnsLeft = reg(lastColumnTile.width()).named("columns_left");
        Word plane = reg(shape.addressBits).named("plane");
        Word nextPlane = reg(shape.addressBits).named("next_plane");
        Word afterNext = reg(shape.addressBits).named("plane_after_next");
        Word planeOfSecond = next("second_plane", base.plus(planeSize));
        Word planeOfThird = next("third_plane", planeOfSecond.plus(planeSize));
        nextPlane.set(plane.plus(planeSize));
        afterNext.set(nextPlane.plus(planeSize));
        Bit upper = regBit(false).named("upper_half");
        Bit running = regBit(false).named("running");

        Bit result = Bit.mux(sixteen, second, first).named("result_end");
        Bit ends = result.and(delayedWith(sixteen, "tile_end", tileEnd)).named("ends_tile");
        Bit again = ends.and(columnsLeft.any()).named("same_rows_again");
        Bit rowsEnd = ends.and(columnsLeft.isZero()).named("ends_rows");
        MapPosition position = new MapPosition(lastX, lastY, rowSkip, imageSkip);
        position.advance(result);
        position.goBack(result, again, start.or(rowsEnd));
        Word tileFormat = Word.mux(sixteen, afterNext, nextPlane).named("plane_of_next_tile");
        when(again, () -> {
            columnsLeft.set(columnsLeft.minus(1));
            upper.set(upper.xor(four));
        });
        when(again.and(four.not().or(upper)), () -> plane.set(tileFormat));
        when(start.or(rowsEnd), () -> {
            columnsLeft.set(lastColumnTile);
            plane.set(base);
            // The last tile of rows can end in the next cycle.
            nextPlane.set(planeOfSecond);
            afterNext.set(planeOfThird);
            upper.set(firstWord.any());
        });
        when(ends.and(delayedWith(sixteen, "last", last)), () -> running.set(Bit.of(false)));
        position.restart(start);
        when(start, () -> running.set(Bit.of(true)));
        done.set(running.not());
        write(largest.codes, first, second, four, sixteen, position.linear, Word.mux(second, nextPlane, plane), upper);
    }

    /** What comes with a row, at its result. */
    private static Bit delayedWith(Bit twice, String name, Bit value) {
        Bit once = next(name + "_of_result", value);
        return Bit.mux(twice, next(name + "_of_second", once), once);
    }

    private record Maximum(Bit valid, List<Word> codes) {}

    /** The largest codes of the rows of a window, one cycle after its last row. */
    private Maximum maximum() {
        Word number = reg(window.width(), 0).named("window_row");
        Bit first = number.isZero().named("window_begins");
        Word following = number.plus(1).named("window_row_after");
        Bit end = following.eq(window).named("window_ends");
        when(push, () -> number.set(following.gate(end.not())));
        when(start, () -> number.set(Word.of(0, window.width())));
        List<Word> largest = new ArrayList<>();
        int bits = WORD_BITS + 1;
        for (int c = 0; c < shape.columns; c++) {
            Word most = reg(WORD_BITS).named("largest_" + c);
            Word mostOrder = reg(bits).named("largest_order_" + c);
            Word order = CodeOrder.of("code_order_" + c, shape.engine.formats(), bits, format, codes[c])
                    .named("order_" + c);
            Bit takes = push.and(first.or(mostOrder.lessSigned(order))).named("takes_" + c);
            Word code = codes[c];
            when(takes, () -> {
                most.set(code);
                mostOrder.set(order);
            });
            largest.add(most);
        }
        return new Maximum(next("maximum_valid", push.and(end)), largest);
    }

    private void write(
            List<Word> found, Bit first, Bit second, Bit four, Bit sixteen, Word linear, Word plane, Bit upper) {
        int half = shape.bankWords / 2;
        int bits = WORD_BITS * shape.bankWords;
        Word bytes = Word.catLow(found.stream().map(code -> code.slice(0, BYTE)).toList());
        Word nibbles = Word.catLow(
                        found.stream().map(code -> code.slice(0, BYTE / 2)).toList())
                .named("codes_of_4_bits");
        Word low = Word.catLow(found.subList(0, shape.bankWords));
        Word high = Word.catLow(found.subList(shape.bankWords, shape.columns));
        Word data = Word.mux(four, Word.cat(nibbles, nibbles), bytes).named("short_codes");
        data = Word.mux(sixteen, Word.mux(second, high, low), data).named("data_to_write");
        Word all = Word.of((1L << shape.bankWords) - 1, shape.bankWords);
        Word lower = Word.of((1L << half) - 1, shape.bankWords);
        Word halves = Word.mux(upper, lower.not(), lower).named("mask_of_half");
        Word mask = Word.mux(four, halves, all);
        writeEnable.set(next("write", first.or(second)));
        BankPlace place = BankPlace.of(shape, "result", linear, paired);
        writeBank.set(next("bank", place.bank()));
        writeAddress.set(next("address", place.address().plus(plane)));
        writeData.set(next("data", data));
        writeMask.set(next("mask", mask));
    }
}
