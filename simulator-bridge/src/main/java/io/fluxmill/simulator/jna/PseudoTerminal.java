// SPDX-License-Identifier: Apache-2.0
package io.fluxmill.simulator.jna;

import com.sun.jna.Library;
import com.sun.jna.Memory;
import com.sun.jna.Native;
import com.sun.jna.Pointer;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Arrays;

/**
 * A pseudo-terminal of Linux: programs open {@link #path} as a serial port, and this is the other end of the line. It passes every byte
 * unchanged.
 */
public final class PseudoTerminal implements AutoCloseable {
    private static final int READ_WRITE = 2;
    private static final int NO_CONTROL = 0x100;
    private static final int TERMIOS_BYTES = 256;
    private static final int POLLFD_BYTES = 8;
    private static final int EVENTS_AT = 4;
    private static final int RETURNED_AT = 6;
    private static final short READABLE = 1;
    private static final short WRITABLE = 4;
    private static final int PIECE_BYTES = 1024;

    /** Functions of the C library. */
    public interface LibC extends Library {
        int posix_openpt(int flags);

        int grantpt(int file);

        int unlockpt(int file);

        String ptsname(int file);

        int open(String path, int flags);

        int tcgetattr(int file, Pointer termios);

        void cfmakeraw(Pointer termios);

        int tcsetattr(int file, int when, Pointer termios);

        int poll(Pointer files, long count, int milliseconds);

        long read(int file, byte[] target, long count);

        long write(int file, byte[] bytes, long count);

        int close(int file);
    }

    private final LibC c;
    private final int master;
    private final int slave;
    private final Path path;
    private boolean closed;

    private PseudoTerminal(LibC c, int master, int slave, Path path) {
        this.c = c;
        this.master = master;
        this.slave = slave;
        this.path = path;
    }

    /** @throws IOException if this system gives none */
    public static PseudoTerminal open() throws IOException {
        LibC c;
        try {
            c = Native.load("c", LibC.class);
        } catch (UnsatisfiedLinkError e) {
            throw new IOException("this system has no pseudo-terminals that are known here", e);
        }
        int master = c.posix_openpt(READ_WRITE | NO_CONTROL);
        if (master < 0) {
            throw new IOException("this system gives no pseudo-terminal");
        }
        if (c.grantpt(master) != 0 || c.unlockpt(master) != 0) {
            c.close(master);
            throw new IOException("the pseudo-terminal cannot be unlocked");
        }
        String name = c.ptsname(master);
        // Held open, so that the line stays when a program closes the port.
        int slave = c.open(name, READ_WRITE | NO_CONTROL);
        Memory termios = new Memory(TERMIOS_BYTES);
        if (slave < 0 || c.tcgetattr(slave, termios) != 0) {
            c.close(master);
            throw new IOException("the pseudo-terminal " + name + " cannot be opened");
        }
        c.cfmakeraw(termios);
        c.tcsetattr(slave, 0, termios);
        return new PseudoTerminal(c, master, slave, Path.of(name));
    }

    /** The path that programs open. */
    public Path path() {
        return path;
    }

    /**
     * Waits for bytes from the program.
     *
     * @return the bytes that came, empty if none came in time
     */
    public synchronized byte[] read(int mostBytes, int milliseconds) {
        if (closed || !ready(READABLE, milliseconds)) {
            return new byte[0];
        }
        byte[] target = new byte[mostBytes];
        long count = c.read(master, target, mostBytes);
        return Arrays.copyOf(target, (int) Math.max(0, count));
    }

    /** Sends bytes to the program. As on a line without flow control, bytes that are not read for a while are lost. */
    public synchronized void write(byte[] bytes, int milliseconds) {
        for (int at = 0; at < bytes.length; ) {
            if (closed || !ready(WRITABLE, milliseconds)) {
                return;
            }
            byte[] piece = Arrays.copyOfRange(bytes, at, Math.min(bytes.length, at + PIECE_BYTES));
            long count = c.write(master, piece, piece.length);
            if (count <= 0) {
                return;
            }
            at += (int) count;
        }
    }

    private boolean ready(short event, int milliseconds) {
        Memory files = new Memory(POLLFD_BYTES);
        files.setInt(0, master);
        files.setShort(EVENTS_AT, event);
        files.setShort(RETURNED_AT, (short) 0);
        return c.poll(files, 1, milliseconds) > 0 && (files.getShort(RETURNED_AT) & event) != 0;
    }

    @Override
    public synchronized void close() {
        if (!closed) {
            closed = true;
            c.close(slave);
            c.close(master);
        }
    }
}
