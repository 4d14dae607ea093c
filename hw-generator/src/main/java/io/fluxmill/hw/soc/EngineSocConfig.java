// SPDX-License-Identifier: Apache-2.0
package io.fluxmill.hw.soc;

import io.fluxmill.core.config.ConfigNode;
import io.fluxmill.core.config.IntegerRule;
import io.fluxmill.core.config.ModuleName;
import io.fluxmill.hw.parts.HostedEngine;
import java.util.List;

/**
 * What a user chooses for a system on chip around any engine; docs/soc.md has the table.
 *
 * @param name of the top module
 * @param ramKib on-chip RAM in KiB, a power of two, 16 to 256; its first 8 KiB are the firmware's
 * @param clockHz frequency that the design will be clocked with
 * @param uartBaud bit rate of the serial line after reset
 * @param streamWords depth of the queue of each of the engine's streams in 32-bit words, a power of two, 64 to 4096
 * @param engine what the processor works
 */
public record EngineSocConfig(String name, int ramKib, int clockHz, int uartBaud, int streamWords, HostedEngine engine)
        implements SocConfig {
    private static final IntegerRule STREAM_WORDS = IntegerRule.powerOfTwo("stream-words", 64, 4096);
    private static final int DEFAULT_STREAM_WORDS = 256;
    private static final String FAMILY = "soc";
    private static final String ENGINE_KEY = "engine";

    /** @throws IllegalArgumentException if a value breaks its rule; the message is {@code <key> must be <rule>: <key>=<value>} */
    public EngineSocConfig {
        SocRules.check(name, ENGINE_KEY, engine, new SocRules.Chip(ramKib, clockHz, uartBaud));
        STREAM_WORDS.check(streamWords);
    }

    /** 16 KiB, 100 MHz, 1 Mbaud and queues of 256 words. */
    public static EngineSocConfig defaults(String name, HostedEngine engine) {
        SocRules.Chip chip = SocRules.DEFAULTS;
        return new EngineSocConfig(name, chip.ramKib(), chip.clockHz(), chip.uartBaud(), DEFAULT_STREAM_WORDS, engine);
    }

    /**
     * Reads the {@code engine} section of a configuration; every key but {@code name} and {@code engine} has the default of {@link #defaults}.
     *
     * @param engine read from the key {@code engine} of the section
     * @throws io.fluxmill.core.config.InputException if a key is unknown or a value breaks its rule
     */
    public static EngineSocConfig from(ConfigNode node, HostedEngine engine) {
        node.choice("family", List.of(FAMILY));
        node.ignore(ENGINE_KEY);
        String name = ModuleName.from(node);
        SocRules.name(node, name, ENGINE_KEY, engine);
        SocRules.Chip chip = SocRules.chip(node);
        int words = STREAM_WORDS.read(node, DEFAULT_STREAM_WORDS);
        EngineSocConfig config =
                new EngineSocConfig(name, chip.ramKib(), chip.clockHz(), chip.uartBaud(), words, engine);
        node.rejectUnknown();
        return config;
    }

    @Override
    public String family() {
        return FAMILY;
    }
}
