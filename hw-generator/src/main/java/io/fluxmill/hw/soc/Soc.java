// SPDX-License-Identifier: Apache-2.0
package io.fluxmill.hw.soc;

import io.fluxmill.core.manifest.RegisterMap;
import io.fluxmill.hw.hdl.AxiLite;
import io.fluxmill.hw.hdl.AxiStream;
import io.fluxmill.hw.hdl.Bit;
import io.fluxmill.hw.hdl.Module;
import io.fluxmill.hw.hdl.Word;
import io.fluxmill.hw.parts.AxiLiteSlave;
import io.fluxmill.hw.parts.OnChipRam;
import io.fluxmill.hw.parts.RiscvCpu;
import io.fluxmill.hw.parts.Timer;
import io.fluxmill.hw.parts.Uart;
import java.util.List;
import java.util.Map;

/**
 * What all systems on chip share: the processor with its memory, bus, registers, serial line and timer. A subclass adds the engine and what stands between
 * its streams and the processor; it calls {@link #connect} and {@link #interrupts}. docs/soc.md is the contract.
 *
 * <pre>
 *  RAM ◀─▶ RV32IM ◀─▶ data bus ─┬─▶ engine
 *             ▲                 └─▶ registers
 *             │                       ▲    ▲
 *             └──── interrupts ───────┴────┴─ timer, UART ◀─▶ uart_rx, uart_tx
 * </pre>
 */
public abstract class Soc extends Module {
    /** Interrupt lines of the processor. */
    static final int TIMER_LINE = 0;

    static final int UART_LINE = 1;
    static final int OWN_LINE = 2;
    static final int ENGINE_LINE = 3;

    final Bit uartRx = inBit();
    final Bit uartTx = outBit();
    final Word led = out(8);

    final RiscvCpu cpu = child(RiscvCpu::new);
    final OnChipRam ram;
    final DataBus bus;
    final AxiLiteSlave registers;
    final Uart uart = child(Uart::new);
    final Timer timer = child(Timer::new);

    /** @param map the registers of {@link SocRegisters} */
    Soc(SocArchitecture architecture, RegisterMap map, int[] firmware) {
        ram = child(() -> new OnChipRam(architecture.ramWords(), firmware));
        bus = child(() ->
                new DataBus(architecture.ramWords(), SocArchitecture.REGISTERS_BASE, SocArchitecture.ENGINE_BASE));
        registers = child(() -> new AxiLiteSlave(map, DataBus.SLAVE_ADDRESS_BITS));
    }

    /** The streams that are pins of the system. */
    List<AxiStream> pins() {
        return List.of();
    }

    /** Interrupt line 2: that of a part that only this kind of system has. */
    Bit ownInterrupt() {
        return Bit.of(false);
    }

    /** Connects the parts with each other and with the engine's registers. */
    final void connect(AxiLite engine) {
        processor();
        registers.bus.connect(bus.slave[0]);
        engine.connect(bus.slave[1]);
        registers.constants();
        system();
        uart();
        timer();
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

    private void system() {
        Bit fault = regBit(false).named("bus_fault");
        when(registers.command("FAULT", "bus"), () -> fault.set(Bit.of(false)));
        when(bus.fault, () -> fault.set(Bit.of(true)));
        registers.show("FAULT", Map.of("bus", fault.asWord()));
        led.set(registers.field("LED", "led"));
    }

    private void uart() {
        uart.rx.set(uartRx);
        uartTx.set(uart.tx);
        uart.divider.set(registers.field("UART_DIVIDER", "cycles"));
        registers.show(
                "UART_RECEIVE",
                Map.of("byte", uart.received.gate(uart.receivedValid), "valid", uart.receivedValid.asWord()));
        uart.receivedTake.set(registers.sampled("UART_RECEIVE"));
        uart.send.set(registers.writtenField("UART_SEND", "byte"));
        uart.sendValid.set(registers.written("UART_SEND"));
        registers.show(
                "UART_STATUS",
                Map.of(
                        "received",
                        uart.receivedLevel,
                        "room",
                        uart.sendRoom,
                        "overrun",
                        uart.overrun.asWord(),
                        "frame_error",
                        uart.frameError.asWord(),
                        "sending",
                        uart.sending.asWord()));
        Bit overrun = registers.command("UART_STATUS", "overrun");
        uart.clear.set(Word.catLow(List.of(
                overrun.asWord(),
                registers.command("UART_STATUS", "frame_error").asWord())));
    }

    private void timer() {
        registers.counter("TIMER", timer.count);
        timer.compare.set(Word.cat(registers.value("TIMER_COMPARE_HIGH"), registers.value("TIMER_COMPARE_LOW")));
    }

    /** Connects the processor's interrupt lines. */
    final void interrupts(Bit engine) {
        Bit[] lines = new Bit[RiscvCpu.INTERRUPTS];
        lines[TIMER_LINE] = timer.expired
                .and(registers.flag("TIMER_CONTROL", "interrupt_enable"))
                .named("timer_interrupt");
        lines[UART_LINE] = uart.receivedValid
                .and(registers.flag("UART_CONTROL", "interrupt_enable"))
                .named("uart_interrupt");
        lines[OWN_LINE] = ownInterrupt();
        lines[ENGINE_LINE] = engine;
        Word all = lines[0].asWord();
        for (int line = 1; line < lines.length; line++) {
            all = Word.cat(lines[line].asWord(), all);
        }
        cpu.interrupts.set(all);
    }
}
