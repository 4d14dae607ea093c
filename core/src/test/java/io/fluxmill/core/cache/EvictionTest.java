// SPDX-License-Identifier: Apache-2.0
package io.fluxmill.core.cache;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;
import java.nio.file.attribute.FileTime;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Which entries a full cache loses, and which it must not. */
class EvictionTest {
    private static final List<String> KINDS = List.of("models", "synthesis", "bitstreams");
    /** A limit for about this many entries of {@link CacheUser}. */
    private static final int FITTING = 4;

    @TempDir
    private Path folder;

    private final AtomicInteger built = new AtomicInteger();

    private Path root() {
        return folder.resolve("cache");
    }

    private ContentCache cache(long bytes) {
        return new ContentCache(root(), new CacheLimit(bytes));
    }

    /** An entry of one file, as a process gets it that ends at once. */
    private static boolean visit(ContentCache cache, String kind, int number, int bytes) throws IOException {
        ContentCache.Entry entry =
                cache.get(kind, CacheUser.key(number), d -> Files.write(d.resolve("f"), new byte[bytes]));
        EntryLock.of(entry.directory()).release();
        return entry.found();
    }

    /** Bytes of such an entry: those of the file, and of its record, which sha256sum's format gives. */
    private static long entryBytes(int bytes) {
        return bytes + (64 + "  f\n".length()) + ("# ".length() + 64 + "\n".length());
    }

    private long bytesOnDisk() throws IOException {
        try (Stream<Path> files = Files.walk(root())) {
            return files.filter(Files::isRegularFile)
                    .mapToLong(file -> file.toFile().length())
                    .sum();
        }
    }

    private Set<String> names() throws IOException {
        Set<String> names = new TreeSet<>();
        for (String kind : KINDS) {
            if (Files.isDirectory(root().resolve(kind))) {
                try (Stream<Path> entries = Files.list(root().resolve(kind))) {
                    entries.filter(entry -> !entry.toString().endsWith(".lock"))
                            .forEach(entry -> names.add(kind + "/" + entry.getFileName()));
                }
            }
        }
        return names;
    }

    /** The oracle is a map in the order of access, which loses its first entries while all are larger than the limit. */
    @Test
    void theLeastRecentlyUsedGoFirst() throws IOException {
        long seed = 20_261_128;
        Random random = new Random(seed);
        long limit = 20_000;
        ContentCache cache = cache(limit);
        Map<String, Long> expected = new LinkedHashMap<>(16, 0.75f, true);
        int evicted = 0;
        int found = 0;
        for (int step = 0; step < 600; step++) {
            int number = random.nextInt(20);
            String kind = KINDS.get(number % KINDS.size());
            int bytes = 500 + 250 * number;
            String name = kind + "/" + CacheUser.key(number);
            boolean there = expected.get(name) != null;
            assertEquals(there, visit(cache, kind, number, bytes), "step " + step + " of seed " + seed);
            found += there ? 1 : 0;
            expected.put(name, entryBytes(bytes));
            long total = expected.values().stream().mapToLong(b -> b).sum();
            for (Iterator<Long> eldest = expected.values().iterator(); total > limit; evicted++) {
                total -= eldest.next();
                eldest.remove();
            }
            assertEquals(new TreeSet<>(expected.keySet()), names(), "step " + step + " of seed " + seed);
            assertEquals(total, cache.bytes());
            assertEquals(total, bytesOnDisk());
        }
        assertTrue(evicted > 200 && found > 100, evicted + " evicted, " + found + " found");
    }

    /** Clocks of file systems and machines may stand still or be set: order by name then. */
    @Test
    void equalTimesAndTimesInTheFuture() throws IOException {
        ContentCache unlimited = new ContentCache(root());
        for (int number = 0; number < 5; number++) {
            visit(unlimited, "models", number, 1000);
            Files.setLastModifiedTime(
                    root().resolve("models/" + CacheUser.key(number)),
                    FileTime.fromMillis(number == 1 ? Long.MAX_VALUE / 1_000_000 : 0));
        }
        visit(cache(3 * entryBytes(1000)), "models", 5, 1000);
        assertEquals(
                Set.of("models/" + CacheUser.key(1), "models/" + CacheUser.key(4), "models/" + CacheUser.key(5)),
                names());
    }

    @Test
    void whatThisProcessHasGotStaysAboveTheLimit() throws IOException {
        ContentCache cache = cache(1);
        List<Path> got = new ArrayList<>();
        for (int number = 0; number < 5; number++) {
            got.add(CacheUser.get(cache, number, built));
        }
        for (int number = 0; number < 5; number++) {
            CacheUser.check(got.get(number), number);
        }
        EntryLock.of(got.get(2)).release();
        CacheUser.get(cache, 5, built);
        assertFalse(Files.exists(got.get(2)), "it is used no longer");
        CacheUser.check(got.get(3), 3);
        assertEquals(6, built.get());
    }

    @Test
    void whatIsNoEntryStays() throws IOException {
        ContentCache cache = cache(1000);
        cache.getUnsealed("tools", "ecp5", d -> Files.write(d.resolve("yosys"), new byte[5000]));
        EntryLock.of(root().resolve("tools/ecp5")).release();
        String foreign = "photos-" + "0".repeat(32);
        Files.write(Files.createDirectories(root().resolve("mine/" + foreign)).resolve("a"), new byte[5000]);
        Files.write(Files.createDirectories(root().resolve("mine/thesis")).resolve("b"), new byte[5000]);
        Files.createFile(root().resolve("mine/thesis.lock"));
        Files.write(root().resolve("c"), new byte[5000]);
        visit(cache, "models", 1, 500);
        visit(cache, "models", 2, 500);
        assertEquals(Set.of("models/" + CacheUser.key(2)), names());
        assertEquals(entryBytes(500), cache.bytes(), "the limit is not for the rest");
        for (String file : List.of("tools/ecp5/yosys", "mine/" + foreign + "/a", "mine/thesis/b", "c")) {
            assertEquals(5000, Files.size(root().resolve(file)));
        }
    }

    /** Logs of failures and what a killed process has left are counted and go with their entry. */
    @Test
    void whatBelongsToAnEntryGoesWithIt() throws IOException {
        ContentCache cache = cache(3 * entryBytes(1000));
        visit(cache, "models", 1, 1000);
        Path entry = root().resolve("models/" + CacheUser.key(1));
        Files.write(entry.resolveSibling(CacheUser.key(1) + ".log"), new byte[100]);
        for (String suffix : List.of(".building", ".damaged", ".evicted")) {
            Path left = Files.createDirectories(entry.resolveSibling(CacheUser.key(1) + suffix));
            Files.write(left.resolve("f"), new byte[1000]);
        }
        assertEquals(entryBytes(1000) + 3100, cache.bytes());
        visit(cache, "models", 2, 1000);
        assertEquals(Set.of("models/" + CacheUser.key(2)), names());
    }

    /** The folder in the place of the lock of all evictions, and of one entry's, makes them fail, to root as well. */
    @Test
    void aFailedEvictionFailsNothingElse() throws IOException {
        ContentCache cache = cache(2 * entryBytes(1000));
        Files.createDirectories(root().resolve("eviction.lock"));
        for (int number = 0; number < 4; number++) {
            visit(cache, "models", number, 1000);
        }
        assertEquals(4, names().size());
        Files.delete(root().resolve("eviction.lock"));
        Path lock = root().resolve("models/" + CacheUser.key(0) + ".lock");
        Files.delete(lock);
        Files.createDirectory(lock);
        visit(cache, "models", 4, 1000);
        assertEquals(Set.of("models/" + CacheUser.key(0), "models/" + CacheUser.key(4)), names(), "the next ones went");
    }

    /** Twenty-four processes, four at a time, on a cache for a sixth of what they use. */
    @Test
    void processesNeverLoseWhatTheyHave() throws Exception {
        ContentCache cache = cache(fittingBytes());
        int entries = 6 * FITTING;
        ExecutorService pool = Executors.newFixedThreadPool(4);
        List<Future<Integer>> users = IntStream.range(0, 24)
                .mapToObj(seed -> pool.submit(() -> builtBy(start(seed, 4, entries), seed)))
                .toList();
        int builds = 0;
        for (Future<Integer> user : users) {
            builds += user.get(2, TimeUnit.MINUTES);
        }
        pool.shutdown();
        assertTrue(builds > 3 * entries / 2, builds + " builds of " + entries + " entries: nothing was removed");
        CacheUser.get(cache, entries, built);
        assertTrue(bytesOnDisk() <= fittingBytes(), bytesOnDisk() + " bytes");
        assertTrue(names().size() >= FITTING - 1, names().toString());
    }

    /** Threads and processes at once. */
    @Test
    void threadsNeverLoseWhatTheyHave() throws Exception {
        ContentCache cache = cache(fittingBytes());
        Process other = start(99, 60, 3 * FITTING);
        ExecutorService pool = Executors.newFixedThreadPool(4);
        List<Future<Integer>> users = IntStream.range(0, 4)
                .mapToObj(seed -> pool.submit(() -> {
                    Random random = new Random(seed);
                    for (int i = 0; i < 60; i++) {
                        int number = random.nextInt(3 * FITTING);
                        CacheUser.check(CacheUser.get(cache, number, built), number);
                    }
                    return 60;
                }))
                .toList();
        for (Future<Integer> user : users) {
            assertEquals(60, user.get(1, TimeUnit.MINUTES));
        }
        pool.shutdown();
        assertTrue(builtBy(other, 99) <= 3 * FITTING);
    }

    /** Somebody deletes the cache while we run: what is built then is protected as well. */
    @Test
    void aCacheThatWasDeletedIsLockedAnew() throws Exception {
        ContentCache cache = cache(Long.MAX_VALUE);
        CacheUser.get(cache, 0, built);
        ContentCache.delete(root());
        Path entry = CacheUser.get(cache, 0, built);
        assertEquals(2, built.get());
        Object key = Files.readAttributes(entry, BasicFileAttributes.class).fileKey();
        assertEquals(0, builtBy(start(1, 1, 1), 1), "another process finds it");
        for (int seed : List.of(2, 3)) {
            assertTrue(builtBy(start(seed, 8, 24), seed) > FITTING, "others add entries");
        }
        assertEquals(key, Files.readAttributes(entry, BasicFileAttributes.class).fileKey());
        CacheUser.check(entry, 0);
    }

    /** A process that is killed keeps nothing. */
    @Test
    void anEntryIsKeptUntilItsProcessEnds() throws Exception {
        Process holder = start(7, 1, 1, "hold");
        try (BufferedReader said = holder.inputReader(StandardCharsets.UTF_8)) {
            assertEquals("holding [0]", said.readLine());
            ContentCache cache = cache(1);
            visit(cache, "models", 100, 10);
            visit(cache, "models", 101, 10);
            assertEquals(Set.of("models/" + CacheUser.key(0), "models/" + CacheUser.key(101)), names());
            CacheUser.check(root().resolve("models/" + CacheUser.key(0)), 0);
            holder.destroyForcibly().waitFor();
            visit(cache, "models", 102, 10);
            assertEquals(Set.of("models/" + CacheUser.key(102)), names());
        }
    }

    private static long fittingBytes() {
        long files = IntStream.range(0, 3)
                .mapToLong(file -> CacheUser.content(10, file).length)
                .sum();
        return FITTING * (files + 1000);
    }

    private Process start(int seed, int lookups, int entries, String... more) {
        List<String> command = new ArrayList<>(List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-XX:+UseSerialGC",
                "-XX:TieredStopAtLevel=1",
                "-cp",
                System.getProperty("java.class.path"),
                CacheUser.class.getName(),
                root().toString(),
                fittingBytes() / 1024 + "K",
                Integer.toString(seed),
                Integer.toString(lookups),
                Integer.toString(entries)));
        command.addAll(List.of(more));
        try {
            return new ProcessBuilder(command).redirectErrorStream(true).start();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** What a process built; fails with what it printed if it did not end well. */
    private static int builtBy(Process process, int seed) throws IOException, InterruptedException {
        String said = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        assertEquals(0, process.waitFor(), "process of seed " + seed + ": " + said);
        assertTrue(said.matches("built [0-9]+\n"), said);
        return Integer.parseInt(said.strip().substring("built ".length()));
    }
}
