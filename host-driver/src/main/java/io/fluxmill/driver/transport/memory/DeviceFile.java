// SPDX-License-Identifier: Apache-2.0
package io.fluxmill.driver.transport.memory;

import com.sun.jna.Memory;
import com.sun.jna.Native;
import com.sun.jna.Pointer;
import io.fluxmill.driver.transport.TransportException;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;

/** An open device of Linux, which can be mapped, read and written at offsets, and waited for. Every method throws {@link TransportException}. */
final class DeviceFile implements AutoCloseable {
    private static final class C {
        static final LibC LIBRARY = Native.load("c", LibC.class);
    }

    private static final int FLOCK_BYTES = 32;
    private static final int POLL_BYTES = 8;
    private static final int EVENTS_AT = 4;

    private final Path path;
    private final LibC c;
    private final int file;

    private DeviceFile(Path path, LibC c, int file) {
        this.path = path;
        this.c = c;
        this.file = file;
    }

    /**
     * Opens a device.
     *
     * @param flags of {@link LibC}
     * @param missing what to do if it is not there
     */
    static DeviceFile open(Path path, int flags, String missing) {
        if (!System.getProperty("os.name").equals("Linux") || Native.POINTER_SIZE != Long.BYTES) {
            throw new TransportException(path + " is a device of 64-bit Linux: run there");
        }
        if (!Files.exists(path)) {
            throw new TransportException("there is no device " + path + ": " + missing);
        }
        LibC c = C.LIBRARY;
        int file = c.open(path.toString(), flags | LibC.O_CLOEXEC);
        if (file < 0) {
            throw refused(path, "cannot be opened", c, Native.getLastError());
        }
        return new DeviceFile(path, c, file);
    }

    private static TransportException refused(Path path, String what, LibC c, int error) {
        String remedy =
                switch (error) {
                    case LibC.EACCES, LibC.EPERM -> ": run as root, or give your group access to it by a udev rule";
                    case LibC.EBUSY -> ": close the program that uses it";
                    default -> ": check the driver's messages with dmesg";
                };
        return new TransportException("device " + path + " " + what + " (" + c.strerror(error) + ")" + remedy);
    }

    private TransportException refused(String what) {
        return refused(path, what, c, Native.getLastError());
    }

    /** Takes a range for this process until the device is closed. */
    void lock(long start, long bytes) {
        Memory lock = new Memory(FLOCK_BYTES);
        lock.clear();
        lock.setShort(0, (short) LibC.F_WRLCK);
        lock.setLong(8, start);
        lock.setLong(16, bytes);
        if (c.fcntl(file, LibC.F_OFD_SETLK, lock) != 0) {
            int error = Native.getLastError();
            if (error == LibC.EAGAIN || error == LibC.EACCES) {
                throw new TransportException(
                        "device " + path + " is used by another program of this transport: close that program");
            }
            throw refused(path, "cannot be locked", c, error);
        }
    }

    /** Whether it is a regular file of limited length in place of a device; a device itself refuses what it cannot map. */
    private long length() {
        try {
            return Files.isRegularFile(path) ? Files.size(path) : Long.MAX_VALUE;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Bytes of a regular file from an offset, at most; many of a device. */
    long available(long offset) {
        return Math.max(0, length() - offset);
    }

    /** Maps a range for reading and writing. */
    Mapping map(long offset, long bytes) {
        if (offset % Mapping.PAGE_BYTES != 0) {
            throw new TransportException(String.format(
                    "device %s can be mapped from multiples of 0x%X only: offset=0x%X",
                    path, Mapping.PAGE_BYTES, offset));
        }
        if (available(offset) < bytes) {
            throw new TransportException(String.format(
                    "device %s has 0x%X bytes from offset 0x%X and must have 0x%X: check the address range of the design",
                    path, available(offset), offset, bytes));
        }
        Pointer address = c.mmap(null, bytes, LibC.PROT_READ_WRITE, LibC.MAP_SHARED, file, offset);
        if (Pointer.nativeValue(address) == -1) {
            throw refused(String.format("does not map 0x%X bytes from offset 0x%X", bytes, offset));
        }
        return new Mapping(c, address, bytes);
    }

    /** Reads at an offset, all of it. */
    void read(long offset, byte[] target) {
        int done = 0;
        while (done < target.length) {
            byte[] rest = new byte[target.length - done];
            int count = (int) c.pread(file, rest, rest.length, offset + done);
            if (count <= 0) {
                throw refused("gave " + done + " of " + target.length + " bytes");
            }
            System.arraycopy(rest, 0, target, done, count);
            done += count;
        }
    }

    /** Writes at an offset, all of it. */
    void write(long offset, byte[] source) {
        int done = 0;
        while (done < source.length) {
            byte[] rest = Arrays.copyOfRange(source, done, source.length);
            int count = (int) c.pwrite(file, rest, rest.length, offset + done);
            if (count <= 0) {
                throw refused("took " + done + " of " + source.length + " bytes");
            }
            done += count;
        }
    }

    /** Writes the word that enables an interrupt of UIO. */
    void enableInterrupt() {
        if (c.write(file, new byte[] {1, 0, 0, 0}, Integer.BYTES) != Integer.BYTES) {
            throw refused("does not enable its interrupt");
        }
    }

    /** Waits until the device has an event, and takes it; false if none came in time. */
    boolean awaitEvent(int milliseconds) {
        Memory files = new Memory(POLL_BYTES);
        files.clear();
        files.setInt(0, file);
        files.setShort(EVENTS_AT, LibC.POLLIN);
        int ready = c.poll(files, 1, milliseconds);
        if (ready < 0 && Native.getLastError() != LibC.EINTR) {
            throw refused("cannot be waited for");
        }
        if (ready <= 0) {
            return false;
        }
        if (c.read(file, new byte[Integer.BYTES], Integer.BYTES) != Integer.BYTES) {
            throw refused("gives no count of interrupts");
        }
        return true;
    }

    @Override
    public void close() {
        c.close(file);
    }

    /** Memory of a device; each access is one of 32 bits. */
    static final class Mapping implements AutoCloseable {
        /** The smallest page of Linux; a device with larger pages refuses the map itself. */
        static final int PAGE_BYTES = 4096;

        private static final java.lang.invoke.VarHandle WORDS =
                java.lang.invoke.MethodHandles.byteBufferViewVarHandle(int[].class, ByteOrder.LITTLE_ENDIAN);

        private final LibC c;
        private final Pointer address;
        private final long bytes;
        private ByteBuffer memory;

        Mapping(LibC c, Pointer address, long bytes) {
            this.c = c;
            this.address = address;
            this.bytes = bytes;
            memory = address.getByteBuffer(0, bytes);
        }

        int read(long offset) {
            return (int) WORDS.getVolatile(open(), (int) offset);
        }

        void write(long offset, int value) {
            WORDS.setVolatile(open(), (int) offset, value);
        }

        private ByteBuffer open() {
            if (memory == null) {
                throw new TransportException("the map is closed: open it again");
            }
            return memory;
        }

        @Override
        public void close() {
            if (memory != null) {
                memory = null;
                c.munmap(address, bytes);
            }
        }
    }
}
