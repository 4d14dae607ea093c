// SPDX-License-Identifier: Apache-2.0
package io.fluxmill.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** A class can be read in one go, and a package be taken in at a glance. */
class SourceLimitsTest {
    private static final Path ROOT = Path.of("..");
    private static final int MOST_LINES = 400;
    private static final int MOST_FILES = 25;

    /** What has outgrown the limits and is still to be split: lines of files, files of packages. */
    private static final Map<String, Integer> TO_BE_SPLIT = Map.of(
            "core/format", 26,
            "mac/lower", 26);

    private static int limit(Path path, int usual) {
        return TO_BE_SPLIT.entrySet().stream()
                .filter(entry -> path.endsWith(entry.getKey()))
                .mapToInt(Map.Entry::getValue)
                .findFirst()
                .orElse(usual);
    }

    private static List<Path> sources() throws IOException {
        try (Stream<Path> modules = Files.list(ROOT)) {
            List<Path> folders = modules.map(module -> module.resolve("src/main/java"))
                    .filter(Files::isDirectory)
                    .toList();
            List<Path> sources = new java.util.ArrayList<>();
            for (Path folder : folders) {
                try (Stream<Path> files = Files.walk(folder)) {
                    files.filter(file -> file.toString().endsWith(".java")).forEach(sources::add);
                }
            }
            return sources;
        }
    }

    @Test
    void filesAndPackagesAreSmall() throws IOException {
        List<Path> sources = sources();
        TreeSet<String> tooLong = new TreeSet<>();
        for (Path source : sources) {
            try (Stream<String> lines = Files.lines(source)) {
                long count = lines.count();
                if (count > limit(source, MOST_LINES)) {
                    tooLong.add(source + ": " + count + " lines");
                }
            }
        }
        Map<Path, Long> packages =
                sources.stream().collect(Collectors.groupingBy(Path::getParent, TreeMap::new, Collectors.counting()));
        packages.entrySet().removeIf(entry -> entry.getValue() <= limit(entry.getKey(), MOST_FILES));
        assertTrue(sources.size() > 900, sources.size() + " files were looked at");
        assertEquals(new TreeSet<>(), tooLong);
        assertEquals(Map.of(), packages);
    }
}
