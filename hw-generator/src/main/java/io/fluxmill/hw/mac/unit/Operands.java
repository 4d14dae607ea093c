// SPDX-License-Identifier: Apache-2.0
package io.fluxmill.hw.mac.unit;

import io.fluxmill.hw.hdl.Bit;
import io.fluxmill.hw.hdl.Word;
import java.util.function.BiFunction;
import java.util.function.Function;

/**
 * The decoded operands of a word: what a unit takes of one side. A part that no format needs is null.
 *
 * @param values two's complement operands of the multipliers, lowest lane first
 * @param codes magnitudes for tables, {@link #CODE_BITS} bits each, lowest lane first
 * @param negatives signs for tables
 * @param places of the paths' operands, lowest path first
 * @param nar whether an operand is NaR
 * @param joined whether all lanes share the first path's place
 */
public record Operands(Word values, Word codes, Word negatives, Word places, Bit nar, Bit joined) {
    /** Bits of a magnitude that a table takes. */
    public static final int CODE_BITS = 3;

    /** Words of the widths that a unit has on a side. */
    public static Operands of(
            UnitArchitecture unit, Side side, BiFunction<String, Integer, Word> word, Function<String, Bit> bit) {
        int tables = unit.tableLanes().size();
        return new Operands(
                unit.multiplierLanes().isEmpty() ? null : word.apply("values", unit.operandsBits(side)),
                tables == 0 ? null : word.apply("codes", tables * CODE_BITS),
                tables == 0 ? null : word.apply("negatives", tables),
                unit.hasPlaces() ? word.apply("places", unit.places().wordBits(side)) : null,
                unit.hasNar() ? bit.apply("nar") : null,
                unit.joinsPaths() ? bit.apply("joined") : null);
    }

    /** Drives these, ports or wires. */
    public void set(Operands other) {
        set(values, other.values);
        set(codes, other.codes);
        set(negatives, other.negatives);
        set(places, other.places);
        if (nar != null) {
            nar.set(other.nar);
        }
        if (joined != null) {
            joined.set(other.joined);
        }
    }

    private static void set(Word target, Word value) {
        if (target != null) {
            target.set(value);
        }
    }

    public static Operands mux(Bit condition, Operands a, Operands b) {
        return new Operands(
                mux(condition, a.values, b.values),
                mux(condition, a.codes, b.codes),
                mux(condition, a.negatives, b.negatives),
                mux(condition, a.places, b.places),
                a.nar == null ? null : Bit.mux(condition, a.nar, b.nar),
                a.joined == null ? null : Bit.mux(condition, a.joined, b.joined));
    }

    private static Word mux(Bit condition, Word a, Word b) {
        return a == null ? null : Word.mux(condition, a, b);
    }
}
