// SPDX-License-Identifier: Apache-2.0
package io.fluxmill.hw.soc;

import io.fluxmill.core.manifest.Manifest.Field;
import io.fluxmill.core.manifest.Manifest.Register;
import io.fluxmill.hw.parts.Uart;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;

/**
 * The registers of the system on chip beside the accelerator's: the one description that RTL, manifest, header and document come from.
 * Offsets are from {@link SocArchitecture#REGISTERS_BASE}; all configurations have the same, so that one firmware serves all.
 */
public final class SocRegisters {
    /** "FSOC". */
    public static final int ID = 0x46534F43;

    static final int VERSION = 1;

    private final List<Register> registers = new ArrayList<>();

    private SocRegisters() {}

    /** @param hash the configuration hash */
    static List<Register> of(SocArchitecture architecture, long hash) {
        SocRegisters map = new SocRegisters();
        map.system(architecture, hash);
        map.uart(architecture);
        map.timer();
        map.features();
        return List.copyOf(map.registers);
    }

    /** Registers whose reading takes a word of a queue or latches a high word. */
    static Set<String> latches() {
        return Set.of("UART_RECEIVE", "TIMER_LOW", "FEATURE_DATA");
    }

    private void system(SocArchitecture architecture, long hash) {
        add("ID", "ro", ID, "identification, \"FSOC\"", whole("id", "ro"));
        add("VERSION", "ro", VERSION, "version of this register map", whole("version", "ro"));
        add("CONFIG_HASH", "ro", hash, "hash of the configuration, as in the manifest", whole("hash", "ro"));
        add("CLOCK_HZ", "ro", architecture.config().clockHz(), "clock frequency, Hz", whole("hertz", "ro"));
        add("RAM_BYTES", "ro", architecture.ramBytes(), "size of the RAM, bytes", whole("bytes", "ro"));
        add(
                "FAULT",
                "w1c",
                0,
                "accesses that went nowhere",
                field("bus", 0, 1, "w1c", "the processor accessed an address at which there is nothing"));
        add("LED", "rw", 0, "output pins led", field("led", 0, 8, "rw", "pin p: bit p"));
    }

    private void uart(SocArchitecture architecture) {
        add(
                "UART_RECEIVE",
                "ro",
                0,
                "takes a byte from the receive queue",
                field("byte", 0, 8, "ro", "the byte"),
                field("valid", 8, 1, "ro", "there was a byte"));
        add("UART_SEND", "wo", 0, "puts a byte into the transmit queue", field("byte", 0, 8, "wo", "the byte"));
        add(
                "UART_STATUS",
                "w1c",
                (long) Uart.QUEUE_BYTES << 8,
                "queues and errors of the serial line",
                field("received", 0, 8, "ro", "bytes in the receive queue"),
                field("room", 8, 8, "ro", "bytes that the transmit queue has room for"),
                field("overrun", 16, 1, "w1c", "a byte came while the receive queue was full, and was lost"),
                field("frame_error", 17, 1, "w1c", "a byte without a stop bit came, and was lost"),
                field("sending", 18, 1, "ro", "bytes are queued or being sent"));
        add(
                "UART_DIVIDER",
                "rw",
                architecture.uartDivider(),
                "bit rate",
                field("cycles", 0, 16, "rw", "clock cycles in a bit, at least 4"));
        add(
                "UART_CONTROL",
                "rw",
                0,
                "interrupt of the serial line",
                field("interrupt_enable", 0, 1, "rw", "interrupt while a byte is in the receive queue"));
    }

    private void timer() {
        add("TIMER_LOW", "ro", 0, "cycles since reset, bits 31..0; latches the high word", whole("low", "ro"));
        add("TIMER_HIGH", "ro", 0, "cycles since reset, bits 63..32", whole("high", "ro"));
        add("TIMER_COMPARE_LOW", "rw", 0, "when the timer expires, bits 31..0", whole("low", "rw"));
        add("TIMER_COMPARE_HIGH", "rw", 0, "when the timer expires, bits 63..32", whole("high", "rw"));
        add(
                "TIMER_CONTROL",
                "rw",
                0,
                "interrupt of the timer",
                field("interrupt_enable", 0, 1, "rw", "interrupt while the cycles have reached the compare value"));
    }

    private void features() {
        add(
                "FEATURE_DATA",
                "ro",
                0,
                "takes a word from the queue of feature packets; 0 if it is empty",
                whole("word", "ro"));
        add(
                "FEATURE_STATUS",
                "ro",
                0,
                "queue of feature packets",
                field("words", 0, 16, "ro", "words in the queue"),
                field("packets", 16, 16, "ro", "complete packets in the queue"));
        add(
                "FEATURE_CONTROL",
                "rw",
                0,
                "interrupt of the queue",
                field("interrupt_enable", 0, 1, "rw", "interrupt while a complete packet is in the queue"));
    }

    private void add(String name, String access, long reset, String description, Field... fields) {
        registers.add(new Register(name, 4 * registers.size(), access, reset, description, List.of(fields)));
    }

    private static Field whole(String name, String access) {
        return field(name, 0, 32, access, name);
    }

    private static Field field(String name, int lsb, int widthBits, String access, String description) {
        return new Field(name, lsb, widthBits, access, description);
    }
}
