// SPDX-License-Identifier: Apache-2.0
package io.fluxmill.hw.mac.network;

import io.fluxmill.hw.hdl.Bit;
import io.fluxmill.hw.hdl.Contract;
import io.fluxmill.hw.hdl.Memory;
import io.fluxmill.hw.hdl.Module;
import io.fluxmill.hw.hdl.Word;

/** Sums of two terms for each column, which the codes of its channel in two maps choose from two tables. */
@Contract(
        """
        Sum of two terms: for each column the one that the code of its channel in a first bank word chooses from the left
        table of a pair, and that of the code in a second bank word from the right one.
        in:  line: a bank word; valid, right: it is that of the left table, in the next cycle comes that of the right one;
             format of codes of 4 or 8 bits; half: codes of 4 bits are in the upper half; pair: of tables;
             write with write_address, write_data: a term, in all columns: bit 31 NaR, the others a value, two's complement.
        out: sum_<c>, nar_<c>: the sum of the column's terms, stable until the next one; three cycles after the second line.
        There is no reset; memories keep their words.
        """)
final class TermAdder extends Module {
    /** Cycles from the right line to the sum. */
    static final int LATENCY = 3;

    /** Bits of a term without NaR. */
    static final int TERM_BITS = 31;

    private static final int WORD_BITS = TERM_BITS + 1;
    private static final int CODE_BITS = 8;

    /** Bits of the number of a term in its pair. */
    static final int PAIR_BITS = CODE_BITS + 1;

    private static final int NIBBLE = 4;

    final Word line;
    final Bit valid = inBit();
    final Bit right = inBit();
    final Word format = in(4);
    final Bit half = inBit();
    final Word pair;
    final Bit write = inBit();
    final Word writeAddress;
    final Word writeData = in(WORD_BITS);
    final Word[] sum;
    final Bit[] nar;

    TermAdder(NetworkShape shape) {
        int pairs = shape.config.termTables();
        line = in(16 * shape.bankWords);
        pair = in(Math.max(1, NetworkShape.log2(pairs)));
        int words = pairs << PAIR_BITS;
        writeAddress = in(NetworkShape.log2(words));
        sum = new Word[shape.columns];
        nar = new Bit[shape.columns];
        Bit four = shape.hasLanes("codes_of_4", format, 4);
        Bit ends = delay("sum_there", valid.and(right), LATENCY - 1);
        Word place = (pairs == 1 ? right.asWord() : Word.cat(pair, right.asWord())).named("chosen_table");
        for (int c = 0; c < shape.columns; c++) {
            Memory terms = memory(words, WORD_BITS).named("terms_" + c);
            terms.write(writeAddress, writeData, write);
            Word low = line.slice(c * NIBBLE, NIBBLE);
            Word high = line.slice((shape.columns + c) * NIBBLE, NIBBLE);
            Word nibble = Word.mux(half, high, low).resize(CODE_BITS);
            Word code =
                    Word.mux(four, nibble, line.slice(c * CODE_BITS, CODE_BITS)).named("code_of_" + c);
            Word found = terms.read(Word.cat(place, code).named("term_address_" + c), Bit.of(true));
            Word term = next("term_" + c, found);
            Word before = next("term_before_" + c, term);
            Word total = reg(TERM_BITS).named("total_" + c);
            Bit isNar = regBit(false).named("total_nar_" + c);
            when(ends, () -> {
                total.set(before.slice(0, TERM_BITS).plus(term.slice(0, TERM_BITS)));
                isNar.set(before.top().or(term.top()));
            });
            sum[c] = out(TERM_BITS).named("sum_" + c);
            sum[c].set(total);
            nar[c] = outBit().named("nar_" + c);
            nar[c].set(isNar);
        }
    }
}
