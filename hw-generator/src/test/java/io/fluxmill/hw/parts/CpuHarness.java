// SPDX-License-Identifier: Apache-2.0
package io.fluxmill.hw.parts;

import io.fluxmill.core.manifest.Access;
import io.fluxmill.core.manifest.Design;
import io.fluxmill.core.manifest.RegisterMap;
import io.fluxmill.hw.emit.Elaboration;
import io.fluxmill.hw.hdl.AxiStream;
import io.fluxmill.hw.hdl.Bit;
import io.fluxmill.hw.hdl.Module;
import io.fluxmill.hw.hdl.Word;
import io.fluxmill.hw.soc.DataBus;

/**
 * The processor with its RAM, and four slow words behind AXI4-Lite. After reset, {@code s_axis_program} fills the RAM from
 * address 0 on; its last beat starts the processor. A write to HALT stops fetching and sends the words from SIGNATURE on to
 * {@code m_axis_signature}. A period other than 0 raises interrupt line 0 again and again; ACKNOWLEDGE takes it back.
 */
final class CpuHarness extends Module {
    static final int RAM_WORDS = 2048;
    static final int SIGNATURE = 0x1000;
    static final int SIGNATURE_WORDS = 512;
    static final int SLOW = 0x1000_0000;
    static final int SLOW_WORDS = 4;
    static final int HALT = SLOW + 0x10;
    static final int PERIOD = SLOW + 0x14;
    static final int ACKNOWLEDGE = SLOW + 0x18;

    final AxiStream program = streamIn("s_axis_program", 32, true);
    final AxiStream signature = streamOut("m_axis_signature", 32);

    final RiscvCpu cpu = child(RiscvCpu::new);
    final OnChipRam ram = child(() -> new OnChipRam(RAM_WORDS));
    final DataBus bus = child(() -> new DataBus(RAM_WORDS, SLOW));
    final AxiLiteSlave slow = child(() -> new AxiLiteSlave(MAP, DataBus.SLAVE_ADDRESS_BITS));

    private final Bit loading = regBit(true);
    private final Bit halted = regBit(false);

    CpuHarness() {
        cpu.run.set(loading.or(halted).not());
        ram.fetch.set(cpu.fetch);
        ram.fetchAddress.set(cpu.fetchAddress.slice(2, 11));
        cpu.instruction.set(ram.instruction);
        bus.valid.set(cpu.dataValid);
        cpu.dataReady.set(bus.ready);
        bus.write.set(cpu.dataWrite);
        bus.address.set(cpu.dataAddress);
        bus.written.set(cpu.dataWritten);
        bus.strobe.set(cpu.dataStrobe);
        cpu.dataRead.set(bus.read);
        bus.ramRead.set(ram.read);
        slow.bus.connect(bus.slave[0]);
        interrupt();
        ram();
    }

    private void interrupt() {
        Word period = slow.value("PERIOD");
        Word elapsed = reg(32, 0).named("elapsed");
        Bit raised = regBit(false).named("raised");
        elapsed.set(elapsed.plus(1));
        when(slow.written("ACKNOWLEDGE"), () -> raised.set(Bit.of(false)));
        when(elapsed.greaterOrEqual(period), () -> {
            elapsed.set(Word.of(0, 32));
            raised.set(period.any());
        });
        cpu.interrupts.set(raised.extend(RiscvCpu.INTERRUPTS));
    }

    /** The RAM's data port belongs to the program stream, then to the processor, then to the signature stream. */
    private void ram() {
        Word word = reg(11, 0).named("word");
        Bit dumping = regBit(false).named("dumping");
        Bit full = regBit(false).named("full");
        Bit accept = program.valid.and(loading).named("accept");
        Bit fetchNext = dumping.and(full.not().or(signature.ready)).named("fetch_next");
        program.ready.set(loading);
        ram.enable.set(Bit.mux(loading, accept, Bit.mux(dumping, fetchNext, bus.ramEnable)));
        ram.write.set(Bit.mux(loading, Bit.of(true), Bit.mux(dumping, Bit.of(false), bus.ramWrite)));
        ram.address.set(Word.mux(loading.or(dumping), word, bus.ramAddress));
        ram.written.set(Word.mux(loading, program.data, bus.ramWritten));
        ram.strobe.set(Word.mux(loading, Word.of(0xF, 4), bus.ramStrobe));
        when(accept, () -> {
            word.set(word.plus(1));
            when(program.last, () -> loading.set(Bit.of(false)));
        });
        when(slow.written("HALT"), () -> {
            halted.set(Bit.of(true));
            dumping.set(Bit.of(true));
            word.set(Word.of(SIGNATURE / 4, 11));
        });
        when(signature.ready, () -> full.set(Bit.of(false)));
        when(fetchNext, () -> {
            word.set(word.plus(1));
            full.set(Bit.of(true));
            when(word.eq(SIGNATURE / 4 + SIGNATURE_WORDS - 1), () -> dumping.set(Bit.of(false)));
        });
        signature.valid.set(full);
        signature.data.set(ram.read);
    }

    private static final String VALUE = "value";
    private static final RegisterMap MAP = RegisterMap.from(0)
            .word("SLOW0", Access.RW, "SLOW0", VALUE)
            .word("SLOW1", Access.RW, "SLOW1", VALUE)
            .word("SLOW2", Access.RW, "SLOW2", VALUE)
            .word("SLOW3", Access.RW, "SLOW3", VALUE)
            .word("HALT", Access.WO, "HALT", VALUE)
            .word("PERIOD", Access.RW, "PERIOD", VALUE)
            .word("ACKNOWLEDGE", Access.WO, "ACKNOWLEDGE", VALUE)
            .build();

    static Design design() {
        return Elaboration.of("cpu_harness", "pulse-soc", CpuHarness::new).design();
    }
}
