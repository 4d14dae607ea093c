// SPDX-License-Identifier: Apache-2.0
package io.fluxmill.hw.soc;

import io.fluxmill.core.config.ConfigNode;
import io.fluxmill.core.config.IntegerRule;
import io.fluxmill.core.config.ModuleName;
import io.fluxmill.hw.parts.HostedEngine;
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
public record PulseSocConfig(String name, int ramKib, int clockHz, int uartBaud, int featureWords, PulseConfig pulse)
        implements SocConfig {
    private static final IntegerRule FEATURE_WORDS = IntegerRule.powerOfTwo("feature-words", 256, 16384);
    private static final int DEFAULT_FEATURE_WORDS = 1024;
    private static final String FAMILY = "pulse-soc";
    private static final String ENGINE_KEY = "pulse";

    /** @throws IllegalArgumentException if a value breaks its rule; the message is {@code <key> must be <rule>: <key>=<value>} */
    public PulseSocConfig {
        SocRules.check(name, ENGINE_KEY, pulse, new SocRules.Chip(ramKib, clockHz, uartBaud));
        FEATURE_WORDS.check(featureWords);
    }

    /** 16 KiB, 100 MHz, 1 Mbaud, with the default accelerator. */
    public static PulseSocConfig defaults(String name) {
        SocRules.Chip chip = SocRules.DEFAULTS;
        return new PulseSocConfig(
                name,
                chip.ramKib(),
                chip.clockHz(),
                chip.uartBaud(),
                DEFAULT_FEATURE_WORDS,
                PulseConfig.defaults(name + "_engine"));
    }

    /**
     * Reads the {@code engine} section of a configuration; every key but {@code name} and {@code pulse} has the default of {@link #defaults}.
     *
     * @throws io.fluxmill.core.config.InputException if a key is unknown or a value breaks its rule
     */
    public static PulseSocConfig from(ConfigNode node) {
        node.choice("family", List.of(FAMILY));
        String name = ModuleName.from(node);
        PulseConfig pulse = PulseConfig.from(node.node(ENGINE_KEY));
        SocRules.name(node, name, ENGINE_KEY, pulse);
        SocRules.Chip chip = SocRules.chip(node);
        int words = FEATURE_WORDS.read(node, DEFAULT_FEATURE_WORDS);
        PulseSocConfig config = new PulseSocConfig(name, chip.ramKib(), chip.clockHz(), chip.uartBaud(), words, pulse);
        node.rejectUnknown();
        return config;
    }

    @Override
    public String family() {
        return FAMILY;
    }

    @Override
    public HostedEngine engine() {
        return pulse;
    }
}
