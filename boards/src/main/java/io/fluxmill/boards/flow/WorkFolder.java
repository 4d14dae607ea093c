// SPDX-License-Identifier: Apache-2.0
package io.fluxmill.boards.flow;

import io.fluxmill.core.cache.ContentCache;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.BasicFileAttributes;
import java.nio.file.attribute.FileTime;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Stream;

/** A work folder as a command sees it: the folder itself, or a copy, whose changes are brought back. */
final class WorkFolder implements AutoCloseable {
    /** The user nobody, by number, as every Debian has it. */
    static final int NOBODY = 65534;

    private final Path work;
    private final Path seen;
    private final Map<Path, Stamp> brought;

    private WorkFolder(Path work, Path seen, Map<Path, Stamp> brought) {
        this.work = work;
        this.seen = seen;
        this.brought = brought;
    }

    /** The folder itself. */
    static WorkFolder itself(Path work) {
        return new WorkFolder(work, work, Map.of());
    }

    /** A copy in a folder, which belongs to the user nobody. */
    static WorkFolder copyIn(Path parent, Path work) throws IOException {
        WorkFolder copy = new WorkFolder(work, Files.createTempDirectory(parent, "work"), new TreeMap<>());
        try {
            giveAway(copy.seen);
            for (Path name : names(work)) {
                copy(work.resolve(name), copy.seen.resolve(name));
                giveAway(copy.seen.resolve(name));
            }
            for (Path name : names(copy.seen)) {
                copy.brought.put(name, Stamp.of(copy.seen.resolve(name)));
            }
            return copy;
        } catch (IOException e) {
            copy.close();
            throw e;
        }
    }

    /** Where the command sees it. */
    Path seen() {
        return seen;
    }

    /** Takes over what the command has changed. */
    void bringBack() throws IOException {
        if (seen.equals(work)) {
            return;
        }
        List<Path> names = names(seen);
        for (Path name : names) {
            if (!Stamp.of(seen.resolve(name)).equals(brought.get(name))) {
                copy(seen.resolve(name), work.resolve(name));
            }
        }
        Set<Path> removed = new TreeSet<>(Comparator.reverseOrder());
        removed.addAll(brought.keySet());
        names.forEach(removed::remove);
        for (Path name : removed) {
            Files.deleteIfExists(work.resolve(name));
        }
    }

    /** Every file and folder below a folder, relative to it; a folder comes before what is in it. */
    private static List<Path> names(Path folder) throws IOException {
        try (Stream<Path> walk = Files.walk(folder)) {
            return walk.filter(path -> !path.equals(folder))
                    .map(folder::relativize)
                    .toList();
        }
    }

    private static void copy(Path from, Path to) throws IOException {
        boolean folder = Files.isDirectory(from, LinkOption.NOFOLLOW_LINKS);
        if (!folder || !Files.isDirectory(to, LinkOption.NOFOLLOW_LINKS)) {
            Files.copy(
                    from,
                    to,
                    StandardCopyOption.REPLACE_EXISTING,
                    StandardCopyOption.COPY_ATTRIBUTES,
                    LinkOption.NOFOLLOW_LINKS);
        }
    }

    private static void giveAway(Path path) throws IOException {
        Files.setAttribute(path, "unix:uid", NOBODY, LinkOption.NOFOLLOW_LINKS);
        Files.setAttribute(path, "unix:gid", NOBODY, LinkOption.NOFOLLOW_LINKS);
    }

    /** What shows whether a file was written to. */
    private record Stamp(boolean folder, long bytes, FileTime changed) {
        static Stamp of(Path path) throws IOException {
            BasicFileAttributes file = Files.readAttributes(path, BasicFileAttributes.class, LinkOption.NOFOLLOW_LINKS);
            return file.isDirectory()
                    ? new Stamp(true, 0, FileTime.fromMillis(0))
                    : new Stamp(false, file.size(), file.lastModifiedTime());
        }
    }

    /** Deletes the copy. */
    @Override
    public void close() throws IOException {
        if (!seen.equals(work)) {
            ContentCache.delete(seen);
        }
    }
}
