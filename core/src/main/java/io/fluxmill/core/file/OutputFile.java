// SPDX-License-Identifier: Apache-2.0
package io.fluxmill.core.file;

import io.fluxmill.core.config.ConfigNode;
import io.fluxmill.core.config.EnvironmentException;
import io.fluxmill.core.config.InputException;
import java.io.FileDescriptor;
import java.io.FileOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.AccessDeniedException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFilePermission;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Set;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.regex.Pattern;

/**
 * A file that the user has named, written whole or not at all.
 *
 * <p>Symbolic links are followed; the target of a dangling one is made. A regular file, or one that is not there, appears by one
 * rename from a temporary file beside it, and keeps the permissions it had. Anything else than a regular file, such as a device, a FIFO, {@code
 * /dev/stdout} or {@code /dev/fd/3}, is written directly. Folders that are missing are made when it is written.
 *
 * @param where where it is named, for messages, such as {@code --json} or {@code net.yaml:4: train.model}
 * @param key the same without a place, such as {@code model}
 */
public record OutputFile(String where, String key, Path file) {
    private static final int MOST_LINKS = 40;
    private static final Pattern DESCRIPTORS = Pattern.compile("/proc/\\d+/(task/\\d+/)?fd");
    private static final AtomicInteger COUNT = new AtomicInteger();

    /** A file that is named by an option or known by a word. */
    public static OutputFile of(String option, Path file) {
        return new OutputFile(option, option, file);
    }

    /** A file that a configuration names. */
    public static OutputFile of(ConfigNode node, String key) {
        String full = node.keyPath().isEmpty() ? key : node.keyPath() + "." + key;
        return new OutputFile(node.file() + ":" + node.line(key) + ": " + full, key, node.path(key));
    }

    /**
     * Checks, before any work is done, that it can be written. The check leaves no file behind.
     *
     * @throws InputException if it is a folder, its folder is a file, links lead nowhere, or a descriptor is not open
     * @throws EnvironmentException if its folder or the file cannot be written
     */
    public void check() {
        try {
            Path target = target();
            if (isReplaced(target)) {
                requireWritable(target);
                Files.delete(temporary(existing(target.getParent()).resolve(target.getFileName()), false));
            } else if (isDescriptor(target)) {
                requireOpen(target);
            } else {
                requireWritable(target);
            }
        } catch (IOException e) {
            throw failure(e);
        }
    }

    /** Writes text in UTF-8; see {@link #write(byte[])}. */
    public void write(String text) {
        write(text.getBytes(StandardCharsets.UTF_8));
    }

    /**
     * Writes the whole content.
     *
     * @throws InputException as {@link #check} does
     * @throws EnvironmentException if it cannot be written; a regular file is then as it was
     */
    public void write(byte[] content) {
        try {
            Path target = target();
            if (isReplaced(target)) {
                replace(target, content);
                return;
            }
            try (OutputStream out = isDescriptor(target) ? descriptor(target) : device(target)) {
                out.write(content);
            }
        } catch (IOException e) {
            throw failure(e);
        }
    }

    private EnvironmentException failure(IOException e) {
        return new EnvironmentException(
                where + ": " + file + " cannot be written: " + FileProblem.of(e), FileProblem.remedy(e));
    }

    /** The file that links lead to, which need not be there; a descriptor of a process is not followed. */
    private Path target() throws IOException {
        Path at = file.toAbsolutePath();
        for (int links = 0; links <= MOST_LINKS; links++) {
            if (Files.isDirectory(at, LinkOption.NOFOLLOW_LINKS)) {
                throw new InputException(
                        where + " must be a file, not a folder: " + key + "=" + file, "name a file in it");
            }
            at = realFolder(at.getParent()).resolve(at.getFileName());
            if (isDescriptor(at) || !Files.isSymbolicLink(at)) {
                return at;
            }
            at = at.resolveSibling(Files.readSymbolicLink(at));
        }
        throw new InputException(
                where + " must not be a symbolic link that leads to itself: " + key + "=" + file, "name another file");
    }

    /** The folder without links; what is missing of it is made by {@link #write}. */
    private Path realFolder(Path folder) throws IOException {
        Path there = existing(folder);
        Path real;
        try {
            real = there.toRealPath();
        } catch (AccessDeniedException e) {
            throw e;
        } catch (IOException e) {
            throw noFolder(there);
        }
        if (!Files.isDirectory(real)) {
            throw noFolder(there);
        }
        return real.resolve(there.relativize(folder)).normalize();
    }

    private InputException noFolder(Path there) {
        return new InputException(
                where + " must be in a folder: " + there.normalize() + " is none: " + key + "=" + file,
                "name another file");
    }

    /** The nearest folder, or what is in its place, that is there. */
    private static Path existing(Path folder) {
        Path there = folder;
        while (!Files.exists(there, LinkOption.NOFOLLOW_LINKS)) {
            there = there.getParent();
        }
        return there;
    }

    private static boolean isDescriptor(Path target) {
        return DESCRIPTORS.matcher(target.getParent().toString()).matches();
    }

    private static boolean isReplaced(Path target) {
        return !isDescriptor(target) && (Files.isRegularFile(target) || !Files.exists(target));
    }

    private static void replace(Path target, byte[] content) throws IOException {
        requireWritable(target);
        boolean there = Files.exists(target);
        Files.createDirectories(target.getParent());
        Path temporary = temporary(target, there);
        try {
            Files.write(temporary, content);
            if (there) {
                takeOver(target, temporary);
            }
            Files.move(temporary, target, StandardCopyOption.REPLACE_EXISTING, StandardCopyOption.ATOMIC_MOVE);
        } finally {
            Files.deleteIfExists(temporary);
        }
    }

    /** An empty file beside the target; only the user can read it if it is to get the permissions of another file. */
    private static Path temporary(Path target, boolean confined) throws IOException {
        Path place = target.resolveSibling(
                ".fluxmill." + ProcessHandle.current().pid() + "." + COUNT.incrementAndGet() + ".part");
        return confined
                ? Files.createFile(
                        place, PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------")))
                : Files.createFile(place);
    }

    /** Gives a file the owner, as far as that is allowed, and the permissions of another. */
    private static void takeOver(Path from, Path to) throws IOException {
        for (String owner : new String[] {"unix:uid", "unix:gid"}) {
            Object wanted = Files.getAttribute(from, owner);
            if (!wanted.equals(Files.getAttribute(to, owner))) {
                try {
                    Files.setAttribute(to, owner, wanted);
                } catch (IOException e) {
                    // Only the superuser gives files away; the file is then the user's.
                }
            }
        }
        Set<PosixFilePermission> permissions = Files.getPosixFilePermissions(from);
        Files.setPosixFilePermissions(to, permissions);
    }

    private static void requireWritable(Path target) throws IOException {
        if (Files.exists(target) && !Files.isWritable(target)) {
            throw new AccessDeniedException(target.toString());
        }
    }

    /** The link of a descriptor can be written if the descriptor can; others, such as those of the JVM, are only for reading. */
    private void requireOpen(Path target) throws IOException {
        if (!Files.isSymbolicLink(target)
                || !Files.getPosixFilePermissions(target, LinkOption.NOFOLLOW_LINKS)
                        .contains(PosixFilePermission.OWNER_WRITE)) {
            throw new InputException(
                    where + " must be a file descriptor that is open for writing: " + key + "=" + file,
                    "open it, for example with " + target.getFileName() + ">FILE, or name a file");
        }
    }

    private static OutputStream device(Path target) throws IOException {
        return Files.newOutputStream(target, StandardOpenOption.WRITE);
    }

    /** Appends, because the process that opened the file has chosen the position. The process's own streams share their position. */
    private OutputStream descriptor(Path target) throws IOException {
        requireOpen(target);
        boolean own = target.startsWith(Path.of("/proc/self").toRealPath());
        String number = target.getFileName().toString();
        if (own && number.equals("1")) {
            return new Shared(FileDescriptor.out);
        }
        if (own && number.equals("2")) {
            return new Shared(FileDescriptor.err);
        }
        return Files.newOutputStream(target, StandardOpenOption.WRITE, StandardOpenOption.APPEND);
    }

    /** A stream of this process that stays open. */
    private static final class Shared extends FileOutputStream {
        Shared(FileDescriptor descriptor) {
            super(descriptor);
        }

        @Override
        public void close() {
            // Others write to it.
        }
    }
}
