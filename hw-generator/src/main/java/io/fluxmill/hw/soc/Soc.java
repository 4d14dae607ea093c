// SPDX-License-Identifier: Apache-2.0
package io.fluxmill.hw.soc;

import io.fluxmill.core.manifest.Manifest.Register;
import io.fluxmill.hw.hdl.Bit;
import io.fluxmill.hw.hdl.Module;
import io.fluxmill.hw.hdl.Word;
import io.fluxmill.hw.parts.AxiLiteSlave;
import io.fluxmill.hw.parts.OnChipRam;
import io.fluxmill.hw.parts.RiscvCpu;
import io.fluxmill.hw.parts.Timer;
import io.fluxmill.hw.parts.Uart;
import io.fluxmill.hw.pulse.PulseArchitecture;
import io.fluxmill.hw.pulse.PulseProcessor;
import io.fluxmill.hw.pulse.PulseRegisters;
import java.util.List;

/**
 * The pulse-feature accelerator with a processor that loads it and hands out its features over a serial line. docs/soc.md is its contract.
 *
 * <pre>
 *  s_axis_adc ─────────────────▶ pulse processor ─▶ feature queue
 *                                     ▲ AXI4-Lite        │
 *  RAM ◀─▶ RV32IM ◀─▶ data bus ───────┴─▶ registers ◀────┘
 *             ▲                              ▲    ▲
 *             └────── interrupts ────────────┴────┴─ timer, UART ◀─▶ uart_rx, uart_tx
 * </pre>
 */
public final class Soc extends Module {
    /** Interrupt lines of the processor. */
    static final int TIMER_LINE = 0;

    static final int UART_LINE = 1;
    static final int FEATURE_LINE = 2;
    static final int ENGINE_LINE = 3;

    final Bit uartRx = inBit();
    final Bit uartTx = outBit();
    final Word led = out(8);
    final Word sAxisAdcTdata;
    final Bit sAxisAdcTvalid = inBit();
    final Bit sAxisAdcTready = outBit();

    final RiscvCpu cpu = child(RiscvCpu::new);
    final OnChipRam ram;
    final DataBus bus;
    final AxiLiteSlave registers;
    final Uart uart = child(Uart::new);
    final Timer timer = child(Timer::new);
    final FeatureQueue features;
    final PulseProcessor engine;

    /** @param map the registers of {@link SocRegisters} */
    public Soc(SocArchitecture architecture, List<Register> map, int[] firmware) {
        ram = child(() -> new OnChipRam(architecture.ramWords(), firmware));
        bus = child(() ->
                new DataBus(architecture.ramWords(), SocArchitecture.REGISTERS_BASE, SocArchitecture.ENGINE_BASE));
        registers = child(() -> new AxiLiteSlave(map, SocRegisters.latches(), DataBus.SLAVE_ADDRESS_BITS));
        features = child(() -> new FeatureQueue(architecture.config().featureWords()));
        engine = child(() ->
                new PulseProcessor(new PulseArchitecture(architecture.config().pulse())));
        sAxisAdcTdata = in(engine.sAxisAdcTdata.width());
        processor();
        registerBus(0);
        engineBus(1);
        map.stream()
                .filter(r -> r.access().equals("ro") && r.reset() != 0)
                .forEach(r -> status(r.name(), Word.of(r.reset(), 32)));
        system();
        uart();
        timer();
        features();
        interrupts();
    }

    private Word value(String register) {
        return registers.value[registers.index(register)];
    }

    private Bit written(String register) {
        return registers.written[registers.index(register)];
    }

    private Bit read(String register) {
        return registers.read[registers.index(register)];
    }

    private void status(String register, Word value) {
        registers.status[registers.index(register)].set(value);
    }

    private void processor() {
        cpu.run.set(Bit.of(true));
        int addressBits = ram.address.width();
        ram.fetch.set(cpu.fetch);
        ram.fetchAddress.set(cpu.fetchAddress.slice(2, addressBits));
        cpu.instruction.set(ram.instruction);
        bus.valid.set(cpu.dataValid);
        cpu.dataReady.set(bus.ready);
        bus.write.set(cpu.dataWrite);
        bus.address.set(cpu.dataAddress);
        bus.written.set(cpu.dataWritten);
        bus.strobe.set(cpu.dataStrobe);
        cpu.dataRead.set(bus.read);
        ram.enable.set(bus.ramEnable);
        ram.write.set(bus.ramWrite);
        ram.address.set(bus.ramAddress);
        ram.written.set(bus.ramWritten);
        ram.strobe.set(bus.ramStrobe);
        bus.ramRead.set(ram.read);
    }

    private void registerBus(int s) {
        registers.awaddr.set(bus.slaveAddress);
        registers.araddr.set(bus.slaveAddress);
        registers.wdata.set(bus.slaveWdata);
        registers.wstrb.set(bus.slaveWstrb);
        registers.awvalid.set(bus.slaveAwvalid[s]);
        registers.wvalid.set(bus.slaveWvalid[s]);
        registers.arvalid.set(bus.slaveArvalid[s]);
        registers.bready.set(bus.slaveBready[s]);
        registers.rready.set(bus.slaveRready[s]);
        bus.slaveAwready[s].set(registers.awready);
        bus.slaveWready[s].set(registers.wready);
        bus.slaveArready[s].set(registers.arready);
        bus.slaveBvalid[s].set(registers.bvalid);
        bus.slaveRvalid[s].set(registers.rvalid);
        bus.slaveRdata[s].set(registers.rdata);
    }

    private void engineBus(int s) {
        engine.sAxiAwaddr.set(bus.slaveAddress.slice(0, PulseRegisters.ADDRESS_BITS));
        engine.sAxiAraddr.set(bus.slaveAddress.slice(0, PulseRegisters.ADDRESS_BITS));
        engine.sAxiWdata.set(bus.slaveWdata);
        engine.sAxiWstrb.set(bus.slaveWstrb);
        engine.sAxiAwvalid.set(bus.slaveAwvalid[s]);
        engine.sAxiWvalid.set(bus.slaveWvalid[s]);
        engine.sAxiArvalid.set(bus.slaveArvalid[s]);
        engine.sAxiBready.set(bus.slaveBready[s]);
        engine.sAxiRready.set(bus.slaveRready[s]);
        bus.slaveAwready[s].set(engine.sAxiAwready);
        bus.slaveWready[s].set(engine.sAxiWready);
        bus.slaveArready[s].set(engine.sAxiArready);
        bus.slaveBvalid[s].set(engine.sAxiBvalid);
        bus.slaveRvalid[s].set(engine.sAxiRvalid);
        bus.slaveRdata[s].set(engine.sAxiRdata);
    }

    private void system() {
        Bit fault = regBit(false).named("bus_fault");
        when(written("FAULT").and(registers.writeData.bit(0)), () -> fault.set(Bit.of(false)));
        when(bus.fault, () -> fault.set(Bit.of(true)));
        status("FAULT", fault.extend(32));
        led.set(value("LED").slice(0, 8));
    }

    private void uart() {
        uart.rx.set(uartRx);
        uartTx.set(uart.tx);
        uart.divider.set(value("UART_DIVIDER").slice(0, 16));
        status(
                "UART_RECEIVE",
                Word.cat(uart.receivedValid.asWord(), uart.received.gate(uart.receivedValid))
                        .resize(32));
        uart.receivedTake.set(read("UART_RECEIVE"));
        uart.send.set(registers.writeData.slice(0, 8));
        uart.sendValid.set(written("UART_SEND"));
        status(
                "UART_STATUS",
                Word.cat(
                                uart.sending.asWord(),
                                uart.frameError.asWord(),
                                uart.overrun.asWord(),
                                uart.sendRoom,
                                uart.receivedLevel)
                        .resize(32));
        uart.clear.set(registers.writeData.slice(16, 2).gate(written("UART_STATUS")));
    }

    private void timer() {
        Word high = reg(32, 0).named("timer_high");
        when(read("TIMER_LOW"), () -> high.set(timer.count.slice(32, 32)));
        status("TIMER_LOW", timer.count.slice(0, 32));
        status("TIMER_HIGH", high);
        timer.compare.set(Word.cat(value("TIMER_COMPARE_HIGH"), value("TIMER_COMPARE_LOW")));
    }

    private void features() {
        status("FEATURE_DATA", features.data);
        features.take.set(read("FEATURE_DATA"));
        status("FEATURE_STATUS", Word.cat(features.packets, features.level));
        engine.sAxisAdcTdata.set(sAxisAdcTdata);
        engine.sAxisAdcTvalid.set(sAxisAdcTvalid);
        sAxisAdcTready.set(engine.sAxisAdcTready);
        features.tdata.set(engine.mAxisFeatTdata);
        features.tlast.set(engine.mAxisFeatTlast);
        features.tvalid.set(engine.mAxisFeatTvalid);
        engine.mAxisFeatTready.set(features.tready);
    }

    private void interrupts() {
        Bit[] lines = new Bit[RiscvCpu.INTERRUPTS];
        lines[TIMER_LINE] = timer.expired.and(value("TIMER_CONTROL").bit(0));
        lines[UART_LINE] = uart.receivedValid.and(value("UART_CONTROL").bit(0));
        lines[FEATURE_LINE] =
                features.packets.any().and(value("FEATURE_CONTROL").bit(0));
        lines[ENGINE_LINE] = engine.irq;
        Word all = lines[0].asWord();
        for (int line = 1; line < lines.length; line++) {
            all = Word.cat(lines[line].asWord(), all);
        }
        cpu.interrupts.set(all);
    }
}
