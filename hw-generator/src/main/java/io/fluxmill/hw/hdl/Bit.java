// SPDX-License-Identifier: Apache-2.0
package io.fluxmill.hw.hdl;

import java.util.function.Supplier;
import spinal.core.Bool;
import spinal.core.Mux$;
import spinal.core.package$;

/** One hardware bit. Constants, bits of words and inverted bits stand in the Verilog where they are used; see {@link Word}. */
public final class Bit {
    private Bool raw;
    private boolean driven;
    private boolean explicitName;

    /** Makes what has no signal of its own, anew for each use; null for what has one. */
    private Supplier<Bool> made;

    /** The value of a constant, or null. */
    private Boolean constant;

    /** What this is the inverse of, or null. */
    private Bit inverse;

    /** The result of an operator. */
    Bit(Bool raw) {
        this(raw, false);
    }

    /** @param driven whether {@link #set} may drive it: a port, a wire or a register, or a part of one */
    Bit(Bool raw, boolean driven) {
        this.raw = Source.located(raw);
        this.driven = driven;
    }

    private Bit(Supplier<Bool> made) {
        this.made = made;
    }

    /** @param driven as in {@link #Bit(Bool, boolean)} */
    static Bit made(Supplier<Bool> made, boolean driven) {
        Bit bit = new Bit(made);
        bit.driven = driven;
        return bit;
    }

    /** Whether {@link #set} may drive it. */
    boolean driven() {
        return driven;
    }

    /** A bit that is another one until it is given a name. */
    private Bit same() {
        Bit same = new Bit(this::raw);
        same.constant = constant;
        same.inverse = inverse;
        same.driven = driven;
        return same;
    }

    /** The signal, for this use. */
    Bool raw() {
        return raw != null ? raw : Source.located(made.get());
    }

    /** The value of a constant, or null. */
    Boolean constant() {
        return constant;
    }

    /** A constant. */
    public static Bit of(boolean value) {
        Bit bit = new Bit(() -> package$.MODULE$.Bool(value, Source.here()));
        bit.constant = value;
        return bit;
    }

    /** OR of any number of bits; 0 for none. */
    public static Bit anyOf(Iterable<Bit> bits) {
        Bit result = null;
        for (Bit bit : bits) {
            result = result == null ? bit.same() : result.or(bit);
        }
        return result == null ? of(false) : result;
    }

    /** Names a field's bit, unless it was given a name. */
    void fieldName(String name) {
        Source.checkName(name);
        if (!explicitName && raw != null) {
            raw.setName(name);
        }
    }

    /** Drives this bit: a wire, an output, a register or an input of a child. Of several statements whose conditions hold, the last one counts. */
    public void set(Bit value) {
        Widths.requireDriven(driven, value);
        raw().$colon$eq(value.raw(), Source.here());
    }

    /** Names a wire for the Verilog and for waves. A constant stays one, without a name. */
    public Bit named(String name) {
        Source.checkName(name);
        if (constant != null) {
            return this;
        }
        if (raw == null) {
            Bool value = raw();
            raw = Module.wireBit().raw();
            raw.$colon$eq(value, Source.here());
            made = null;
            inverse = null;
            driven = false;
        }
        raw.setName(name);
        explicitName = true;
        return this;
    }

    /** Logical AND. */
    public Bit and(Bit other) {
        if (constant != null) {
            return constant ? other.same() : of(false);
        }
        return other.constant != null ? other.and(this) : new Bit(raw().$amp$amp(other.raw()));
    }

    /** Logical OR. */
    public Bit or(Bit other) {
        if (constant != null) {
            return constant ? of(true) : other.same();
        }
        return other.constant != null ? other.or(this) : new Bit(raw().$bar$bar(other.raw()));
    }

    /** Exclusive OR: whether both differ. */
    public Bit xor(Bit other) {
        return new Bit(raw().$up(other.raw()));
    }

    /** The inverted bit. */
    public Bit not() {
        if (constant != null) {
            return of(!constant);
        }
        if (inverse != null) {
            return inverse.same();
        }
        Bit not = new Bit(() -> raw().unary_$bang());
        not.inverse = this;
        return not;
    }

    /** {@code condition ? then : otherwise}. */
    public static Bit mux(Bit condition, Bit then, Bit otherwise) {
        if (condition.constant != null) {
            return condition.constant ? then.same() : otherwise.same();
        }
        return new Bit(Mux$.MODULE$.apply(condition.raw(), then.raw(), otherwise.raw()));
    }

    /** A word of one bit. */
    public Word asWord() {
        return Word.of(this);
    }

    /** A word of this bit in every place. */
    public Word repeat(int widthBits) {
        return widthBits == 1 ? asWord() : new Word(raw().$hash$times(widthBits).asUInt());
    }

    /** Zero-extended to a word. */
    public Word extend(int widthBits) {
        return asWord().resize(widthBits);
    }
}
