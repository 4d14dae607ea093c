// SPDX-License-Identifier: Apache-2.0
package io.fluxmill.benchmarks;

import io.fluxmill.core.format.NumberFormats;
import io.fluxmill.core.manifest.Manifest;
import io.fluxmill.hw.emit.Generator;
import io.fluxmill.hw.mac.MacConfig;
import io.fluxmill.hw.mac.MacDesign;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;

/**
 * A generated co-processor.
 *
 * @param rtl directory of its files
 */
record Target(MacConfig config, Manifest manifest, Path rtl) {
    /** The reference configuration {@code rtl-out/npe8x8}, and the smallest array, whose model costs little beside the bench. */
    private static final Map<String, MacConfig> CONFIGS = Map.of(
            "npe8x8",
            MacConfig.defaults("npe8x8"),
            "int2x2",
            new MacConfig("int2x2", 2, 2, List.of(NumberFormats.of("INT8")), List.of(), 8192, 1024, 64, 4, 32, 1, 16));

    static MacConfig config(String name) {
        return CONFIGS.get(name);
    }

    static Target generate(String name, Path work) {
        MacConfig config = config(name);
        Path rtl = work.resolve(name);
        var design = MacDesign.generate(config);
        Generator.write(design, rtl);
        return new Target(config, design.manifest(), rtl);
    }
}
