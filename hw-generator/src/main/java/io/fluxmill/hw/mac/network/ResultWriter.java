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
import java.util.Collections;
import java.util.List;

/** Puts result codes of a layer into the output map, or words of the input. */
@Contract(
        """
        Writes results into a map: the largest codes of window rows, packed into words of their format.
        in:  start (pulse) with the layer's fields, stable until done; push with codes: a row of results;
             takes_input: words come, one with input_valid each, in place of rows; packs: windows come, in place of both, each
             with window_valid, of one bank word (the upper half), or with two of two.
        out: write_enable with write_bank, write_address, write_data, write_mask: to the map memory. done: all results of the layer are written, from the cycle after the last on.
        Rows come two cycles apart at least if their codes have more than 8 bits. Reset ends the layer.
        """)
final class ResultWriter extends Module {
    private static final int BYTE = 8;

    final Bit start = inBit();
    final Bit push = inBit();
    final Word[] codes;
    final Bit takesInput = inBit();
    final Bit inputValid = inBit();
    final Word inputWord = in(WORD_BITS);
    final Bit packs = inBit();
    final Bit windowValid = inBit();
    final Bit two = inBit();
    final Word pixels;
    /** Words of a position of the input, less one. */
    final Word lastWord = in(DescriptorField.LAST_WORD.bits());

    final Word format = in(4);
    final Word window = in(DescriptorField.WINDOW.bits());
    final Word results = in(DescriptorField.RESULTS.bits());
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
        pixels = in(2 * WORD_BITS * shape.bankWords);
        base = in(shape.addressBits);
        planeSize = in(shape.addressBits);
        rowSkip = in(shape.positionBits);
        imageSkip = in(shape.positionBits);
        writeBank = out(shape.bankBits);
        writeAddress = out(shape.addressBits);
        writeData = out(WORD_BITS * shape.bankWords);
        writeMask = out(shape.bankWords);

        Maximum largest = maximum();
        Bit computed = takesInput.or(packs).not().named("are_results");
        Bit four = shape.hasLanes("codes_of_4", format, 4).and(computed).named("results_of_4");
        Bit sixteen = shape.hasLanes("codes_of_16", format, 1).and(computed).named("results_of_16");
        Bit first = largest.valid.or(windowValid).named("first_half");
        Bit twice = sixteen.or(packs.and(two)).named("is_of_two_halves");
        Bit second = next("second_half", first.and(twice));

        // Where results go.
        Word linear = reg(shape.positionBits).named("linear");
        Word x = reg(lastX.width()).named("x");
        Word y = reg(lastY.width()).named("y");
        Word left = reg(results.width()).named("results_left");
        Word tiles = reg(lastColumnTile.width()).named("tiles_left");
        Word plane = reg(shape.addressBits).named("plane");
        Word nextPlane = next("next_plane", plane.plus(planeSize));
        Word afterNext = next("plane_after_next", nextPlane.plus(planeSize));
        Bit upper = regBit(false).named("upper_half");
        Bit running = regBit(false).named("running");

        Word number = reg(lastWord.width()).named("word_number");
        Bit positionEnd = inputValid.and(number.eq(lastWord)).named("position_end");
        Word wordInBank = number.slice(0, shape.bankWordBits);
        Bit planeEnd = inputValid.and(wordInBank.not().isZero()).named("plane_end");

        Bit result =
                Bit.mux(twice, second, first).or(takesInput.and(positionEnd)).named("result_end");
        Bit rowEnd = x.eq(lastX).named("at_row_end");
        Bit imageEnd = rowEnd.and(y.eq(lastY)).named("at_image_end");
        Bit tileEnd = result.and(left.eq(1)).named("tile_end");
        when(result, () -> {
            left.set(left.minus(1));
            x.set(x.plus(1).named("x_following").gate(rowEnd.not()));
            linear.set(linear.plus(1)
                    .named("linear_following")
                    .plus(rowSkip.gate(rowEnd.and(imageEnd.not()).named("skips_row")))
                    .named("linear_in_row")
                    .plus(imageSkip.gate(imageEnd)));
        });
        when(result.and(rowEnd), () -> y.set(y.plus(1).named("y_following").gate(imageEnd.not())));
        when(
                inputValid,
                () -> number.set(number.plus(1)
                        .named("word_following")
                        .gate(number.eq(lastWord).not())));
        when(inputValid.and(planeEnd), () -> plane.set(nextPlane));
        when(positionEnd, () -> plane.set(base));
        Word tileFormat = Word.mux(sixteen, afterNext, nextPlane).named("plane_of_next_tile");
        when(tileEnd, () -> {
            left.set(results);
            tiles.set(tiles.minus(1));
            running.set(tiles.any());
            upper.set(upper.xor(four));
        });
        when(tileEnd.and(four.not().or(upper)).and(takesInput.not()), () -> plane.set(tileFormat));
        when(start.or(tileEnd), () -> {
            x.set(Word.of(0, x.width()));
            y.set(Word.of(0, y.width()));
            linear.set(Word.of(0, shape.positionBits));
        });
        when(start, () -> {
            running.set(Bit.of(true));
            left.set(results);
            tiles.set(lastColumnTile);
            plane.set(base);
            upper.set(firstWord.any());
            number.set(Word.of(0, number.width()));
        });
        done.set(running.not());
        write(
                largest.codes,
                first,
                second,
                four,
                sixteen,
                linear,
                Word.mux(second, nextPlane, plane),
                upper,
                wordInBank);
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
            List<Word> found,
            Bit first,
            Bit second,
            Bit four,
            Bit sixteen,
            Word linear,
            Word plane,
            Bit upper,
            Word wordInBank) {
        int half = shape.bankWords / 2;
        int bits = WORD_BITS * shape.bankWords;
        Word bytes = Word.catLow(found.stream().map(code -> code.slice(0, BYTE)).toList());
        Word nibbles = Word.catLow(
                        found.stream().map(code -> code.slice(0, BYTE / 2)).toList())
                .named("codes_of_4_bits");
        Word low = Word.catLow(found.subList(0, shape.bankWords));
        Word high = Word.catLow(found.subList(shape.bankWords, shape.columns));
        Word data = Word.mux(four, Word.cat(nibbles, nibbles), bytes).named("short_codes");
        data = Word.mux(sixteen, Word.mux(second, high, low), data).named("codes_to_write");
        Word upperPart = pixels.slice(bits, bits);
        Word part = Word.mux(two.and(second.not()), pixels.slice(0, bits), upperPart)
                .named("packed_half");
        data = Word.mux(packs, part, data).named("data_to_write");
        Word all = Word.of((1L << shape.bankWords) - 1, shape.bankWords);
        Word lower = Word.of((1L << half) - 1, shape.bankWords);
        Word halves = Word.mux(upper, lower.not(), lower).named("mask_of_half");
        Word one = Word.of(1, shape.bankWords).shiftLeft(wordInBank).named("mask_of_word");
        Word mask = Word.mux(takesInput, one, Word.mux(four, halves, all));
        Word word = Word.catLow(Collections.nCopies(shape.bankWords, inputWord));
        writeEnable.set(next("write", first.or(second).or(inputValid)));
        BankPlace place = BankPlace.of(shape, "result", linear, paired);
        writeBank.set(next("bank", place.bank()));
        writeAddress.set(next("address", place.address().plus(plane)));
        writeData.set(next("data", Word.mux(takesInput, word, data).resize(bits)));
        writeMask.set(next("mask", mask));
    }
}
