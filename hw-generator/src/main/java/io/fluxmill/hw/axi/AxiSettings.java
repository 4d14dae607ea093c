// SPDX-License-Identifier: Apache-2.0
package io.fluxmill.hw.axi;

import io.fluxmill.hw.hdl.Axi4;

/**
 * What an {@link AxiReader} or {@link AxiWriter} is built for; contract: docs/axi.md.
 *
 * @param dataBits of the bus: 32, 64 or 128
 * @param burstBeats most beats of a burst: a power of two, 1 to 256. Bursts end where a block of so many words ends, so none passes 4 kB
 * @param outstanding most bursts under way, 1 to 16
 * @param queueWords words of the data queue: a power of two, at least a burst and at most 65,536
 */
public record AxiSettings(int dataBits, int burstBeats, int outstanding, int queueWords) {
    /** Bits of a byte address. */
    public static final int ADDRESS_BITS = 32;

    /** Bits of the number of words of a command. */
    public static final int COUNT_BITS = 24;

    /** Bits of the number of cycles of a time-out. */
    public static final int TIMEOUT_BITS = 16;

    /** Bits of the number of beats of a burst less one. */
    static final int LENGTH_BITS = 8;

    /** @throws IllegalArgumentException if a number breaks its rule */
    public AxiSettings {
        require(dataBits == 32 || dataBits == 64 || dataBits == 128, "dataBits", "32, 64 or 128", dataBits);
        require(
                power(burstBeats) && burstBeats <= Axi4.MAX_BEATS,
                "burstBeats",
                "a power of two from 1 to 256",
                burstBeats);
        require(outstanding >= 1 && outstanding <= 16, "outstanding", "in 1..16", outstanding);
        require(
                power(queueWords) && queueWords >= Math.max(2, burstBeats) && queueWords <= 1 << 16,
                "queueWords",
                "a power of two from 2 to 65536, at least burstBeats",
                queueWords);
    }

    /** The widths of the interface, which has no transaction numbers. */
    public Axi4.Widths widths() {
        return new Axi4.Widths(ADDRESS_BITS, dataBits, 0);
    }

    /** Bytes of a word. */
    public int wordBytes() {
        return dataBits / Byte.SIZE;
    }

    /** Bits of a byte address below the number of its word. */
    int lowBits() {
        return Integer.numberOfTrailingZeros(wordBytes());
    }

    /** Bits of the number of a word. */
    int wordAddressBits() {
        return ADDRESS_BITS - lowBits();
    }

    private static boolean power(int value) {
        return value > 0 && Integer.bitCount(value) == 1;
    }

    private static void require(boolean holds, String what, String rule, int value) {
        if (!holds) {
            throw new IllegalArgumentException(what + " must be " + rule + ": " + what + "=" + value);
        }
    }
}
