// SPDX-License-Identifier: Apache-2.0
package io.fluxmill.hw.mac.network;

import static io.fluxmill.hw.mac.network.NetworkShape.COORDINATE_BITS;

import io.fluxmill.hw.hdl.Bit;
import io.fluxmill.hw.hdl.Contract;
import io.fluxmill.hw.hdl.Module;
import io.fluxmill.hw.hdl.Word;

/** Where the window of a row of the array begins, tile after tile. */
@Contract(
        """
        Position of a row's window: x, y and the linear position.
        in:  restart (pulse): first_x, first_y, first_linear are taken; advance (pulse): the next position is taken, three cycles after the
             last one or later. The steps are stable while positions are taken.
        out: x, y, linear: one cycle after restart or advance; following: the next linear position, three cycles later.
        x, y, first positions and limits are two's complement. There is no reset: restart comes first.
        """)
final class RowPosition extends Module {
    final Bit restart = inBit();
    final Bit advance = inBit();
    final Word firstX = in(COORDINATE_BITS);
    final Word firstY = in(COORDINATE_BITS);
    final Word firstLinear;
    final Word advanceX = in(COORDINATE_BITS);
    final Word limitX = in(COORDINATE_BITS);
    final Word spanX = in(COORDINATE_BITS);
    final Word stepY = in(COORDINATE_BITS);
    final Word advanceY = in(COORDINATE_BITS);
    final Word limitY = in(COORDINATE_BITS);
    final Word spanY = in(COORDINATE_BITS);
    final Word advanceL;
    final Word carryL;
    final Word overL;
    final Word x = out(COORDINATE_BITS);
    final Word y = out(COORDINATE_BITS);
    final Word linear;
    final Word following;

    RowPosition(NetworkShape shape) {
        int bits = shape.positionBits;
        firstLinear = in(bits);
        advanceL = in(bits);
        carryL = in(bits);
        overL = in(bits);
        linear = out(bits);
        following = out(bits);
        Word nowX = reg(COORDINATE_BITS).named("now_x");
        Word nowY = reg(COORDINATE_BITS).named("now_y");
        Word nowL = reg(bits).named("now_linear");

        Word movedX = next("moved_x", nowX.plus(advanceX));
        Word movedY = next("moved_y", nowY.plus(advanceY));
        Word movedL = next("moved_linear", nowL.plus(advanceL));

        Bit carry = movedX.lessSigned(limitX).not().named("carry");
        Word carriedX = next("carried_x", movedX.minus(spanX.gate(carry)));
        Word carriedY = next("carried_y", movedY.plus(stepY.gate(carry)));
        Word carriedL = next("carried_linear", movedL.plus(carryL.gate(carry)));

        Bit over = carriedY.lessSigned(limitY).not().named("over");
        Word nextX = next("next_x", carriedX);
        Word nextY = next("next_y", carriedY.minus(spanY.gate(over)));
        Word nextL = next("next_linear", carriedL.plus(overL.gate(over)));

        when(advance, () -> {
            nowX.set(nextX);
            nowY.set(nextY);
            nowL.set(nextL);
        });
        when(restart, () -> {
            nowX.set(firstX);
            nowY.set(firstY);
            nowL.set(firstLinear);
        });
        x.set(nowX);
        y.set(nowY);
        linear.set(nowL);
        following.set(nextL);
    }
}
