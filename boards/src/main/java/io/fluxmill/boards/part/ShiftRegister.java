// SPDX-License-Identifier: Apache-2.0
package io.fluxmill.boards.part;

import java.util.function.LongConsumer;
import java.util.function.LongSupplier;

/** A register of at most 32 bits, lowest first. */
final class ShiftRegister implements DataRegister {
    private final int widthBits;
    private final LongSupplier captured;
    private final LongConsumer updated;
    private long value;

    ShiftRegister(int widthBits, LongSupplier captured, LongConsumer updated) {
        this.widthBits = widthBits;
        this.captured = captured;
        this.updated = updated;
    }

    /** A register that is only read. */
    static ShiftRegister reading(int widthBits, LongSupplier captured) {
        return new ShiftRegister(widthBits, captured, ignored -> {});
    }

    /** A register that is only written. */
    static ShiftRegister writing(int widthBits, LongConsumer updated) {
        return new ShiftRegister(widthBits, () -> 0, updated);
    }

    /** The register of one bit that every part has. */
    static ShiftRegister bypass() {
        return reading(1, () -> 0);
    }

    @Override
    public void capture() {
        value = captured.getAsLong();
    }

    @Override
    public boolean shift(boolean tdi) {
        boolean out = (value & 1) != 0;
        value = value >>> 1 | (tdi ? 1L << widthBits - 1 : 0);
        return out;
    }

    @Override
    public void update() {
        updated.accept(value);
    }
}
