// SPDX-License-Identifier: Apache-2.0
package io.fluxmill.driver.device;

import io.fluxmill.core.manifest.Manifest;
import java.util.List;

/** The manifest of a pulse-feature system on chip, seen by what drives the accelerator in it. */
public final class SocManifest {
    private static final String PREFIX = "ENGINE_";

    private SocManifest() {}

    /**
     * The accelerator's own manifest, taken out of the system's: its registers under their names and offsets, its parameters and memories,
     * and the one stream that a serial link has, {@code m_axis_feat}. For {@code SocLink.engine()}.
     *
     * @throws IllegalArgumentException if the design has no accelerator
     */
    public static Manifest engine(Manifest soc) {
        int base = Math.toIntExact(soc.parameter("engineBase"));
        List<Manifest.Register> registers = soc.registers().stream()
                .filter(r -> r.name().startsWith(PREFIX))
                .map(r -> new Manifest.Register(
                        r.name().substring(PREFIX.length()),
                        r.offset() - base,
                        r.access(),
                        r.reset(),
                        r.description(),
                        r.fields()))
                .toList();
        return new Manifest(
                soc.design(),
                "pulse",
                String.format("%08x", soc.register(PREFIX + "CONFIG_HASH").reset()),
                soc.verilog(),
                soc.clock(),
                soc.reset(),
                null,
                null,
                0,
                soc.ports(),
                registers,
                List.of(new Manifest.Stream("m_axis_feat", "out", 32, true)),
                soc.memories(),
                soc.parameters(),
                soc.formats());
    }
}
