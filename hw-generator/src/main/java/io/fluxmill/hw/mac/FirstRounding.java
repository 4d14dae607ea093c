// SPDX-License-Identifier: Apache-2.0
package io.fluxmill.hw.mac;

import static io.fluxmill.hw.mac.MacArchitecture.MANTISSA_BITS;

import io.fluxmill.core.format.Rounding;
import io.fluxmill.hw.hdl.Bit;
import io.fluxmill.hw.hdl.Word;
import java.util.ArrayList;
import java.util.List;

/**
 * What {@link Rounding#NEAREST_TWICE} and {@link Rounding#FLOAT32} round before the result is rounded; combinational. {@link
 * io.fluxmill.core.format.Rescale} defines both. They share an adder: it adds a one at a place that the normaliser's count gives, or what rounds to 24 bits.
 */
final class FirstRounding {
    private static final int FLOAT_BITS = 24;

    /** Bit of the product where the nudge is for a total below 2: a total of b bits has it at {@code 79 - b}. */
    private static final int NUDGE_PLACE = 79;

    /** Places of the nudge for totals of 78 to 17 bits; below and above there is none. */
    private static final int LOWEST_NUDGE = 1;

    private static final int HIGHEST_NUDGE = 62;

    private FirstRounding() {}

    /**
     * A mantissa of 24 significant bits.
     *
     * @param carry whether it is 2^32, written as 2^31
     */
    record FloatMantissa(Word mantissa, Bit carry) {
        /**
         * Rounded, ties to even.
         *
         * @param mantissa its highest bit is set, unless it is 0
         * @param enable otherwise it stays as it is
         */
        static FloatMantissa of(Word mantissa, Bit enable) {
            int low = MANTISSA_BITS - FLOAT_BITS;
            Word high = mantissa.slice(low, FLOAT_BITS);
            Bit increment = mantissa.bit(low - 1)
                    .and(mantissa.slice(0, low - 1).any().or(high.bit(0)))
                    .named("float_increment");
            Word rounded = high.plusExpand(increment.asWord()).named("float_rounded");
            // After a carry the other bits are 0.
            Bit leading = rounded.top().or(rounded.bit(FLOAT_BITS - 1));
            Word normal = Word.cat(leading.asWord(), rounded.slice(0, FLOAT_BITS - 1))
                    .padLow(low)
                    .named("float_mantissa");
            return new FloatMantissa(
                    Word.mux(enable, normal, mantissa), rounded.top().and(enable));
        }
    }

    /**
     * The product with what a rounding adds to it, one bit wider.
     *
     * @param product one of its two highest bits is set, unless it is 0
     * @param nudge what NEAREST_TWICE adds, as wide as the product, or null on engines without it
     * @param toFloat whether the product is rounded to 24 significant bits, ties to even, or null on engines without FLOAT32
     */
    static Word product(Word product, Word nudge, Bit toFloat) {
        if (toFloat == null) {
            return product.plusExpand(nudge);
        }
        int bits = product.width();
        int dropped = bits - FLOAT_BITS; // one less if the highest bit is 0
        Bit high = product.top();
        Bit odd = Bit.mux(high, product.bit(dropped), product.bit(dropped - 1)).named("product_is_odd");
        // Half a unit if the last kept bit is 1, and one less if it is 0.
        Word half = Word.cat(
                        high.and(odd).asWord(),
                        high.xor(odd).asWord(),
                        odd.not().repeat(dropped - 2))
                .resize(bits)
                .named("product_half");
        Word added = nudge == null ? half.gate(toFloat) : Word.mux(toFloat, half, nudge);
        Word sum = product.plusExpand(added.named("product_added")).named("product_rounded");
        return Word.cat(
                sum.slice(dropped, bits + 1 - dropped),
                sum.bit(dropped - 1).and(toFloat.and(high).not()).asWord(),
                sum.slice(0, dropped - 1).gate(toFloat.not()));
    }

    /**
     * The nudge of a product.
     *
     * @param count leading zeros of the total
     * @param enable otherwise it is 0
     */
    static Word nudge(Word count, Bit enable, int totalBits, int productBits) {
        List<Bit> places = new ArrayList<>();
        for (int place = 0; place < productBits; place++) {
            int zeros = totalBits - NUDGE_PLACE + place;
            boolean exists = place >= LOWEST_NUDGE && place <= HIGHEST_NUDGE && zeros >= 0;
            places.add(exists ? count.eq(zeros).and(enable) : Bit.of(false));
        }
        return Word.catLow(places.stream().map(Bit::asWord).toList()).named("nudge");
    }
}
