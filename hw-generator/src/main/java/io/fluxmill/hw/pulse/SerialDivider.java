// SPDX-License-Identifier: Apache-2.0
package io.fluxmill.hw.pulse;

import io.fluxmill.hw.hdl.Bit;
import io.fluxmill.hw.hdl.Contract;
import io.fluxmill.hw.hdl.Module;
import io.fluxmill.hw.hdl.Word;

/**
 * Unsigned division, one bit of the quotient per cycle: {@code floor((head * 2^n + numerator) / denominator)}, n the bits of the
 * numerator, for a head that is less than the denominator. {@code busy} from the cycle after {@code start} until the quotient is
 * there, n cycles.
 */
@Contract(
        """
        Unsigned division, one bit of the quotient a cycle: quotient = floor((head * 2^n + numerator) / denominator),
        n the bits of numerator; head must be less than denominator.
        start: takes the operands; busy: the n cycles after it; quotient is valid then until the next start.
        Reset: not busy.
        """)
final class SerialDivider extends Module {
    final Bit start = inBit();
    final Word head;
    final Word numerator;
    final Word denominator;
    final Bit busy = outBit();
    final Word quotient;

    SerialDivider(int numeratorBits, int denominatorBits) {
        head = in(denominatorBits);
        numerator = in(numeratorBits);
        denominator = in(denominatorBits);
        quotient = out(numeratorBits);
        int countBits = 32 - Integer.numberOfLeadingZeros(numeratorBits);
        Word left = reg(countBits, 0).named("left");
        Word digits = reg(numeratorBits).named("digits");
        Word rest = reg(denominatorBits + 1).named("rest");
        Word divisor = reg(denominatorBits).named("divisor");
        Word shifted =
                Word.cat(rest.slice(0, denominatorBits), digits.top().asWord()).named("shifted_rest");
        Word subtracted = divisor.resize(denominatorBits + 1).named("subtracted");
        Word difference = shifted.minus(subtracted).named("difference");
        Bit fits = shifted.less(subtracted).not().named("fits");
        Bit dividing = left.any().named("dividing");
        when(dividing, () -> {
            left.set(left.minus(1));
            rest.set(Word.mux(fits, difference, shifted));
            digits.set(Word.cat(digits.slice(0, numeratorBits - 1), fits.asWord()));
        });
        when(start, () -> {
            left.set(Word.of(numeratorBits, countBits));
            digits.set(numerator);
            rest.set(head.resize(denominatorBits + 1));
            divisor.set(denominator);
        });
        busy.set(dividing);
        quotient.set(digits);
    }
}
