// SPDX-License-Identifier: Apache-2.0
package io.fluxmill.hw.host.jtag;

import io.fluxmill.core.manifest.Manifest;
import io.fluxmill.core.manifest.RegisterMap;
import io.fluxmill.hw.hdl.AxiStream;
import io.fluxmill.hw.hdl.Bit;
import io.fluxmill.hw.hdl.Contract;
import io.fluxmill.hw.hdl.Module;
import io.fluxmill.hw.hdl.Word;

/**
 * An engine behind a test port, and a driver of the port, for simulation: each beat of {@code s_axis_jtag} is one period of the fastest test
 * clock, low then high, with TDI and SHIFT that change at its falling edge as a real port's do; TDO goes to {@code m_axis_jtag}, as it was
 * before the rising edge.
 */
@Contract(
        """
        For simulation: an engine behind a JTAG port, and what drives the port.
        in:  s_axis_jtag: a beat is one period of tck, bit 0 TDI, bit 1 shift.
        out: m_axis_jtag: a beat for each period, bit 0 is TDO as it was before the rising edge; led: see the inner
             module.
        A period takes eight clocks, low then high; TDI and shift change with the falling edge.
        """)
final class JtagHarness extends Module {
    private static final int LOW_CLOCKS = JtagBridge.CLOCKS_OF_TCK / 2;

    final AxiStream sent = streamIn("s_axis_jtag", 8);
    final AxiStream returned = streamOut("m_axis_jtag", 8);
    final Word led = out(4);

    final JtagTop top;

    JtagHarness(JtagConfig config, Manifest engine, RegisterMap map) {
        top = child(() -> new JtagTop(config, engine, map));
        Bit busy = regBit(false).named("period");
        Word phase = reg(3, 0).named("phase");
        Bit tck = regBit(false).named("tck");
        Bit tdi = regBit(false).named("tdi");
        Bit shift = regBit(false).named("shift");
        Bit answer = regBit(false).named("answer");
        Bit tdo = regBit(false).named("tdo");
        Bit last = phase.eq(JtagBridge.CLOCKS_OF_TCK - 1).named("period_ends");
        Bit gone = answer.not().or(returned.ready).named("answer_is_gone");
        Bit starts = busy.not().or(last.and(gone)).named("can_start");
        sent.ready.set(starts);
        when(returned.ready, () -> answer.set(Bit.of(false)));
        when(busy.and(last.not()), () -> phase.set(phase.plus(1)));
        when(busy.and(phase.eq(LOW_CLOCKS - 1)), () -> {
            tck.set(Bit.of(true));
            tdo.set(top.jtagTdo);
            answer.set(Bit.of(true));
        });
        when(starts, () -> {
            busy.set(sent.valid);
            tck.set(Bit.of(false));
            phase.set(Word.of(0, 3));
        });
        when(starts.and(sent.valid), () -> {
            tdi.set(sent.data.bit(0));
            shift.set(sent.data.bit(1));
        });
        top.jtagTck.set(tck);
        top.jtagTdi.set(tdi);
        top.jtagShift.set(shift);
        returned.data.set(tdo.extend(8));
        returned.valid.set(answer);
        led.set(top.led);
    }
}
