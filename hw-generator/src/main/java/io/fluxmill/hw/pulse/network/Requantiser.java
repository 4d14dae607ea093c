// SPDX-License-Identifier: Apache-2.0
package io.fluxmill.hw.pulse.network;

import static io.fluxmill.hw.pulse.PulseArchitecture.SCALE_BITS;
import static io.fluxmill.hw.pulse.PulseArchitecture.SHIFT_BITS;
import static io.fluxmill.hw.pulse.PulseArchitecture.SUM_BITS;

import io.fluxmill.hw.hdl.Bit;
import io.fluxmill.hw.hdl.Contract;
import io.fluxmill.hw.hdl.Module;
import io.fluxmill.hw.hdl.Word;

/**
 * One channel's output stage, the hardware of {@code io.fluxmill.core.format.Requantize}: {@code clip(R((sum + bias) * scale, shift))}.
 * Throughput 1, latency {@link #LATENCY}.
 *
 * <pre>
 * 0  sum + bias
 * 1  ReLU; both halves times the scale
 * 2  add the halves
 * 3  shift right; half and sticky are the bits shifted out
 * 4  round, clip
 * </pre>
 *
 * <p>A shifted negative product is already rounded down, so {@code q + 1} is nearer where half is set; a tie goes
 * away from zero, which is up only if the product is not negative, or to the even q.
 */
@Contract(
        """
        Output stage of one channel: result = clip(round((sum + bias) * scale / 2^shift)); a result a cycle.
        sum, bias: signed; scale: unsigned; shift: 0 to 47. relu1, relu4: ReLU, for the sums of 1 and 4 cycles ago.
        round_even: ties to the even neighbour, else away from zero.
        biased: sum + bias, 1 cycle later; result: 5 cycles later, unsigned with ReLU, else signed of a bit less.
        Stages: total; low_product, high_product (halves of it); product; quotient (bit 0: half), sticky; rounded.
        Reset has no effect on results: every register follows its input.
        """)
final class Requantiser extends Module {
    /** Cycles from a sum to its element. */
    static final int LATENCY = 5;

    private static final int HALF_BITS = 16;
    private static final int PRODUCT_BITS = SUM_BITS + SCALE_BITS + 1;

    final Word sum = in(SUM_BITS);
    final Word bias = in(SUM_BITS);
    final Word scale = in(SCALE_BITS);
    final Word shift = in(SHIFT_BITS);
    /** Belongs to the sum of one cycle ago. */
    final Bit relu1 = inBit();

    /** Belongs to the sum of four cycles ago. */
    final Bit relu4 = inBit();

    final Bit roundEven = inBit();
    /** The sum with its bias, one cycle after the sum. */
    final Word biased = out(SUM_BITS);

    final Word result;

    Requantiser(int activationBits) {
        result = out(activationBits + 1);
        Word total = next("total", sum.plus(bias));
        Word scale1 = next("scale_1", scale);
        Word shift3 = delay("shift", shift, 3);
        biased.set(total);

        Word positive = total.gate(relu1.and(total.top()).not()).named("rectified");
        Word factor = Word.cat(Word.of(0, 1), scale1);
        Word lowProduct = next("low_product", positive.slice(0, HALF_BITS).times(scale1));
        Word highProduct =
                next("high_product", positive.slice(HALF_BITS, HALF_BITS).timesSigned(factor));
        Word carried = lowProduct.slice(HALF_BITS, HALF_BITS).named("low_product_upper");
        Word upper = highProduct.plus(carried.resize(highProduct.width())).named("product_upper");
        Word product = next("product", Word.cat(upper, lowProduct.slice(0, HALF_BITS)));

        // One zero below the product: after the shift, bit 0 is the half and the quotient is above it.
        Word quotient = next("quotient", product.padLow(1).shiftRightSigned(shift3));
        Bit sticky = next("sticky", product.and(below(shift3)).any());
        result.set(next("rounded", clip(quotient, sticky, activationBits)));
    }

    /** Ones in the places below the half: the lowest {@code shift - 1}. */
    private static Word below(Word shift) {
        Word zeros = Word.of((1L << PRODUCT_BITS) - 1, PRODUCT_BITS).named("all_ones");
        for (int bit = 0; bit < SHIFT_BITS; bit++) {
            int places = 1 << bit;
            Word moved = zeros.slice(0, PRODUCT_BITS - places).padLow(places);
            zeros = Word.mux(shift.bit(bit), moved, zeros).named("ones_shifted_to_" + (2 * places - 1));
        }
        Word low = zeros.not().named("shift_lowest");
        return low.slice(1, PRODUCT_BITS - 1).named("below_half").resize(PRODUCT_BITS);
    }

    private Word clip(Word shifted, Bit sticky, int bits) {
        Bit negative = shifted.top().named("negative");
        Bit half = shifted.bit(0);
        Word quotient = shifted.slice(1, PRODUCT_BITS).named("whole");
        Bit tieUp = Bit.mux(roundEven, quotient.bit(0), negative.not()).named("tie_up");
        Bit up = half.and(sticky.or(tieUp)).named("round_up");
        Word rounded = quotient.slice(0, bits + 1).plus(up.extend(bits + 1)).named("whole_rounded");
        // Beyond a signed number of bits + 1 before rounding, or after it.
        Word sign = quotient.slice(bits, PRODUCT_BITS - bits).named("sign_bits");
        Bit fits = Bit.mux(negative, sign.not().isZero(), sign.isZero()).named("fits");
        Bit carried = negative.not().and(rounded.top()).named("carried");
        Word highest = Word.cat(Word.of(0, 1), relu4.asWord(), Word.of((1L << (bits - 1)) - 1, bits - 1))
                .named("highest");
        Word lowest = Word.cat(Word.of(3, 2), Word.of(0, bits - 1)).named("lowest");
        Bit over = negative.not()
                .and(fits.not().or(carried).or(relu4.not().and(rounded.bit(bits - 1))))
                .named("too_high");
        Bit under = negative.and(
                        fits.not().or(rounded.top().and(rounded.bit(bits - 1).not())))
                .named("too_low");
        return Word.mux(over, highest, Word.mux(under, lowest, rounded));
    }
}
