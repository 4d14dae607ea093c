// SPDX-License-Identifier: Apache-2.0
package io.fluxmill.core.protocol;

/** The registers of a bus design that are not the engine's and of no stream; docs/transports.md is the contract. */
public enum BusRegister {
    ID(0x00),
    VERSION(0x04),
    HASH(0x08),
    ENGINE_HASH(0x0C),
    CLOCK_HZ(0x10),
    BUFFER_BYTES(0x14),
    STREAMS(0x18),
    SESSION(0x1C),
    STATUS(0x20),
    FAULTS(0x24),
    FAULT_ADDRESS(0x28),
    IRQ_ENABLE(0x2C),
    IRQ(0x30),
    LIMIT_LOW(0x34),
    LIMIT_HIGH(0x38),
    START(0x3C),
    CANCEL(0x40),
    CYCLES_LOW(0x44),
    CYCLES_HIGH(0x48);

    private final int offset;

    BusRegister(int offset) {
        this.offset = offset;
    }

    /** Its byte address. */
    public int address() {
        return BusLayout.REGISTERS + offset;
    }

    /** Its name in the manifest. */
    public String register() {
        return "BUS_" + name();
    }
}
