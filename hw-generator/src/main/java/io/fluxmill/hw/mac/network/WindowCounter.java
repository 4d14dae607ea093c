// SPDX-License-Identifier: Apache-2.0
package io.fluxmill.hw.mac.network;

import static io.fluxmill.hw.mac.network.NetworkShape.COORDINATE_BITS;

import io.fluxmill.core.program.mac.network.DescriptorField;
import io.fluxmill.hw.hdl.Bit;
import io.fluxmill.hw.hdl.Contract;
import io.fluxmill.hw.hdl.Module;
import io.fluxmill.hw.hdl.Word;

/** Goes through the words of a window: rows of the kernel, its columns, the words of a position. */
@Contract(
        """
        Goes through the words of a window: words of a position innermost, then columns, then rows of the kernel.
        in:  start (pulse): the first word; step: the next one, after the last one the first. The sizes are those of the
             layer, stable from start on. next_columns: with the last step of a tile that is not the last of its rows; the words of the next one
             are those of tile_step more: of none, half a plane, a plane or two; else they are the first again. depthwise: each word is a plane. terms: words with an odd number are in the same plane of the right map, from
             right_base on, the others of the map at base.
        out: offset_x, offset_y, offset (of the linear position), plane (address), word (in a bank word) of the current word; half: it is in the upper half of a
             plane, or depthwise the second;
             at_last: it is the window's last.
        All change in the cycle after start or step. Offsets are two's complement. There is no reset.
        """)
final class WindowCounter extends Module {
    final Bit start = inBit();
    final Bit step = inBit();
    final Word lastX = in(DescriptorField.LAST_KERNEL_X.bits());
    final Word lastY = in(DescriptorField.LAST_KERNEL_Y.bits());
    final Word lastWord = in(DescriptorField.LAST_WORD.bits());
    final Word firstWord = in(DescriptorField.INPUT_FIRST_WORD.bits());
    final Word dilationX = in(DescriptorField.DILATION_X.bits());
    final Word dilationY = in(DescriptorField.DILATION_Y.bits());
    final Word rowStep;
    final Word base;
    final Word planeSize;
    final Bit nextColumns = inBit();
    final Word tileStep = in(DescriptorField.TILE_STEP.bits());
    final Bit depthwise = inBit();
    final Bit half = outBit();
    final Bit terms = inBit();
    final Word rightBase;
    /** Number of the word. */
    final Word number = out(lastWord.width());

    final Word offsetX = out(COORDINATE_BITS);
    final Word offsetY = out(COORDINATE_BITS);
    final Word offset;
    final Word plane;
    final Word word;
    final Bit atLast = outBit();

    /** A counter from a first to a last value, and whether it is there. */
    private final class Counter {
        final Word value;
        final Bit atEnd;
        private final Word first;
        private final Word last;

        private final String name;

        Counter(String name, Word first, Word last) {
            this.name = name;
            this.first = first;
            this.last = last;
            value = reg(last.width()).named(name);
            atEnd = regBit(false).named(name + "_at_end");
        }

        void advance(Bit when) {
            Word following = value.plus(1).named(name + "_following");
            Bit single = last.eq(first).named(name + "_is_one");
            Word after = Word.mux(atEnd, first, following).named(name + "_after");
            Bit endsAfter = Bit.mux(atEnd, single, following.eq(last)).named(name + "_ends_after");
            when(when, () -> {
                value.set(after);
                atEnd.set(endsAfter);
            });
            when(start, () -> {
                value.set(first);
                atEnd.set(single);
            });
        }
    }

    WindowCounter(NetworkShape shape) {
        rowStep = in(shape.positionBits);
        base = in(shape.addressBits);
        rightBase = in(shape.addressBits);
        planeSize = in(shape.addressBits);
        offset = out(shape.positionBits);
        plane = out(shape.addressBits);
        word = out(shape.bankWordBits);

        Counter words =
                new Counter("word_number", firstWord.resize(lastWord.width()).named("word_number_from"), lastWord);
        Counter columns = new Counter("kernel_x", Word.of(0, lastX.width()), lastX);
        Counter rows = new Counter("kernel_y", Word.of(0, lastY.width()), lastY);
        Bit positionEnd = step.and(words.atEnd).named("position_end");
        Bit rowEnd = positionEnd.and(columns.atEnd).named("row_end");
        Bit windowEnd = rowEnd.and(rows.atEnd).named("window_end");
        words.advance(step);
        columns.advance(positionEnd);
        rows.advance(rowEnd);

        Word nowX = reg(COORDINATE_BITS).named("now_offset_x");
        Word nowY = reg(COORDINATE_BITS).named("now_offset_y");
        Word now = reg(shape.positionBits).named("now_offset");
        Word nowPlane = reg(shape.addressBits).named("now_plane");
        Word tileBase = reg(shape.addressBits).named("tile_base");
        Bit upper = regBit(false).named("upper_half");
        Bit halves = tileStep.eq(1).named("steps_by_halves");
        Word step1 = planeSize.gate(halves.and(upper).or(tileStep.eq(2))).named("plane_of_step");
        Word step2 = Word.cat(planeSize.slice(0, shape.addressBits - 1), Word.of(0, 1))
                .gate(tileStep.eq(3))
                .named("two_planes_of_step");
        Word nextBase = next("next_tile_base", tileBase.plus(step1.or(step2).named("step_of_tile")));
        Word following = Word.mux(nextColumns, nextBase, base).named("base_of_next_tile");
        when(start.or(windowEnd), () -> {
            tileBase.set(following);
            upper.set(upper.xor(halves).and(nextColumns));
        });

        Word low = words.value.slice(0, shape.bankWordBits);
        Bit planeEnd = low.not().isZero().or(depthwise).and(terms.not()).named("plane_end");
        when(step.and(planeEnd), () -> nowPlane.set(nowPlane.plus(planeSize)));
        when(positionEnd, () -> {
            nowPlane.set(tileBase);
            nowX.set(nowX.plus(dilationX.resize(COORDINATE_BITS)));
            now.set(now.plus(dilationX.resize(shape.positionBits)));
        });
        when(rowEnd, () -> {
            nowX.set(Word.of(0, COORDINATE_BITS));
            nowY.set(nowY.plus(dilationY.resize(COORDINATE_BITS)));
            now.set(now.plus(rowStep));
        });
        when(start.or(windowEnd), () -> {
            nowX.set(Word.of(0, COORDINATE_BITS));
            nowY.set(Word.of(0, COORDINATE_BITS));
            now.set(Word.of(0, shape.positionBits));
        });
        when(start.or(windowEnd), () -> nowPlane.set(following));
        offsetX.set(nowX);
        offsetY.set(nowY);
        offset.set(now);
        // Another layer's words are in one map.
        Word toRight = next("to_right_map", rightBase.minus(base));
        plane.set(nowPlane.plus(toRight.gate(terms.and(low.bit(0)).named("in_right_map"))));
        word.set(low);
        number.set(words.value);
        half.set(upper.or(low.bit(0).and(terms.not())));
        atLast.set(words.atEnd.and(columns.atEnd).and(rows.atEnd));
    }
}
