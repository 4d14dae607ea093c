// SPDX-License-Identifier: Apache-2.0
package io.fluxmill.hw.host.jtag;

import io.fluxmill.core.config.ConfigNode;
import io.fluxmill.core.manifest.Design;
import io.fluxmill.hw.emit.EngineConfig;
import io.fluxmill.hw.host.HostRules;
import io.fluxmill.hw.host.link.LinkConfig;
import io.fluxmill.hw.parts.HostedEngine;
import java.util.List;

/**
 * What a user chooses for an engine behind a user data register of JTAG; docs/transports.md has the table.
 *
 * @param name of the top module
 * @param clockHz frequency that the design will be clocked with, at least 8 times that of the test clock
 * @param bufferBytes size of each buffer, a power of two, 256 to 4096
 * @param engine what is behind the link
 */
public record JtagConfig(String name, int clockHz, int bufferBytes, HostedEngine engine)
        implements EngineConfig, LinkConfig {
    public static final int DEFAULT_CLOCK_HZ = 25_000_000;
    public static final int DEFAULT_BUFFER_BYTES = 512;

    /** @throws IllegalArgumentException if a value breaks its rule; the message is {@code <key> must be <rule>: <key>=<value>} */
    public JtagConfig {
        HostRules.name(name, engine.name());
        HostRules.clock(clockHz);
        HostRules.buffer(bufferBytes);
    }

    /**
     * Reads the {@code engine} section of a configuration whose family is {@code jtag}.
     *
     * @param engine read from the key {@code engine} of the section
     * @throws io.fluxmill.core.config.InputException if a key is unknown or a value breaks its rule
     */
    public static JtagConfig from(ConfigNode node, HostedEngine engine) {
        node.choice("family", List.of("jtag"));
        node.ignore("engine");
        String name = HostRules.name(node, engine.name(), "_jtag");
        int clock = HostRules.clock(node, DEFAULT_CLOCK_HZ);
        int buffer = HostRules.buffer(node, DEFAULT_BUFFER_BYTES);
        node.rejectUnknown();
        return new JtagConfig(name, clock, buffer, engine);
    }

    @Override
    public Design generate() {
        return JtagDesign.generate(this);
    }

    /** The line has no bit rate of its own: the host's test clock sets it. */
    @Override
    public int divider() {
        return 0;
    }
}
