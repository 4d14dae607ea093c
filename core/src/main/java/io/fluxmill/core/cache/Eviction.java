// SPDX-License-Identifier: Apache-2.0
package io.fluxmill.core.cache;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.file.DirectoryStream;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.BasicFileAttributes;
import java.nio.file.attribute.FileTime;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.regex.Pattern;

/**
 * Removes entries of a cache, the least recently used first, until the others fit its limit. Only entries named by a {@link ContentKey} are
 * removed, so no other content of the folder and no tool root.
 */
final class Eviction {
    private static final String LOCK = "eviction.lock";
    private static final String EVICTED = ".evicted";
    private static final Pattern KEY = Pattern.compile("(.+-)?[0-9a-f]{" + ContentKey.DIGITS + "}");
    /** What an entry may have beside its directory: the log of a failure, and what a killed process has left. */
    private static final List<String> SUFFIXES = List.of("", ".log", ".building", ".damaged", EVICTED);

    /** The least recently used first; with the same time, by name. */
    private static final Comparator<Candidate> ORDER =
            Comparator.comparing(Candidate::lastUse).thenComparing(Candidate::directory);

    private Eviction() {}

    /**
     * An entry with all that belongs to it.
     *
     * @param lastUse time of its directory; of its lock, if there are only remains
     * @param bytes of all its files
     */
    record Candidate(Path directory, FileTime lastUse, long bytes) {
        private Path with(String suffix) {
            return directory.resolveSibling(directory.getFileName() + suffix);
        }

        private boolean remove() throws IOException {
            if (Files.exists(directory, LinkOption.NOFOLLOW_LINKS)) {
                delete(with(EVICTED));
                Files.move(directory, with(EVICTED), StandardCopyOption.ATOMIC_MOVE);
            }
            for (String suffix : SUFFIXES) {
                delete(with(suffix));
            }
            return true;
        }

        private static void delete(Path path) throws IOException {
            if (Files.exists(path, LinkOption.NOFOLLOW_LINKS)) {
                ContentCache.delete(path);
            }
        }
    }

    /**
     * Removes entries until the others fit. Entries that a process uses stay, even if they do not fit. Entries that cannot be removed stay, too:
     * a cache that is too large must not make its user fail.
     */
    static void run(Path root, CacheLimit limit) {
        if (limit.equals(CacheLimit.NONE)) {
            return;
        }
        synchronized (Eviction.class) {
            try (FileChannel channel =
                            FileChannel.open(root.resolve(LOCK), StandardOpenOption.CREATE, StandardOpenOption.WRITE);
                    FileLock held = EntryLock.waitFor(channel, 0, 1, false)) {
                evict(root, limit);
            } catch (IOException | RuntimeException e) {
                // the contract: what asked for an entry has it
            }
        }
    }

    private static void evict(Path root, CacheLimit limit) throws IOException {
        List<Candidate> all = candidates(root);
        long bytes = all.stream().mapToLong(Candidate::bytes).sum();
        all.sort(ORDER);
        for (Candidate candidate : all) {
            if (bytes <= limit.bytes()) {
                return;
            }
            if (candidate.bytes() > 0 && removed(candidate)) {
                bytes -= candidate.bytes();
            }
        }
    }

    private static boolean removed(Candidate candidate) {
        try {
            return EntryLock.of(candidate.directory()).removing(candidate::remove);
        } catch (IOException e) {
            return false; // its files are somebody else's: the next one
        }
    }

    /** Every entry of every kind. */
    static List<Candidate> candidates(Path root) throws IOException {
        List<Candidate> all = new ArrayList<>();
        try (DirectoryStream<Path> kinds = Files.newDirectoryStream(root, Files::isDirectory)) {
            for (Path kind : kinds) {
                try (DirectoryStream<Path> locks = Files.newDirectoryStream(kind, "*" + EntryLock.SUFFIX)) {
                    for (Path lock : locks) {
                        String name = lock.getFileName().toString();
                        String key = name.substring(0, name.length() - EntryLock.SUFFIX.length());
                        if (KEY.matcher(key).matches()) {
                            all.add(candidate(kind.resolve(key), lock));
                        }
                    }
                }
            }
        }
        return all;
    }

    private static Candidate candidate(Path directory, Path lock) throws IOException {
        long[] bytes = {0};
        SimpleFileVisitor<Path> sum = new SimpleFileVisitor<>() {
            @Override
            public FileVisitResult visitFile(Path file, BasicFileAttributes attributes) {
                bytes[0] += attributes.size();
                return FileVisitResult.CONTINUE;
            }

            @Override
            public FileVisitResult visitFileFailed(Path file, IOException e) {
                return FileVisitResult.CONTINUE; // gone in the meantime, or never there
            }

            @Override
            public FileVisitResult postVisitDirectory(Path folder, IOException e) {
                return FileVisitResult.CONTINUE;
            }
        };
        for (String suffix : SUFFIXES) {
            Files.walkFileTree(directory.resolveSibling(directory.getFileName() + suffix), sum);
        }
        Path used = Files.isDirectory(directory) ? directory : lock;
        return new Candidate(directory, Files.getLastModifiedTime(used), bytes[0]);
    }
}
