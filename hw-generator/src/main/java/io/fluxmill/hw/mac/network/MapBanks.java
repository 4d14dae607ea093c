// SPDX-License-Identifier: Apache-2.0
package io.fluxmill.hw.mac.network;

import static io.fluxmill.hw.mac.MacArchitecture.WORD_BITS;

import io.fluxmill.hw.hdl.Bit;
import io.fluxmill.hw.hdl.Contract;
import io.fluxmill.hw.hdl.Memory;
import io.fluxmill.hw.hdl.Module;
import io.fluxmill.hw.hdl.Word;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;

/** The map memory: banks of bank words, of which each row of the array reads a word in every cycle. */
@Contract(
        """
        Banks of memory. Each row reads a word of 16 bits a cycle, all rows from different banks; two bank words are written a cycle, in two banks.
        in:  bank_<r>, address_<r>, inside_<r> of each row, and the number word of the word in a bank word;
             write_enable with write_bank, write_address, write_data and write_mask: a bit for each word of the bank word;
             input_enable and so on: another one, which waits until input_taken: not while the first goes to its bank.
        out: words: 16 bits for each row, lowest first, four cycles later; pad where inside was 0. With activations of units
             five cycles, and then
             own: 16 bits for each unit, row by row: the row's word, or where depthwise the code of the unit's column in
             the row's bank word, of which half is the upper half of codes of 4 bits, and of 16 the second of two bank
             words; zero in the columns that are in the other one;
             line: the whole bank word of the row row.
        A word that is read in the cycle in which it is written is undefined. There is no reset; the memory keeps its words.
        """)
final class MapBanks extends Module {
    final Word[] bank;
    final Word[] address;
    final Bit[] inside;
    final Word word;

    final Word pad = in(WORD_BITS);
    final Word words;
    /** The layer's operand format; null, as the next ones, where units have no activations of their own. */
    final Word format;

    final Bit depthwise;
    final Bit half;
    final Word own;
    /** Null, as the next one, without tables of terms. */
    final Word row;

    final Word line;
    final Bit writeEnable = inBit();
    final Word writeBank;
    final Word writeAddress;
    final Word writeData;
    final Word writeMask;
    final Bit inputEnable = inBit();
    final Word inputBank;
    final Word inputAddress;
    final Word inputData;
    final Word inputMask;
    final Bit inputTaken = outBit();

    MapBanks(NetworkShape shape) {
        bank = new Word[shape.rows];
        address = new Word[shape.rows];
        inside = new Bit[shape.rows];
        for (int r = 0; r < shape.rows; r++) {
            bank[r] = in(shape.bankBits).named("bank_" + r);
            address[r] = in(shape.addressBits).named("address_" + r);
            inside[r] = inBit().named("inside_" + r);
        }
        word = in(shape.bankWordBits);
        words = out(WORD_BITS * shape.rows);
        writeBank = in(shape.bankBits);
        writeAddress = in(shape.addressBits);
        writeData = in(WORD_BITS * shape.bankWords);
        writeMask = in(shape.bankWords);
        inputBank = in(shape.bankBits);
        inputAddress = in(shape.addressBits);
        inputData = in(WORD_BITS * shape.bankWords);
        inputMask = in(shape.bankWords);
        inputTaken.set(inputEnable.and(
                writeEnable.and(writeBank.eq(inputBank)).named("collides").not()));

        format = shape.depthwise ? in(4) : null;
        depthwise = shape.depthwise ? inBit() : null;
        half = shape.depthwise ? inBit() : null;
        own = shape.depthwise ? out(WORD_BITS * shape.rows * shape.columns) : null;

        boolean hasTerms = shape.config.termTables() > 0;
        row = hasTerms ? in(NetworkShape.log2(shape.rows)) : null;
        line = hasTerms ? out(WORD_BITS * shape.bankWords) : null;

        Word chosen = delay("chosen_word", word, 2);
        List<Word> data = new ArrayList<>();
        for (int b = 0; b < shape.banks; b++) {
            List<Word> parts = bank(shape, b);
            data.add(
                    shape.depthwise
                            ? next("bank_" + b + "_words", Word.catLow(parts))
                            : next("bank_" + b + "_word", choose("bank_" + b + "_takes", chosen, parts)));
        }
        OwnCodes codes =
                shape.depthwise ? new OwnCodes(shape, format, depthwise, delay("half_of_row", half, 4), pad) : null;
        Word chosenInLine = codes == null ? null : delay("chosen_in_line", chosen, 2);
        List<Word> read = new ArrayList<>();
        List<Word> units = new ArrayList<>();
        List<Word> lines = new ArrayList<>();
        for (int r = 0; r < shape.rows; r++) {
            Word from = delay("bank_of_row_" + r, bank[r], 3);
            Bit there = delay("inside_row_" + r, inside[r], 3);
            Word found = choose("row_" + r + "_from", from, data);
            if (codes == null) {
                read.add(next("word_" + r, Word.mux(there, found, pad)));
                continue;
            }
            Word ofRow = next("line_" + r, found);
            lines.add(ofRow);
            Bit isThere = next("inside_line_" + r, there);
            Word taken = choose("row_" + r + "_takes", chosenInLine, parts(ofRow));
            Word rowWord = Word.mux(isThere, taken, pad).named("row_word_" + r);
            read.add(next("word_" + r, rowWord));
            units.addAll(codes.of("row_" + r, ofRow, isThere, rowWord));
        }
        words.set(Word.catLow(read));
        if (codes != null) {
            own.set(Word.catLow(units));
        }
        if (hasTerms) {
            line.set(next("line_of_row", choose("line_of", delay("chosen_row", row, 4), lines)));
        }
    }

    private static List<Word> parts(Word line) {
        return IntStream.range(0, line.width() / WORD_BITS)
                .mapToObj(i -> line.slice(WORD_BITS * i, WORD_BITS))
                .toList();
    }

    /** The words of a bank, two cycles after the rows' addresses. */
    private List<Word> bank(NetworkShape shape, int number) {
        String name = "bank_" + number + "_";
        List<Word> asked = new ArrayList<>();
        for (int r = 0; r < shape.rows; r++) {
            asked.add(address[r].gate(bank[r].eq(number).named(name + "for_row_" + r)));
        }
        Word from = next(name + "address", or(name + "rows", asked, 0));
        Bit result = writeEnable.and(writeBank.eq(number)).named(name + "result");
        Bit input = inputEnable.and(inputBank.eq(number)).named(name + "input");
        Word writes = Word.mux(result, writeAddress, inputAddress).named(name + "writes");
        Word mask = writeMask
                .gate(result)
                .or(inputMask.gate(input.and(result.not())))
                .named(name + "mask");
        List<Word> parts = new ArrayList<>();
        for (int w = 0; w < shape.bankWords; w++) {
            Memory store = memory(shape.config.mapWords(), WORD_BITS).named(name + "words_" + w);
            int low = WORD_BITS * w;
            Word data = Word.mux(result, writeData.slice(low, WORD_BITS), inputData.slice(low, WORD_BITS));
            store.write(writes, data, mask.bit(w));
            parts.add(store.read(from, Bit.of(true)));
        }
        return parts;
    }

    /** The choice with this number, without a preference among them. */
    private static Word choose(String name, Word number, List<Word> choices) {
        List<Word> gated = new ArrayList<>();
        for (int i = 0; i < choices.size(); i++) {
            gated.add(choices.get(i).gate(number.eq(i).named(name + "_" + i)));
        }
        return or(name, gated, 0);
    }

    /** OR of all, as a tree; {@code first} is the number of the first, for names. */
    private static Word or(String name, List<Word> words, int first) {
        int count = words.size();
        if (count == 1) {
            return words.get(0);
        }
        int half = count / 2;
        Word low = or(name, words.subList(0, half), first);
        Word all = low.or(or(name, words.subList(half, count), first + half));
        return count == 2 ? all : all.named(name + "_" + first + "_to_" + (first + count - 1));
    }
}
