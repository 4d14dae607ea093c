// SPDX-License-Identifier: Apache-2.0
package io.fluxmill.hw.host.uart;

import io.fluxmill.core.config.ConfigNode;
import io.fluxmill.core.manifest.Design;
import io.fluxmill.hw.emit.EngineConfig;
import io.fluxmill.hw.host.HostRules;
import io.fluxmill.hw.host.link.LinkConfig;
import io.fluxmill.hw.parts.BaudRule;
import io.fluxmill.hw.parts.HostedEngine;
import java.util.List;

/**
 * What a user chooses for an engine behind a serial line; docs/uart-link.md has the table.
 *
 * @param name of the top module
 * @param clockHz frequency that the design will be clocked with
 * @param baud bit rate of the serial line
 * @param bufferBytes size of each buffer, a power of two, 256 to 4096
 * @param engine what is behind the link
 */
public record UartConfig(String name, int clockHz, int baud, int bufferBytes, HostedEngine engine)
        implements EngineConfig, LinkConfig {
    public static final int DEFAULT_CLOCK_HZ = 12_000_000;
    public static final int DEFAULT_BAUD = 1_000_000;
    public static final int DEFAULT_BUFFER_BYTES = 512;

    private static final int MIN_BAUD = 300;
    private static final BaudRule BAUD = new BaudRule(MIN_BAUD);

    /** @throws IllegalArgumentException if a value breaks its rule; the message is {@code <key> must be <rule>: <key>=<value>} */
    public UartConfig {
        HostRules.name(name, engine.name());
        HostRules.clock(clockHz);
        HostRules.require(BAUD.fits(clockHz, baud), "uart-baud", BaudRule.sentence(clockHz), baud);
        HostRules.buffer(bufferBytes);
    }

    /**
     * Reads the {@code engine} section of a configuration whose family is {@code uart}.
     *
     * @param engine read from the key {@code engine} of the section
     * @throws io.fluxmill.core.config.InputException if a key is unknown or a value breaks its rule
     */
    public static UartConfig from(ConfigNode node, HostedEngine engine) {
        node.choice("family", List.of("uart"));
        node.ignore("engine");
        String name = HostRules.name(node, engine.name(), "_uart");
        int clock = HostRules.clock(node, DEFAULT_CLOCK_HZ);
        int baud = node.integer("uart-baud", MIN_BAUD, HostRules.MAX_CLOCK / 4, DEFAULT_BAUD);
        if (!BAUD.fits(clock, baud)) {
            String key = node.has("uart-baud") ? "uart-baud" : "clock-hz";
            int near = clock / BaudRule.possibleDivider(clock, baud);
            throw node.error(key, "such that uart-baud is " + BaudRule.sentence(clock), "set uart-baud to " + near);
        }
        int buffer = HostRules.buffer(node, DEFAULT_BUFFER_BYTES);
        node.rejectUnknown();
        return new UartConfig(name, clock, baud, buffer, engine);
    }

    @Override
    public Design generate() {
        return UartDesign.generate(this);
    }

    /** Clock cycles of a bit. */
    @Override
    public int divider() {
        return BaudRule.divider(clockHz, baud);
    }
}
