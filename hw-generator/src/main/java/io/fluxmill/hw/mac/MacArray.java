// SPDX-License-Identifier: Apache-2.0
package io.fluxmill.hw.mac;

import static io.fluxmill.hw.mac.MacArchitecture.WORD_BITS;

import io.fluxmill.hw.hdl.Bit;
import io.fluxmill.hw.hdl.Contract;
import io.fluxmill.hw.hdl.Module;
import io.fluxmill.hw.hdl.Word;
import java.util.ArrayList;
import java.util.List;

/**
 * R x C multiply-accumulate units, output-stationary: row r's decoded activations go to every column, column c's decoded
 * weights to every row. On {@code capture} all accumulators are copied to the drain registers, which then move up one row per {@code shift}; row
 * 0 leaves through {@code accumulators}.
 */
@Contract(
        """
        Rows x columns multiply-accumulate units: row r has the activation of row r, column c the weight of column c.
        in:  activations, weights: 16 bits for each row and column, lowest first; format: index of the number format;
             mode2, mode4: its operands are two of 8 bits, or four of 4 bits; none of them: one of 16 bits;
             valid, first: the operands belong to a sum, and begin one.
             capture (pulse): all accumulators are copied to the drain registers; shift (pulse): those move up by one
             row.
        out: accumulators_<c>, nar_<c>: drain register of row 0 of column c, four segments, carries cut between lanes.
        Latency from operands to accumulators: the pipeline stages of the design (1 to 4), one word pair a cycle.
        Reset clears the valid and NaR bits; accumulators are set by the first word of a sum.
        """)
final class MacArray extends Module {
    final Word activations;
    final Word weights;
    final Word format = in(4);
    final Bit mode2 = inBit();
    final Bit mode4 = inBit();
    /** Belong to the operands of this cycle. */
    final Bit valid = inBit();

    final Bit first = inBit();
    final Bit capture = inBit();
    final Bit shift = inBit();
    final Word[] accumulators;
    final Bit[] nar;

    MacArray(MacArchitecture architecture) {
        int rows = architecture.config().rows();
        int columns = architecture.config().columns();
        int pipeline = architecture.config().pipeline();
        activations = in(WORD_BITS * rows);
        weights = in(WORD_BITS * columns);
        accumulators = new Word[columns];
        nar = new Bit[columns];

        List<Decoded> a = decode(architecture, activations, rows, true);
        List<Decoded> b = decode(architecture, weights, columns, false);
        Bit accumulate = delay("accumulate", valid, pipeline - 1);
        Bit firstAccumulate = delay("first_accumulate", first, pipeline - 1);
        for (int c = 0; c < columns; c++) {
            MacUnit below = null;
            for (int r = rows - 1; r >= 0; r--) {
                MacUnit unit = child(() -> new MacUnit(architecture));
                unit.setName("unit_" + r + "_" + c);
                connect(unit, a.get(r), b.get(c), below);
                unit.valid.set(accumulate);
                unit.first.set(firstAccumulate);
                below = unit;
            }
            accumulators[c] = out(architecture.accumulatorBits());
            accumulators[c].set(below.drain);
            nar[c] = outBit();
            nar[c].set(below.drainNar);
        }
    }

    private void connect(MacUnit unit, Decoded a, Decoded b, MacUnit below) {
        unit.aSignificand.set(a.significand);
        unit.aNegative.set(a.negative);
        unit.aDown.set(a.down);
        unit.aNar.set(a.nar);
        unit.bSignificand.set(b.significand);
        unit.bNegative.set(b.negative);
        unit.bDown.set(b.down);
        unit.bNar.set(b.nar);
        unit.mode2.set(mode2);
        unit.mode4.set(mode4);
        unit.capture.set(capture);
        unit.shift.set(shift);
        unit.drainIn.set(below == null ? Word.of(0, unit.drainIn.width()) : below.drain);
        unit.drainNarIn.set(below == null ? Bit.of(false) : below.drainNar);
    }

    private List<Decoded> decode(MacArchitecture architecture, Word words, int count, boolean activation) {
        String name = activation ? "a" : "b";
        int stages = architecture.config().pipeline() >= 2 ? 1 : 0;
        List<Decoded> decoded = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            OperandDecoder decoder = child(() -> new OperandDecoder(architecture, activation));
            decoder.setName(name + "_decoder_" + i);
            decoder.word.set(words.slice(WORD_BITS * i, WORD_BITS));
            decoder.format.set(format);
            decoded.add(new Decoded(
                    delay(name + i + "_significand", decoder.significand, stages),
                    delay(name + i + "_negative", decoder.negative, stages),
                    delay(name + i + "_down", decoder.down, stages),
                    delay(name + i + "_nar", decoder.nar, stages)));
        }
        return decoded;
    }

    private record Decoded(Word significand, Word negative, Word down, Bit nar) {}
}
