// SPDX-License-Identifier: Apache-2.0
package io.fluxmill.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.fluxmill.cli.family.Project;
import io.fluxmill.core.manifest.Design;
import io.fluxmill.hw.emit.Generator;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The committed reference designs are what {@code generate} writes, no file more or less; {@code -Dgolden.update=true} writes them again. */
class RtlOutTest {
    private static final Path ROOT = Path.of("..");

    @ParameterizedTest
    @ValueSource(strings = {"npe8x8", "int8x8", "pulse-in32", "sfq-counter", "spiking-braille"})
    void committedFilesAreCurrent(String name) throws IOException {
        Design design = Project.open(ROOT.resolve("examples/" + name + ".yaml")).generate();
        Path directory = ROOT.resolve("rtl-out").resolve(design.manifest().design());
        if (Boolean.getBoolean("golden.update")) {
            Generator.write(design, directory);
        }
        Map<String, String> files = Generator.files(design);
        assertTrue(
                Files.isDirectory(directory),
                directory + " is missing: ./fluxmill generate examples/" + name + ".yaml");
        try (Stream<Path> committed = Files.list(directory)) {
            assertEquals(
                    new TreeSet<>(files.keySet()),
                    committed.map(f -> f.getFileName().toString()).collect(Collectors.toCollection(TreeSet::new)));
        }
        for (Map.Entry<String, String> file : files.entrySet()) {
            Path committed = directory.resolve(file.getKey());
            assertEquals(file.getValue(), Files.readString(committed), committed + " is not current");
        }
    }
}
