// SPDX-License-Identifier: Apache-2.0
package io.fluxmill.hw.soc;

import io.fluxmill.core.manifest.RegisterMap;
import io.fluxmill.hw.hdl.AxiStream;
import io.fluxmill.hw.hdl.Bit;
import io.fluxmill.hw.hdl.Contract;
import io.fluxmill.hw.hdl.Module;
import io.fluxmill.hw.hdl.Word;
import io.fluxmill.hw.parts.AxiLiteSlave;
import io.fluxmill.hw.parts.OnChipRam;
import io.fluxmill.hw.parts.RiscvCpu;
import io.fluxmill.hw.parts.Timer;
import io.fluxmill.hw.parts.Uart;
import io.fluxmill.hw.pulse.PulseArchitecture;
import io.fluxmill.hw.pulse.PulseProcessor;
import java.util.List;
import java.util.Map;

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
@Contract(
        """
        Pulse-feature accelerator with a RISC-V processor that loads it and sends its features over a serial line.
        in:  s_axis_adc: samples; uart_rx. out: uart_tx: 8 data bits, no parity, one stop bit; led: register LED.
        The processor has a memory with its firmware, a timer, a UART, a queue of feature words, and the registers of
        the accelerator; there is no bus to the outside. The registers are described in the .md file of the design.
        Interrupt lines of the processor: 0 timer, 1 byte received, 2 packet of features complete, 3 accelerator.
        reset is synchronous: the firmware begins again, the memory keeps what was stored in it.
        """)
public final class Soc extends Module {
    /** Interrupt lines of the processor. */
    static final int TIMER_LINE = 0;

    static final int UART_LINE = 1;
    static final int FEATURE_LINE = 2;
    static final int ENGINE_LINE = 3;

    final Bit uartRx = inBit();
    final Bit uartTx = outBit();
    final Word led = out(8);
    final AxiStream samples;

    final RiscvCpu cpu = child(RiscvCpu::new);
    final OnChipRam ram;
    final DataBus bus;
    final AxiLiteSlave registers;
    final Uart uart = child(Uart::new);
    final Timer timer = child(Timer::new);
    final FeatureQueue features;
    final PulseProcessor engine;

    /** @param map the registers of {@link SocRegisters} */
    public Soc(SocArchitecture architecture, RegisterMap map, int[] firmware) {
        ram = child(() -> new OnChipRam(architecture.ramWords(), firmware));
        bus = child(() ->
                new DataBus(architecture.ramWords(), SocArchitecture.REGISTERS_BASE, SocArchitecture.ENGINE_BASE));
        registers = child(() -> new AxiLiteSlave(map, DataBus.SLAVE_ADDRESS_BITS));
        features = child(() -> new FeatureQueue(architecture.config().featureWords()));
        engine = child(() ->
                new PulseProcessor(new PulseArchitecture(architecture.config().pulse())));
        samples = streamIn(engine.samples.name(), engine.samples.data.width());
        processor();
        registers.bus.connect(bus.slave[0]);
        engine.bus.connect(bus.slave[1]);
        registers.constants();
        system();
        uart();
        timer();
        features();
        interrupts();
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

    private void features() {
        registers.show("FEATURE_DATA", features.data);
        features.take.set(registers.sampled("FEATURE_DATA"));
        registers.show("FEATURE_STATUS", Map.of("words", features.level, "packets", features.packets));
        engine.samples.connect(samples);
        features.words.connect(engine.features);
    }

    private void interrupts() {
        Bit[] lines = new Bit[RiscvCpu.INTERRUPTS];
        lines[TIMER_LINE] = timer.expired
                .and(registers.flag("TIMER_CONTROL", "interrupt_enable"))
                .named("timer_interrupt");
        lines[UART_LINE] = uart.receivedValid
                .and(registers.flag("UART_CONTROL", "interrupt_enable"))
                .named("uart_interrupt");
        lines[FEATURE_LINE] = features.packets
                .any()
                .and(registers.flag("FEATURE_CONTROL", "interrupt_enable"))
                .named("feature_interrupt");
        lines[ENGINE_LINE] = engine.irq;
        Word all = lines[0].asWord();
        for (int line = 1; line < lines.length; line++) {
            all = Word.cat(lines[line].asWord(), all);
        }
        cpu.interrupts.set(all);
    }
}
