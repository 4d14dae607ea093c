// SPDX-License-Identifier: Apache-2.0
package io.fluxmill.hw.mac;

import static io.fluxmill.hw.mac.MacArchitecture.WORD_BITS;

import io.fluxmill.core.format.BlockFormat;
import io.fluxmill.core.format.NumberFormat;
import io.fluxmill.core.format.PositFormat;
import io.fluxmill.hw.hdl.Bit;
import io.fluxmill.hw.hdl.Contract;
import io.fluxmill.hw.hdl.Module;
import io.fluxmill.hw.hdl.Word;
import io.fluxmill.hw.mac.multiply.Gating;
import io.fluxmill.hw.mac.unit.OperandForm;
import io.fluxmill.hw.mac.unit.Operands;
import io.fluxmill.hw.mac.unit.PairForm;
import io.fluxmill.hw.mac.unit.Side;
import io.fluxmill.hw.mac.unit.UnitArchitecture;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/** Decodes a word of activations or of weights in the selected pair of formats, once for a whole row or column of the array. */
@Contract(
        """
        Decodes a word of one, two or four operands to what the units multiply.
        in:  word: operands, lane 0 in the lowest bits; format: index of the operands' number formats in the manifest;
             part: of a word of weights for several words of activations, the part that is decoded; of block formats
             scale: code of the block's scale; is_scale: the word has scales, no operands.
        out: values: operands of the multipliers, two's complement, lowest lane first: the value in the format's unit,
             or a significand with its sign; codes, negatives: magnitudes and signs of lanes whose products are
             tables; places: shifts of significands, lowest path first; nar: an operand is NaR; joined: all lanes
             have the first path's place.
             All of a lane that the format does not have, of zero and of NaR is zero.
        Latency: none, or one cycle on targets where a decoder has a register in its middle.
        """)
final class OperandDecoder extends Module {
    final Word word = in(WORD_BITS);
    final Word format = in(4);
    /** Null if every word is for one word of the other side. */
    final Word part;

    /** Null, as the next one, without block formats. */
    final Word scale;

    final Bit isScale;

    private final Bit operand;
    final Operands decoded;

    private final UnitArchitecture unit;
    /** Registers after the magnitude of a posit's code. */
    private final int early;

    /** Registers before a magnitude is negated. */
    private final int registers;

    private final Side side;
    private final ValueDecoder decoder;

    /** A form and where its codes are in a word: one decoder for all pairs that have them in common. */
    private record Layout(OperandForm form, int lanes, int laneBits, int parts) {
        static Layout of(PairForm pair, Side side) {
            boolean weights = side == Side.WEIGHTS;
            OperandForm form = pair.form(side);
            return new Layout(
                    form,
                    pair.lanes(),
                    weights ? form.format().laneBits() : pair.formats().laneBits(),
                    weights ? pair.formats().wordsPerWeightWord() : 1);
        }

        /** In the names of wires. */
        String name() {
            String name = form.format().name().toLowerCase(Locale.ROOT);
            return lanes == form.format().lanes() ? name : name + "_of_" + lanes;
        }
    }

    OperandDecoder(MacArchitecture architecture, Side side) {
        this.side = side;
        unit = architecture.unit();
        early = architecture.hasCodeRegisters() ? 1 : 0;
        registers = architecture.decoderLatency() - early;
        Map<Layout, List<PairForm>> layouts = new LinkedHashMap<>();
        for (PairForm pair : unit.forms()) {
            layouts.computeIfAbsent(Layout.of(pair, side), layout -> new ArrayList<>())
                    .add(pair);
        }
        part = layouts.keySet().stream().anyMatch(layout -> layout.parts > 1) ? in(2) : null;
        scale = unit.hasBlocks() ? in(BlockFormat.SCALE_BITS) : null;
        isScale = unit.hasBlocks() ? inBit() : null;
        operand = unit.hasBlocks() ? delay("is_operand_early", isScale.not().named("is_operand"), early) : null;
        decoder = new ValueDecoder(unit, (words, bits) -> memory(words, bits), early, registers, operand);
        decoded = Operands.of(unit, side, (name, bits) -> out(bits).named(name), name -> outBit().named(name));
        List<Layout> order = new ArrayList<>(layouts.keySet());
        Operands chosen = null;
        for (int i = order.size() - 1; i >= 0; i--) {
            Layout layout = order.get(i);
            boolean gated = unit.options().has(Gating.LANES) && order.size() > 1;
            Bit selected = gated ? isOne(layout, layouts.get(layout)) : null;
            Operands operands = decode(layout, gated ? word.gate(selected).named(layout.name() + "_word") : word);
            chosen = chosen == null
                    ? operands
                    : Operands.mux(gated ? selected : isOne(layout, layouts.get(layout)), operands, chosen);
        }
        decoded.set(chosen);
    }

    private Bit isOne(Layout layout, List<PairForm> pairs) {
        String name = "is_" + layout.name();
        Bit hit = Bit.anyOf(pairs.stream().map(pair -> format.eq(pair.index())).toList());
        // The format is constant during a job, and far from the decoders at the edge of an array.
        return unit.target().registersOperands() ? next(name, hit) : hit.named(name);
    }

    /** A lane's code: of weights for several words of activations, that of the part. */
    private Word code(Layout layout, Word word, int lane) {
        int bits = layout.form.format().widthBits();
        if (layout.parts == 1) {
            return word.slice(lane * layout.laneBits, bits);
        }
        List<Word> codes = new ArrayList<>();
        for (int p = 0; p < layout.parts; p++) {
            codes.add(word.slice((p * layout.lanes + lane) * layout.laneBits, bits));
        }
        return part.slice(0, layout.parts / 2).select(codes).named(layout.name() + "_code_" + lane);
    }

    private Operands decode(Layout layout, Word word) {
        OperandForm form = layout.form;
        if (unit.layout() != null) {
            return lanes(layout, word);
        }
        NumberFormat format = form.format();
        BlockPosition.Scale block = format instanceof BlockFormat blocks
                ? BlockPosition.Scale.of(layout.name(), blocks, delay(layout.name() + "_scale", scale, early))
                : null;
        Word common = form.shared()
                ? delay(
                        layout.name() + "_place",
                        block.place(ValueDecoder.fullPlaceBits(form), OperandForm.elementPlace((BlockFormat) format))
                                .named(layout.name() + "_place"),
                        registers)
                : null;
        List<Word> values = new ArrayList<>();
        List<Word> codes = new ArrayList<>();
        List<Word> negatives = new ArrayList<>();
        List<Word> places = new ArrayList<>();
        List<Bit> nars = new ArrayList<>();
        for (int lane = 0; lane < unit.lanes(); lane++) {
            boolean there = lane < layout.lanes;
            Word code = there ? code(layout, word, lane) : null;
            String name = layout.name() + "_lane_" + lane;
            if (unit.isTable(lane)) {
                code = there ? delay(name + "_early", code, early) : null;
                Word magnitude = there ? magnitude(name, format, code) : null;
                codes.add(there ? delay(name + "_code", magnitude, registers) : Word.of(0, Operands.CODE_BITS));
                negatives.add(there ? delay(name + "_negative", code.top().asWord(), registers) : Word.of(0, 1));
                boolean posit = there && format instanceof PositFormat;
                nars.add(posit ? delay(name + "_nar", code.eq(format.narBits()), registers) : Bit.of(false));
                continue;
            }
            ValueDecoder.Value value = there ? decoder.value(name, form, code, block, common) : ValueDecoder.Value.NONE;
            int bits = unit.operandBits(side, lane);
            values.add(there ? value.operand().signExtend(bits) : Word.of(0, bits));
            nars.add(value.nar());
            if (lane < unit.paths()) {
                ValueDecoder.Value placed = lane > 0 && form.shared() ? ValueDecoder.Value.NONE : value;
                places.add(place(form, placed, unit.places().bits(side, lane)));
            }
        }
        if (block != null) {
            nars.add(delay(layout.name() + "_nan", block.nan().and(operand).named(layout.name() + "_nan"), registers));
        }
        return new Operands(
                join(values),
                join(codes),
                join(negatives),
                unit.hasPlaces() ? join(places) : null,
                unit.hasNar() ? Bit.anyOf(nars) : null,
                unit.joinsPaths() ? Bit.of(form.shared()) : null);
    }

    private static Word place(OperandForm form, ValueDecoder.Value value, int bits) {
        if (value.place() == null) {
            return Word.of(0, bits);
        }
        return form.leastPlace() < 0
                ? value.place().signExtend(bits)
                : value.place().resize(bits);
    }

    /** For a multiplier of all lanes. */
    private Operands lanes(Layout layout, Word word) {
        LaneDecoder lanes = new LaneDecoder(unit.layout(), side, layout.form, layout.lanes);
        for (int lane = 0; lane < layout.lanes; lane++) {
            String name = layout.name() + "_lane_" + lane;
            lanes.add(name, delay(name + "_early", code(layout, word, lane), early));
        }
        String name = layout.name() + "_lanes";
        return new Operands(
                delay(name, lanes.values(), registers),
                null,
                null,
                null,
                unit.hasNar() ? delay(name + "_nar", lanes.nar(), registers) : null,
                null);
    }

    private static Word join(List<Word> words) {
        return words.isEmpty() ? null : Word.catLow(words);
    }

    /** The bits below the sign of a code's magnitude. */
    private static Word magnitude(String name, NumberFormat format, Word code) {
        Word magnitude = code;
        if (format instanceof PositFormat) {
            magnitude = ValueDecoder.negated(code.top(), code).named(name + "_magnitude");
        }
        return magnitude.slice(0, format.widthBits() - 1).resize(Operands.CODE_BITS);
    }
}
