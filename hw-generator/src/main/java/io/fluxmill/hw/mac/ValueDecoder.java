// SPDX-License-Identifier: Apache-2.0
package io.fluxmill.hw.mac;

import static io.fluxmill.hw.hdl.Module.delay;

import io.fluxmill.core.format.BlockFormat;
import io.fluxmill.core.format.IntegerFormat;
import io.fluxmill.core.format.PositFormat;
import io.fluxmill.hw.arith.Unpack;
import io.fluxmill.hw.arith.Unpacked;
import io.fluxmill.hw.hdl.Bit;
import io.fluxmill.hw.hdl.Memory;
import io.fluxmill.hw.hdl.Word;
import io.fluxmill.hw.mac.unit.FixedPosit;
import io.fluxmill.hw.mac.unit.OperandForm;
import io.fluxmill.hw.mac.unit.Target;
import io.fluxmill.hw.mac.unit.UnitArchitecture;
import java.util.HashMap;
import java.util.Locale;
import java.util.Map;

/** Decodes single operands within an {@link OperandDecoder}, with its registers: after the magnitude of a posit's code, and before a magnitude is negated. */
final class ValueDecoder {
    /** Makes a memory of so many words of so many bits. */
    interface Memories {
        Memory memory(int words, int bits);
    }

    /** Longer codes are not looked up. */
    private static final int LOOKED_UP_BITS = 8;

    private final UnitArchitecture unit;
    private final Memories memories;
    private final int early;
    private final int registers;
    /** Of block formats: the word has operands, no scales; in the first and in the second half of the decoder. */
    private final Bit operand;

    private final Bit operandLater;
    private final Map<OperandForm, Memory> tables = new HashMap<>();

    /**
     * @param early registers after the magnitude of a posit's code
     * @param registers before a magnitude is negated
     * @param operand after {@code early}; null without block formats
     */
    ValueDecoder(UnitArchitecture unit, Memories memories, int early, int registers, Bit operand) {
        this.unit = unit;
        this.memories = memories;
        this.early = early;
        this.registers = registers;
        this.operand = operand;
        operandLater = operand == null ? null : delay("is_operand", operand, registers);
    }

    /** @param place null for fixed */
    record Value(Word operand, Word place, Bit nar) {
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
            return memories.memory(words.length, bits + 1)
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
    Value value(String name, OperandForm form, Word code, BlockPosition.Scale block, Word common) {
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
    static int fullPlaceBits(OperandForm form) {
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
    static Word negated(Bit negative, Word word) {
        int bits = word.width();
        return word.xor(negative.repeat(bits)).plus(negative.extend(bits));
    }

    private static int bits(int largest) {
        return Math.max(1, 32 - Integer.numberOfLeadingZeros(largest));
    }
}
