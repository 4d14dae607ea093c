// SPDX-License-Identifier: Apache-2.0
package io.fluxmill.hw.parts;

import io.fluxmill.core.manifest.Manifest;
import io.fluxmill.core.manifest.Manifest.Field;
import io.fluxmill.core.manifest.Manifest.Port;
import io.fluxmill.core.manifest.Manifest.Register;
import io.fluxmill.core.manifest.Manifest.Stream;
import io.fluxmill.hw.emit.Design;
import io.fluxmill.hw.emit.Lint;
import io.fluxmill.hw.hdl.Bit;
import io.fluxmill.hw.hdl.Module;
import io.fluxmill.hw.hdl.Rtl;
import io.fluxmill.hw.hdl.Word;
import io.fluxmill.hw.soc.DataBus;
import java.util.List;
import java.util.Map;
import java.util.Set;

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

    final Word sAxisProgramTdata = in(32);
    final Bit sAxisProgramTvalid = inBit();
    final Bit sAxisProgramTlast = inBit();
    final Bit sAxisProgramTready = outBit();
    final Word mAxisSignatureTdata = out(32);
    final Bit mAxisSignatureTvalid = outBit();
    final Bit mAxisSignatureTready = inBit();

    final RiscvCpu cpu = child(RiscvCpu::new);
    final OnChipRam ram = child(() -> new OnChipRam(RAM_WORDS));
    final DataBus bus = child(() -> new DataBus(RAM_WORDS, SLOW));
    final AxiLiteSlave slow = child(() -> new AxiLiteSlave(registers(), Set.of(), DataBus.SLAVE_ADDRESS_BITS));

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
        slow();
        interrupt();
        ram();
    }

    private void slow() {
        slow.awaddr.set(bus.slaveAddress);
        slow.araddr.set(bus.slaveAddress);
        slow.wdata.set(bus.slaveWdata);
        slow.wstrb.set(bus.slaveWstrb);
        slow.awvalid.set(bus.slaveAwvalid[0]);
        slow.wvalid.set(bus.slaveWvalid[0]);
        slow.arvalid.set(bus.slaveArvalid[0]);
        slow.bready.set(bus.slaveBready[0]);
        slow.rready.set(bus.slaveRready[0]);
        bus.slaveAwready[0].set(slow.awready);
        bus.slaveWready[0].set(slow.wready);
        bus.slaveArready[0].set(slow.arready);
        bus.slaveBvalid[0].set(slow.bvalid);
        bus.slaveRvalid[0].set(slow.rvalid);
        bus.slaveRdata[0].set(slow.rdata);
    }

    private void interrupt() {
        Word period = slow.value[slow.index("PERIOD")];
        Word elapsed = reg(32, 0).named("elapsed");
        Bit raised = regBit(false).named("raised");
        elapsed.set(elapsed.plus(1));
        when(slow.written[slow.index("ACKNOWLEDGE")], () -> raised.set(Bit.of(false)));
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
        Bit accept = sAxisProgramTvalid.and(loading).named("accept");
        Bit fetchNext = dumping.and(full.not().or(mAxisSignatureTready)).named("fetch_next");
        sAxisProgramTready.set(loading);
        ram.enable.set(Bit.mux(loading, accept, Bit.mux(dumping, fetchNext, bus.ramEnable)));
        ram.write.set(Bit.mux(loading, Bit.of(true), Bit.mux(dumping, Bit.of(false), bus.ramWrite)));
        ram.address.set(Word.mux(loading.or(dumping), word, bus.ramAddress));
        ram.written.set(Word.mux(loading, sAxisProgramTdata, bus.ramWritten));
        ram.strobe.set(Word.mux(loading, Word.of(0xF, 4), bus.ramStrobe));
        when(accept, () -> {
            word.set(word.plus(1));
            when(sAxisProgramTlast, () -> loading.set(Bit.of(false)));
        });
        when(slow.written[slow.index("HALT")], () -> {
            halted.set(Bit.of(true));
            dumping.set(Bit.of(true));
            word.set(Word.of(SIGNATURE / 4, 11));
        });
        when(mAxisSignatureTready, () -> full.set(Bit.of(false)));
        when(fetchNext, () -> {
            word.set(word.plus(1));
            full.set(Bit.of(true));
            when(word.eq(SIGNATURE / 4 + SIGNATURE_WORDS - 1), () -> dumping.set(Bit.of(false)));
        });
        mAxisSignatureTvalid.set(full);
        mAxisSignatureTdata.set(ram.read);
    }

    private static List<Register> registers() {
        return List.of(
                register(0, "SLOW0", "rw"),
                register(4, "SLOW1", "rw"),
                register(8, "SLOW2", "rw"),
                register(12, "SLOW3", "rw"),
                register(16, "HALT", "wo"),
                register(20, "PERIOD", "rw"),
                register(24, "ACKNOWLEDGE", "wo"));
    }

    private static Register register(int offset, String name, String access) {
        return new Register(name, offset, access, 0, name, List.of(new Field("value", 0, 32, access, name)));
    }

    static Design design() {
        String name = "cpu_harness";
        List<Port> ports = List.of(
                new Port("clk", "in", 1),
                new Port("reset", "in", 1),
                new Port("s_axis_program_tdata", "in", 32),
                new Port("s_axis_program_tvalid", "in", 1),
                new Port("s_axis_program_tlast", "in", 1),
                new Port("s_axis_program_tready", "out", 1),
                new Port("m_axis_signature_tdata", "out", 32),
                new Port("m_axis_signature_tvalid", "out", 1),
                new Port("m_axis_signature_tready", "in", 1));
        Manifest manifest = new Manifest(
                name,
                "pulse-soc",
                "00000000",
                List.of(name + ".v"),
                "clk",
                "reset",
                null,
                null,
                0,
                ports,
                List.of(),
                List.of(new Stream("s_axis_program", "in", 32, true), new Stream("m_axis_signature", "out", 32, false)),
                List.of(),
                Map.of(),
                List.of());
        return new Design(Lint.header(Rtl.verilog(name, CpuHarness::new)), manifest);
    }
}
