// SPDX-License-Identifier: Apache-2.0
package io.fluxmill.hw.host.bus;

import io.fluxmill.core.config.ConfigNode;
import io.fluxmill.core.manifest.Design;
import io.fluxmill.hw.emit.EngineConfig;
import io.fluxmill.hw.host.HostRules;
import io.fluxmill.hw.parts.HostedEngine;
import java.util.List;

/**
 * What a user chooses for an engine behind an AXI4-Lite slave; docs/transports.md has the table.
 *
 * @param name of the top module
 * @param clockHz frequency that the design will be clocked with
 * @param bufferBytes size of each stream's queue, a power of two, 256 to 4096
 * @param engine what is behind the bus
 */
public record BusConfig(String name, int clockHz, int bufferBytes, HostedEngine engine) implements EngineConfig {
    public static final int DEFAULT_CLOCK_HZ = 100_000_000;
    public static final int DEFAULT_BUFFER_BYTES = 1024;

    /** @throws IllegalArgumentException if a value breaks its rule; the message is {@code <key> must be <rule>: <key>=<value>} */
    public BusConfig {
        HostRules.name(name, engine.name());
        HostRules.clock(clockHz);
        HostRules.buffer(bufferBytes);
    }

    /**
     * Reads the {@code engine} section of a configuration whose family is {@code axi}.
     *
     * @param engine read from the key {@code engine} of the section
     * @throws io.fluxmill.core.config.InputException if a key is unknown or a value breaks its rule
     */
    public static BusConfig from(ConfigNode node, HostedEngine engine) {
        node.choice("family", List.of("axi"));
        node.ignore("engine");
        String name = HostRules.name(node, engine.name(), "_axi");
        int clock = HostRules.clock(node, DEFAULT_CLOCK_HZ);
        int buffer = HostRules.buffer(node, DEFAULT_BUFFER_BYTES);
        node.rejectUnknown();
        return new BusConfig(name, clock, buffer, engine);
    }

    @Override
    public Design generate() {
        return BusDesign.generate(this);
    }
}
