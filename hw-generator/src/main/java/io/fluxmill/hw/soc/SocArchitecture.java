// SPDX-License-Identifier: Apache-2.0
package io.fluxmill.hw.soc;

import io.fluxmill.core.protocol.SocLayout;
import io.fluxmill.hw.parts.BaudRule;

/** Every address and derived number of a system on chip. */
public final class SocArchitecture {
    /** The on-chip RAM: firmware, its data and stack, then room for a loaded program. */
    public static final int RAM_BASE = 0;

    /** Registers of {@link SocRegisters}; a slave has 64 KiB, because AXI4-Lite addresses on the chip have 16 bits. */
    public static final int REGISTERS_BASE = SocLayout.REGISTERS;

    /** Registers of the engine. */
    public static final int ENGINE_BASE = SocLayout.ENGINE;

    /** Bytes of the RAM that the firmware has for its code, data and stack: half of the smallest RAM. */
    public static final int FIRMWARE_BYTES = SocLayout.PROGRAMS;

    private final SocConfig config;

    public SocArchitecture(SocConfig config) {
        this.config = config;
    }

    /** Clock cycles in a bit of the serial line, rounded to nearest. */
    public int uartDivider() {
        return BaudRule.divider(config.clockHz(), config.uartBaud());
    }

    public int ramBytes() {
        return 1024 * config.ramKib();
    }

    public int ramWords() {
        return ramBytes() / 4;
    }

    public SocConfig config() {
        return config;
    }
}
