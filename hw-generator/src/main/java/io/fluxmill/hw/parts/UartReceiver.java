// SPDX-License-Identifier: Apache-2.0
package io.fluxmill.hw.parts;

import io.fluxmill.hw.hdl.Bit;
import io.fluxmill.hw.hdl.Contract;
import io.fluxmill.hw.hdl.Module;
import io.fluxmill.hw.hdl.Word;

/**
 * Turns a serial line, 8 data bits, no parity, one stop bit, into bytes. {@link #valid} or {@link #frameError} (the stop bit was 0) is 1 for
 * one cycle in the middle of the stop bit. A start bit that has ended before its middle is ignored.
 */
@Contract(
        """
        Receiver of a serial line: one start bit, 8 data bits, least significant first, one stop bit, no parity.
        in:  line: asynchronous, passes two registers; divider: clock cycles of a bit, at least 4.
        out: data with valid (pulse) in the middle of the stop bit; or frame_error (pulse) if the stop bit is 0.
        A start bit that is over in its middle is ignored. Reset: idle.
        """)
public final class UartReceiver extends Module {
    /** Start, eight data bits, stop. */
    static final int FRAME_BITS = 10;

    public final Bit line = inBit();
    /** Clock cycles in a bit, at least 4. */
    public final Word divider;

    public final Word data = out(8);
    public final Bit valid = outBit();
    public final Bit frameError = outBit();

    /** For dividers of up to 16 bits. */
    public UartReceiver() {
        this(16);
    }

    /** @param dividerBits of the divider, 3 to 16 */
    public UartReceiver(int dividerBits) {
        divider = in(dividerBits);
        Bit first = regBit(true).named("line_d1");
        Bit level = regBit(true).named("line_d2");
        first.set(line);
        level.set(first);
        Bit receiving = regBit(false).named("receiving");
        Word wait = reg(dividerBits, 0).named("cycles_left");
        Word bit = reg(4, 0).named("bit_number");
        Word shift = reg(8).named("shift");
        Bit sample = receiving.and(wait.isZero()).named("sample");
        Bit last = bit.eq(FRAME_BITS - 1).named("last");
        when(receiving.not().and(level.not()), () -> {
            receiving.set(Bit.of(true));
            bit.set(Word.of(0, 4));
            wait.set(Word.cat(Word.of(0, 1), divider.slice(1, dividerBits - 1)));
        });
        when(receiving, () -> wait.set(wait.minus(1)));
        when(sample, () -> {
            wait.set(divider.minus(1));
            bit.set(bit.plus(1));
            shift.set(Word.cat(level.asWord(), shift.slice(1, 7)));
            when(last.or(bit.isZero().and(level)), () -> receiving.set(Bit.of(false)));
        });
        data.set(shift);
        valid.set(sample.and(last).and(level));
        frameError.set(sample.and(last).and(level.not()));
    }
}
