// SPDX-License-Identifier: Apache-2.0
package io.fluxmill.hw.host.uart;

import io.fluxmill.core.config.ConfigNode;
import io.fluxmill.hw.emit.Design;
import io.fluxmill.hw.emit.EngineConfig;
import io.fluxmill.hw.host.HostRules;
import io.fluxmill.hw.host.link.LinkConfig;
import io.fluxmill.hw.parts.HostedEngine;
import java.util.List;

/**
 * What a user chooses of an engine behind a serial line; docs/uart-link.md has the table.
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

    /** @throws IllegalArgumentException if a value breaks its rule; the message is {@code <key> must be <rule>: <key>=<value>} */
    public UartConfig {
        HostRules.name(name, engine.name());
        HostRules.clock(clockHz);
        HostRules.require(baudFits(clockHz, baud), "uart-baud", baudRule(clockHz), baud);
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
        if (!baudFits(clock, baud)) {
            String key = node.has("uart-baud") ? "uart-baud" : "clock-hz";
            int near = clock / Math.max(4, Math.min(65535, divider(clock, baud)));
            throw node.error(key, "such that uart-baud is " + baudRule(clock), "set uart-baud to " + near);
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
        return divider(clockHz, baud);
    }

    private static int divider(int clockHz, int baud) {
        return (int) ((clockHz + baud / 2L) / baud);
    }

    /** A sampling point is wrong by the divider's rounding at most ten times: 1.5 % leave room for the other side's clock. */
    private static boolean baudFits(int clockHz, int baud) {
        if (baud < MIN_BAUD || baud > clockHz / 4) {
            return false;
        }
        int divider = divider(clockHz, baud);
        double real = (double) clockHz / divider;
        return divider < 1 << 16 && Math.abs(real - baud) <= 0.015 * baud;
    }

    private static String baudRule(int clockHz) {
        return "within 1.5 % of clock-hz divided by an integer from 4 to 65535, clock-hz being " + clockHz;
    }
}
