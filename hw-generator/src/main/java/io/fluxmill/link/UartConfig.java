// SPDX-License-Identifier: Apache-2.0
package io.fluxmill.link;

import io.fluxmill.config.ConfigNode;
import io.fluxmill.emit.Design;
import io.fluxmill.emit.EngineConfig;
import io.fluxmill.soc.HostedEngine;
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
        implements EngineConfig {
    public static final int DEFAULT_CLOCK_HZ = 12_000_000;
    public static final int DEFAULT_BAUD = 1_000_000;
    public static final int DEFAULT_BUFFER_BYTES = 512;

    private static final String NAME = "[a-z][a-z0-9_]*";
    private static final String NAME_RULE = "lower-case letters, digits and underscores, beginning with a letter";
    private static final int MIN_CLOCK = 10_000;
    private static final int MAX_CLOCK = 1_000_000_000;
    private static final int MIN_BAUD = 300;
    private static final int MIN_BUFFER = 256;
    private static final int MAX_BUFFER = 4096;
    private static final String BUFFER_RULE = "a power of two from " + MIN_BUFFER + " to " + MAX_BUFFER;

    /** @throws IllegalArgumentException if a value breaks its rule; the message is {@code <key> must be <rule>: <key>=<value>} */
    public UartConfig {
        require(name.matches(NAME), "name", NAME_RULE, name);
        require(!name.equals(engine.name()), "name", "another name than the engine's", name);
        require(
                clockHz >= MIN_CLOCK && clockHz <= MAX_CLOCK,
                "clock-hz",
                "an integer from " + MIN_CLOCK + " to " + MAX_CLOCK,
                clockHz);
        require(baudFits(clockHz, baud), "uart-baud", baudRule(clockHz), baud);
        require(
                bufferBytes >= MIN_BUFFER && bufferBytes <= MAX_BUFFER && Integer.bitCount(bufferBytes) == 1,
                "buffer-bytes",
                BUFFER_RULE,
                bufferBytes);
    }

    /**
     * Reads the {@code engine} section of a configuration whose family is {@code uart}.
     *
     * @param engine read from the key {@code engine} of the section
     * @throws io.fluxmill.config.InputException if a key is unknown or a value breaks its rule
     */
    public static UartConfig from(ConfigNode node, HostedEngine engine) {
        node.choice("family", List.of("uart"));
        node.ignore("engine");
        String name = node.string("name", engine.name() + "_uart");
        if (!name.matches(NAME)) {
            throw node.error("name", NAME_RULE, "it becomes the name of the Verilog module and of the files");
        }
        if (name.equals(engine.name())) {
            throw node.error("name", "another name than the engine's", "remove the key: it is then " + name + "_uart");
        }
        int clock = node.integer("clock-hz", MIN_CLOCK, MAX_CLOCK, DEFAULT_CLOCK_HZ);
        int baud = node.integer("uart-baud", MIN_BAUD, MAX_CLOCK / 4, DEFAULT_BAUD);
        if (!baudFits(clock, baud)) {
            String key = node.has("uart-baud") ? "uart-baud" : "clock-hz";
            int near = clock / Math.max(4, Math.min(65535, divider(clock, baud)));
            throw node.error(key, "such that uart-baud is " + baudRule(clock), "set uart-baud to " + near);
        }
        int buffer = node.integer("buffer-bytes", MIN_BUFFER, MAX_BUFFER, DEFAULT_BUFFER_BYTES);
        if (Integer.bitCount(buffer) != 1) {
            throw node.error("buffer-bytes", BUFFER_RULE, "use " + Integer.highestOneBit(buffer));
        }
        node.rejectUnknown();
        return new UartConfig(name, clock, baud, buffer, engine);
    }

    @Override
    public Design generate() {
        return UartDesign.generate(this);
    }

    /** Clock cycles of a bit. */
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

    private static void require(boolean holds, String key, String rule, Object value) {
        if (!holds) {
            throw new IllegalArgumentException(key + " must be " + rule + ": " + key + "=" + value);
        }
    }
}
