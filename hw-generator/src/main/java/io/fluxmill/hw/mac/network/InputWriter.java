// SPDX-License-Identifier: Apache-2.0
package io.fluxmill.hw.mac.network;

import static io.fluxmill.hw.mac.MacArchitecture.WORD_BITS;

import io.fluxmill.core.program.mac.network.DescriptorField;
import io.fluxmill.hw.hdl.Bit;
import io.fluxmill.hw.hdl.Contract;
import io.fluxmill.hw.hdl.Module;
import io.fluxmill.hw.hdl.Word;
import java.util.Collections;

/** Puts words of the input, or windows of its pixels, into a map. */
@Contract(
        """
        Writes the input's positions into a map, one after the other.
        in:  start (pulse) with the layer's fields, stable until done; word with word_valid, word_ready: words of positions; packs: windows in place of
             them, each with window_valid until window_taken, of one bank word (the upper half), or with two of two.
        out: write_enable with write_bank, write_address, write_data, write_mask: to the map memory, until taken. written: linear position behind the last
             one that is in the memory. done (pulse): all are.
        Reset ends the layer.
        """)
final class InputWriter extends Module {
    final Bit start = inBit();
    final Bit wordValid = inBit();
    final Bit wordReady = outBit();
    final Word word = in(WORD_BITS);
    final Bit packs = inBit();
    final Bit windowValid = inBit();
    final Bit windowTaken = outBit();
    final Bit two = inBit();
    final Word pixels;
    /** Words of a position, less one. */
    final Word lastWord = in(DescriptorField.LAST_WORD.bits());

    final Word results = in(DescriptorField.RESULTS.bits());
    final Bit paired = inBit();
    final Word base;
    final Word planeSize;
    final Word lastX = in(DescriptorField.LAST_OUTPUT_X.bits());
    final Word lastY = in(DescriptorField.LAST_OUTPUT_Y.bits());
    final Word rowSkip;
    final Word imageSkip;
    final Bit writeEnable = outBit();
    final Bit taken = inBit();
    final Word writeBank;
    final Word writeAddress;
    final Word writeData;
    final Word writeMask;
    final Word written;
    final Bit done = outBit();

    InputWriter(NetworkShape shape) {
        int bits = WORD_BITS * shape.bankWords;
        pixels = in(2 * bits);
        base = in(shape.addressBits);
        planeSize = in(shape.addressBits);
        rowSkip = in(shape.positionBits);
        imageSkip = in(shape.positionBits);
        writeBank = out(shape.bankBits);
        writeAddress = out(shape.addressBits);
        writeData = out(bits);
        writeMask = out(shape.bankWords);
        written = out(shape.positionBits);

        MapPosition position = new MapPosition(lastX, lastY, rowSkip, imageSkip);
        Word left = reg(results.width()).named("results_left");
        Word plane = reg(shape.addressBits).named("plane");
        Word number = reg(lastWord.width()).named("word_number");
        Bit running = regBit(false).named("running");
        Bit full = regBit(false).named("full");

        Bit room = full.not().or(taken).and(running).named("has_room");
        Bit takes = room.and(Bit.mux(packs, windowValid, wordValid)).named("takes");
        // A window's second half is its second word.
        Word last = Word.mux(packs, two.extend(lastWord.width()), lastWord).named("last_of_position");
        Bit positionEnd = takes.and(number.eq(last)).named("position_end");
        Word wordInBank = number.slice(0, shape.bankWordBits);
        Bit planeEnd = takes.and(packs.or(wordInBank.not().isZero())).named("plane_end");
        Bit ends = positionEnd.and(left.eq(1)).named("ends");
        when(
                takes,
                () -> number.set(number.plus(1)
                        .named("word_following")
                        .gate(number.eq(last).not())));
        when(planeEnd, () -> plane.set(plane.plus(planeSize)));
        when(positionEnd, () -> {
            plane.set(base);
            left.set(left.minus(1));
        });
        position.advance(positionEnd);
        when(ends, () -> running.set(Bit.of(false)));
        when(start, () -> {
            running.set(Bit.of(true));
            left.set(results);
            plane.set(base);
            number.set(Word.of(0, number.width()));
        });
        position.restart(start);

        Word all = Word.of((1L << shape.bankWords) - 1, shape.bankWords);
        Word one = Word.of(1, shape.bankWords).shiftLeft(wordInBank).named("mask_of_word");
        Bit lower = two.and(number.bit(0).not()).named("is_lower_half");
        Word half = Word.mux(lower, pixels.slice(0, bits), pixels.slice(bits, bits));
        Word copies = Word.catLow(Collections.nCopies(shape.bankWords, word));
        BankPlace place = BankPlace.of(shape, "input", position.linear, paired);
        Word bank = reg(shape.bankBits).named("bank");
        Word address = reg(shape.addressBits).named("address");
        Word data = reg(bits).named("data");
        Word mask = reg(shape.bankWords).named("mask");
        Bit completes = regBit(false).named("completes");
        Bit isLast = regBit(false).named("is_last");
        when(taken, () -> full.set(Bit.of(false)));
        when(takes, () -> {
            full.set(Bit.of(true));
            bank.set(place.bank());
            address.set(place.address().plus(plane));
            data.set(Word.mux(packs, half, copies));
            mask.set(Word.mux(packs, all, one));
            completes.set(positionEnd);
            isLast.set(ends);
        });
        Bit stores = full.and(taken).named("stores");
        Word behind = reg(shape.positionBits).named("behind_last");
        when(stores.and(completes), () -> behind.set(position.linear));
        when(start, () -> behind.set(Word.of(0, shape.positionBits)));
        wordReady.set(room.and(packs.not()));
        windowTaken.set(positionEnd.and(packs));
        writeEnable.set(full);
        writeBank.set(bank);
        writeAddress.set(address);
        writeData.set(data);
        writeMask.set(mask);
        written.set(behind);
        done.set(stores.and(isLast));
    }
}
