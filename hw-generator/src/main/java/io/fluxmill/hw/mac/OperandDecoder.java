// SPDX-License-Identifier: Apache-2.0
package io.fluxmill.hw.mac;

import static io.fluxmill.hw.mac.MacArchitecture.WORD_BITS;

import io.fluxmill.core.format.BlockFormat;
import io.fluxmill.core.format.IntegerFormat;
import io.fluxmill.core.format.NumberFormat;
import io.fluxmill.core.format.PositFormat;
import io.fluxmill.hw.arith.Unpack;
import io.fluxmill.hw.arith.Unpacked;
import io.fluxmill.hw.hdl.Bit;
import io.fluxmill.hw.hdl.Contract;
import io.fluxmill.hw.hdl.Memory;
import io.fluxmill.hw.hdl.Module;
import io.fluxmill.hw.hdl.Word;
import io.fluxmill.hw.mac.multiply.Gating;
import io.fluxmill.hw.mac.unit.FixedPosit;
import io.fluxmill.hw.mac.unit.OperandForm;
import io.fluxmill.hw.mac.unit.Operands;
import io.fluxmill.hw.mac.unit.PairForm;
import io.fluxmill.hw.mac.unit.Side;
import io.fluxmill.hw.mac.unit.Target;
import io.fluxmill.hw.mac.unit.UnitArchitecture;
import java.util.ArrayList;
import java.util.HashMap;
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
    /** The same, in the second half of the decoder. */
    private final Bit operandLater;

    final Operands decoded;

    /** Longer codes are not looked up. */
    private static final int LOOKED_UP_BITS = 8;

    private final UnitArchitecture unit;
    /** Registers after the magnitude of a posit's code. */
    private final int early;

    /** Registers before a magnitude is negated. */
    private final int registers;

    private final Map<OperandForm, Memory> tables = new HashMap<>();
    private final Side side;

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
        operandLater = unit.hasBlocks() ? delay("is_operand", operand, registers) : null;
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
        List<Bit> hits = pairs.stream().map(pair -> format.eq(pair.index())).toList();
        return Bit.anyOf(hits).named("is_" + layout.name());
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
                        block.place(fullPlaceBits(form), OperandForm.elementPlace((BlockFormat) format))
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
            Value value = there ? value(name, form, code, block, common) : Value.NONE;
            int bits = unit.operandBits(side, lane);
            values.add(there ? value.operand.signExtend(bits) : Word.of(0, bits));
            nars.add(value.nar);
            if (lane < unit.paths()) {
                Value placed = lane > 0 && form.shared() ? Value.NONE : value;
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

    private static Word place(OperandForm form, Value value, int bits) {
        if (value.place == null) {
            return Word.of(0, bits);
        }
        return form.leastPlace() < 0 ? value.place.signExtend(bits) : value.place.resize(bits);
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
            magnitude = negated(code.top(), code).named(name + "_magnitude");
        }
        return magnitude.slice(0, format.widthBits() - 1).resize(Operands.CODE_BITS);
    }

    /** @param place null for fixed */
    private record Value(Word operand, Word place, Bit nar) {
        static final Value NONE = new Value(null, null, Bit.of(false));
    }

    private Value value(String name, OperandForm form, Word now) {
        if (form.format() instanceof PositFormat posit && !isLookedUp(form)) {
            return posit(name, form, posit, now);
        }
        Word code = delay(name + "_early", now, early);
        if (form.format() instanceof IntegerFormat) {
            return new Value(delay(name + "_value", code, registers), null, Bit.of(false));
        }
        if (isLookedUp(form)) {
            return lookedUp(form, code); // on a target without registers in decoders
        }
        Unpacked unpacked = Unpack.of(name, form.format(), code);
        return form.aligned() ? aligned(name, form, unpacked) : fixed(name, form, unpacked);
    }

    /** Whether codes are looked up in a table, which takes a simulation the least time; FPGAs have logic in its place. */
    private boolean isLookedUp(OperandForm form) {
        return unit.target() == Target.GENERIC
                && !form.aligned()
                && form.format().widthBits() <= LOOKED_UP_BITS;
    }

    /** A table of the operands of all codes, with a bit above them for NaR; one for all lanes. */
    private Value lookedUp(OperandForm form, Word code) {
        int bits = form.operandBits();
        Memory table = tables.computeIfAbsent(form, key -> {
            long[] words = new long[1 << code.width()];
            for (int c = 0; c < words.length; c++) {
                long nar = form.format().isNaR(c) ? 1 : 0;
                words[c] = form.operand(c) & (1L << bits) - 1 | nar << bits;
            }
            return memory(words.length, bits + 1)
                    .named(form.format().name().toLowerCase(Locale.ROOT) + "_operands")
                    .initial(words);
        });
        Word found = table.readNow(code);
        return new Value(found.slice(0, bits), null, form.hasNar() ? found.top() : Bit.of(false));
    }

    private Value posit(String name, OperandForm form, PositFormat format, Word code) {
        Word magnitude = negated(code.top(), code).named(name + "_code_magnitude");
        Word body = delay(name + "_body", magnitude.slice(0, format.widthBits() - 1), early);
        Bit negative = delay(name + "_code_sign", code.top(), early);
        if (form.aligned()) {
            return aligned(name, form, Unpack.posit(name, format, negative, body));
        }
        Word units = FixedPosit.magnitude(name, format, body);
        Bit nar = negative.and(body.isZero()).named(name + "_is_nar");
        return new Value(
                signed(name, negative, units.resize(units.width() + 1).named(name + "_units")),
                null,
                delay(name + "_nar", nar, registers));
    }

    /** The significand at its place: an integer. */
    private Value fixed(String name, OperandForm form, Unpacked unpacked) {
        Word magnitude = unpacked.significand()
                .padLow(form.placeOfUnits())
                .named(name + "_top")
                .shiftRight(unpacked.down())
                .named(name + "_at_place")
                .resize(form.operandBits())
                .named(name + "_units");
        return new Value(
                signed(name, unpacked.negative().named(name + "_negative"), magnitude),
                null,
                delay(name + "_nar", unpacked.nar(), registers));
    }

    /**
     * An operand, of blocks an element with its block's scale.
     *
     * @param block the scale, or null if the format has none
     * @param common place of all elements, or null
     */
    private Value value(String name, OperandForm form, Word code, BlockPosition.Scale block, Word common) {
        if (block == null) {
            return value(name, form, code);
        }
        BlockFormat format = (BlockFormat) form.format();
        if (common == null) {
            Unpacked unpacked = Unpack.of(name, format.element(), delay(name + "_early", code, early));
            Word magnitude = unpacked.significand().gate(operand).named(name + "_significand");
            Word down = unpacked.down();
            int bits = fullPlaceBits(form);
            Word place = block.place(bits, form.topPlace() - format.scaleExponent(254))
                    .named(name + "_scale_place")
                    .minus(down.resize(bits))
                    .named(name + "_place");
            return placed(
                    name,
                    form,
                    unpacked.negative(),
                    magnitude,
                    place,
                    unpacked.nar().and(operand));
        }
        Value element = value(name, OperandForm.element(format), code);
        Word integer = element.operand.gate(operandLater).named(name + "_element");
        int bits = form.operandBits();
        Word scaled = block.significand() == null
                ? integer.signExtend(bits)
                : integer.timesSigned(delay(name + "_scale", Word.cat(Word.of(0, 1), block.significand()), registers))
                        .named(name + "_scaled")
                        .slice(0, bits);
        return preshifted(name, form, scaled, common, element.nar.and(operandLater));
    }

    /** Bits of a place before its low bits are a shift of the operand. */
    private static int fullPlaceBits(OperandForm form) {
        int unsigned = bits(form.topPlace());
        return form.leastPlace() < 0 ? 1 + Math.max(unsigned, bits(~form.leastPlace())) : unsigned;
    }

    /** A significand and its place, which can be negative, in two's complement. */
    private Value placed(String name, OperandForm form, Bit negative, Word significand, Word place, Bit nar) {
        Word magnitude = significand.resize(form.operandBits());
        Word operand = signed(name, negative.named(name + "_negative"), magnitude);
        return preshifted(
                name, form, operand, delay(name + "_place", place, registers), delay(name + "_nar", nar, registers));
    }

    /** The operand shifted by the low bits of the place; in the second half of the decoder. */
    private Value preshifted(String name, OperandForm form, Word operand, Word place, Bit nar) {
        int low = unit.preshiftBits();
        if (low == 0) {
            return new Value(operand, place, nar);
        }
        Word shifted = operand.signExtend(form.operandBits() + (1 << low) - 1)
                .named(name + "_wide")
                .shiftLeft(place.slice(0, low))
                .named(name + "_shifted");
        return new Value(shifted, place.slice(low, place.width() - low), nar);
    }

    /**
     * A significand without sign.
     *
     * @param place left shift to its value in units
     */
    record Placed(Word significand, Word place) {}

    /** The significand and its place. Below the unit it is shifted right instead, which loses only zeros. */
    static Placed atPlace(String name, OperandForm form, Unpacked unpacked) {
        int top = form.placeOfUnits();
        Word down = unpacked.down();
        Word significand = unpacked.significand().named(name + "_significand");
        Word place = Word.of(top, bits(top)).minus(down.resize(bits(top)));
        if (form.format().maxDown() > top) {
            int bits = Math.max(down.width(), bits(top)) + 1;
            Word distance = Word.of(top, bits).minus(down.resize(bits)).named(name + "_distance");
            Bit below = distance.top();
            Word under = distance.negate().named(name + "_under");
            significand = Word.mux(below, significand.shiftRight(under).named(name + "_at_unit"), significand)
                    .named(name + "_above_unit");
            place = distance.gate(below.not());
        }
        return new Placed(significand, place.named(name + "_place"));
    }

    /** The significand, shifted by the low bits of its place, and the others. */
    private Value aligned(String name, OperandForm form, Unpacked unpacked) {
        if (form.leastPlace() < 0) {
            int bits = fullPlaceBits(form);
            Word signed = Word.of(form.placeOfUnits(), bits)
                    .minus(unpacked.down().resize(bits))
                    .named(name + "_place");
            Word own = unpacked.significand().named(name + "_significand");
            return placed(name, form, unpacked.negative(), own, signed, unpacked.nar());
        }
        Placed placed = atPlace(name, form, unpacked);
        Word significand = placed.significand;
        Word place = placed.place;
        int low = unit.preshiftBits();
        Word magnitude = significand.resize(form.operandBits() + (1 << low) - 1);
        if (low > 0) {
            magnitude = magnitude.shiftLeft(place.slice(0, low));
        }
        Word operand = signed(name, unpacked.negative().named(name + "_negative"), magnitude.named(name + "_shifted"));
        Word high = delay(name + "_high_place", place.slice(low, bits(form.topPlace()) - low), registers);
        return new Value(operand, high, delay(name + "_nar", unpacked.nar(), registers));
    }

    /** @param magnitude its highest bit is zero */
    private Word signed(String name, Bit negative, Word magnitude) {
        Bit sign = delay(name + "_sign", negative, registers);
        return negated(sign, delay(name + "_magnitude", magnitude, registers)).named(name + "_value");
    }

    /** The word, negated where the bit is 1: inverted and increased, a LUT a bit. */
    private static Word negated(Bit negative, Word word) {
        int bits = word.width();
        return word.xor(negative.repeat(bits)).plus(negative.extend(bits));
    }

    private static int bits(int largest) {
        return Math.max(1, 32 - Integer.numberOfLeadingZeros(largest));
    }
}
