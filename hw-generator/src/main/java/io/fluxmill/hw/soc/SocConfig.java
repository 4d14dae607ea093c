// SPDX-License-Identifier: Apache-2.0
package io.fluxmill.hw.soc;

import io.fluxmill.core.config.ConfigNode;
import io.fluxmill.core.config.IntegerRule;
import io.fluxmill.core.config.ModuleName;
import io.fluxmill.core.manifest.Design;
import io.fluxmill.hw.emit.EngineConfig;
import io.fluxmill.hw.parts.BaudRule;
import io.fluxmill.hw.pulse.PulseConfig;
import java.util.List;

/**
 * What a user chooses for a pulse-feature system on chip; docs/soc.md has the table.
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
    private static final IntegerRule RAM_KIB = IntegerRule.powerOfTwo("ram-kib", 16, 256);
    private static final IntegerRule FEATURE_WORDS = IntegerRule.powerOfTwo("feature-words", 256, 16384);

    private static final int MIN_CLOCK = 1_000_000;
    private static final int MAX_CLOCK = 1_000_000_000;
    private static final int MIN_BAUD = 1200;
    private static final IntegerRule CLOCK_HZ = IntegerRule.range("clock-hz", MIN_CLOCK, MAX_CLOCK);
    private static final BaudRule BAUD = new BaudRule(MIN_BAUD);

    /** @throws IllegalArgumentException if a value breaks its rule; the message is {@code <key> must be <rule>: <key>=<value>} */
    public SocConfig {
        ModuleName.check(name);
        require(!name.equals(pulse.name()), "pulse.name", "another name than the top module's", pulse.name());
        RAM_KIB.check(ramKib);
        CLOCK_HZ.check(clockHz);
        require(BAUD.fits(clockHz, uartBaud), "uart-baud", BaudRule.sentence(clockHz), uartBaud);
        FEATURE_WORDS.check(featureWords);
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
        int clock = CLOCK_HZ.read(node, d.clockHz);
        int baud = node.integer("uart-baud", MIN_BAUD, MAX_CLOCK / 4, d.uartBaud);
        if (!BAUD.fits(clock, baud)) {
            throw node.error("uart-baud", BaudRule.sentence(clock), "use " + clock / BaudRule.divider(clock, baud));
        }
        SocConfig config = new SocConfig(
                name, RAM_KIB.read(node, d.ramKib), clock, baud, FEATURE_WORDS.read(node, d.featureWords), pulse);
        node.rejectUnknown();
        return config;
    }

    @Override
    public Design generate() {
        return SocDesign.generate(this);
    }

    private static void require(boolean holds, String key, String rule, Object value) {
        if (!holds) {
            throw new IllegalArgumentException(key + " must be " + rule + ": " + key + "=" + value);
        }
    }
}
