// SPDX-License-Identifier: Apache-2.0
package io.fluxmill.core.program.spiking;

/**
 * Weights that nobody stores: those of a connection are a linear feedback shift register's bits, one weight after the other, those of the first source to all
 * neurons, then those of the second.
 *
 * <p>The register has 31 bits and the polynomial x^31 + x^28 + 1 (PRBS31 of ITU-T O.150; its period is 2^31 - 1): each bit is that of 31 bits ago, exclusive
 * or that of 28 bits ago. It begins with a seed and drops {@link #DROPPED} bits. A weight of w bits is the next w - 1 bits, the first one highest, and a 1
 * below them, in two's complement: odd numbers from -(2^(w-1) - 1) to 2^(w-1) - 1; a weight of one bit is 1 bit and a 1 below it: +1 or -1.
 */
public final class RandomWeights {
    /** Bits of the register; bit 0 is the youngest. */
    public static final int STATE_BITS = 31;

    /** Bits between the seed and the first weight. */
    public static final int DROPPED = 1 << 16;

    /** Largest seed; the least is 1. */
    public static final int MOST_SEED = Integer.MAX_VALUE;

    private static final int TAP = 28;

    private RandomWeights() {}

    /** Bits that a weight takes from the register. */
    public static int drawnBits(int weightBits) {
        return Math.max(1, weightBits - 1);
    }

    /** The register before the first weight. */
    public static int start(int seed) {
        return skip(seed, DROPPED);
    }

    /** The register so many bits later. */
    public static int skip(int state, long bits) {
        int skipped = state;
        for (long i = 0; i < bits; i++) {
            skipped = step(skipped);
        }
        return skipped;
    }

    /** The weight that begins at a state. */
    public static int weight(int state, int weightBits) {
        int bits = drawnBits(weightBits);
        int drawn = skip(state, bits) & (1 << bits) - 1;
        return (drawn << 1 | 1) << Integer.SIZE - 1 - bits >> Integer.SIZE - 1 - bits;
    }

    /** For each of the next bits, from the first on, which bits of the register it is the exclusive or of. */
    public static int[] masks(int bits) {
        int[] register = new int[STATE_BITS];
        for (int i = 0; i < STATE_BITS; i++) {
            register[i] = 1 << i;
        }
        int[] masks = new int[bits];
        for (int b = 0; b < bits; b++) {
            masks[b] = register[STATE_BITS - 1] ^ register[TAP - 1];
            System.arraycopy(register, 0, register, 1, STATE_BITS - 1);
            register[0] = masks[b];
        }
        return masks;
    }

    private static int step(int state) {
        int next = state >> STATE_BITS - 1 ^ state >> TAP - 1;
        return state << 1 & MOST_SEED | next & 1;
    }
}
