// SPDX-License-Identifier: Apache-2.0
package io.fluxmill.hw.host.bus;

import io.fluxmill.core.manifest.Design;
import io.fluxmill.core.manifest.Manifest;
import io.fluxmill.core.manifest.Manifest.Memory;
import io.fluxmill.core.manifest.ManifestFile;
import io.fluxmill.core.manifest.RegisterMap;
import io.fluxmill.hw.emit.Elaboration;
import io.fluxmill.hw.host.HostedDesign;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** Verilog and manifest of an engine behind an AXI4-Lite slave. */
public final class BusDesign {
    private BusDesign() {}

    /**
     * Generates the design of a configuration. Its manifest has the engine's registers and those of the bus, but no streams, because these have
     * no ports; the manifest of the engine alone is one of its views.
     */
    public static Design generate(BusConfig config) {
        Manifest engine = config.engine().generate().manifest();
        long engineHash = Long.parseLong(engine.hash(), 16);
        RegisterMap map = BusRegisters.of(config, engine.streams(), HostedDesign.HASH_PLACE, engineHash);
        List<Integer> own = List.of(config.clockHz(), config.bufferBytes());
        Elaboration elaboration =
                HostedDesign.of(config.name(), "axi", own, engine, () -> new BusTop(config, engine, map));
        Manifest manifest = elaboration
                .manifest()
                .onlyRegisters(engine.registers())
                .registers(map.stamped(HostedDesign.HASH_PLACE, elaboration.hashValue()))
                .memories(memories(config, engine))
                .parameters(engine.parameters())
                .parameter("clockHz", config.clockHz())
                .parameter("busBufferBytes", config.bufferBytes())
                .formats(engine.formats())
                .build();
        String engineFile = engine.design() + ".manifest.json";
        return new Design(elaboration.verilog(), manifest, Map.of(engineFile, ManifestFile.toJson(engine)));
    }

    private static List<Memory> memories(BusConfig config, Manifest engine) {
        List<Memory> memories = new ArrayList<>(engine.memories());
        engine.streams().forEach(s -> memories.add(new Memory("bus_" + s.name(), config.bufferBytes(), 8)));
        return memories;
    }
}
