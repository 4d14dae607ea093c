// SPDX-License-Identifier: Apache-2.0
package io.fluxmill.hw.emit;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.fluxmill.core.config.ConfigNode;
import io.fluxmill.core.manifest.Design;
import io.fluxmill.hw.mac.MacConfig;
import io.fluxmill.hw.pulse.PulseConfig;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The committed reference designs are what the generator writes; {@code -Dgolden.update=true} writes them again. */
class RtlOutTest {
    private static final Path ROOT = Path.of("..");

    @ParameterizedTest
    @ValueSource(strings = {"npe8x8", "int8x8", "pulse-in32"})
    void committedFilesAreCurrent(String name) throws IOException {
        ConfigNode engine =
                ConfigNode.read(ROOT.resolve("examples/" + name + ".yaml")).node("engine");
        boolean pulse = engine.string("family").equals("pulse");
        Design design = (pulse ? PulseConfig.from(engine) : MacConfig.from(engine)).generate();
        Path directory = ROOT.resolve("rtl-out").resolve(design.manifest().design());
        if (Boolean.getBoolean("golden.update")) {
            Generator.write(design, directory);
        }
        for (Map.Entry<String, String> file : Generator.files(design).entrySet()) {
            Path committed = directory.resolve(file.getKey());
            assertTrue(
                    Files.exists(committed), committed + " is missing: ./fluxmill generate examples/" + name + ".yaml");
            assertEquals(file.getValue(), Files.readString(committed), committed + " is not current");
        }
    }
}
