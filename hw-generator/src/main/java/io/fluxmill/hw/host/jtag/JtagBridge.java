// SPDX-License-Identifier: Apache-2.0
package io.fluxmill.hw.host.jtag;

import io.fluxmill.hw.hdl.Bit;
import io.fluxmill.hw.hdl.Contract;
import io.fluxmill.hw.hdl.Module;
import io.fluxmill.hw.hdl.Word;

/**
 * Bytes in both directions through scans of a user data register; docs/transports.md has the slots. The test clock is sampled with {@code clk},
 * which must be at least {@value #CLOCKS_OF_TCK} times as fast; TDI and SHIFT are taken as they were one clock before a rising edge was seen,
 * TDO changes four clocks after the edge at the latest.
 */
@Contract(
        """
        Bytes both ways through scans of a user data register of a JTAG port, in slots of ten bits.
        in:  tck, tdi, shift: from the port, asynchronous; shift: the register is selected and the port shifts.
             sent with offered: a byte for the port, taken in the cycle with taken; room: a byte may come.
        out: tdo: to the port; received with valid (pulse): a byte from the port.
        A scan begins with a 1; then slots of TDI (valid, eight data bits, unused) and TDO (accepted, valid, eight
        data bits), least significant bit first. tck is sampled with clk, which must be at least eight times as fast.
        tdo changes four clocks after the rising edge of tck at the latest. Reset: no slot begun, no byte held.
        """)
final class JtagBridge extends Module {
    /** Least number of clocks in a period of the test clock. */
    static final int CLOCKS_OF_TCK = 8;

    /** Bits of a slot: of TDI valid, eight data bits, one unused; of TDO accepted, valid, eight data bits. */
    static final int SLOT_BITS = 10;

    final Bit tck = inBit();
    final Bit tdi = inBit();
    /** The register is selected and the port is in Shift-DR. */
    final Bit shift = inBit();

    final Bit tdo = outBit();

    final Word received = out(8);
    /** For one cycle. */
    final Bit valid = outBit();
    /** A byte may come. */
    final Bit room = inBit();

    final Word sent = in(8);
    final Bit offered = inBit();
    /** {@link #sent} is taken in this cycle. */
    final Bit taken = outBit();

    JtagBridge() {
        Bit clockNow = delay("tck", tck, 2);
        Bit clockBefore = next("tck_d3", clockNow);
        Bit input = delay("tdi", tdi, 3);
        Bit shifting = delay("shift", shift, 3);
        Bit edge = clockNow.and(clockBefore.not()).and(shifting).named("rising");

        Bit begun = regBit(false).named("begun");
        Word bit = reg(4, 0).named("bit_number");
        Bit inValid = regBit(false).named("in_valid");
        Bit accepting = regBit(false).named("accepting");
        Bit refused = regBit(false).named("refused");
        Word inByte = reg(8).named("in_byte");
        Bit outValid = regBit(false).named("out_valid");
        Word outByte = reg(8).named("out_byte");
        Bit held = regBit(false).named("held");
        Word heldByte = reg(8).named("held_byte");
        Bit output = regBit(false).named("output_bit");

        Bit first = bit.eq(0).named("first_bit");
        Bit second = bit.eq(1).named("second_bit");
        Bit last = bit.eq(SLOT_BITS - 1).named("last_bit");
        Bit inSlot = edge.and(begun).named("in_slot");
        Bit accepts = room.and(refused.not()).named("accepts");
        when(edge.and(begun.not()).and(input), () -> {
            begun.set(Bit.of(true));
            output.set(Bit.of(true));
        });
        when(inSlot, () -> {
            bit.set(bit.plus(1));
            inByte.set(Word.cat(input.asWord(), inByte.slice(1, 7)));
            output.set(outByte.bit(0));
            outByte.set(Word.cat(Word.of(0, 1), outByte.slice(1, 7)));
        });
        when(inSlot.and(first), () -> {
            inValid.set(input);
            accepting.set(accepts);
            output.set(accepts);
        });
        when(inSlot.and(first).and(input).and(accepts.not()), () -> refused.set(Bit.of(true)));
        when(inSlot.and(second), () -> {
            output.set(held);
            outValid.set(held);
            outByte.set(heldByte);
        });
        Bit ends = inSlot.and(last).named("slot_ends");
        when(ends, () -> bit.set(Word.of(0, 4)));
        when(shifting.not(), () -> {
            begun.set(Bit.of(false));
            bit.set(Word.of(0, 4));
            refused.set(Bit.of(false));
            output.set(Bit.of(false));
        });
        Bit takes = offered.and(held.not()).named("takes");
        when(ends.and(outValid), () -> held.set(Bit.of(false)));
        when(takes, () -> {
            held.set(Bit.of(true));
            heldByte.set(sent);
        });
        taken.set(takes);
        valid.set(ends.and(inValid).and(accepting));
        received.set(inByte);
        tdo.set(output);
    }
}
