// SPDX-License-Identifier: Apache-2.0
package io.fluxmill.hw.soc;

import io.fluxmill.core.config.ConfigNode;
import io.fluxmill.core.config.IntegerRule;
import io.fluxmill.core.config.ModuleName;
import io.fluxmill.hw.host.HostRules;
import io.fluxmill.hw.parts.BaudRule;
import io.fluxmill.hw.parts.HostedEngine;

/** The rules of the settings that all systems on chip share: names, RAM, clock, serial line. */
final class SocRules {
    /** 16 KiB, 100 MHz, 1 Mbaud. */
    static final Chip DEFAULTS = new Chip(16, 100_000_000, 1_000_000);

    private static final IntegerRule RAM_KIB = IntegerRule.powerOfTwo("ram-kib", 16, 256);
    private static final int MIN_CLOCK = 1_000_000;
    private static final int MAX_CLOCK = 1_000_000_000;
    private static final int MIN_BAUD = 1200;
    private static final IntegerRule CLOCK_HZ = IntegerRule.range("clock-hz", MIN_CLOCK, MAX_CLOCK);
    private static final BaudRule BAUD = new BaudRule(MIN_BAUD);
    private static final String OTHER_NAME = "another name than the top module's";

    private SocRules() {}

    /** What is the same in all systems, as in {@link SocConfig}. */
    record Chip(int ramKib, int clockHz, int uartBaud) {}

    /**
     * Checks the values of a record.
     *
     * @param key of the engine's section
     */
    static void check(String name, String key, HostedEngine engine, Chip chip) {
        ModuleName.check(name);
        HostRules.require(!name.equals(engine.name()), key + ".name", OTHER_NAME, engine.name());
        RAM_KIB.check(chip.ramKib);
        CLOCK_HZ.check(chip.clockHz);
        HostRules.require(
                BAUD.fits(chip.clockHz, chip.uartBaud), "uart-baud", BaudRule.sentence(chip.clockHz), chip.uartBaud);
    }

    /** Refuses an engine with the name of the top module. */
    static void name(ConfigNode node, String name, String key, HostedEngine engine) {
        if (engine.name().equals(name)) {
            throw node.node(key).error("name", OTHER_NAME, "call it " + name + "_engine");
        }
    }

    /** Reads them; every key has a default. */
    static Chip chip(ConfigNode node) {
        int clock = CLOCK_HZ.read(node, DEFAULTS.clockHz);
        int baud = node.integer("uart-baud", MIN_BAUD, MAX_CLOCK / 4, DEFAULTS.uartBaud);
        if (!BAUD.fits(clock, baud)) {
            throw node.error("uart-baud", BaudRule.sentence(clock), "use " + clock / BaudRule.divider(clock, baud));
        }
        return new Chip(RAM_KIB.read(node, DEFAULTS.ramKib), clock, baud);
    }
}
