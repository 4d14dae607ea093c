// SPDX-License-Identifier: Apache-2.0
package io.fluxmill.cli.family;

import io.fluxmill.core.manifest.Design;
import io.fluxmill.core.manifest.Manifest;
import io.fluxmill.core.program.Script;
import io.fluxmill.hw.emit.EngineConfig;
import io.fluxmill.hw.emit.TestBench;
import io.fluxmill.hw.host.HostBench;
import io.fluxmill.hw.parts.HostedEngine;
import java.util.List;
import java.util.Random;

/**
 * What the section {@code engine} of a configuration describes.
 *
 * @param design what is generated: the engine, or a host with the engine in it
 * @param engine the engine alone
 * @param family of the engine
 * @param host around the engine, or null
 */
public record DesignConfig(EngineConfig design, HostedEngine engine, Family family, Host host) {
    /** Of the contents of a test bench. */
    private static final long SEED = 1;

    /** Elaborates the design; an engine alone, or behind a bus or a serial line, has a self-checking test bench with it. */
    public Design generate() {
        Design generated = design.generate();
        if (host != null && !HostBench.is(host.name())) {
            return generated;
        }
        Manifest alone = host == null ? generated.manifest() : engine.generate().manifest();
        List<Script> scripts = family.vectors(engine, alone).scripts(new Random(SEED));
        if (scripts.isEmpty()) {
            return generated;
        }
        Script script = Script.of(scripts);
        return generated.with(
                host == null ? TestBench.files(alone, script) : HostBench.files(generated.manifest(), alone, script));
    }
}
