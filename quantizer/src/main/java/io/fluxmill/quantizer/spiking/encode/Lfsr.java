// SPDX-License-Identifier: Apache-2.0
package io.fluxmill.quantizer.spiking.encode;

/**
 * The generator of rate coding: a 32-bit Galois LFSR that shifts right, of the polynomial x^32 + x^22 + x^2 + x + 1 (period 2^32 − 1).
 * docs/spiking-contract.md is its contract.
 */
public final class Lfsr {
    /** Steps from one input to the next. */
    public static final int LEAP = 8;

    /** What is added to the shifted state if the bit that leaves is 1: a 1 for each tap, tap 1 lowest. */
    public static final int TAPS = 0x80200003;

    /** The highest digit of each seed, which is why no state is 0. */
    public static final int SEED_TOP = 0x10000000;

    /** Bits of a seed below its highest digit. */
    public static final int SEED_BITS = 28;

    private static final int GOLDEN = 0x9E3779B9;

    private int state;

    private Lfsr(int state) {
        this.state = state;
    }

    /** The generator of a sample, before its first tick. */
    static Lfsr of(int seed, int sample) {
        return new Lfsr(SEED_TOP | seedOf(seed, sample));
    }

    /**
     * The lower 28 bits of the first state: those of the finish of MurmurHash3 of {@code 0x9E3779B9 seed + sample}.
     *
     * @param sample number of the sample in its file
     */
    public static int seedOf(int seed, int sample) {
        int h = GOLDEN * seed + sample;
        h ^= h >>> 16;
        h *= 0x85EBCA6B;
        h ^= h >>> 13;
        h *= 0xC2B2AE35;
        h ^= h >>> 16;
        return h & (1 << SEED_BITS) - 1;
    }

    /** The state, and then a leap. */
    int next() {
        int now = state;
        for (int i = 0; i < LEAP; i++) {
            state = state >>> 1 ^ (TAPS & -(state & 1));
        }
        return now;
    }
}
