// SPDX-License-Identifier: Apache-2.0
package io.fluxmill.hw.soc;

import io.fluxmill.core.config.ConfigNode;
import io.fluxmill.core.config.ModuleName;
import io.fluxmill.hw.emit.Design;
import io.fluxmill.hw.emit.EngineConfig;
import io.fluxmill.hw.pulse.PulseConfig;
import java.util.List;

/**
 * What a user chooses of a pulse-feature system on chip; docs/soc.md has the table.
 *
 * @param name of the top module
 * @param ramKib on-chip RAM in KiB, a power of two, 16 to 256; its first 8 KiB are the firmware's
 * @param clockHz frequency that the design will be clocked with
 * @param uartBaud bit rate of the serial line after reset
 * @param featureWords depth of the queue of feature packets in words, a power of two, 256 to 16384
 * @param pulse the pulse-feature accelerator
 */
public record SocConfig(String name, int ramKib, int clockHz, int uartBaud, int featureWords, PulseConfig pulse)
        implements EngineConfig {
    private static final int MIN_CLOCK = 1_000_000;
    private static final int MAX_CLOCK = 1_000_000_000;
    private static final int MIN_BAUD = 1200;

    /** @throws IllegalArgumentException if a value breaks its rule; the message is {@code <key> must be <rule>: <key>=<value>} */
    public SocConfig {
        ModuleName.check(name);
        require(!name.equals(pulse.name()), "pulse.name", "another name than the top module's", pulse.name());
        powerOfTwo("ram-kib", ramKib, 16, 256);
        require(
                clockHz >= MIN_CLOCK && clockHz <= MAX_CLOCK,
                "clock-hz",
                "an integer from " + MIN_CLOCK + " to " + MAX_CLOCK,
                clockHz);
        require(baudFits(clockHz, uartBaud), "uart-baud", baudRule(clockHz), uartBaud);
        powerOfTwo("feature-words", featureWords, 256, 16384);
    }

    /** 16 KiB, 100 MHz, 1 Mbaud, with the default accelerator. */
    public static SocConfig defaults(String name) {
        return new SocConfig(name, 16, 100_000_000, 1_000_000, 1024, PulseConfig.defaults(name + "_engine"));
    }

    /**
     * Reads the {@code engine} section of a configuration; every key but {@code name} and {@code pulse} has the default of {@link #defaults}.
     *
     * @throws io.fluxmill.core.config.InputException if a key is unknown or a value breaks its rule
     */
    public static SocConfig from(ConfigNode node) {
        node.choice("family", List.of("pulse-soc"));
        String name = ModuleName.from(node);
        SocConfig d = defaults(name);
        PulseConfig pulse = PulseConfig.from(node.node("pulse"));
        if (pulse.name().equals(name)) {
            throw node.node("pulse").error("name", "another name than the top module's", "call it " + name + "_engine");
        }
        int clock = node.integer("clock-hz", MIN_CLOCK, MAX_CLOCK, d.clockHz);
        int baud = node.integer("uart-baud", MIN_BAUD, MAX_CLOCK / 4, d.uartBaud);
        if (!baudFits(clock, baud)) {
            throw node.error("uart-baud", baudRule(clock), "use " + clock / SocArchitecture.uartDivider(clock, baud));
        }
        SocConfig config = new SocConfig(
                name,
                powerOfTwo(node, "ram-kib", 16, 256, d.ramKib),
                clock,
                baud,
                powerOfTwo(node, "feature-words", 256, 16384, d.featureWords),
                pulse);
        node.rejectUnknown();
        return config;
    }

    @Override
    public Design generate() {
        return SocDesign.generate(this);
    }

    /** A sampling point is wrong by the divider's rounding at most ten times: 1.5 % leave room for the other side's clock. */
    private static boolean baudFits(int clockHz, int baud) {
        if (baud < MIN_BAUD || baud > clockHz / 4) {
            return false;
        }
        int divider = SocArchitecture.uartDivider(clockHz, baud);
        double real = (double) clockHz / divider;
        return divider < 1 << 16 && Math.abs(real - baud) <= 0.015 * baud;
    }

    private static String baudRule(int clockHz) {
        return "within 1.5 % of clock-hz divided by an integer from 4 to 65535, clock-hz being " + clockHz;
    }

    private static int powerOfTwo(ConfigNode node, String key, int low, int high, int fallback) {
        int value = node.integer(key, low, high, fallback);
        if (Integer.bitCount(value) != 1) {
            throw node.error(
                    key,
                    powerOfTwoRule(low, high),
                    "use " + Integer.highestOneBit(value) + " or " + 2 * Integer.highestOneBit(value));
        }
        return value;
    }

    private static void powerOfTwo(String key, int value, int low, int high) {
        require(value >= low && value <= high && Integer.bitCount(value) == 1, key, powerOfTwoRule(low, high), value);
    }

    private static String powerOfTwoRule(int low, int high) {
        return "a power of two from " + low + " to " + high;
    }

    private static void require(boolean holds, String key, String rule, Object value) {
        if (!holds) {
            throw new IllegalArgumentException(key + " must be " + rule + ": " + key + "=" + value);
        }
    }
}
