// SPDX-License-Identifier: Apache-2.0
package io.fluxmill.cli;

import io.fluxmill.config.ConfigNode;
import io.fluxmill.config.InputException;
import io.fluxmill.emit.EngineConfig;
import io.fluxmill.link.UartConfig;
import io.fluxmill.soc.HostedEngine;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** Engines behind a serial line: they are generated; their tests are LinkEnginesTest, LinkPinsTest and LinkFaultsTest. */
final class UartFamily implements EngineFamily {
    @Override
    public EngineConfig engine(ConfigNode node) {
        Map<String, EngineFamily> families = EngineFamily.engines();
        ConfigNode inner = node.node("engine");
        String family = inner.choice("family", new ArrayList<>(families.keySet()));
        return UartConfig.from(node, (HostedEngine) families.get(family).engine(inner));
    }

    @Override
    public List<String> sections() {
        return List.of();
    }

    @Override
    public Outcome verify(ConfigNode root, Path folder, Console console) {
        throw new InputException(
                root.file() + ":" + root.node("engine").line("family")
                        + ": engine.family must be one that can be verified: family=uart",
                "verify a configuration whose section engine is the engine.engine of this one; generate works with this one");
    }
}
