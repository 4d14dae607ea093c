// SPDX-License-Identifier: Apache-2.0
package io.fluxmill.netlist.cell;

/** The 32-bit linear feedback shift register of stochastic synapses: x^32 + x^22 + x^2 + x + 1, of period 2^32 − 1. */
public final class Lfsr {
    /** Taps, of the form that shifts right. */
    public static final int TAPS = 0x80200003;

    /** Steps between two draws. */
    public static final int STEPS = 16;

    /** Bits of a draw. */
    public static final int DRAW_BITS = 16;

    private Lfsr() {}

    /** The state after the steps of one draw. */
    public static int advance(int state) {
        int x = state;
        for (int i = 0; i < STEPS; i++) {
            x = (x >>> 1) ^ (-(x & 1) & TAPS);
        }
        return x;
    }

    /** The draw of a state: its low 16 bits. */
    public static int draw(int state) {
        return state & ((1 << DRAW_BITS) - 1);
    }

    /** The seed of a synapse that is given none: never 0. */
    public static int seed(int netlistSeed, int instance) {
        int x = netlistSeed + 0x9E3779B9 * (instance + 1);
        x = (x ^ (x >>> 16)) * 0x85EBCA6B;
        x = (x ^ (x >>> 13)) * 0xC2B2AE35;
        x ^= x >>> 16;
        return x == 0 ? 1 : x;
    }
}
