// SPDX-License-Identifier: Apache-2.0
package io.fluxmill.core.cache;

import java.io.IOException;
import java.io.InterruptedIOException;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.locks.ReentrantLock;

/**
 * The lock of a cache entry, {@code <key>.lock} beside it. The process that builds the entry locks byte 0. Every process that uses it has a
 * shared lock on byte 1 until the process ends. The process that removes the entry locks both exclusively. A process that is killed leaves no
 * lock behind.
 *
 * <p>The operating system gives up all locks of a process on a file as soon as the process closes any channel to it. So there is one object and
 * at most one open channel for each file, and nothing else may open it, {@link java.nio.file.Files#setLastModifiedTime} included.
 */
final class EntryLock {
    static final String SUFFIX = ".lock";

    private static final Map<Path, EntryLock> ALL = new ConcurrentHashMap<>();
    private static final long BUILD = 0;
    private static final long USE = 1;
    private static final long BYTES = 2;
    private static final long POLL_MILLISECONDS = 10;

    private final Path file;
    /** Keeps the threads of this process apart, because the operating system's locks belong to the whole process. */
    private final ReentrantLock threads = new ReentrantLock();

    private FileChannel channel;
    private FileLock use;
    /** Which file the channel is open to. */
    private Object locked;

    private EntryLock(Path file) {
        this.file = file;
    }

    /** The lock of the entry in a directory. */
    static EntryLock of(Path directory) {
        Path parent = directory.getParent();
        try {
            parent = parent.toRealPath();
        } catch (IOException e) {
            // it does not exist: then nothing is locked under another name of it
        }
        return ALL.computeIfAbsent(parent.resolve(directory.getFileName() + SUFFIX), EntryLock::new);
    }

    /** An action that may fail. */
    interface Action<T> {
        T run() throws IOException;
    }

    /**
     * Keeps the entry, if it is there, from being removed until this process ends. If that is impossible, as in the cache of another user, the
     * entry can still be read.
     */
    void use() {
        threads.lock();
        try {
            share();
        } catch (IOException e) {
            // as the contract says
        } finally {
            threads.unlock();
        }
    }

    private void share() throws IOException {
        if (isUsed() && fileKey().equals(locked)) {
            return;
        }
        release(); // somebody has deleted the cache meanwhile
        channel = FileChannel.open(file, StandardOpenOption.CREATE, StandardOpenOption.READ, StandardOpenOption.WRITE);
        try {
            use = waitFor(channel, USE, 1, true);
            locked = fileKey();
        } finally {
            if (use == null) {
                channel.close();
            }
        }
    }

    /**
     * Locks as soon as possible. It tries repeatedly, because the operating system refuses to wait ("resource deadlock avoided") if two
     * processes wait for each other, even if different threads do, which is no deadlock.
     */
    static FileLock waitFor(FileChannel channel, long position, long bytes, boolean shared) throws IOException {
        try {
            FileLock lock = channel.tryLock(position, bytes, shared);
            while (lock == null) {
                Thread.sleep(POLL_MILLISECONDS);
                lock = channel.tryLock(position, bytes, shared);
            }
            return lock;
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new InterruptedIOException("interrupted while another process has it locked");
        }
    }

    /** Distinguishes the file at this place from an earlier one; empty if there is none. */
    private Object fileKey() throws IOException {
        return Files.exists(file)
                ? Files.readAttributes(file, BasicFileAttributes.class).fileKey()
                : Optional.empty();
    }

    private boolean isUsed() {
        return use != null && use.isValid();
    }

    /** Runs what builds the entry, when nobody else builds it. The entry is then in use, as {@link #use} says. */
    <T> T building(Action<T> build) throws IOException {
        threads.lock();
        try {
            share();
            try (FileLock held = waitFor(channel, BUILD, 1, false)) {
                return build.run();
            }
        } finally {
            threads.unlock();
        }
    }

    /** Runs what removes the entry, if nobody uses or builds it, in this process or another; else returns false at once. */
    boolean removing(Action<Boolean> remove) throws IOException {
        if (!threads.tryLock()) {
            return false;
        }
        try {
            if (isUsed() || threads.getHoldCount() > 1) {
                return false;
            }
            try (FileChannel own = FileChannel.open(file, StandardOpenOption.WRITE);
                    FileLock held = own.tryLock(BUILD, BYTES, false)) {
                return held != null && remove.run();
            }
        } finally {
            threads.unlock();
        }
    }

    /** Ends the use by this process; only for tests that play several processes in one. */
    void release() throws IOException {
        threads.lock();
        try {
            if (isUsed()) {
                channel.close();
            }
            use = null;
        } finally {
            threads.unlock();
        }
    }
}
