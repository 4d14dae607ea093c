// SPDX-License-Identifier: Apache-2.0
package io.fluxmill.boards.bitstream;

/** Bytes from the front; {@link EndOfData} if there are none left. */
final class ByteReader {
    private final byte[] data;
    private int at;

    /** There are fewer bytes than a command wants. */
    static final class EndOfData extends RuntimeException {
        private static final long serialVersionUID = 1L;

        EndOfData() {
            super(null, null, false, false);
        }
    }

    ByteReader(byte[] data, int at) {
        this.data = data;
        this.at = at;
    }

    int at() {
        return at;
    }

    boolean atEnd() {
        return at >= data.length;
    }

    int u8() {
        if (at >= data.length) {
            throw new EndOfData();
        }
        return data[at++] & 0xFF;
    }

    /** Big-endian. */
    int u16() {
        return u8() << 8 | u8();
    }

    /** Big-endian. */
    long u32() {
        return (long) u16() << 16 | u16();
    }

    void skip(int bytes) {
        if (data.length - at < bytes) {
            throw new EndOfData();
        }
        at += bytes;
    }

    /** The first place of a pattern, or -1. */
    static int find(byte[] data, int from, int... pattern) {
        for (int at = from; at <= data.length - pattern.length; at++) {
            int same = 0;
            while (same < pattern.length && (data[at + same] & 0xFF) == pattern[same]) {
                same++;
            }
            if (same == pattern.length) {
                return at;
            }
        }
        return -1;
    }
}
