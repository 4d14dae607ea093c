// SPDX-License-Identifier: Apache-2.0
package io.fluxmill.driver.transport;

import java.io.ByteArrayOutputStream;
import java.util.Optional;

/** Consistent overhead byte stuffing: bytes to bytes other than 0. S. Cheshire, M. Baker, https://doi.org/10.1109/90.769765. */
final class Cobs {
    private static final int FULL_BLOCK = 254;

    private Cobs() {}

    /** The encoded bytes, between zeros. */
    static byte[] frame(byte[] bytes) {
        ByteArrayOutputStream out = new ByteArrayOutputStream(bytes.length + bytes.length / FULL_BLOCK + 3);
        out.write(0);
        int from = 0;
        boolean open = true;
        while (open) {
            int to = from;
            while (to < bytes.length && bytes[to] != 0 && to - from < FULL_BLOCK) {
                to++;
            }
            out.write(to - from + 1);
            out.write(bytes, from, to - from);
            open = to < bytes.length;
            from = open && to - from == FULL_BLOCK ? to : to + 1;
        }
        out.write(0);
        return out.toByteArray();
    }

    /** The decoded bytes of what came between two zeros; empty if its blocks are wrong. */
    static Optional<byte[]> decode(byte[] encoded, int length) {
        ByteArrayOutputStream out = new ByteArrayOutputStream(length);
        int at = 0;
        while (at < length) {
            int code = encoded[at] & 0xFF;
            if (at + code > length) {
                return Optional.empty();
            }
            out.write(encoded, at + 1, code - 1);
            at += code;
            if (at < length && code != FULL_BLOCK + 1) {
                out.write(0);
            }
        }
        return Optional.of(out.toByteArray());
    }
}
