// SPDX-License-Identifier: Apache-2.0
package io.fluxmill.hw.hdl;

import java.math.BigInteger;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Supplier;
import scala.jdk.javaapi.CollectionConverters;
import spinal.core.BitCount;
import spinal.core.Cat$;
import spinal.core.Data;
import spinal.core.Mux$;
import spinal.core.U$;
import spinal.core.UInt;

/**
 * A hardware word of a fixed width of at least one bit. Operators give new words and never change their operands; {@link #set} drives a wire, an output or a
 * register. Words are unsigned; operators with {@code signed} in their names take them as two's complement numbers.
 *
 * <p>Operands must have equal widths, and the result has the same width, with these exceptions: {@link #plusExpand} is a bit wider, {@link
 * #times} and {@link #timesSigned} have the sum of both widths, and a {@code long} operand is a constant as wide as the word. {@link #resize},
 * {@link #signExtend}, {@link #slice} and {@link #padLow} change the width. Other widths are an {@link HdlException} with the line.
 *
 * <p>Constants and slices stand in the Verilog where they are used. Other results that are used more than once, sliced or added to are wires of their own
 * there, which should be {@link #named}.
 */
public final class Word {
    private UInt raw;
    private boolean driven;
    private boolean explicitName;

    /** Makes what has no signal of its own, anew for each use; null for what has one. */
    private Supplier<UInt> made;

    private int widthBits;

    /** The value of a constant, or null. */
    private BigInteger constant;

    /** What this is a slice of, from {@link #offset} on, or null. */
    private Word whole;

    private int offset;

    /** What this is a word of, or null. */
    private Bit single;

    /** The result of an operator. */
    Word(UInt raw) {
        this(raw, false);
    }

    /** @param driven whether {@link #set} may drive it: a port, a wire or a register, or a part of one */
    Word(UInt raw, boolean driven) {
        this.raw = Source.located(raw);
        this.driven = driven;
    }

    private Word(int widthBits, Supplier<UInt> made) {
        this.widthBits = widthBits;
        this.made = made;
    }

    /** A word that is another one until it is given a name. */
    private Word same() {
        Word same = part(0, width());
        same.constant = constant;
        return same;
    }

    private Word part(int from, int bits) {
        Word part = new Word(bits, bits == width() ? this::raw : () -> raw().apply(from, new BitCount(bits)));
        part.whole = this;
        part.offset = from;
        part.driven = driven;
        return part;
    }

    static Word of(Bit bit) {
        if (bit.constant() != null) {
            return of(bit.constant() ? 1 : 0, 1);
        }
        Word word = new Word(1, () -> bit.raw().asUInt());
        word.single = bit;
        return word;
    }

    /** The signal, for this use. */
    UInt raw() {
        return raw != null ? raw : Source.located(made.get());
    }

    private boolean isZeroConstant() {
        return constant != null && constant.signum() == 0;
    }

    private boolean anyZero(Word other) {
        return isZeroConstant() || other.isZeroConstant();
    }

    private Word nonZero(Word other) {
        return isZeroConstant() ? other.same() : same();
    }

    /** A constant, as {@link #of(BigInteger, int)}. */
    public static Word of(long value, int widthBits) {
        return of(BigInteger.valueOf(value), widthBits);
    }

    /** A constant, unsigned; one that does not fit its width is an {@link HdlException}. */
    public static Word of(BigInteger value, int widthBits) {
        Widths.requireAtLeast(widthBits, 1);
        if (value.signum() < 0 || value.bitLength() > widthBits) {
            throw new HdlException("constant must fit its width: value=" + value + " widthBits=" + widthBits);
        }
        Word word = new Word(
                widthBits, () -> (UInt) U$.MODULE$.apply(new scala.math.BigInt(value), new BitCount(widthBits)));
        word.constant = value;
        return word;
    }

    /** Concatenation, most significant part first; a part that is null is left out. */
    public static Word cat(Word... parts) {
        List<Word> low = new ArrayList<>();
        for (Word part : parts) {
            if (part != null) {
                low.add(0, part);
            }
        }
        return catLow(low);
    }

    /** Concatenation, least significant part first. */
    public static Word catLow(List<Word> parts) {
        List<Data> raws = new ArrayList<>();
        for (Word part : parts) {
            raws.add(part.raw());
        }
        return new Word(Cat$.MODULE$
                .apply(CollectionConverters.asScala((Iterable<Data>) raws))
                .asUInt());
    }

    /** {@code condition ? then : otherwise}; equal widths. */
    public static Word mux(Bit condition, Word then, Word otherwise) {
        Widths.requireSame("mux", then, otherwise);
        if (condition.constant() != null) {
            return condition.constant() ? then.same() : otherwise.same();
        }
        return new Word(Mux$.MODULE$.apply(condition.raw(), then.raw(), otherwise.raw()));
    }

    /** Bits of this word. */
    public int width() {
        return raw != null ? raw.getWidth() : widthBits;
    }

    /** Names a field's word, unless it was given a name. */
    void fieldName(String name) {
        Source.checkName(name);
        if (!explicitName && raw != null) {
            raw.setName(name);
        }
    }

    /**
     * Drives this word: a wire, an output, a register or an input of a child. Of several statements whose conditions hold, the last one counts.
     *
     * @throws HdlException if the widths differ
     */
    public void set(Word value) {
        Widths.requireDriven(driven, value);
        if (value.width() != width()) {
            throw new HdlException("widths must match: target " + width() + " bits, value " + value.width() + " bits");
        }
        raw().$colon$eq(value.raw(), Source.here());
    }

    /** Names a wire for the Verilog and for waves. A constant stays one, without a name. */
    public Word named(String name) {
        Source.checkName(name);
        if (constant != null) {
            return this;
        }
        if (raw == null) {
            UInt value = raw();
            raw = Module.wire(widthBits).raw();
            raw.$colon$eq(value, Source.here());
            made = null;
            single = null;
            whole = null;
            driven = false;
        }
        raw.setName(name);
        explicitName = true;
        return this;
    }

    /** The sum, wrapping around: its carry is lost. */
    public Word plus(Word other) {
        Widths.requireSame("plus", this, other);
        return anyZero(other) ? nonZero(other) : new Word(raw().$plus(other.raw()));
    }

    /** The sum with an unsigned constant, at most as wide as this word; wrapping around. */
    public Word plus(long constant) {
        return plus(of(constant, width()));
    }

    /** The whole sum, one bit wider than the wider operand; widths may differ. */
    public Word plusExpand(Word other) {
        return new Word(raw().$plus$up(other.raw()));
    }

    /** The difference, wrapping around below zero. */
    public Word minus(Word other) {
        Widths.requireSame("minus", this, other);
        return other.isZeroConstant() ? same() : new Word(raw().$minus(other.raw()));
    }

    /** The difference to an unsigned constant, at most as wide as this word; wrapping around below zero. */
    public Word minus(long constant) {
        return minus(of(constant, width()));
    }

    /** The product, as wide as both factors together; widths may differ. */
    public Word times(Word other) {
        return new Word(raw().$times(other.raw()));
    }

    /** Two's complement product, as wide as both factors together. */
    public Word timesSigned(Word other) {
        return new Word(raw().asSInt().$times(other.raw().asSInt()).asUInt());
    }

    /** Bitwise AND. */
    public Word and(Word other) {
        Widths.requireSame("and", this, other);
        if (other.constant != null && other.constant.bitCount() == width()) {
            return same();
        }
        return new Word(raw().$amp(other.raw()));
    }

    /** Bitwise OR. */
    public Word or(Word other) {
        Widths.requireSame("or", this, other);
        return anyZero(other) ? nonZero(other) : new Word(raw().$bar(other.raw()));
    }

    /** Bitwise exclusive OR. */
    public Word xor(Word other) {
        Widths.requireSame("xor", this, other);
        return new Word(raw().$up(other.raw()));
    }

    /** All bits inverted. */
    public Word not() {
        return new Word(raw().unary_$tilde());
    }

    /** This word where the bit is 1, zero where it is 0. */
    public Word gate(Bit enable) {
        if (enable.constant() != null) {
            return enable.constant() ? same() : of(0, width());
        }
        return and(enable.repeat(width()));
    }

    /** Whether both are equal. */
    public Bit eq(Word other) {
        Widths.requireSame("eq", this, other);
        return new Bit(raw().isEqualTo(other.raw()));
    }

    /** Whether this is a constant, which must fit into the width. */
    public Bit eq(long constant) {
        return eq(of(constant, width()));
    }

    /** Whether no bit is 1. */
    public Bit isZero() {
        return any().not();
    }

    /** Unsigned comparison. */
    public Bit less(Word other) {
        Widths.requireSame("less", this, other);
        return new Bit(raw().$less(other.raw()));
    }

    /** Unsigned comparison with a constant that is not negative; every word is less than one that does not fit into the width. */
    public Bit less(long constant) {
        return BigInteger.valueOf(constant).bitLength() > width() ? Bit.of(true) : less(of(constant, width()));
    }

    /** Unsigned comparison. */
    public Bit greaterOrEqual(Word other) {
        return less(other).not();
    }

    /** Unsigned comparison with a constant that is not negative. */
    public Bit greaterOrEqual(long constant) {
        return less(constant).not();
    }

    /** Two's complement comparison. */
    public Bit lessSigned(Word other) {
        return flipTop().less(other.flipTop());
    }

    private Word flipTop() {
        return constant != null
                ? of(constant.flipBit(width() - 1), width())
                : width() == 1 ? not() : cat(top().not().asWord(), slice(0, width() - 1));
    }

    /** One bit; 0 is the least significant one. */
    public Bit bit(int index) {
        Widths.requireInside(index, width());
        if (constant != null) {
            return Bit.of(constant.testBit(index));
        }
        if (single != null) {
            return Bit.made(single::raw, single.driven());
        }
        return whole != null ? whole.bit(offset + index) : Bit.made(() -> raw().apply(index), driven);
    }

    /** The most significant bit. */
    public Bit top() {
        return bit(width() - 1);
    }

    /** Bits {@code offset + widthBits - 1 .. offset}. */
    public Word slice(int offset, int widthBits) {
        Widths.requireInside(offset, widthBits, width());
        if (constant != null) {
            return of(constant.shiftRight(offset).mod(BigInteger.ONE.shiftLeft(widthBits)), widthBits);
        }
        return whole != null ? whole.slice(this.offset + offset, widthBits) : part(offset, widthBits);
    }

    /** Zero-extended or truncated. */
    public Word resize(int widthBits) {
        Widths.requireAtLeast(widthBits, 1);
        if (widthBits <= width()) {
            return slice(0, widthBits);
        }
        return constant != null ? of(constant, widthBits) : cat(of(0, widthBits - width()), this);
    }

    /** Sign-extended; never narrower. */
    public Word signExtend(int widthBits) {
        Widths.requireAtLeast(widthBits, width());
        return widthBits == width() ? same() : cat(top().repeat(widthBits - width()), this);
    }

    /** Shifted left by a constant, wider by it. */
    public Word padLow(int zeros) {
        Widths.requireAtLeast(zeros, 0);
        return zeros == 0 ? same() : cat(this, of(0, zeros));
    }

    /** Shifted left by a variable amount, same width, zeros shifted in. */
    public Word shiftLeft(Word amount) {
        return new Word(raw().$bar$less$less(amount.raw()));
    }

    /** Shifted right by a variable amount, same width, zeros shifted in. */
    public Word shiftRight(Word amount) {
        return new Word(raw().$greater$greater(amount.raw()));
    }

    /** Shifted right by a variable amount, same width, copies of the most significant bit shifted in. */
    public Word shiftRightSigned(Word amount) {
        return new Word(raw().asSInt().$greater$greater(amount.raw()).asUInt());
    }

    /** The choice with this number; the last one for larger numbers. Equal widths. */
    public Word select(List<Word> choices) {
        Widths.requireSome(choices);
        Word result = choices.get(choices.size() - 1);
        for (int i = choices.size() - 2; i >= 0; i--) {
            result = mux(eq(i), choices.get(i), result);
        }
        return result;
    }

    /** OR of all bits. */
    public Bit any() {
        return new Bit(raw().orR());
    }

    /** Two's complement negation, same width. */
    public Word negate() {
        return not().plus(1);
    }
}
