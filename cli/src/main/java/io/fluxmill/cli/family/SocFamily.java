// SPDX-License-Identifier: Apache-2.0
package io.fluxmill.cli.family;

import io.fluxmill.cli.console.Console;
import io.fluxmill.core.config.ConfigNode;
import io.fluxmill.core.config.InputException;
import io.fluxmill.hw.emit.EngineConfig;
import io.fluxmill.hw.soc.SocConfig;
import java.nio.file.Path;
import java.util.List;

/** Pulse-feature systems on chip: generated here; networks are verified on the accelerator alone, which is the same hardware. */
final class SocFamily implements Family {
    @Override
    public EngineConfig engine(ConfigNode engine) {
        return SocConfig.from(engine);
    }

    @Override
    public List<String> sections() {
        return List.of();
    }

    @Override
    public Outcome verify(ConfigNode root, Path folder, Bench bench, Console console) {
        throw new InputException(
                root.file() + ": a system on chip is not verified with a model",
                "verify the accelerator of its key pulse as an engine of its own (family: pulse)");
    }
}
