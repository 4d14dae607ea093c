// SPDX-License-Identifier: Apache-2.0
package io.fluxmill.hw.mac.network;

import static io.fluxmill.hw.mac.MacArchitecture.WORD_BITS;

import io.fluxmill.core.program.mac.network.DescriptorField;
import io.fluxmill.hw.hdl.Bit;
import io.fluxmill.hw.hdl.Contract;
import io.fluxmill.hw.hdl.Module;
import io.fluxmill.hw.hdl.Word;
import java.util.ArrayList;
import java.util.List;

/** Windows of pixels of a row as positions of a map: the columns of a kernel become channels. */
@Contract(
        """
        Codes of pixels become windows of kernel columns, which are written as positions.
        in:  start (pulse) with the layer's fields, stable until it ends; word, word_valid, word_ready: codes of pixels one after the other, as many
             in a word as their format has lanes; lanes_2, lanes_4: it has two, four; active: codes are taken.
        out: window with window_valid until window_taken: the codes of a window, the last in the highest bits.
        A row is padLeft pads, width pixels, padRight pads; windows begin at every stride-th of these. One code a cycle, none while a
        window waits. Reset forgets the word.
        """)
final class PixelPacker extends Module {
    final Bit start = inBit();
    final Word word = in(WORD_BITS);
    final Bit wordValid = inBit();
    final Bit wordReady = outBit();
    final Bit lanes2 = inBit();
    final Bit lanes4 = inBit();
    final Bit active = inBit();
    final Bit windowTaken = inBit();
    final Word lastChannel = in(DescriptorField.LAST_KERNEL_Y.bits());
    final Word lastColumn = in(DescriptorField.LAST_KERNEL_X.bits());
    final Word padLeft = in(DescriptorField.ADVANCE_X.bits());
    final Word width = in(DescriptorField.WIDTH.bits());
    final Word padRight = in(DescriptorField.ADVANCE_Y.bits());
    final Word stride = in(DescriptorField.STEP_Y.bits());
    final Word pad = in(WORD_BITS);
    final Word window;
    final Bit windowValid = outBit();

    PixelPacker(NetworkShape shape) {
        int bits = 2 * WORD_BITS * shape.bankWords;
        window = out(bits);
        Word codes = reg(WORD_BITS).named("codes");
        Word codesLeft = reg(3, 0).named("codes_left");
        Word shifted = reg(bits).named("shifted");
        Word channel = reg(lastChannel.width()).named("channel");
        Word column = reg(width.width() + 1).named("column");
        Word phase = reg(stride.width()).named("phase");
        Bit valid = regBit(false).named("valid");

        int columnBits = column.width();
        Word left = padLeft.resize(columnBits).named("pads_before");
        Word pixelsEnd = next("pixels_end", left.plus(width.resize(columnBits)));
        Word rowEnd = next(
                "last_column_of_row",
                pixelsEnd.plus(padRight.resize(columnBits)).named("row_columns").minus(1));
        Bit isPixel = column.less(left).not().and(column.less(pixelsEnd)).named("is_pixel");
        Bit holds = valid.and(windowTaken.not()).named("holds");
        Bit takes =
                active.and(holds.not()).and(isPixel.not().or(codesLeft.any())).named("takes_code");
        Bit usesCode = takes.and(isPixel).named("uses_code");
        Word source = Word.mux(isPixel, codes, pad).named("source");
        Word one = shiftedBy(shifted, source, WORD_BITS);
        Word half = shiftedBy(shifted, source, WORD_BITS / 2);
        Word quarter = shiftedBy(shifted, source, WORD_BITS / 4);
        Word moved = Word.mux(lanes4, quarter, Word.mux(lanes2, half, one)).named("moved");

        Bit pixelEnd = takes.and(channel.eq(lastChannel)).named("pixel_end");
        Bit atRowEnd = column.eq(rowEnd).named("at_row_end");
        Bit complete = column.less(lastColumn.resize(columnBits)).not().named("is_complete");
        Bit emits = pixelEnd.and(complete).and(phase.isZero()).named("emits");
        valid.set(emits.or(holds));
        when(takes, () -> {
            shifted.set(moved);
            channel.set(channel.plus(1)
                    .named("channel_following")
                    .gate(channel.eq(lastChannel).not()));
        });
        Word phaseAfter = phase.plus(1).named("phase_after");
        Bit phaseEnd = phaseAfter.eq(stride).named("phase_ends");
        when(pixelEnd, () -> column.set(column.plus(1).named("column_following").gate(atRowEnd.not())));
        when(
                pixelEnd.and(complete),
                () -> phase.set(phaseAfter.gate(phaseEnd.or(atRowEnd).not())));

        Word fresh = Word.mux(lanes4, Word.of(4, 3), Word.mux(lanes2, Word.of(2, 3), Word.of(1, 3)));
        Bit empty = codesLeft.isZero().or(codesLeft.eq(1).and(usesCode)).named("is_empty");
        Bit loads = active.and(empty).and(wordValid).named("loads");
        Word rest = Word.mux(
                lanes4,
                Word.cat(Word.of(0, WORD_BITS / 4), codes.slice(WORD_BITS / 4, 3 * WORD_BITS / 4)),
                Word.cat(Word.of(0, WORD_BITS / 2), codes.slice(WORD_BITS / 2, WORD_BITS / 2)));
        when(usesCode, () -> {
            codes.set(rest);
            codesLeft.set(codesLeft.minus(1));
        });
        when(loads, () -> {
            codes.set(word);
            codesLeft.set(fresh);
        });
        when(start.or(active.not()), () -> {
            codesLeft.set(Word.of(0, 3));
            channel.set(Word.of(0, channel.width()));
            column.set(Word.of(0, columnBits));
            phase.set(Word.of(0, phase.width()));
            valid.set(Bit.of(false));
        });
        // Lanes before the first code have weights of zero, which a NaR that was left there would survive.
        when(start, () -> shifted.set(Word.of(0, shifted.width())));
        wordReady.set(active.and(empty));
        window.set(shifted);
        windowValid.set(valid);
    }

    /** One more code at the top. */
    private static Word shiftedBy(Word all, Word code, int bits) {
        List<Word> parts = new ArrayList<>();
        parts.add(all.slice(bits, all.width() - bits));
        parts.add(code.slice(0, bits));
        return Word.catLow(parts);
    }
}
