// SPDX-License-Identifier: Apache-2.0
package io.fluxmill.core.cache;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import io.fluxmill.core.config.InputException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class KeptResultsTest {
    @TempDir
    Path folder;

    private final AtomicInteger computed = new AtomicInteger();

    @AfterEach
    void reset() {
        System.clearProperty("fluxmill.keep.results");
    }

    private double[] squares(KeptResults kept, double... x) {
        return kept.get(
                "squares",
                double[].class,
                () -> {
                    computed.incrementAndGet();
                    return IntStream.range(0, x.length)
                            .mapToDouble(i -> x[i] * x[i])
                            .toArray();
                },
                x);
    }

    @Test
    void computesOnceForTheSameInputs() {
        KeptResults kept = new KeptResults(new ContentCache(folder));
        for (int i = 0; i < 3; i++) {
            assertArrayEquals(new double[] {9, 16}, squares(kept, 3, 4));
        }
        assertEquals(1, computed.get());
        assertArrayEquals(new double[] {9, 25}, squares(kept, 3, 5));
        assertEquals(2, computed.get(), "another input");
    }

    @Test
    void threadsWaitForOneComputation() {
        IntStream.range(0, 8)
                .parallel()
                .forEach(i ->
                        assertArrayEquals(new double[] {49}, squares(new KeptResults(new ContentCache(folder)), 7)));
        assertEquals(1, computed.get());
    }

    @Test
    void damagedResultsAreComputedAgain() throws IOException {
        KeptResults kept = new KeptResults(new ContentCache(folder));
        squares(kept, 3);
        List<Path> values;
        try (Stream<Path> walk = Files.walk(folder)) {
            values = walk.filter(path -> path.endsWith("value")).toList();
        }
        assertEquals(1, values.size());
        byte[] bytes = Files.readAllBytes(values.get(0));
        bytes[bytes.length - 1] ^= 1;
        Files.write(values.get(0), bytes);
        assertArrayEquals(new double[] {9}, squares(kept, 3));
        assertEquals(2, computed.get());
    }

    @Test
    void withoutAWritableCacheEverythingIsComputed() throws IOException {
        Path file = Files.writeString(folder.resolve("file"), "");
        KeptResults kept = new KeptResults(new ContentCache(file));
        assertArrayEquals(new double[] {9}, squares(kept, 3));
        assertArrayEquals(new double[] {9}, squares(kept, 3));
        assertEquals(2, computed.get());
    }

    @Test
    void theUserCanTurnItOff() {
        System.setProperty("fluxmill.keep.results", "no");
        squares(KeptResults.ofUser(), 3);
        squares(KeptResults.ofUser(), 3);
        assertEquals(2, computed.get());
        System.setProperty("fluxmill.keep.results", "never");
        InputException e = assertThrows(InputException.class, KeptResults::ofUser);
        assertEquals("FLUXMILL_KEEP_RESULTS must be yes or no: FLUXMILL_KEEP_RESULTS=never", e.getMessage());
    }

    @Test
    void otherCodeHasAnotherKey() throws IOException {
        Path classes = Files.createDirectories(folder.resolve("classes"));
        Files.writeString(classes.resolve("A.class"), "one");
        String before = CodeVersion.of(classes.toString());
        assertEquals(before, CodeVersion.of(classes.toString()));
        Files.writeString(classes.resolve("A.class"), "two");
        assertNotEquals(before, CodeVersion.of(classes.toString()));
    }
}
