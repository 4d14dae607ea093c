// SPDX-License-Identifier: Apache-2.0
package io.fluxmill.hw.host.bus;

import io.fluxmill.core.manifest.Manifest;
import io.fluxmill.core.manifest.Manifest.Memory;
import io.fluxmill.core.manifest.Manifest.Register;
import io.fluxmill.core.manifest.ManifestFile;
import io.fluxmill.hw.emit.Design;
import io.fluxmill.hw.emit.IpXact;
import io.fluxmill.hw.emit.Ports;
import io.fluxmill.hw.host.HostedDesign;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Verilog, manifest and IP-XACT description of an engine behind an AXI4-Lite slave. */
public final class BusDesign {
    private BusDesign() {}

    /**
     * Generates the design of a configuration. Its manifest has the engine's registers and those of the bus, and no streams, since these have no
     * ports; the manifest of the engine alone is one of its views.
     */
    public static Design generate(BusConfig config) {
        Manifest engine = config.engine().generate().manifest();
        long engineHash = Long.parseLong(engine.hash(), 16);
        List<Register> place = BusRegisters.of(config, engine.streams(), HostedDesign.HASH_PLACE, engineHash);
        HostedDesign hosted = HostedDesign.of(config.name(), engine, () -> new BusTop(config, engine, place));
        List<Register> registers = new ArrayList<>(engine.registers());
        registers.addAll(BusRegisters.of(config, engine.streams(), Long.parseLong(hosted.hash(), 16), engineHash));
        Manifest manifest = new Manifest(
                config.name(),
                "axi",
                hosted.hash(),
                List.of(config.name() + ".v"),
                "clk",
                "reset",
                "irq",
                "s_axi",
                BusRegisters.ADDRESS_BITS,
                new Ports()
                        .axiLiteSlave("s_axi", BusRegisters.ADDRESS_BITS)
                        .out("irq", 1)
                        .list(),
                registers,
                List.of(),
                memories(config, engine),
                parameters(config, engine),
                engine.formats());
        Map<String, String> views = new LinkedHashMap<>();
        views.put(engine.design() + ".manifest.json", ManifestFile.toJson(engine));
        views.put(IpXact.FILE, IpXact.component(manifest, config.clockHz()));
        return new Design(hosted.verilog(), manifest, views);
    }

    private static List<Memory> memories(BusConfig config, Manifest engine) {
        List<Memory> memories = new ArrayList<>(engine.memories());
        engine.streams().forEach(s -> memories.add(new Memory("bus_" + s.name(), config.bufferBytes(), 8)));
        return memories;
    }

    private static Map<String, Long> parameters(BusConfig config, Manifest engine) {
        Map<String, Long> parameters = new LinkedHashMap<>(engine.parameters());
        parameters.put("clockHz", (long) config.clockHz());
        parameters.put("busBufferBytes", (long) config.bufferBytes());
        return parameters;
    }
}
