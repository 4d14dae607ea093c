// SPDX-License-Identifier: Apache-2.0
package io.fluxmill.core.cache;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.fluxmill.core.config.EnvironmentException;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** What is damaged in the cache is built again and never given out. */
class ContentCacheTest {
    private static final byte[] CONTENT =
            "a library of some bytes\n".repeat(1000).getBytes(StandardCharsets.UTF_8);

    @TempDir
    private Path folder;

    private final AtomicInteger builds = new AtomicInteger();
    private ContentCache cache;

    /** What can happen to a file. */
    enum Damage {
        HALVED,
        EMPTIED,
        FLIPPED,
        DELETED,
        REPLACED_BY_A_FOLDER;

        void on(Path file) throws IOException {
            byte[] content = Files.readAllBytes(file);
            switch (this) {
                case HALVED -> truncate(file, content.length / 2);
                case EMPTIED -> truncate(file, 0);
                case FLIPPED -> {
                    content[content.length / 2] ^= 1;
                    Files.write(file, content);
                }
                case DELETED -> Files.delete(file);
                default -> {
                    Files.delete(file);
                    Files.createDirectory(file);
                }
            }
        }

        private static void truncate(Path file, long bytes) throws IOException {
            try (FileChannel channel = FileChannel.open(file, StandardOpenOption.WRITE)) {
                channel.truncate(bytes);
            }
        }
    }

    @BeforeEach
    void open() {
        cache = new ContentCache(folder.resolve("cache"));
    }

    private ContentCache.Entry get() {
        return cache.get("models", "key", directory -> {
            builds.incrementAndGet();
            Files.createDirectories(directory.resolve("rtl"));
            Files.write(directory.resolve("lib.so"), CONTENT);
            Files.writeString(directory.resolve("rtl/a b.v"), "module a; endmodule\n");
        });
    }

    private void assertWhole(ContentCache.Entry entry) throws IOException {
        assertEquals(
                -1,
                Arrays.mismatch(CONTENT, Files.readAllBytes(entry.directory().resolve("lib.so"))));
        assertEquals("module a; endmodule\n", Files.readString(entry.directory().resolve("rtl/a b.v")));
    }

    @Test
    void whatIsWholeIsFound() throws IOException {
        assertFalse(get().found());
        ContentCache.Entry found = get();
        assertTrue(found.found());
        assertWhole(found);
        Files.writeString(found.directory().resolve("later.log"), "of a user of the entry");
        assertTrue(get().found(), "files that come later do not matter");
        assertEquals(1, builds.get());
        // sha256sum of coreutils, of an empty and a known text, is the oracle of the record's format.
        Files.writeString(found.directory().resolve("abc"), "abc");
        Seal.write(found.directory());
        assertTrue(Files.readAllLines(found.directory().resolve(Seal.FILE))
                .contains("ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad  abc"));
    }

    @ParameterizedTest
    @EnumSource
    void aDamagedFileIsBuiltAgain(Damage damage) throws IOException {
        damagedIsBuiltAgain("lib.so", damage);
    }

    @ParameterizedTest
    @EnumSource
    void aDamagedFileInAFolderIsBuiltAgain(Damage damage) throws IOException {
        damagedIsBuiltAgain("rtl/a b.v", damage);
    }

    @ParameterizedTest
    @EnumSource
    void aDamagedRecordIsBuiltAgain(Damage damage) throws IOException {
        damagedIsBuiltAgain("contents.sha256", damage);
    }

    private void damagedIsBuiltAgain(String file, Damage damage) throws IOException {
        Path entry = get().directory();
        damage.on(entry.resolve(file));
        assertFalse(ContentCache.isWhole(entry));
        ContentCache.Entry again = get();
        assertFalse(again.found());
        assertEquals(2, builds.get());
        assertEquals(entry, again.directory());
        assertWhole(again);
        assertTrue(get().found());
        assertNothingElse();
    }

    private void assertNothingElse() throws IOException {
        try (Stream<Path> left = Files.list(folder.resolve("cache/models"))) {
            assertEquals(
                    List.of("key", "key.lock"),
                    left.map(p -> p.getFileName().toString()).sorted().toList());
        }
    }

    /** Half a record is not a record of half the files. */
    @Test
    void aRecordThatLostLinesIsNone() throws IOException {
        Path entry = get().directory();
        Path record = entry.resolve("contents.sha256");
        List<String> lines = Files.readAllLines(record);
        assertEquals(3, lines.size());
        Files.write(record, List.of(lines.get(1), lines.get(2)));
        Damage.EMPTIED.on(entry.resolve("lib.so"));
        assertFalse(get().found());
        assertEquals(2, builds.get());
    }

    /** Who has mapped a file of an entry keeps its content when the entry is replaced. */
    @Test
    void theReplacedFileStaysForThoseWhoHaveIt() throws IOException {
        Path entry = get().directory();
        try (FileChannel mapped = FileChannel.open(entry.resolve("lib.so"), StandardOpenOption.READ)) {
            var content = mapped.map(FileChannel.MapMode.READ_ONLY, 0, CONTENT.length);
            Damage.DELETED.on(entry.resolve("rtl/a b.v"));
            assertFalse(get().found());
            byte[] seen = new byte[CONTENT.length];
            content.get(seen);
            assertEquals(-1, Arrays.mismatch(CONTENT, seen));
        }
    }

    @Test
    void whatAKilledProcessLeftIsCleared() throws IOException {
        Path entry = get().directory();
        Damage.HALVED.on(entry.resolve("lib.so"));
        for (String suffix : List.of("key.damaged", "key.building")) {
            Files.writeString(
                    Files.createDirectories(entry.resolveSibling(suffix)).resolve("lib.so"), "left");
        }
        assertWhole(get());
        assertNothingElse();
    }

    @Test
    void aFailedRebuildLeavesNothingToUse() throws IOException {
        Path entry = get().directory();
        Damage.FLIPPED.on(entry.resolve("lib.so"));
        assertThrows(
                IllegalStateException.class,
                () -> cache.get("models", "key", directory -> {
                    Files.writeString(directory.resolve("lib.so"), "half of it");
                    throw new IllegalStateException("the tool failed");
                }));
        assertFalse(get().found());
        assertWhole(get());
    }

    /** Many at once, and the entry is damaged again and again: everyone gets a whole one. */
    @Test
    void concurrentUsersNeverGetADamagedEntry() throws Exception {
        get();
        ExecutorService pool = Executors.newFixedThreadPool(4);
        for (int round = 0; round < 10; round++) {
            Damage.HALVED.on(folder.resolve("cache/models/key/lib.so"));
            List<Future<ContentCache.Entry>> users =
                    IntStream.range(0, 4).mapToObj(i -> pool.submit(this::get)).toList();
            for (Future<ContentCache.Entry> user : users) {
                assertWhole(user.get());
            }
        }
        pool.shutdown();
        assertTrue(pool.awaitTermination(10, TimeUnit.SECONDS));
        assertEquals(11, builds.get(), "once at first and once for each damage");
        assertNothingElse();
    }

    @Test
    void largeEntriesAreNotRead() throws IOException {
        Path root = cache.getUnsealed("tools", "root", d -> Files.writeString(d.resolve("packages.txt"), "yosys"))
                .directory();
        assertFalse(Files.exists(root.resolve(Seal.FILE)));
        assertTrue(cache.getUnsealed("tools", "root", d -> {
                    throw new UncheckedIOException(new IOException("is not built again"));
                })
                .found());
    }

    @Test
    void aCacheThatCannotBeWrittenIsNamed() throws IOException {
        Path file = Files.createFile(folder.resolve("file"));
        cache = new ContentCache(file);
        EnvironmentException e = assertThrows(EnvironmentException.class, this::get);
        assertEquals(file + ": the cache must be writable: Not a directory", e.getMessage());
        assertEquals("set FLUXMILL_CACHE to a directory that can be written", e.remedy());
        cache = new ContentCache(folder.resolve("writable"));
        assertFalse(get().found(), "the remedy");
    }
}
