// SPDX-License-Identifier: Apache-2.0
package io.fluxmill.quantizer.spiking.encode;

import java.math.BigDecimal;
import java.math.BigInteger;
import java.math.RoundingMode;

/** The encoders as docs/spiking-contract.md writes them, bit by bit and in exact fractions. */
final class EncoderFormulas {
    private EncoderFormulas() {}

    /** Bits 0 (lowest) to 31 of the first state. */
    private static boolean[] firstState(long seed, long sample) {
        BigInteger word = BigInteger.ONE.shiftLeft(32);
        BigInteger h = BigInteger.valueOf(seed)
                .multiply(BigInteger.valueOf(0x9E3779B9L))
                .add(BigInteger.valueOf(sample))
                .mod(word);
        h = h.xor(h.shiftRight(16)).multiply(BigInteger.valueOf(0x85EBCA6BL)).mod(word);
        h = h.xor(h.shiftRight(13)).multiply(BigInteger.valueOf(0xC2B2AE35L)).mod(word);
        h = h.xor(h.shiftRight(16));
        boolean[] bits = new boolean[32];
        for (int i = 0; i < 28; i++) {
            bits[i] = h.testBit(i);
        }
        bits[28] = true;
        return bits;
    }

    /** Every bit moves a place down; if a 1 leaves, bits 31, 21, 1 and 0 (taps 32, 22, 2, 1) change. */
    private static void step(boolean[] bits) {
        boolean leaves = bits[0];
        for (int i = 0; i < 31; i++) {
            bits[i] = bits[i + 1];
        }
        bits[31] = false;
        if (leaves) {
            for (int tap : new int[] {32, 22, 2, 1}) {
                bits[tap - 1] ^= true;
            }
        }
    }

    static int[][] rate(int[] codes, int ticks, int bits, int seed, int sample) {
        boolean[] state = firstState(seed, sample);
        int[][] spikes = new int[ticks][codes.length];
        for (int t = 0; t < ticks; t++) {
            for (int i = 0; i < codes.length; i++) {
                int r = 0;
                for (int b = 0; b < bits; b++) {
                    r += state[b] ? 1 << b : 0;
                }
                spikes[t][i] = codes[i] > r ? 1 : 0;
                for (int s = 0; s < 8; s++) {
                    step(state);
                }
            }
        }
        return spikes;
    }

    static int[][] latency(int[] codes, int ticks, int bits) {
        int[][] spikes = new int[ticks][codes.length];
        BigDecimal most = BigDecimal.valueOf((1 << bits) - 1);
        for (int i = 0; i < codes.length; i++) {
            if (codes[i] > 0) {
                // The nearest integer, halves up, of (most - x) (T - 1) / most.
                int tick = most.subtract(BigDecimal.valueOf(codes[i]))
                        .multiply(BigDecimal.valueOf(ticks - 1L))
                        .divide(most, 12, RoundingMode.DOWN)
                        .setScale(0, RoundingMode.HALF_UP)
                        .intValueExact();
                spikes[tick][i]++;
            }
        }
        return spikes;
    }

    static int[][] direct(int[] codes, int ticks) {
        int[][] spikes = new int[ticks][codes.length];
        for (int t = 0; t < ticks; t++) {
            for (int i = 0; i < codes.length; i++) {
                spikes[t][i] = codes[i];
            }
        }
        return spikes;
    }

    /** Value by value through time; {@code previous}: compared with the tick before. */
    static int[][] delta(int[][] codes, int threshold, boolean previous, boolean off) {
        int n = codes[0].length;
        int[][] spikes = new int[codes.length][off ? 2 * n : n];
        for (int i = 0; i < n; i++) {
            int kept = 0;
            for (int t = 0; t < codes.length; t++) {
                int change = codes[t][i] - kept;
                if (change >= threshold) {
                    spikes[t][i] = 1;
                }
                if (off && change <= -threshold) {
                    spikes[t][n + i] = 1;
                }
                if (previous || Math.abs(change) >= threshold) {
                    kept = codes[t][i];
                }
            }
        }
        return spikes;
    }
}
