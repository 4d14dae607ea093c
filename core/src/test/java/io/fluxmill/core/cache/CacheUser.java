// SPDX-License-Identifier: Apache-2.0
package io.fluxmill.core.cache;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * A process that uses a cache: it asks for entries at random, and before it ends it looks whether all that it has got are still whole. Its last line is
 * {@code built <entries that it had to build>}; it stops before that where {@code hold} is given, until its input ends.
 */
final class CacheUser {
    private static final int FILES = 3;
    private static final int LINES = 400;
    private static final int PAUSE_MILLISECONDS = 40;

    private CacheUser() {}

    /** Names an entry. */
    static String key(int number) {
        return String.format("entry-%032x", number);
    }

    /** What a file of an entry has. */
    static byte[] content(int entry, int file) {
        return ("file " + file + " of entry " + entry + "\n").repeat(LINES).getBytes(StandardCharsets.UTF_8);
    }

    /** Gets an entry; counts what is built. */
    static Path get(ContentCache cache, int number, AtomicInteger built) {
        return cache.get("models", key(number), directory -> {
                    built.incrementAndGet();
                    for (int file = 0; file < FILES; file++) {
                        Files.write(directory.resolve("file" + file), content(number, file));
                    }
                })
                .directory();
    }

    /** Fails if an entry is not there, or not as it was made. */
    static void check(Path directory, int number) throws IOException {
        for (int file = 0; file < FILES; file++) {
            if (!Arrays.equals(content(number, file), Files.readAllBytes(directory.resolve("file" + file)))) {
                throw new AssertionError(directory + " has another content in file " + file);
            }
        }
    }

    /** Arguments: folder of the cache, limit, seed, how many entries, of how many, and maybe {@code hold}. */
    public static void main(String[] args) throws Exception {
        ContentCache cache = new ContentCache(Path.of(args[0]), CacheLimit.of(args[1]));
        Random random = new Random(Long.parseLong(args[2]));
        int entries = Integer.parseInt(args[4]);
        AtomicInteger built = new AtomicInteger();
        Map<Integer, Path> got = new TreeMap<>();
        for (int i = 0; i < Integer.parseInt(args[3]); i++) {
            int number = random.nextInt(entries);
            got.put(number, get(cache, number, built));
            Thread.sleep(random.nextInt(PAUSE_MILLISECONDS));
            for (Map.Entry<Integer, Path> entry : got.entrySet()) {
                check(entry.getValue(), entry.getKey());
            }
        }
        if (args.length > 5) {
            System.out.println("holding " + got.keySet());
            System.in.read();
            for (Map.Entry<Integer, Path> entry : got.entrySet()) {
                check(entry.getValue(), entry.getKey());
            }
        }
        System.out.println("built " + built);
    }
}
