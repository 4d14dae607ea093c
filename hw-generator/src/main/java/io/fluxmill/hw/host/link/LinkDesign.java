// SPDX-License-Identifier: Apache-2.0
package io.fluxmill.hw.host.link;

import io.fluxmill.core.manifest.Manifest;
import io.fluxmill.core.manifest.Manifest.Memory;
import io.fluxmill.core.manifest.Manifest.Register;
import io.fluxmill.core.manifest.Manifest.Stream;
import io.fluxmill.hw.emit.Design;
import io.fluxmill.hw.emit.Ports;
import io.fluxmill.hw.hdl.Module;
import io.fluxmill.hw.host.HostedDesign;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.BiFunction;

/** Verilog and manifest of an engine behind a link. */
public final class LinkDesign {
    private LinkDesign() {}

    /**
     * Generates a design. Its manifest has the engine's registers, and no bus of its own.
     *
     * @param engine manifest of the engine alone
     * @param top the module from the link's registers and the engine's manifest
     * @param own parameters besides the engine's
     */
    public static Design of(
            LinkConfig config,
            String family,
            Manifest engine,
            BiFunction<List<Register>, Manifest, Module> top,
            Ports ports,
            List<Stream> streams,
            Map<String, Long> own) {
        long engineHash = Long.parseLong(engine.hash(), 16);
        int count = engine.streams().size();
        List<Register> place = LinkRegisters.of(config, count, HostedDesign.HASH_PLACE, engineHash);
        HostedDesign hosted = HostedDesign.of(config.name(), engine, () -> top.apply(place, engine));
        String hash = hosted.hash();
        List<Register> registers = new ArrayList<>(engine.registers());
        registers.addAll(LinkRegisters.of(config, count, Long.parseLong(hash, 16), engineHash));
        Manifest manifest = new Manifest(
                config.name(),
                family,
                hash,
                List.of(config.name() + ".v"),
                "clk",
                "reset",
                null,
                null,
                0,
                ports.list(),
                registers,
                streams,
                memories(config, engine),
                parameters(engine, own),
                engine.formats());
        return new Design(hosted.verilog(), manifest);
    }

    private static List<Memory> memories(LinkConfig config, Manifest engine) {
        List<Memory> memories = new ArrayList<>(engine.memories());
        memories.add(new Memory("link_request", config.bufferBytes(), 8));
        memories.add(new Memory("link_answer", config.bufferBytes(), 8));
        engine.streams().forEach(s -> memories.add(new Memory("link_" + s.name(), config.bufferBytes(), 8)));
        return memories;
    }

    private static Map<String, Long> parameters(Manifest engine, Map<String, Long> own) {
        Map<String, Long> parameters = new LinkedHashMap<>(engine.parameters());
        parameters.putAll(own);
        return parameters;
    }
}
