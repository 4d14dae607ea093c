// SPDX-License-Identifier: Apache-2.0
package io.fluxmill.hw.mac.unit;

import io.fluxmill.hw.hdl.Contract;
import io.fluxmill.hw.hdl.Module;
import io.fluxmill.hw.hdl.Word;

/**
 * A multiplication with registers before and after it, of the size of MULT18X18D of ECP5, which yosys gives no registers. The flow of boards puts that cell in
 * its place (ecp5_multiplier.v, which a test proves equal); any other synthesis makes logic registers and a multiplier.
 */
@Contract(
        """
        The product of two words, two's complement, two cycles after them.
        in:  a, b: 18 bits.
        out: p: a * b, 36 bits.
        Nothing stalls. There is no reset.
        """)
public final class RegisteredMultiplier extends Module {
    /** Cycles from operands to the product. */
    public static final int LATENCY = 2;

    private static final int BITS = Target.MAXIMUM_OPERAND_BITS;

    public final Word a = in(BITS);
    public final Word b = in(BITS);
    public final Word p = out(2 * BITS);

    public RegisteredMultiplier() {
        Word left = next("left", a);
        Word right = next("right", b);
        p.set(next("product", left.timesSigned(right)));
    }

    /**
     * Of shorter words, two's complement, in the calling module: their whole product, in so many cycles as {@link #LATENCY} says. They take the upper pins, so that
     * the others are zeros, for which a part has no wires.
     */
    public static Word product(String name, Word a, Word b) {
        RegisteredMultiplier multiplier = child(RegisteredMultiplier::new);
        multiplier.setName(name);
        multiplier.a.set(a.padLow(BITS - a.width()));
        multiplier.b.set(b.padLow(BITS - b.width()));
        int bits = a.width() + b.width();
        return multiplier.p.slice(2 * BITS - bits, bits);
    }
}
