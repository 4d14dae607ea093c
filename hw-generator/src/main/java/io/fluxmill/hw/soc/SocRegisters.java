// SPDX-License-Identifier: Apache-2.0
package io.fluxmill.hw.soc;

import static io.fluxmill.core.manifest.Access.RO;
import static io.fluxmill.core.manifest.Access.RW;
import static io.fluxmill.core.manifest.Access.W1C;
import static io.fluxmill.core.manifest.Access.WO;
import static io.fluxmill.core.manifest.RegisterMap.field;
import static io.fluxmill.core.manifest.RegisterMap.flag;

import io.fluxmill.core.manifest.RegisterMap;
import io.fluxmill.core.protocol.SocLayout;
import io.fluxmill.hw.parts.Uart;

/**
 * The registers of a system on chip, without those of the engine: the one description that RTL, manifest, header and document come from.
 * Offsets are from {@link SocArchitecture#REGISTERS_BASE}; up to the timer all systems have the same, so that one firmware serves all.
 */
public final class SocRegisters {
    private final RegisterMap.Builder map;

    private SocRegisters(long hash) {
        map = RegisterMap.of(SocLayout.ID, SocLayout.VERSION, hash);
    }

    /** @param hash the configuration hash, or its placeholder */
    static RegisterMap of(SocArchitecture architecture, SocContents contents, long hash) {
        SocRegisters registers = new SocRegisters(hash);
        registers.system(architecture);
        registers.uart(architecture);
        registers.timer();
        contents.registers(registers.map);
        return registers.map.build();
    }

    private void system(SocArchitecture architecture) {
        map.constant("CLOCK_HZ", architecture.config().clockHz(), "clock frequency, Hz", "hertz");
        map.constant("RAM_BYTES", architecture.ramBytes(), "size of the RAM, bytes", "bytes");
        map.register(
                "FAULT",
                W1C,
                "accesses that went nowhere",
                flag("bus", 0, W1C, "the processor accessed an address at which there is nothing"));
        map.register("LED", RW, "output pins led", field("led", 0, 8, RW, "pin p: bit p"));
    }

    private void uart(SocArchitecture architecture) {
        map.register(
                "UART_RECEIVE",
                RO,
                "takes a byte from the receive queue",
                field("byte", 0, 8, RO, "the byte"),
                flag("valid", 8, RO, "there was a byte"));
        map.readsAct();
        map.register("UART_SEND", WO, "puts a byte into the transmit queue", field("byte", 0, 8, WO, "the byte"));
        map.register(
                "UART_STATUS",
                W1C,
                (long) Uart.QUEUE_BYTES << 8,
                "queues and errors of the serial line",
                field("received", 0, 8, RO, "bytes in the receive queue"),
                field("room", 8, 8, RO, "bytes that the transmit queue has room for"),
                flag("overrun", 16, W1C, "a byte came while the receive queue was full, and was lost"),
                flag("frame_error", 17, W1C, "a byte without a stop bit came, and was lost"),
                flag("sending", 18, RO, "bytes are queued or being sent"));
        map.register(
                "UART_DIVIDER",
                RW,
                architecture.uartDivider(),
                "bit rate",
                field("cycles", 0, 16, RW, "clock cycles in a bit, at least 4"));
        map.register(
                "UART_CONTROL",
                RW,
                "interrupt of the serial line",
                flag("interrupt_enable", 0, RW, "interrupt while a byte is in the receive queue"));
    }

    private void timer() {
        map.at(SocLayout.TIMER_LOW - SocLayout.REGISTERS);
        map.word("TIMER_LOW", RO, "cycles since reset, bits 31..0; latches the high word", "low")
                .readsAct();
        map.word("TIMER_HIGH", RO, "cycles since reset, bits 63..32", "high");
        map.word("TIMER_COMPARE_LOW", RW, "when the timer expires, bits 31..0", "low");
        map.word("TIMER_COMPARE_HIGH", RW, "when the timer expires, bits 63..32", "high");
        map.register(
                "TIMER_CONTROL",
                RW,
                "interrupt of the timer",
                flag("interrupt_enable", 0, RW, "interrupt while the cycles have reached the compare value"));
    }
}
