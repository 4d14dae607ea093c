// SPDX-License-Identifier: Apache-2.0
package io.fluxmill.core.cache;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class KeptDurationsTest {
    private static final String CACHE = "fluxmill.cache";
    private static final String KEEP = "fluxmill.keep.results";

    @TempDir
    Path folder;

    private final String cacheBefore = System.getProperty(CACHE);

    @AfterEach
    void reset() {
        System.clearProperty(KEEP);
        if (cacheBefore == null) {
            System.clearProperty(CACHE);
        } else {
            System.setProperty(CACHE, cacheBefore);
        }
    }

    private List<Path> files() throws IOException {
        try (Stream<Path> walk = Files.walk(folder)) {
            return walk.filter(Files::isRegularFile).toList();
        }
    }

    @Test
    void theLastRunOfEachJobIsKept() throws IOException {
        Map<String, Double> seconds = Map.of("a = b: \u00e9", 1.25, "", 0.0, "c", 1e-9);
        KeptDurations kept = new KeptDurations(folder);
        assertEquals(Map.of(), kept.read("job"));
        kept.write("job", Map.of("old", 3.0));
        kept.write("job", seconds);
        kept.write("other", Map.of("c", 2.0));
        assertEquals(seconds, new KeptDurations(folder).read("job"));
        assertEquals(Map.of("c", 2.0), new KeptDurations(folder).read("other"));
        assertEquals(2, files().size());
    }

    @Test
    void whatCannotBeReadIsNotThere() throws IOException {
        KeptDurations kept = new KeptDurations(folder);
        kept.write("job", Map.of("a", 1.0));
        Path file = files().get(0);
        for (String damaged : List.of("a=x", "a=\\u00", "a=NaN", "a=-1", "a=Infinity", "")) {
            Files.writeString(file, damaged);
            assertEquals(Map.of(), kept.read("job"), damaged);
        }
        Files.write(file, new byte[] {'a', '=', (byte) 0xFF});
        assertEquals(Map.of(), kept.read("job"), "no UTF-8");
    }

    @Test
    void whatCannotBeWrittenIsNotKept() throws IOException {
        KeptDurations kept = new KeptDurations(Files.writeString(folder.resolve("file"), ""));
        kept.write("job", Map.of("a", 1.0));
        assertEquals(Map.of(), kept.read("job"));
    }

    @Test
    void theUserCanTurnItOff() {
        System.setProperty(CACHE, folder.toString());
        System.setProperty(KEEP, "no");
        KeptDurations.ofUser().write("job", Map.of("a", 1.0));
        assertFalse(Files.exists(folder.resolve("durations")));
        System.setProperty(KEEP, "yes");
        KeptDurations.ofUser().write("job", Map.of("a", 1.0));
        assertEquals(Map.of("a", 1.0), KeptDurations.ofUser().read("job"));
    }
}
