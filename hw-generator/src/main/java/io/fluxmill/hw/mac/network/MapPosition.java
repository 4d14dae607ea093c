// SPDX-License-Identifier: Apache-2.0
package io.fluxmill.hw.mac.network;

import static io.fluxmill.hw.hdl.Module.reg;
import static io.fluxmill.hw.hdl.Module.regBit;
import static io.fluxmill.hw.hdl.Module.when;

import io.fluxmill.hw.hdl.Bit;
import io.fluxmill.hw.hdl.Word;

/** Where the next position of a map that is written lies: column by column, row by row, image by image. */
final class MapPosition {
    /** The linear position. */
    final Word linear;

    private final Word x;
    private final Word y;
    private final Word lastX;
    private final Word lastY;
    private final Word rowSkip;
    private final Word imageSkip;

    MapPosition(Word lastX, Word lastY, Word rowSkip, Word imageSkip) {
        this.lastX = lastX;
        this.lastY = lastY;
        this.rowSkip = rowSkip;
        this.imageSkip = imageSkip;
        linear = reg(rowSkip.width()).named("linear");
        x = reg(lastX.width()).named("x");
        y = reg(lastY.width()).named("y");
    }

    /** Goes to the next one. */
    void advance(Bit when) {
        Bit rowEnd = x.eq(lastX).named("at_row_end");
        Bit imageEnd = rowEnd.and(y.eq(lastY)).named("at_image_end");
        when(when, () -> {
            x.set(x.plus(1).named("x_following").gate(rowEnd.not()));
            linear.set(linear.plus(1)
                    .named("linear_following")
                    .plus(rowSkip.gate(rowEnd.and(imageEnd.not()).named("skips_row")))
                    .named("linear_in_row")
                    .plus(imageSkip.gate(imageEnd)));
        });
        when(when.and(rowEnd), () -> y.set(y.plus(1).named("y_following").gate(imageEnd.not())));
    }

    /**
     * Goes back to where a tile began.
     *
     * @param takes the position is used in this cycle
     * @param again with the last one of a tile: the next tile is in the same place
     * @param begins in the cycle before a tile in another place
     */
    void goBack(Bit takes, Bit again, Bit begins) {
        Bit first = regBit(false).named("at_first_of_tile");
        Word tileLinear = kept("linear", linear, takes.and(first), first);
        Word tileX = kept("x", x, takes.and(first), first);
        Word tileY = kept("y", y, takes.and(first), first);
        when(takes, () -> first.set(Bit.of(false)));
        when(begins, () -> first.set(Bit.of(true)));
        when(again, () -> {
            linear.set(tileLinear);
            x.set(tileX);
            y.set(tileY);
        });
    }

    /** The value that a register had at the first result of a tile, at this one, too. */
    private static Word kept(String name, Word value, Bit takes, Bit first) {
        Word kept = reg(value.width()).named(name + "_of_tile");
        when(takes, () -> kept.set(value));
        return Word.mux(first, value, kept).named(name + "_to_go_back_to");
    }

    /** Goes to the first one. */
    void restart(Bit when) {
        when(when, () -> {
            x.set(Word.of(0, x.width()));
            y.set(Word.of(0, y.width()));
            linear.set(Word.of(0, linear.width()));
        });
    }
}
