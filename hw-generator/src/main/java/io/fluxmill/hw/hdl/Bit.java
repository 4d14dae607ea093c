// SPDX-License-Identifier: Apache-2.0
package io.fluxmill.hw.hdl;

import spinal.core.BitCount;
import spinal.core.Bool;
import spinal.core.Mux$;
import spinal.core.package$;

/** One hardware bit. */
public final class Bit {
    final Bool raw;
    private final boolean driven;
    private boolean explicitName;

    /** The result of an operator. */
    Bit(Bool raw) {
        this(raw, false);
    }

    /** @param driven whether {@link #set} may drive it: a port, a wire or a register, or a part of one */
    Bit(Bool raw, boolean driven) {
        this.raw = Source.located(raw);
        this.driven = driven;
    }

    /** A constant. */
    public static Bit of(boolean value) {
        return new Bit(package$.MODULE$.Bool(value, Source.here()));
    }

    /** OR of any number of bits; 0 for none. */
    public static Bit anyOf(Iterable<Bit> bits) {
        Bit result = null;
        for (Bit bit : bits) {
            result = result == null ? bit : result.or(bit);
        }
        return result == null ? of(false) : result;
    }

    /** Names a field's bit, unless it was given a name. */
    void fieldName(String name) {
        Source.checkName(name);
        if (!explicitName) {
            raw.setName(name);
        }
    }

    /** Drives this bit: a wire, an output, a register or an input of a child. Of several statements whose conditions hold, the last one counts. */
    public void set(Bit value) {
        Source.checkGiven(value);
        if (!driven) {
            throw new HdlException(
                    "what is driven must be a port, a wire, a register or a part of one, not the result of an operator or a constant");
        }
        raw.$colon$eq(value.raw, Source.here());
    }

    /** Names a wire for the Verilog and for waves. */
    public Bit named(String name) {
        Source.checkName(name);
        raw.setName(name);
        explicitName = true;
        return this;
    }

    /** Logical AND. */
    public Bit and(Bit other) {
        return new Bit(raw.$amp$amp(other.raw));
    }

    /** Logical OR. */
    public Bit or(Bit other) {
        return new Bit(raw.$bar$bar(other.raw));
    }

    /** Exclusive OR: whether both differ. */
    public Bit xor(Bit other) {
        return new Bit(raw.$up(other.raw));
    }

    /** The inverted bit. */
    public Bit not() {
        return new Bit(raw.unary_$bang());
    }

    /** {@code condition ? then : otherwise}. */
    public static Bit mux(Bit condition, Bit then, Bit otherwise) {
        return new Bit(Mux$.MODULE$.apply(condition.raw, then.raw, otherwise.raw));
    }

    /** A word of one bit. */
    public Word asWord() {
        return new Word(raw.asUInt());
    }

    /** A word of this bit in every place. */
    public Word repeat(int widthBits) {
        return widthBits == 1 ? asWord() : new Word(raw.$hash$times(widthBits).asUInt());
    }

    /** Zero-extended to a word. */
    public Word extend(int widthBits) {
        return new Word(raw.asUInt(new BitCount(widthBits)));
    }
}
