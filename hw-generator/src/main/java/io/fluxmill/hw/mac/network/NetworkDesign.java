// SPDX-License-Identifier: Apache-2.0
package io.fluxmill.hw.mac.network;

import io.fluxmill.core.manifest.Design;
import io.fluxmill.core.manifest.Manifest;
import io.fluxmill.core.manifest.Manifest.Memory;
import io.fluxmill.hw.emit.Elaboration;
import io.fluxmill.hw.mac.MacArchitecture;
import io.fluxmill.hw.mac.MacDesign;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** A network processor's Verilog and manifest. */
public final class NetworkDesign {
    private static final String FAMILY = "mac";

    private NetworkDesign() {}

    /** Generates the design of a configuration. */
    public static Design generate(NetworkConfig config) {
        NetworkShape shape = new NetworkShape(config);
        return Elaboration.of(config, FAMILY, () -> new NetworkProcessor(shape))
                .design(manifest -> described(manifest, shape));
    }

    /** The manifest without streams, which needs no elaboration: registers, memories and parameters. */
    public static Manifest outline(NetworkConfig config) {
        NetworkShape shape = new NetworkShape(config);
        Manifest.Builder manifest = Manifest.builder(config.name(), FAMILY)
                .registers(NetworkRegisters.of(shape).registers());
        return described(manifest, shape).build();
    }

    private static Manifest.Builder described(Manifest.Builder manifest, NetworkShape shape) {
        return manifest.memories(memories(shape)).parameters(parameters(shape)).formats(shape.engine.names());
    }

    private static List<Memory> memories(NetworkShape shape) {
        int word = MacArchitecture.WORD_BITS;
        return List.of(
                new Memory("maps", shape.banks * shape.config.mapWords(), word * shape.bankWords),
                new Memory("weights", shape.config.engine().weightWords(), word * shape.columns),
                new Memory(
                        "parameters",
                        shape.config.engine().parameterTiles(),
                        shape.engine.parameterBeats() * word * shape.columns),
                new Memory("program", shape.config.programWords(), 32));
    }

    private static Map<String, Long> parameters(NetworkShape shape) {
        Map<String, Long> parameters = new LinkedHashMap<>(MacDesign.parameters(shape.engine));
        parameters.put("outputCycles", (long) shape.config.engine().outputCycles());
        parameters.put("mapWords", (long) shape.config.mapWords());
        parameters.put("banks", (long) shape.banks);
        parameters.put("bankWords", (long) shape.bankWords);
        parameters.put("depthwise", shape.depthwise ? 1L : 0L);
        parameters.put("termTables", (long) shape.config.termTables());
        parameters.put("termDelay", (long) Math.max(0, shape.termDelay()));
        parameters.put("fetchLatency", (long) shape.fetchLatency());
        parameters.put("programWords", (long) shape.config.programWords());
        return parameters;
    }
}
