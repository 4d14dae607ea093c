// SPDX-License-Identifier: Apache-2.0
package io.fluxmill.cli.family;

import io.fluxmill.cli.console.Console;
import io.fluxmill.core.config.ConfigNode;
import io.fluxmill.core.config.InputException;
import io.fluxmill.hw.emit.EngineConfig;
import io.fluxmill.hw.parts.HostedEngine;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.function.BiFunction;

/**
 * Engines behind a link or a bus. They are generated; what tests them are LinkEnginesTest, LinkPinsTest, LinkFaultsTest and the tests of the bus.
 *
 * @param name of the family
 * @param config the design's configuration from its section and the engine in it
 */
record HostedFamily(String name, BiFunction<ConfigNode, HostedEngine, EngineConfig> config) implements Family {
    @Override
    public EngineConfig engine(ConfigNode node) {
        Map<String, Family> families = Family.engines();
        ConfigNode inner = node.node("engine");
        String family = inner.choice("family", new ArrayList<>(families.keySet()));
        return config.apply(node, (HostedEngine) families.get(family).engine(inner));
    }

    @Override
    public List<String> sections() {
        return List.of();
    }

    @Override
    public Outcome verify(ConfigNode root, Path folder, Bench bench, Console console) {
        throw new InputException(
                root.file() + ":" + root.node("engine").line("family")
                        + ": engine.family must be one that can be verified: family=" + name,
                "verify a configuration whose section engine is the engine.engine of this one; generate works with this one");
    }
}
