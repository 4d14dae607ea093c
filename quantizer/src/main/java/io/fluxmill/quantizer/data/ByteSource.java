// SPDX-License-Identifier: Apache-2.0
package io.fluxmill.quantizer.data;

import io.fluxmill.core.config.InputException;
import java.io.BufferedInputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.Reader;
import java.nio.ByteBuffer;
import java.nio.charset.Charset;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.function.LongBinaryOperator;
import java.util.stream.IntStream;
import java.util.zip.GZIPInputStream;

/**
 * The bytes of a file from its beginning, unpacked while they are read. A reader takes the header first; the data are then checked against it
 * before memory is allocated, and at most one byte more than the header says is unpacked.
 */
public final class ByteSource implements AutoCloseable {
    static final String DAMAGED = "the file is truncated or damaged: fetch it again";

    /** The longest array of Java's virtual machine. */
    private static final long LONGEST_ARRAY = Integer.MAX_VALUE - 8;

    /** Deflate codes 258 bytes with at least 2 bits, so a packed byte becomes at most 1032 bytes. */
    static final int MOST_FROM_A_BYTE = 1032;

    private final String file;
    private final InputStream in;
    private final long packedBytes;
    private final boolean packed;
    private final long memoryBytes;
    private long position;

    /**
     * @param packedBytes size of the file, from which nothing was read yet; below 0 if it has none, like a pipe
     * @param packed whether the file is compressed
     * @param memoryBytes most bytes that are taken at once
     */
    ByteSource(String file, InputStream in, long packedBytes, boolean packed, long memoryBytes) {
        this.file = file;
        this.in = new BufferedInputStream(in);
        this.packedBytes = packedBytes;
        this.packed = packed;
        this.memoryBytes = Math.min(memoryBytes, LONGEST_ARRAY);
    }

    /** Bytes of data that fit into the free memory of Java, together with what is made from them. */
    static long freeMemory() {
        Runtime runtime = Runtime.getRuntime();
        return (runtime.maxMemory() - runtime.totalMemory() + runtime.freeMemory()) / 3;
    }

    /** The file, unpacked if it is compressed with gzip. */
    static ByteSource unpacked(Path path, long memoryBytes) {
        ByteSource plain = plain(path, memoryBytes);
        if (!plain.startsWith(0x1F, 0x8B)) {
            return plain;
        }
        try {
            return new ByteSource(plain.file, new GZIPInputStream(plain.in), plain.packedBytes, true, memoryBytes);
        } catch (IOException e) {
            throw plain.unreadable(e);
        }
    }

    /** The file as it is. */
    static ByteSource plain(Path path, long memoryBytes) {
        try {
            long size = Files.isRegularFile(path) ? Files.size(path) : -1;
            return new ByteSource(path.toString(), Files.newInputStream(path), size, false, memoryBytes);
        } catch (NoSuchFileException e) {
            throw new InputException(
                    path + ": there is no such file", "check the path; it is relative to the configuration");
        } catch (IOException e) {
            throw new InputException(path + ": cannot be read: " + fact(e), "check that it is a file you may read");
        }
    }

    /**
     * All bytes of a model's file.
     *
     * @throws InputException if it is not there, cannot be read, or is too large for Java's memory
     */
    public static byte[] wholeFile(Path path) {
        try (ByteSource in = plain(path, freeMemory())) {
            return in.rest();
        }
    }

    /** The text of a Java error in a form that fits into a message. */
    public static String fact(Exception e) {
        boolean silent = e instanceof EOFException || e.getMessage() == null;
        return silent ? "it ends too early" : quoted(e.getMessage());
    }

    InputException unreadable(IOException e) {
        return new InputException(file + ": cannot be read: " + fact(e), "check that the file is complete");
    }

    /** Path as the user gave it, for messages. */
    String file() {
        return file;
    }

    long memoryBytes() {
        return memoryBytes;
    }

    /** Whether the next bytes are these; no byte is taken. */
    boolean startsWith(int... bytes) {
        try {
            in.mark(bytes.length);
            byte[] next = in.readNBytes(bytes.length);
            in.reset();
            return next.length == bytes.length
                    && IntStream.range(0, bytes.length).allMatch(i -> next[i] == (byte) bytes[i]);
        } catch (IOException e) {
            throw unreadable(e);
        }
    }

    /** The next bytes, fewer at the end of the file. */
    byte[] upTo(int bytes) {
        try {
            byte[] next = in.readNBytes(bytes);
            position += next.length;
            return next;
        } catch (IOException e) {
            throw unreadable(e);
        }
    }

    /** The next bytes into an array of that size at once, fewer at the end of the file. */
    private byte[] take(int bytes) {
        try {
            byte[] next = new byte[bytes];
            int taken = in.readNBytes(next, 0, bytes);
            position += taken;
            return taken == bytes ? next : Arrays.copyOf(next, taken);
        } catch (IOException e) {
            throw unreadable(e);
        }
    }

    /** The rest, as text; malformed bytes become U+FFFD. */
    Reader text(Charset charset) {
        return new InputStreamReader(in, charset);
    }

    /** The rest of a file without a header. */
    byte[] rest() {
        long known = packed || packedBytes < 0 ? 0 : packedBytes - position;
        requireMemory(known, "bytes=" + known);
        byte[] bytes = known > 0 ? take((int) known) : upTo((int) memoryBytes);
        if (bytes.length == memoryBytes && !atEnd()) {
            requireMemory(memoryBytes + 1, "bytes=more than " + memoryBytes);
        }
        return bytes;
    }

    private boolean atEnd() {
        return upTo(1).length == 0;
    }

    /**
     * The data that a header announces, to the end of the file.
     *
     * @param shape sizes, each at least 0 as the header has it
     * @throws InputException unless the file has data of exactly this shape, of at least one element, that fits into memory
     */
    ByteBuffer data(long[] shape, ElementType type) {
        if (Arrays.stream(shape).anyMatch(size -> size == 0)) {
            throw new InputException(
                    file + ": must hold at least one value: shape=" + Arrays.toString(shape),
                    "save at least one sample of at least one value");
        }
        long expected = Arrays.stream(shape).reduce(type.bytes, SATURATING_PRODUCT);
        String rule = file + ": must have " + (expected == Long.MAX_VALUE ? "2^63 or more" : expected)
                + " bytes of data for the shape " + Arrays.toString(shape) + ": bytes=";
        requirePossible(expected, rule);
        requireMemory(expected, "bytes=" + expected);
        byte[] bytes = take((int) expected);
        if (bytes.length < expected) {
            throw new InputException(rule + bytes.length, DAMAGED);
        }
        if (!atEnd()) {
            throw new InputException(rule + "more than " + expected, DAMAGED);
        }
        return ByteBuffer.wrap(bytes);
    }

    /** Product of two numbers that are not negative; Long.MAX_VALUE if it is more. */
    public static final LongBinaryOperator SATURATING_PRODUCT =
            (a, b) -> b > 0 && a > Long.MAX_VALUE / b ? Long.MAX_VALUE : a * b;

    /** Checks, before memory is allocated, whether a file of this size can hold so much. */
    private void requirePossible(long expected, String rule) {
        if (packedBytes < 0) {
            return;
        }
        long most = packed ? MOST_FROM_A_BYTE * packedBytes : packedBytes - position;
        if (packed ? expected > most : expected != most) {
            throw new InputException(rule + (packed ? "at most " : "") + most, DAMAGED);
        }
    }

    /** @throws InputException if so many bytes at once are more than memory holds */
    void requireMemory(long bytes) {
        requireMemory(bytes, "bytes=" + bytes);
    }

    private void requireMemory(long bytes, String fact) {
        if (bytes > memoryBytes) {
            throw beyondMemory("bytes of data", memoryBytes, fact);
        }
    }

    /** @param most number that would fit */
    InputException beyondMemory(String what, long most, String fact) {
        return new InputException(
                file + ": must have at most " + most + " " + what + " to fit into the memory that Java has: " + fact,
                most < LONGEST_ARRAY
                        ? "make the file smaller, or give Java more memory, for example with"
                                + " JDK_JAVA_OPTIONS=-Xmx8g in the environment"
                        : "make the file smaller");
    }

    /** Text of a file in a form that fits into a message: one short line without control characters. */
    public static String quoted(String text) {
        String line = text.replaceAll("\\p{Cntrl}", "?");
        return line.length() <= 80 ? line : line.substring(0, 77) + "...";
    }

    @Override
    public void close() {
        try {
            in.close();
        } catch (IOException e) {
            throw unreadable(e);
        }
    }
}
