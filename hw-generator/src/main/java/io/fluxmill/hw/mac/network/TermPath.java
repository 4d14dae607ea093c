// SPDX-License-Identifier: Apache-2.0
package io.fluxmill.hw.mac.network;

import static io.fluxmill.core.program.mac.network.DescriptorField.OPERAND;
import static io.fluxmill.core.program.mac.network.DescriptorField.WEIGHTS;
import static io.fluxmill.hw.hdl.Module.delay;
import static io.fluxmill.hw.hdl.Module.reg;
import static io.fluxmill.hw.hdl.Module.when;

import io.fluxmill.hw.hdl.Bit;
import io.fluxmill.hw.hdl.Word;
import io.fluxmill.hw.mac.OutputPath;
import io.fluxmill.hw.parts.AxiLiteSlave;

/** Around the adder of terms, in the processor: its memory, the lines that it takes, and its sums at the output stages. */
final class TermPath {
    private final NetworkShape shape;
    private final TermAdder adder;

    TermPath(NetworkShape shape, TermAdder adder) {
        this.shape = shape;
        this.adder = adder;
    }

    /** Writes of the term memory, refused as those of the program. */
    void write(AxiLiteSlave registers, Bit busy) {
        Word pointer = reg(adder.writeAddress.width()).named("term_pointer");
        Bit write = registers.written("TERM_DATA").and(busy.not()).named("term_write");
        when(write, () -> pointer.set(pointer.plus(1)));
        when(registers.written("TERM_ADDRESS"), () -> pointer.set(registers.writtenField("TERM_ADDRESS", "word")));
        adder.write.set(write);
        adder.writeAddress.set(pointer);
        adder.writeData.set(registers.written());
    }

    /** Lines of the rows one after the other, each of the left map and of the right one. */
    void add(DescriptorReader reader, LayerSequencer sequencer, WindowCounter counter, MapBanks maps, Bit isTerms) {
        maps.row.set(delay("row_of_line", counter.number.slice(1, NetworkShape.log2(shape.rows)), 2));
        int later = Math.max(0, -shape.termDelay());
        int latency = shape.fetchLatency() + later;
        adder.line.set(delay("line_of_terms", maps.line, later));
        adder.format.set(reader.field(OPERAND));
        adder.pair.set(reader.field(WEIGHTS).slice(TermAdder.PAIR_BITS, adder.pair.width()));
        adder.valid.set(delay("terms_valid", sequencer.issue.and(isTerms).named("terms_issued"), latency));
        adder.right.set(delay("terms_right", counter.number.bit(0), latency));
        adder.half.set(delay("terms_half", counter.half, latency));
    }

    /** With the last words of a tile; of terms, whose rows leave from the first ones on, when these are as far as the last words would be. */
    Bit tileEnd(Bit last, LayerSequencer sequencer, Bit isTerms) {
        Bit first = sequencer.first.and(isTerms).named("tile_of_terms");
        return last.or(delay("tile_of_terms_later", first, Math.max(0, shape.termDelay())));
    }

    /** What the output stages take: sums of terms in the place of those of products. */
    OutputPath.Sums sums(OutputPath.Sums products, Bit isTerms) {
        Word[] values = new Word[shape.columns];
        Bit[] nar = new Bit[shape.columns];
        for (int c = 0; c < shape.columns; c++) {
            Word product = products.values()[c];
            int bits = product.width();
            Word term = bits <= TermAdder.TERM_BITS ? adder.sum[c].slice(0, bits) : adder.sum[c].signExtend(bits);
            values[c] = Word.mux(isTerms, term, product).named("sum_of_column_" + c);
            nar[c] = Bit.mux(isTerms, adder.nar[c], products.nar()[c]).named("nar_of_column_" + c);
        }
        return new OutputPath.Sums(values, nar);
    }
}
