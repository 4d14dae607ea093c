// SPDX-License-Identifier: Apache-2.0
package io.fluxmill.hw.mac.multiply;

import io.fluxmill.hw.hdl.Bit;
import io.fluxmill.hw.hdl.Word;

/**
 * A cell of two bits of A and two of B: their product, or how they compare, from the same AND terms.
 *
 * <pre>
 * and_ij = a_i b_j      a_i ^ and_ii = a_i and not b_i      b_i ^ and_ii = b_i and not a_i
 * </pre>
 */
final class Cell {
    private final String name;
    private final Word a;
    private final Word b;
    private final Bit and00;
    private final Bit and11;
    private Bit aOnly0;
    private Bit aOnly1;
    private Bit bOnly0;
    private Bit bOnly1;
    private Bit greater;
    private Bit less;

    /** @param name begins the names of the wires; {@code a} and {@code b} have two bits */
    Cell(String name, Word a, Word b) {
        this.name = name;
        this.a = a;
        this.b = b;
        and00 = a.bit(0).and(b.bit(0)).named(name + "_and_00");
        and11 = a.bit(1).and(b.bit(1)).named(name + "_and_11");
    }

    /** Four bits. */
    Word product() {
        Bit and10 = a.bit(1).and(b.bit(0)).named(name + "_and_10");
        Bit and01 = a.bit(0).and(b.bit(1)).named(name + "_and_01");
        Bit carry = and10.and(and01).named(name + "_carry");
        return Word.cat(
                and11.and(carry).asWord(),
                and11.xor(carry).asWord(),
                and10.xor(and01).asWord(),
                and00.asWord());
    }

    private void compare() {
        if (greater != null) {
            return;
        }
        aOnly0 = a.bit(0).xor(and00).named(name + "_a_only_0");
        aOnly1 = a.bit(1).xor(and11).named(name + "_a_only_1");
        bOnly0 = b.bit(0).xor(and00).named(name + "_b_only_0");
        bOnly1 = b.bit(1).xor(and11).named(name + "_b_only_1");
        greater = aOnly1.or(bOnly1.not().and(aOnly0)).named(name + "_greater");
        less = bOnly1.or(aOnly1.not().and(bOnly0)).named(name + "_less");
    }

    /** A &gt; B. */
    Bit greater() {
        compare();
        return greater;
    }

    /** A &lt; B. */
    Bit less() {
        compare();
        return less;
    }

    /** max(A, B) - B, two bits. */
    Word aboveB() {
        compare();
        Bit high = aOnly1.or(bOnly1).xor(bOnly0);
        return Word.cat(
                high.and(greater).asWord(), aOnly0.or(bOnly0).and(greater).asWord());
    }

    /** max(A, B) - A, two bits. */
    Word aboveA() {
        compare();
        Bit high = aOnly1.or(bOnly1).xor(aOnly0);
        return Word.cat(high.and(less).asWord(), aOnly0.or(bOnly0).and(less).asWord());
    }
}
