// SPDX-License-Identifier: Apache-2.0
package io.fluxmill.hw.parts;

import io.fluxmill.hw.hdl.Bit;
import io.fluxmill.hw.hdl.Contract;
import io.fluxmill.hw.hdl.Module;
import io.fluxmill.hw.hdl.Word;

/** Sends bytes over a serial line, 8 data bits, no parity, one stop bit. A byte is taken in the cycle with {@link #valid} and {@link #ready}. */
@Contract(
        """
        Transmitter of a serial line: one start bit, 8 data bits, least significant first, one stop bit, no parity.
        in:  data with valid, taken in the cycle with ready; divider: clock cycles of a bit, at least 4.
        out: line: from a register, begins two cycles after the byte was taken; busy: a byte is on the line, ready is
             0.
        Reset: idle, line is 1.
        """)
public final class UartTransmitter extends Module {
    public final Word data = in(8);
    public final Bit valid = inBit();
    public final Bit ready = outBit();
    /** Clock cycles in a bit. */
    public final Word divider;

    public final Bit line = outBit();
    public final Bit busy = outBit();

    /** For dividers of up to 16 bits. */
    public UartTransmitter() {
        this(16);
    }

    /** @param dividerBits of the divider, 3 to 16 */
    public UartTransmitter(int dividerBits) {
        divider = in(dividerBits);
        Word shift = reg(UartReceiver.FRAME_BITS - 1, 0x1FF).named("shift");
        Word bits = reg(4, 0).named("bits_left");
        Word wait = reg(dividerBits, 0).named("cycles_left");
        Bit sending = bits.any().named("sending");
        Bit next = sending.and(wait.isZero()).named("next_bit");
        ready.set(sending.not());
        when(sending, () -> wait.set(wait.minus(1)));
        when(next, () -> {
            wait.set(divider.minus(1));
            shift.set(Word.cat(Word.of(1, 1), shift.slice(1, UartReceiver.FRAME_BITS - 2)));
            bits.set(bits.minus(1));
        });
        when(valid.and(sending.not()), () -> {
            shift.set(Word.cat(data, Word.of(0, 1)));
            bits.set(Word.of(UartReceiver.FRAME_BITS, 4));
            wait.set(divider.minus(1));
        });
        line.set(regLine(shift));
        busy.set(sending);
    }

    /** The line comes from a register, so it has no glitches; it is high while idle. */
    private static Bit regLine(Word shift) {
        Bit line = regBit(true).named("line_level");
        line.set(shift.bit(0));
        return line;
    }
}
