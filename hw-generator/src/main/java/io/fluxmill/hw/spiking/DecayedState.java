// SPDX-License-Identifier: Apache-2.0
package io.fluxmill.hw.spiking;

import io.fluxmill.core.program.spiking.SpikingShape;
import io.fluxmill.hw.hdl.Bit;
import io.fluxmill.hw.hdl.Contract;
import io.fluxmill.hw.hdl.Module;
import io.fluxmill.hw.hdl.Word;

/** A state times its decay factor, rounded; or less its shifted self. The result comes a cycle after the operands. */
@Contract(
        """
        A state, two's complement, times a decay factor of 0 to 1; the result comes one enabled cycle later.
        in:  state; factor: unsigned with the point decay_bits from the right (or, where states decay by shifts, the
             places of the shift); rounding: 0 to the nearest even, 1 toward minus infinity, 2 toward zero; advance.
        out: decayed, as wide as state. By shifts: state - (state >>> factor), and one toward zero where that is 0; with all ones as factor state itself.
        There is no reset.
        """)
final class DecayedState extends Module {
    final Word state;
    final Word factor;
    final Word rounding = in(2);
    final Bit advance = inBit();
    final Word decayed;

    DecayedState(SpikingShape shape) {
        int bits = shape.stateBits();
        state = in(bits);
        factor = in(shape.factorBits());
        decayed = out(bits);
        if (shape.shifts()) {
            decayed.set(shifted(bits));
        } else {
            decayed.set(rounded(bits, shape.decayBits()));
        }
    }

    private Word shifted(int bits) {
        Word places = factor.named("places");
        Word part = state.shiftRightSigned(places).named("part");
        Word one = state.any().and(state.top().not()).extend(bits).named("plus_one");
        Word unit = Word.mux(state.top(), Word.of(1, bits).negate(), one).named("sign_of_state");
        Word stepped = Word.mux(part.isZero(), unit, part).named("stepped");
        Word taken = stepped.gate(places.not().any()).named("taken");
        Word left = reg(bits).named("left");
        when(advance, () -> left.set(state.minus(taken)));
        return left;
    }

    private Word rounded(int bits, int places) {
        Word product = reg(bits + places + 2).named("product");
        when(advance, () -> product.set(state.timesSigned(factor.resize(places + 2))));
        Word whole = product.slice(places, bits).named("whole");
        Word rest = product.slice(0, places).named("rest");
        Bit half = rest.top().named("half");
        Bit more = (places > 1 ? rest.slice(0, places - 1).any() : Bit.of(false)).named("more_than_half");
        Bit nearest = half.and(more.or(whole.bit(0))).named("nearest_up");
        Bit towardZero = product.top().and(rest.any()).named("toward_zero_up");
        Bit up =
                Bit.mux(rounding.eq(0), nearest, rounding.eq(2).and(towardZero)).named("up");
        return whole.plus(up.extend(bits)).named("rounded_state");
    }
}
