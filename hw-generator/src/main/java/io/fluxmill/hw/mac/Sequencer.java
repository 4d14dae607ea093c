// SPDX-License-Identifier: Apache-2.0
package io.fluxmill.hw.mac;

import io.fluxmill.hw.hdl.Bit;
import io.fluxmill.hw.hdl.Contract;
import io.fluxmill.hw.hdl.Module;
import io.fluxmill.hw.hdl.Word;

/**
 * Issues one operand address per cycle: for each row tile, for each column tile, for each word. Nothing downstream can stall: the
 * last word of a tile, after which its rows drain, is issued only when the previous tile's rows will have left the drain
 * registers (a tile's rows, each for the output stages' cycles, after the previous tile's last word) and the result queue has room for as many rows as the
 * array has.
 */
@Contract(
        """
        Issues one operand address a cycle: for each tile of rows, for each tile of columns, for each word of the sum.
        in:  start (pulse) with rows, columns, last_word (words of a sum - 1), weight_base, parameter_base, last_part (words
             of activations to a word of weights - 1), all stable from the cycle before start until the job ends; available: the activations of the tile are there; popped (pulse): a result left the
             result queue.
        out: issue: activation_address and weight_address are read in this cycle, of the weights the part weight_part;
             last: last word of a sum. parameter_address, tile_rows, tile_columns belong to the tile; tile_done: last word of a tile of
             rows; final_tile: last word of the job; overrun: the word is beyond the weight buffer. stall_in,
             stall_out: no issue, for want of activations, or of room for results.
        The last word of a tile waits until the rows of the tile before it have left the array and the result queue
        has room for a whole tile's rows, so nothing after it ever stalls. All outputs belong to the same cycle. Reset
        ends the job.
        """)
final class Sequencer extends Module {
    final Bit start = inBit();
    final Word rows;
    final Word columns;
    final Word lastWord;
    final Word weightBase;
    final Word parameterBase;
    final Bit available = inBit();
    final Bit popped = inBit();

    final Bit issue = outBit();
    final Bit last = outBit();
    final Bit tileDone = outBit();
    final Bit finalTile = outBit();
    final Bit overrun = outBit();
    final Word activationAddress;
    final Word weightAddress;
    final Word parameterAddress;
    final Word tileRows;
    final Word tileColumns;
    final Bit stallIn = outBit();
    final Bit stallOut = outBit();
    /** Parts of a word of weights less one; null, as the next, if every word is for one word of activations. */
    final Word lastPart;

    final Word weightPart;

    /** @param rowBits of ROWS; {@code columnBits} of COLUMNS */
    Sequencer(
            MacArchitecture architecture,
            int rowBits,
            int columnBits,
            int weightAddressBits,
            int parameterAddressBits,
            int wordBits) {
        rows = in(rowBits);
        columns = in(columnBits);
        int arrayRows = architecture.config().rows();
        int arrayColumns = architecture.config().columns();
        lastWord = in(wordBits);
        weightBase = in(weightAddressBits);
        parameterBase = in(parameterAddressBits);
        activationAddress = out(wordBits);
        weightAddress = out(weightAddressBits);
        parameterAddress = out(parameterAddressBits);
        tileRows = out(log2(arrayRows) + 1);
        tileColumns = out(log2(arrayColumns) + 1);
        boolean packed = architecture.wordsPerWeightWord() > 1;
        lastPart = packed ? in(2) : null;
        weightPart = packed ? out(2) : null;

        Bit running = regBit(false).named("running");
        Word rowsLeft = reg(rowBits).named("rows_left");
        Word columnsLeft = reg(columnBits).named("columns_left");
        Word word = reg(wordBits).named("word");
        Word weight = reg(weightAddressBits + 1).named("weight");
        Word parameter = reg(parameterAddressBits).named("parameter_tile");
        int cycles = architecture.config().outputCycles();
        Word cooldown = reg(log2(arrayRows) + 1 + log2(cycles), 0).named("cooldown");
        int creditBits = log2(architecture.resultBeats()) + 1;
        Word credits = reg(creditBits, architecture.resultBeats()).named("credits");

        // Known a cycle ahead, so that nothing is compared in the cycle of an issue.
        Bit lastRows = regBit(false).named("last_rows");
        Bit lastColumns = regBit(false).named("last_columns");
        Bit atLast = regBit(false).named("at_last");
        Word lastButOne = next("last_but_one", lastWord.minus(1));
        Bit oneWord = next("one_word", lastWord.isZero());
        Bit oneColumnTile = columns.less(arrayColumns + 1L).named("one_column_tile");
        tileRows.set(Word.mux(lastRows, rowsLeft.slice(0, tileRows.width()), Word.of(arrayRows, tileRows.width())));
        tileColumns.set(Word.mux(
                lastColumns, columnsLeft.slice(0, tileColumns.width()), Word.of(arrayColumns, tileColumns.width())));
        int roomBit = log2(arrayRows);
        Bit cooled = regBit(true).named("cooled");
        Bit drains =
                cooled.and(credits.slice(roomBit, creditBits - roomBit).any()).named("drains");
        Bit go = running.and(available).and(atLast.not().or(drains)).named("go");
        Bit tileEnd = go.and(atLast).named("tile_end");
        Bit rowEnd = tileEnd.and(lastColumns).named("row_end");

        when(go, () -> atLast.set(word.eq(lastButOne)));
        when(tileEnd, () -> {
            atLast.set(oneWord);
            lastColumns.set(columnsLeft.less(2L * arrayColumns + 1));
        });
        when(rowEnd, () -> {
            lastColumns.set(oneColumnTile);
            lastRows.set(rowsLeft.less(2L * arrayRows + 1));
        });
        when(start, () -> {
            atLast.set(oneWord);
            lastColumns.set(oneColumnTile);
            lastRows.set(rows.less(arrayRows + 1L));
        });
        when(go, () -> word.set(word.plus(1)));
        when(packed ? go.and(partEnd(go, tileEnd)) : go, () -> weight.set(weight.plus(1)));
        when(cooldown.any(), () -> cooldown.set(cooldown.minus(1)));
        cooled.set(cooldown.less(2));
        when(tileEnd, () -> {
            word.set(Word.of(0, wordBits));
            columnsLeft.set(columnsLeft.minus(arrayColumns));
            parameter.set(parameter.plus(1));
            Word others = tileRows.minus(1).named("other_rows");
            cooldown.set(cycles == 1 ? others : Word.cat(others, Word.of(cycles - 1L, log2(cycles))));
            cooled.set(cycles == 1 ? others.isZero() : Bit.of(false));
        });
        when(rowEnd, () -> {
            columnsLeft.set(columns);
            weight.set(weightBase.resize(weight.width()));
            parameter.set(parameterBase);
            rowsLeft.set(rowsLeft.minus(arrayRows));
            running.set(lastRows.not());
        });
        when(start, () -> {
            running.set(Bit.of(true));
            rowsLeft.set(rows);
            columnsLeft.set(columns);
            word.set(Word.of(0, wordBits));
            weight.set(weightBase.resize(weight.width()));
            parameter.set(parameterBase);
        });
        credits.set(credits.plus(popped.extend(creditBits))
                .named("credits_and_popped")
                .minus(tileRows.resize(creditBits).gate(tileEnd)));

        issue.set(go);
        last.set(tileEnd);
        tileDone.set(rowEnd);
        finalTile.set(rowEnd.and(lastRows));
        overrun.set(go.and(weight.top()));
        activationAddress.set(word);
        weightAddress.set(weight.slice(0, weightAddressBits));
        parameterAddress.set(parameter);
        stallIn.set(running.and(available.not()));
        stallOut.set(running.and(available).and(go.not()));
    }

    /** Counts the parts of a word of weights; a sum begins with a new word. The result: this part is the last that is used. */
    private Bit partEnd(Bit go, Bit tileEnd) {
        Word part = reg(2, 0).named("part");
        Bit end = part.eq(lastPart).or(tileEnd).named("part_end");
        when(go, () -> part.set(part.plus(1).named("next_part").gate(end.not())));
        weightPart.set(part);
        return end;
    }

    static int log2(int powerOfTwo) {
        return 31 - Integer.numberOfLeadingZeros(powerOfTwo);
    }
}
