// SPDX-License-Identifier: Apache-2.0
package io.fluxmill.cache;

import io.fluxmill.config.InputException;
import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.locks.ReentrantLock;
import java.util.stream.Stream;

/**
 * Directories by content key. An entry is built in a directory beside its place and appears under its key by one atomic
 * rename, so a reader sees all of it or nothing. Builders of the same key, in this process and in others, wait for
 * each other; a lock left behind by a killed process does not block. The log of a {@link LoggedFailure} is kept beside the entry's place.
 */
public final class ContentCache {
    private static final Map<Path, ReentrantLock> LOCKS = new ConcurrentHashMap<>();

    private final Path root;

    public ContentCache(Path root) {
        this.root = root;
    }

    /** What makes an entry, in the directory that becomes it. */
    public interface Builder {
        void build(Path directory) throws IOException;
    }

    /** An entry and whether it was there already. */
    public record Entry(Path directory, boolean found) {}

    /**
     * The cache of this user: system property {@code fluxmill.cache}, else environment variable {@code FLUXMILL_CACHE},
     * else {@code $XDG_CACHE_HOME/fluxmill}, else {@code ~/.cache/fluxmill}.
     */
    public static ContentCache ofUser() {
        String chosen = System.getProperty("fluxmill.cache", System.getenv("FLUXMILL_CACHE"));
        if (chosen != null && !chosen.isBlank()) {
            return new ContentCache(Path.of(chosen).toAbsolutePath());
        }
        String xdg = System.getenv("XDG_CACHE_HOME");
        Path base =
                xdg != null && xdg.startsWith("/") ? Path.of(xdg) : Path.of(System.getProperty("user.home"), ".cache");
        return new ContentCache(base.resolve("fluxmill"));
    }

    /** The folder of the cache. */
    public Path root() {
        return root;
    }

    /**
     * The entry of a key, built if it is not there.
     *
     * @param kind folder of the cache, such as {@code models}
     * @throws InputException if the cache cannot be written
     */
    public Entry get(String kind, String key, Builder builder) {
        Path directory = root.resolve(kind).resolve(key);
        if (Files.isDirectory(directory)) {
            return new Entry(directory, true);
        }
        ReentrantLock lock = LOCKS.computeIfAbsent(directory, d -> new ReentrantLock());
        lock.lock();
        try {
            Files.createDirectories(directory.getParent());
            Path lockFile = directory.resolveSibling(key + ".lock");
            try (FileChannel channel = FileChannel.open(lockFile, StandardOpenOption.CREATE, StandardOpenOption.WRITE);
                    FileLock held = channel.lock()) {
                return held.isValid() && Files.isDirectory(directory)
                        ? new Entry(directory, true)
                        : new Entry(create(directory, builder), false);
            }
        } catch (IOException e) {
            throw new InputException(
                    root + ": the cache must be writable: " + e,
                    "set FLUXMILL_CACHE to a directory that can be written");
        } finally {
            lock.unlock();
        }
    }

    private static Path create(Path directory, Builder builder) throws IOException {
        Path building = directory.resolveSibling(directory.getFileName() + ".building");
        if (Files.exists(building)) {
            delete(building); // left by a process that was killed: the lock is ours
        }
        Files.createDirectory(building);
        try {
            builder.build(building);
        } catch (LoggedFailure e) {
            Path log = directory.resolveSibling(directory.getFileName() + ".log");
            Files.move(e.log(), log, StandardCopyOption.REPLACE_EXISTING);
            delete(building);
            throw e.at(log);
        } catch (IOException | RuntimeException e) {
            delete(building);
            throw e;
        }
        Files.move(building, directory, StandardCopyOption.ATOMIC_MOVE);
        return directory;
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
