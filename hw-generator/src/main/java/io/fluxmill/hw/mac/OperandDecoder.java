// SPDX-License-Identifier: Apache-2.0
package io.fluxmill.hw.mac;

import static io.fluxmill.hw.mac.MacArchitecture.WORD_BITS;

import io.fluxmill.core.format.IntegerFormat;
import io.fluxmill.core.format.Multiplication;
import io.fluxmill.core.format.NumberFormat;
import io.fluxmill.core.format.PositFormat;
import io.fluxmill.hw.arith.Unpack;
import io.fluxmill.hw.arith.Unpacked;
import io.fluxmill.hw.hdl.Bit;
import io.fluxmill.hw.hdl.Contract;
import io.fluxmill.hw.hdl.Module;
import io.fluxmill.hw.hdl.Word;
import io.fluxmill.hw.mac.multiply.Gating;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/** Decodes an operand word in the selected format, once for a whole row or column of the array; combinational. */
@Contract(
        """
        Decodes a word of one, two or four operands to what the units multiply; combinational.
        in:  word: operands, lane 0 in the lowest bits; format: index of the number format in the manifest.
        out: values: operands of the multipliers, two's complement, lowest lane first: the value in the format's unit,
             or a significand with its sign; codes, negatives: magnitudes and signs of lanes whose products are
             tables; places: shifts of significands, lowest path first; nar: an operand is NaR.
             All of a lane that the format does not have, of zero and of NaR is zero.
        """)
final class OperandDecoder extends Module {
    final Word word = in(WORD_BITS);
    final Word format = in(4);
    final Operands decoded;

    private final UnitArchitecture unit;
    private final Multiplication multiplication;

    /** @param ofRow whether it decodes for a row of the array, whose logarithms have the multiplier's offset */
    OperandDecoder(MacArchitecture architecture, boolean ofRow) {
        unit = architecture.unit();
        multiplication = ofRow ? unit.options().multiplier().multiplication() : Multiplication.EXACT;
        decoded = Operands.of(unit, (name, bits) -> out(bits).named(name), () -> outBit().named("nar"));
        Operands chosen = null;
        for (int i = unit.forms().size() - 1; i >= 0; i--) {
            OperandForm form = unit.forms().get(i);
            String is = "is_" + prefix(form.format());
            boolean gated = unit.options().has(Gating.LANES) && unit.forms().size() > 1;
            Bit selected = gated ? format.eq(i).named(is) : null;
            Operands operands = decode(form, gated ? word.gate(selected).named(prefix(form.format()) + "_word") : word);
            chosen = chosen == null
                    ? operands
                    : Operands.mux(gated ? selected : format.eq(i).named(is), operands, chosen);
        }
        decoded.set(chosen);
    }

    /** A format's name in the names of its wires. */
    private static String prefix(NumberFormat format) {
        return format.name().toLowerCase(Locale.ROOT);
    }

    private Operands decode(OperandForm form, Word word) {
        NumberFormat format = form.format();
        if (unit.layout() != null) {
            return lanes(form, word);
        }
        List<Word> values = new ArrayList<>();
        List<Word> codes = new ArrayList<>();
        List<Word> negatives = new ArrayList<>();
        List<Word> places = new ArrayList<>();
        List<Bit> nars = new ArrayList<>();
        for (int lane = 0; lane < unit.lanes(); lane++) {
            boolean there = lane < format.lanes();
            Word code = there ? word.slice(lane * format.laneBits(), format.widthBits()) : null;
            String name = prefix(format) + "_lane_" + lane;
            if (unit.isTable(lane)) {
                codes.add(there ? magnitude(name, format, code) : Word.of(0, Operands.CODE_BITS));
                negatives.add(there ? code.top().asWord() : Word.of(0, 1));
                nars.add(there && format instanceof PositFormat ? code.eq(format.narBits()) : Bit.of(false));
                continue;
            }
            Value value = there ? value(name, form, code) : Value.NONE;
            int bits = unit.operandBits(lane);
            values.add(there ? value.operand.signExtend(bits) : Word.of(0, bits));
            nars.add(value.nar);
            if (lane < unit.paths()) {
                places.add(
                        value.place == null
                                ? Word.of(0, unit.placeBits(lane))
                                : value.place.resize(unit.placeBits(lane)));
            }
        }
        return new Operands(
                join(values),
                join(codes),
                join(negatives),
                unit.hasPlaces() ? join(places) : null,
                unit.hasNar() ? Bit.anyOf(nars) : null);
    }

    /** For a multiplier of all lanes. */
    private Operands lanes(OperandForm form, Word word) {
        LaneDecoder lanes = new LaneDecoder(unit.layout(), form, multiplication);
        NumberFormat format = form.format();
        for (int lane = 0; lane < format.lanes(); lane++) {
            lanes.add(prefix(format) + "_lane_" + lane, word.slice(lane * format.laneBits(), format.widthBits()));
        }
        return new Operands(lanes.values(), null, null, null, unit.hasNar() ? lanes.nar() : null);
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

    private Value value(String name, OperandForm form, Word code) {
        if (form.format() instanceof IntegerFormat) {
            return new Value(code, null, Bit.of(false));
        }
        if (form.format() instanceof PositFormat posit && !form.aligned()) {
            return fixed(name, posit, code);
        }
        Unpacked unpacked = Unpack.of(name, form.format(), code);
        return form.aligned() ? aligned(name, form, unpacked) : fixed(name, form, unpacked);
    }

    private static Value fixed(String name, PositFormat format, Word code) {
        Word body = negated(code.top(), code)
                .named(name + "_magnitude")
                .slice(0, format.widthBits() - 1)
                .named(name + "_body");
        Word magnitude = FixedPosit.magnitude(name, format, body);
        Word units = magnitude.resize(magnitude.width() + 1).named(name + "_units");
        return new Value(signed(name, code.top(), units), null, code.eq(format.narBits()));
    }

    /** The significand at its place: an integer. */
    private static Value fixed(String name, OperandForm form, Unpacked unpacked) {
        Word magnitude = unpacked.significand()
                .padLow(form.placeOfUnits())
                .named(name + "_top")
                .shiftRight(unpacked.down())
                .named(name + "_at_place")
                .resize(form.operandBits())
                .named(name + "_units");
        return new Value(signed(name, unpacked.negative().named(name + "_negative"), magnitude), null, unpacked.nar());
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
        Placed placed = atPlace(name, form, unpacked);
        Word significand = placed.significand;
        Word place = placed.place;
        int low = unit.preshiftBits();
        Word magnitude = significand.resize(form.operandBits() + (1 << low) - 1);
        if (low > 0) {
            magnitude = magnitude.shiftLeft(place.slice(0, low));
        }
        Word operand = signed(name, unpacked.negative().named(name + "_negative"), magnitude.named(name + "_shifted"));
        return new Value(operand, place.slice(low, bits(form.topPlace()) - low), unpacked.nar());
    }

    /** @param magnitude its highest bit is zero */
    private static Word signed(String name, Bit negative, Word magnitude) {
        return negated(negative, magnitude).named(name + "_value");
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
