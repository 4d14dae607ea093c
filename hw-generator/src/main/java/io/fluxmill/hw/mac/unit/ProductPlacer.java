// SPDX-License-Identifier: Apache-2.0
package io.fluxmill.hw.mac.unit;

import io.fluxmill.hw.hdl.Bit;
import io.fluxmill.hw.hdl.Word;
import java.util.ArrayList;
import java.util.List;

/**
 * Brings a path's product to its place: what the path adds to each segment of the accumulator, in the accumulate stage.
 *
 * <pre>
 * fine part of the place    shift of the product within two segments
 * coarse part               the segment of its lowest bit; the next one takes the high half, those above the sign
 * </pre>
 */
final class ProductPlacer {
    /** Registers after alignment: takes the name and the word before them. */
    interface Stage {
        Word register(String name, Word value);
    }

    private final UnitArchitecture unit;
    private final Stage stage;

    ProductPlacer(UnitArchitecture unit, Stage stage) {
        this.unit = unit;
        this.stage = stage;
    }

    /**
     * What a path adds to each segment, lowest first.
     *
     * @param sum of the path's products, two's complement
     * @param place of its lowest bit; null without alignment
     */
    List<Word> place(int path, Word sum, Word place) {
        if (!unit.isAligned()) {
            return List.of(sum.signExtend(unit.accumulatorBits()));
        }
        String name = "path_" + path;
        int segment = unit.segments().segmentBits();
        Word amount = place.resize(unit.fineBits()).padLow(unit.preshiftBits());
        Word shifted = sum.signExtend(2 * segment).named(name + "_wide").shiftLeft(amount);
        Word aligned = stage.register(name + "_shifted", shifted.named(name + "_shifted"));
        Word low = aligned.slice(0, segment);
        Word high = aligned.slice(segment, segment);
        List<Word> addends = new ArrayList<>();
        if (unit.targetSegments(path) == 1 && !unit.places().isWindow()) {
            for (int s = 0; s < unit.segments().count(); s++) {
                Word part = s == 0 ? low : s == 1 ? high : aligned.top().repeat(segment);
                addends.add(part.slice(0, unit.segments().bits(s)).named(name + "_addend_" + s));
            }
            return addends;
        }
        Word coarse = place.slice(unit.fineBits(), place.width() - unit.fineBits());
        Choice choice =
                unit.places().isWindow() ? windowChoice(name, coarse, sum.top()) : choice(name, coarse, sum.top());
        int first = unit.places().isWindow() ? 0 : 1;
        if (first == 1) {
            addends.add(addend(name + "_addend_0", choice.some.bit(0), low, null));
        }
        for (int s = first; s < unit.segments().count(); s++) {
            int width = unit.segments().bits(s);
            Bit ones = choice.ones.bit(s - first);
            Word part = Word.mux(ones, high.slice(0, width), low.slice(0, width));
            addends.add(addend(name + "_addend_" + s, choice.some.bit(s), part, ones));
        }
        return addends;
    }

    /**
     * What a segment takes: the part, or else copies of a bit, or zeros where that is null.
     *
     * <p>In two words where an adder's table can compute one of its operands, which must then be the second: of two operands of one width, yosys takes that of
     * fewer wires first, and of as many in an order that depends on all names of the design.
     */
    private Word addend(String name, Bit some, Word part, Bit otherwise) {
        int half = part.width() / 2;
        if (!unit.target().computesAddends() || half == 0) {
            return choose(some, part, otherwise).named(name);
        }
        Word low = choose(some, part.slice(0, half), otherwise).named(name + "_low");
        Word high =
                choose(some, part.slice(half, part.width() - half), otherwise).named(name + "_high");
        return Word.cat(high, low).named(name);
    }

    private static Word choose(Bit some, Word part, Bit otherwise) {
        return otherwise == null ? part.gate(some) : Word.mux(some, part, otherwise.repeat(part.width()));
    }

    /** What the segments take, a bit for each: with {@code some} the low or, with {@code ones}, the high part; else zeros or ones. The lowest segment has no {@code ones}. */
    private record Choice(Word some, Word ones) {}

    /** The segment of the product's lowest bit takes the low part, the next one the high part, those above the sign; in the accumulate stage. */
    private Choice choice(String name, Word coarse, Bit sign) {
        int segments = unit.segments().count();
        Word some = Word.of(3, segments).shiftLeft(coarse).named(name + "_some");
        Word above = Word.mux(sign, Word.of((1L << segments - 1) - 1, segments - 1), Word.of(1, segments - 1));
        Word ones = above.named(name + "_above").shiftLeft(coarse).named(name + "_ones");
        return new Choice(stage.register(name + "_some", some), stage.register(name + "_ones", ones));
    }

    /** The same with two segments below the accumulator, whose bits are lost; a product that lies below both adds its sign. {@code ones} has a bit for each segment. */
    private Choice windowChoice(String name, Word coarse, Bit sign) {
        int segments = unit.segments().count();
        int bits = coarse.width() + 1;
        Word up = coarse.signExtend(bits).plus(2).named(name + "_segment_up");
        Word index = up.gate(up.top().not()).named(name + "_segment");
        Word some = Word.of(3, segments + 2).shiftLeft(index).named(name + "_window_some");
        Word above = Word.mux(sign, Word.of((1L << segments + 1) - 1, segments + 1), Word.of(1, segments + 1));
        Word ones = above.named(name + "_above").shiftLeft(index).named(name + "_window_ones");
        return new Choice(
                stage.register(name + "_some", some.slice(2, segments)),
                stage.register(name + "_ones", ones.slice(1, segments)));
    }
}
