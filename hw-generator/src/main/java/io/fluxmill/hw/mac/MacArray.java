// SPDX-License-Identifier: Apache-2.0
package io.fluxmill.hw.mac;

import static io.fluxmill.hw.mac.MacArchitecture.WORD_BITS;

import io.fluxmill.core.format.BlockFormat;
import io.fluxmill.hw.hdl.Bit;
import io.fluxmill.hw.hdl.Contract;
import io.fluxmill.hw.hdl.Module;
import io.fluxmill.hw.hdl.Word;
import io.fluxmill.hw.mac.multiply.CellMode;
import io.fluxmill.hw.mac.multiply.Gating;
import io.fluxmill.hw.mac.multiply.UnitOptions;
import io.fluxmill.hw.mac.unit.Operands;
import io.fluxmill.hw.mac.unit.Side;
import io.fluxmill.hw.mac.unit.UnitArchitecture;
import java.util.ArrayList;
import java.util.List;

/**
 * R x C multiply-accumulate units, output-stationary: row r's decoded activations go to every column, column c's decoded
 * weights to every row. With {@code last} all sums are copied to the drain registers, which then move up one row per {@code shift}; row
 * 0 leaves through {@code accumulators}.
 */
@Contract(
        """
        Rows x columns multiply-accumulate units: row r has the activation of row r, column c the weight of column c.
        in:  activations, weights: 16 bits for each row and column, lowest first (where units have activations of their own, 16
             bits for each unit of row 0, then row 1 ...); format: index of the number format;
             weight_part: the part of the words of weights that goes with the activations, where these are wider; valid:
             the operands belong to a sum; ends (with block formats, or where zeros are gated): they are its last.
             tile_rows, tile_columns: where they are gated, the rows and columns of the tile.
             last: the operands that are added in this cycle are the last of a sum, which all units copy to their drain
             registers, and their accumulators are zero then; clear: the accumulators are zero in the next cycle, as
             they must be before the first sum; shift (pulse): the drain registers move up by one row. With rows (those
             of the tile; other rows keep their registers) these three come a cycle earlier.
        out: accumulators_<c>, nar_<c>: drain register of row 0 of column c, the sum of all lanes.
        Latency from operands to the cycle in which they are added: the pipeline stages of the design less one, one
        word pair a cycle. Reset clears the valid bits.
        """)
public final class MacArray extends Module {
    public final Word activations;
    public final Word weights;
    public final Word format = in(4);
    /** Null if every word of weights is for one word of activations. */
    final Word weightPart;

    /** Belongs to the operands of this cycle. */
    public final Bit valid = inBit();

    /** Rows and columns of the tile; null unless they are gated. */
    final Word tileRows;

    final Word tileColumns;

    /** The operands of this cycle are the last of a sum; null unless zeros are gated or there are block formats. */
    final Bit ends;

    /** Rows of the tile that {@code last} ends or whose operands are added next; null unless rows have registers for what controls them. */
    final Word rows;

    final Bit last = inBit();
    final Bit clear = inBit();
    final Bit shift = inBit();
    final Word[] accumulators;
    final Bit[] nar;

    private final UnitArchitecture unit;
    private final boolean gatesZeros;
    /** Null without block formats. */
    private final BlockPosition blocks;

    public MacArray(MacArchitecture architecture) {
        this(architecture, false);
    }

    /** @param own whether each unit has its own activation, without gating */
    public MacArray(MacArchitecture architecture, boolean own) {
        int rows = architecture.config().rows();
        int columns = architecture.config().columns();
        unit = architecture.unit();
        int inRow = own ? columns : 1;
        activations = in(WORD_BITS * rows * inRow);
        weights = in(WORD_BITS * columns);
        weightPart = architecture.wordsPerWeightWord() == 1 ? null : in(2);
        UnitOptions options = architecture.config().options().unit();
        tileRows = options.has(Gating.ROWS) ? in(Sequencer.log2(rows) + 1) : null;
        tileColumns = options.has(Gating.COLUMNS) ? in(Sequencer.log2(columns) + 1) : null;
        gatesZeros = options.has(Gating.ZEROS);
        ends = gatesZeros || unit.hasBlocks() ? inBit() : null;
        accumulators = new Word[columns];
        nar = new Bit[columns];

        blocks = unit.hasBlocks() ? blockPosition() : null;
        List<Decoded> a = decode(architecture, Side.ACTIVATIONS, activations, tileRows, rows * inRow);
        List<Decoded> b = decode(architecture, Side.WEIGHTS, weights, tileColumns, columns);
        Word mode = mode();
        Word table = unit.tableSelectBits() == 0 ? null : table();
        int lead = architecture.controlLead();
        this.rows = lead == 0 ? null : in(Sequencer.log2(rows) + 1);
        Bit accumulate = delay(
                "accumulate",
                valid,
                architecture.decoderLatency() + unit.stages().total() - 1 - lead);
        MacRow below = null;
        for (int r = rows - 1; r >= 0; r--) {
            MacRow row = child(() -> new MacRow(architecture, own));
            row.setName("row_" + r);
            for (int i = 0; i < inRow; i++) {
                row.a[i].set(a.get(r * inRow + i).operands);
            }
            if (row.aActive != null) {
                row.aActive.set(a.get(r).active);
            }
            control(row, r, accumulate);
            if (table != null) {
                row.tableNumber.set(table);
            }
            if (row.mode != null) {
                row.mode.set(mode);
            }
            for (int c = 0; c < columns; c++) {
                row.b[c].set(b.get(c).operands);
                if (row.aActive != null) {
                    row.bActive[c].set(b.get(c).active);
                }
                drain(row, below, c);
            }
            below = row;
        }
        for (int c = 0; c < columns; c++) {
            accumulators[c] = out(unit.accumulatorBits());
            accumulators[c].set(Word.catLow(List.of(below.drain[c])));
            nar[c] = outBit();
            nar[c].set(unit.hasNar() ? below.drainNar[c] : Bit.of(false));
        }
    }

    /** Drives what gates rows, columns and zeros, in the parent, so many cycles after the issue of the operands' addresses. */
    void setGates(Sequencer sequencer, int latency) {
        if (tileRows != null) {
            tileRows.set(delay("operands_rows", sequencer.tileRows, latency));
        }
        if (tileColumns != null) {
            tileColumns.set(delay("operands_columns", sequencer.tileColumns, latency));
        }
        if (ends != null) {
            ends.set(delay("operands_end", sequencer.last, latency));
        }
    }

    /** Whether operands can have the formats of an index. */
    static Bit knows(UnitArchitecture unit, Word operand) {
        return Bit.anyOf(unit.forms().stream()
                        .map(form -> operand.eq(form.index()))
                        .toList())
                .named("operand_known");
    }

    private BlockPosition blockPosition() {
        BlockPosition position = child(() -> new BlockPosition(unit.forms()));
        position.format.set(format);
        position.valid.set(valid);
        position.ends.set(ends);
        return position;
    }

    /** What a row does; where it comes early, in registers of the row, which does nothing if it is not of the tile. */
    private void control(MacRow row, int index, Bit accumulate) {
        if (rows == null) {
            row.valid.set(accumulate);
            row.last.set(last);
            row.clear.set(last.or(clear));
            row.shift.set(shift);
            return;
        }
        String name = "row_" + index;
        Bit inTile = rows.greaterOrEqual(index + 1L).named(name + "_in_tile");
        Bit captures = last.and(inTile).named(name + "_captures");
        row.valid.set(next(name + "_accumulates", accumulate.and(inTile)));
        row.last.set(next(name + "_last", captures));
        row.clear.set(next(name + "_clear", captures.or(clear)));
        row.shift.set(next(name + "_shift", shift));
    }

    /** The drain register of a row's column takes that of the row below, which is null for the lowest. */
    private void drain(MacRow row, MacRow below, int column) {
        Word[] into = row.drainIn[column];
        for (int i = 0; i < into.length; i++) {
            into[i].set(below == null ? Word.of(0, into[i].width()) : below.drain[column][i]);
        }
        if (unit.hasNar()) {
            row.drainNarIn[column].set(below == null ? Bit.of(false) : below.drainNar[column]);
        }
    }

    /** The number of the selected format among those that have tables; a register, because the format is constant during a job. */
    private Word table() {
        int bits = unit.tableSelectBits();
        Word number = Word.of(0, bits);
        for (int i = 1; i < unit.tables().size(); i++) {
            number = Word.mux(format.eq(unit.tables().get(i).index()), Word.of(i, bits), number);
        }
        return next("table_number", number);
    }

    /** Whether the selected formats have one, two or four lanes, a bit for each count that there is; a register, likewise. */
    private Word mode() {
        if (unit.layout() == null || unit.layout().modes().size() < 2) {
            return null;
        }
        List<Word> bits = new ArrayList<>();
        for (CellMode mode : unit.layout().modes()) {
            List<Bit> formats = unit.forms().stream()
                    .filter(form -> form.lanes() == mode.lanes())
                    .map(form -> format.eq(form.index()))
                    .toList();
            bits.add(Bit.anyOf(formats).asWord());
        }
        return next("mode", Word.catLow(bits));
    }

    /**
     * What a row or a column gives to its units.
     *
     * @param active whether the operands can change a sum; null if nothing is gated
     */
    private record Decoded(Operands operands, Bit active) {}

    /** @param tile rows or columns of the tile; null if they are not gated */
    private List<Decoded> decode(MacArchitecture architecture, Side side, Word words, Word tile, int count) {
        List<Decoded> decoded = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            String name = side.letter() + i;
            OperandDecoder decoder = child(() -> new OperandDecoder(architecture, side));
            decoder.setName(side.letter() + "_decoder_" + i);
            if (decoder.part != null) {
                decoder.part.set(weightPart);
            }
            Bit there =
                    tile == null ? Bit.of(true) : tile.greaterOrEqual(i + 1L).named(name + "_there");
            decoder.word.set(words.slice(WORD_BITS * i, WORD_BITS).gate(there));
            decoder.format.set(format);
            if (blocks != null) {
                Word scales = reg(WORD_BITS).named(name + "_scales");
                Word word = words.slice(WORD_BITS * i, WORD_BITS);
                when(blocks.isScale, () -> scales.set(word));
                Word first = scales.slice(0, BlockFormat.SCALE_BITS);
                Word second = scales.slice(BlockFormat.SCALE_BITS, BlockFormat.SCALE_BITS);
                decoder.scale.set(Word.mux(blocks.isSecond, second, first));
                decoder.isScale.set(blocks.isScale);
            }
            int registers = unit.stages().decode();
            Operands out = decoder.decoded;
            int later = registers + unit.stages().operand();
            int last = later + unit.stages().sum();
            Operands operands = new Operands(
                    delayed(name + "_values", out.values(), registers),
                    delayed(name + "_codes", out.codes(), registers),
                    delayed(name + "_negatives", out.negatives(), registers),
                    delayed(name + "_places", out.places(), last),
                    out.nar() == null ? null : delay(name + "_nar", out.nar(), last),
                    out.joined() == null ? null : delay(name + "_joined", out.joined(), later));
            Bit active = architecture.gatesUnits()
                    ? delay(
                            name + "_active",
                            isActive(name, tile == null ? null : there, out, architecture.decoderLatency()),
                            registers)
                    : null;
            decoded.add(new Decoded(operands, active));
        }
        return decoded;
    }

    /** Whether a word of operands is of the tile, if that is gated, and not zero, or ends a sum, which goes to the drain with its product. */
    private Bit isActive(String name, Bit there, Operands out, int latency) {
        Bit inTile = there == null ? Bit.of(true) : delay(name + "_in_tile", there, latency);
        if (!gatesZeros) {
            return inTile;
        }
        Bit values = out.values() == null ? Bit.of(false) : out.values().any();
        Bit codes = out.codes() == null ? Bit.of(false) : out.codes().any();
        Bit end = delay(name + "_end", ends, latency);
        return inTile.and(end.or(values.or(codes))).named(name + "_active");
    }

    private static Word delayed(String name, Word word, int registers) {
        return word == null ? null : delay(name, word, registers);
    }
}
