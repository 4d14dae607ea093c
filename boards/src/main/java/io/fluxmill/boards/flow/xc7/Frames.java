// SPDX-License-Identifier: Apache-2.0
package io.fluxmill.boards.flow.xc7;

import io.fluxmill.core.config.InputException;
import java.io.BufferedReader;
import java.io.BufferedWriter;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.HexFormat;
import java.util.Map;
import java.util.TreeMap;

/** Configuration frames by address: 101 words of 32 bits each (UG470, chapter 5). Frames that are not there are zero. */
public final class Frames {
    /** Words of a frame. */
    public static final int WORDS = 101;

    static final int WORD_BITS = 32;

    /** Word whose lowest 13 bits are the ECC of the frame. */
    private static final int ECC_WORD = 50;

    private static final int ECC_BITS = 13;
    private static final HexFormat HEX = HexFormat.of().withUpperCase();

    private final TreeMap<Integer, int[]> frames = new TreeMap<>(Integer::compareUnsigned);

    /** @param position bit of the frame, from bit 0 of word 0 */
    boolean get(int address, int position) {
        int[] words = frames.get(address);
        return words != null && (words[position / WORD_BITS] >>> position % WORD_BITS & 1) != 0;
    }

    /** @param position bit of the frame, from bit 0 of word 0 */
    void set(int address, int position) {
        frames.computeIfAbsent(address, key -> new int[WORDS])[position / WORD_BITS] |= 1 << position % WORD_BITS;
    }

    /** Whether a position is part of the ECC, which no feature sets. */
    static boolean isEcc(int position) {
        return position / WORD_BITS == ECC_WORD && position % WORD_BITS < ECC_BITS;
    }

    /** Whether any bit of some words of some frames is 1. */
    boolean anyIn(Tile.Area area) {
        for (int[] words :
                frames.subMap(area.address(), area.address() + area.frames()).values()) {
            for (int word = area.offset(); word < area.offset() + area.words(); word++) {
                if (words[word] != 0) {
                    return true;
                }
            }
        }
        return false;
    }

    /** Number of bits that are 1. */
    public long ones() {
        long ones = 0;
        for (int[] words : frames.values()) {
            for (int word : words) {
                ones += Integer.bitCount(word);
            }
        }
        return ones;
    }

    /** Bits that are 1 here and 0 in the other. */
    public Frames without(Frames other) {
        Frames rest = new Frames();
        frames.forEach((address, words) -> {
            int[] theirs = other.frames.getOrDefault(address, new int[WORDS]);
            for (int word = 0; word < WORDS; word++) {
                int bits = words[word] & ~theirs[word];
                if (bits != 0) {
                    rest.frames.computeIfAbsent(address, key -> new int[WORDS])[word] = bits;
                }
            }
        });
        return rest;
    }

    /** The first bit that is 1, as {@code bit_<address>_<word>_<bit>}, or nothing. */
    String first() {
        for (Map.Entry<Integer, int[]> frame : frames.entrySet()) {
            for (int word = 0; word < WORDS; word++) {
                if (frame.getValue()[word] != 0) {
                    int bit = Integer.numberOfTrailingZeros(frame.getValue()[word]);
                    return name(frame.getKey(), word * WORD_BITS + bit);
                }
            }
        }
        return "";
    }

    /** The name that prjxray's tools have for a bit. */
    static String name(int address, int position) {
        return String.format("bit_%08x_%03d_%02d", address, position / WORD_BITS, position % WORD_BITS);
    }

    /** Writes a {@code .frm} file for {@code xc7frames2bit}: a line of address and words for each frame. Whole or not at all. */
    public void write(Path file) throws IOException {
        Path part = file.resolveSibling(
                "." + file.getFileName() + "." + ProcessHandle.current().pid() + ".part");
        try (BufferedWriter writer = Files.newBufferedWriter(part)) {
            for (Map.Entry<Integer, int[]> frame : frames.entrySet()) {
                writer.write("0x" + HEX.toHexDigits(frame.getKey()));
                for (int word = 0; word < WORDS; word++) {
                    writer.write((word == 0 ? " 0x" : ",0x") + HEX.toHexDigits(frame.getValue()[word]));
                }
                writer.write('\n');
            }
        }
        Files.move(part, file, StandardCopyOption.REPLACE_EXISTING, StandardCopyOption.ATOMIC_MOVE);
    }

    /**
     * Reads what {@code bitread -y} writes, a name of a bit that is 1 on each line.
     *
     * @throws InputException if a line is something else
     */
    public static Frames readBits(Path file) {
        Frames frames = new Frames();
        try (BufferedReader reader = Files.newBufferedReader(file)) {
            for (String line = reader.readLine(); line != null; line = reader.readLine()) {
                if (!line.matches("bit_[0-9a-f]{8}_\\d{3}_\\d{2}")) {
                    throw new InputException(
                            file + ": a line must be a bit as bitread -y writes it: " + line,
                            "install the tools again with: fluxmill tools install xc7");
                }
                int word = Integer.parseInt(line, 13, 16, 10);
                frames.set(
                        Integer.parseUnsignedInt(line, 4, 12, 16),
                        word * WORD_BITS + Integer.parseInt(line, 17, 19, 10));
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return frames;
    }
}
