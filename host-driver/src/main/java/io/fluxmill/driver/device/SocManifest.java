// SPDX-License-Identifier: Apache-2.0
package io.fluxmill.driver.device;

import io.fluxmill.core.manifest.Direction;
import io.fluxmill.core.manifest.Manifest;
import java.util.List;

/** The manifest of a system on chip, as seen by the driver of the engine in it. */
public final class SocManifest {
    private static final String PREFIX = "ENGINE_";

    private SocManifest() {}

    /**
     * The accelerator's own manifest, taken out of that of a pulse-feature system: its registers under their names and offsets, its parameters and memories,
     * and the one stream that a serial link has, {@code m_axis_feat}. For {@code SocLink.engine()}.
     *
     * @throws IllegalArgumentException if the design has no accelerator
     */
    public static Manifest engine(Manifest soc) {
        return registers(soc, "pulse")
                .onlyStreams(List.of(new Manifest.Stream("m_axis_feat", Direction.OUT, 32, true)))
                .build();
    }

    /**
     * The engine's own manifest, taken out of that of a system of family {@code soc}: its registers under their names and offsets, its streams, parameters
     * and formats; memories are those of the whole system. For {@link SocEngineLink}.
     *
     * @param family of the engine, which the system's manifest does not say
     * @throws IllegalArgumentException if the design has no engine
     */
    public static Manifest engine(Manifest soc, String family) {
        return registers(soc, family).build();
    }

    private static Manifest.Builder registers(Manifest soc, String family) {
        int base = Math.toIntExact(soc.parameter("engineBase"));
        List<Manifest.Register> registers = soc.registers().stream()
                .filter(r -> r.name().startsWith(PREFIX))
                .map(r -> r.moved(r.name().substring(PREFIX.length()), r.offset() - base))
                .toList();
        return soc.toBuilder()
                .family(family)
                .hash(String.format("%08x", soc.register(PREFIX + "CONFIG_HASH").reset()))
                .noBus()
                .onlyRegisters(registers);
    }
}
