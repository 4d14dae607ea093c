// SPDX-License-Identifier: Apache-2.0
package io.fluxmill.core.cache;

import io.fluxmill.core.config.EnvironmentException;
import io.fluxmill.core.file.FileProblem;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.FileTime;
import java.time.Instant;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * A cache of directories by content key. An entry is built in a directory beside its place and appears under its key by one atomic
 * rename, so a reader sees it completely or not at all. Builders of the same key, in this process and in others, wait for
 * each other; a lock left behind by a killed process does not block. The log of a {@link LoggedFailure} is kept beside the entry's place.
 *
 * <p>With an entry the SHA-256 of each of its files is recorded. They are compared whenever the entry is requested. An entry that does not
 * match, or has no record, is never used: it is built again and replaces the damaged one by renames, so a process that has a file of the old one
 * open or mapped keeps it unchanged.
 *
 * <p>When an entry is added, others may be removed, the least recently used first, until all fit the {@link CacheLimit}. An entry that a process
 * has requested stays until that process ends. Entries of {@link #getUnsealed} always stay, unless they are named by a {@link ContentKey}.
 */
public final class ContentCache {
    private final Path root;
    private final CacheLimit limit;

    /** A cache without a limit. */
    public ContentCache(Path root) {
        this(root, CacheLimit.NONE);
    }

    public ContentCache(Path root, CacheLimit limit) {
        this.root = root;
        this.limit = limit;
    }

    /** What makes an entry, in the directory that becomes it. */
    public interface Builder {
        void build(Path directory) throws IOException;
    }

    /** An entry, and whether it already existed. */
    public record Entry(Path directory, boolean found) {}

    /**
     * The cache of this user: system property {@code fluxmill.cache}, else environment variable {@code FLUXMILL_CACHE},
     * else {@code $XDG_CACHE_HOME/fluxmill}, else {@code ~/.cache/fluxmill}. Its limit is that of {@code FLUXMILL_CACHE_LIMIT}.
     *
     * @throws io.fluxmill.core.config.InputException if the limit is not valid
     */
    public static ContentCache ofUser() {
        return new ContentCache(rootOfUser(), CacheLimit.ofUser());
    }

    private static Path rootOfUser() {
        String chosen = System.getProperty("fluxmill.cache", System.getenv("FLUXMILL_CACHE"));
        if (chosen != null && !chosen.isBlank()) {
            return Path.of(chosen).toAbsolutePath();
        }
        String xdg = System.getenv("XDG_CACHE_HOME");
        Path base =
                xdg != null && xdg.startsWith("/") ? Path.of(xdg) : Path.of(System.getProperty("user.home"), ".cache");
        return base.resolve("fluxmill");
    }

    /** The folder of the cache. */
    public Path root() {
        return root;
    }

    /** How large all entries together may be. */
    public CacheLimit limit() {
        return limit;
    }

    /** Bytes that count towards the limit; 0 if there is no cache yet. */
    public long bytes() {
        try {
            return Files.isDirectory(root)
                    ? Eviction.candidates(root).stream()
                            .mapToLong(Eviction.Candidate::bytes)
                            .sum()
                    : 0;
        } catch (IOException e) {
            throw new EnvironmentException(
                    root + ": the cache must be readable: " + FileProblem.of(e),
                    "set FLUXMILL_CACHE to a directory that can be read and written");
        }
    }

    /**
     * The entry of a key, built if it is missing or damaged.
     *
     * @param kind folder of the cache, such as {@code models}
     * @throws EnvironmentException if the cache cannot be written
     */
    public Entry get(String kind, String key, Builder builder) {
        return get(kind, key, builder, true);
    }

    /**
     * The same for entries that are too large to be read whole every time. Their content is not compared with anything: the user of such an
     * entry has to know whether it is unchanged.
     */
    public Entry getUnsealed(String kind, String key, Builder builder) {
        return get(kind, key, builder, false);
    }

    private Entry get(String kind, String key, Builder builder, boolean sealed) {
        Path directory = root.resolve(kind).resolve(key);
        Optional<IOException> problem = problemOfFolder(directory.getParent());
        EntryLock lock = EntryLock.of(directory);
        lock.use();
        if (isThere(directory, sealed)) {
            touch(directory);
            return new Entry(directory, true);
        }
        try {
            if (problem.isPresent()) {
                throw problem.get();
            }
            Entry entry = lock.building(() -> isThere(directory, sealed)
                    ? new Entry(directory, true)
                    : new Entry(create(directory, builder, sealed), false));
            touch(directory);
            if (!entry.found()) {
                Eviction.run(root, limit);
            }
            return entry;
        } catch (IOException e) {
            throw new EnvironmentException(
                    root + ": the cache must be writable: " + FileProblem.of(e),
                    "set FLUXMILL_CACHE to a directory that can be written");
        }
    }

    /** Notes that an entry is used now: in the time of its directory. */
    private static void touch(Path directory) {
        try {
            Files.setLastModifiedTime(directory, FileTime.from(Instant.now()));
        } catch (IOException e) {
            // a cache of somebody else, who notes his own uses
        }
    }

    /** Makes the folder of a kind. If that is impossible, entries of a read-only folder can still be used. */
    private static Optional<IOException> problemOfFolder(Path folder) {
        try {
            Files.createDirectories(folder);
            return Optional.empty();
        } catch (IOException e) {
            return Optional.of(e);
        }
    }

    private static boolean isThere(Path directory, boolean sealed) {
        return Files.isDirectory(directory) && (!sealed || isWhole(directory));
    }

    /** Whether an entry is unchanged: every file has the SHA-256 that was recorded. */
    public static boolean isWhole(Path directory) {
        return Seal.holds(directory);
    }

    private static Path create(Path directory, Builder builder, boolean sealed) throws IOException {
        Path building = besides(directory, ".building");
        Files.createDirectory(building);
        try {
            builder.build(building);
            if (sealed) {
                Seal.write(building);
            }
        } catch (LoggedFailure e) {
            Path log = directory.resolveSibling(directory.getFileName() + ".log");
            Files.move(e.log(), log, StandardCopyOption.REPLACE_EXISTING);
            delete(building);
            throw e.at(log);
        } catch (IOException | RuntimeException e) {
            delete(building);
            throw e;
        }
        Path damaged = besides(directory, ".damaged");
        if (Files.exists(directory, LinkOption.NOFOLLOW_LINKS)) {
            Files.move(directory, damaged, StandardCopyOption.ATOMIC_MOVE);
        }
        Files.move(building, directory, StandardCopyOption.ATOMIC_MOVE);
        if (Files.exists(damaged, LinkOption.NOFOLLOW_LINKS)) {
            delete(damaged);
        }
        return directory;
    }

    /** A free place beside an entry; what a killed process has left there is deleted, because we hold the lock. */
    private static Path besides(Path directory, String suffix) throws IOException {
        Path place = directory.resolveSibling(directory.getFileName() + suffix);
        if (Files.exists(place, LinkOption.NOFOLLOW_LINKS)) {
            delete(place);
        }
        return place;
    }

    /** Deletes a directory and all that is in it. */
    public static void delete(Path directory) throws IOException {
        List<Path> paths;
        try (Stream<Path> walk = Files.walk(directory)) {
            paths = walk.sorted(Comparator.reverseOrder()).toList();
        }
        for (Path path : paths) {
            Files.delete(path);
        }
    }
}
