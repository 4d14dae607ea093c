// SPDX-License-Identifier: Apache-2.0
package io.fluxmill.hw.host.link;

import io.fluxmill.core.manifest.Design;
import io.fluxmill.core.manifest.Manifest;
import io.fluxmill.core.manifest.Manifest.Memory;
import io.fluxmill.core.manifest.RegisterMap;
import io.fluxmill.hw.emit.Elaboration;
import io.fluxmill.hw.hdl.Module;
import io.fluxmill.hw.host.HostedDesign;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.function.BiFunction;

/** Verilog and manifest of an engine behind a link. */
public final class LinkDesign {
    private LinkDesign() {}

    /**
     * Generates a design. Its manifest has the engine's registers, and no bus of its own; the engine's streams are reached through the link, unless the
     * top has streams in its place.
     *
     * @param engine manifest of the engine alone
     * @param top the module from the link's registers and the engine's manifest
     * @param own parameters besides the engine's
     */
    public static Design of(
            LinkConfig config,
            String family,
            Manifest engine,
            BiFunction<RegisterMap, Manifest, Module> top,
            Map<String, Long> own) {
        long engineHash = Long.parseLong(engine.hash(), 16);
        RegisterMap map = LinkRegisters.of(config, engine.streams().size(), HostedDesign.HASH_PLACE, engineHash);
        Elaboration elaboration = HostedDesign.of(config.name(), family, own, engine, () -> top.apply(map, engine));
        boolean harness = !elaboration.interfaces().streams().isEmpty();
        return elaboration.design(manifest -> manifest.noBus()
                .onlyRegisters(engine.registers())
                .registers(map.stamped(HostedDesign.HASH_PLACE, elaboration.hashValue()))
                .streams(harness ? List.of() : engine.streams())
                .memories(memories(config, engine))
                .parameters(engine.parameters())
                .parameters(own)
                .formats(engine.formats()));
    }

    private static List<Memory> memories(LinkConfig config, Manifest engine) {
        List<Memory> memories = new ArrayList<>(engine.memories());
        memories.add(new Memory("link_request", config.bufferBytes(), 8));
        memories.add(new Memory("link_answer", config.bufferBytes(), 8));
        engine.streams().forEach(s -> memories.add(new Memory("link_" + s.name(), config.bufferBytes(), 8)));
        return memories;
    }
}
