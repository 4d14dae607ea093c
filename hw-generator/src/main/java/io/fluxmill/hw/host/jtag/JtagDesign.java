// SPDX-License-Identifier: Apache-2.0
package io.fluxmill.hw.host.jtag;

import io.fluxmill.core.manifest.Design;
import io.fluxmill.core.manifest.Manifest;
import io.fluxmill.core.manifest.ManifestFile;
import io.fluxmill.hw.host.link.LinkDesign;
import java.util.LinkedHashMap;
import java.util.Map;

/** Verilog and manifest of an engine behind a user data register of JTAG. */
public final class JtagDesign {
    private JtagDesign() {}

    /**
     * Generates the design of a configuration. Its manifest has the engine's registers and streams, which are reached through the link. Its views are the
     * manifest of the engine alone, and tops with the test ports of parts.
     */
    public static Design generate(JtagConfig config) {
        Manifest engine = config.engine().generate().manifest();
        Design design = LinkDesign.of(
                config, "jtag", engine, (map, manifest) -> new JtagTop(config, manifest, map), parameters(config));
        Map<String, String> views = new LinkedHashMap<>();
        views.put(engine.design() + ".manifest.json", ManifestFile.toJson(engine));
        views.putAll(JtagPorts.of(config.name()));
        return new Design(design.verilog(), design.manifest(), views);
    }

    /**
     * Generates a top for simulation: the design and a driver of its test port. A beat of {@code s_axis_jtag} is a period of the test clock with
     * TDI in bit 0 and SHIFT in bit 1; a beat of {@code m_axis_jtag} has TDO in bit 0, as it was before the rising edge.
     */
    public static Design harness(JtagConfig config) {
        Manifest engine = config.engine().generate().manifest();
        return LinkDesign.of(
                config, "jtag", engine, (map, manifest) -> new JtagHarness(config, manifest, map), parameters(config));
    }

    private static Map<String, Long> parameters(JtagConfig config) {
        Map<String, Long> parameters = new LinkedHashMap<>();
        parameters.put("clockHz", (long) config.clockHz());
        parameters.put("linkBufferBytes", (long) config.bufferBytes());
        return parameters;
    }
}
