// SPDX-License-Identifier: Apache-2.0
package io.fluxmill.hw.spiking;

import io.fluxmill.core.program.spiking.EncoderRules;
import io.fluxmill.core.program.spiking.EncoderRules.Kind;
import java.math.BigInteger;
import java.util.BitSet;
import java.util.Random;

/** The encoders by the formulas of docs/spiking-contract.md: a generator of single bits, latencies by exact fractions, delta through time. */
final class EncoderOracle {
    private EncoderOracle() {}

    /**
     * Spikes, {@code [ticks][inputs]}.
     *
     * @param codes {@code [ticks][values]} of delta, else {@code [1][values]}
     * @param seed the lowest 28 bits of the generator's first state
     */
    static int[][] spikes(EncoderRules rules, int[][] codes, int ticks, int seed) {
        int n = codes[0].length;
        int[][] spikes = new int[ticks][rules.kind() == Kind.DELTA && rules.offSpikes() ? 2 * n : n];
        BitSet state = BitSet.valueOf(new long[] {seed});
        state.set(28);
        int[] kept = new int[n];
        for (int t = 0; t < ticks; t++) {
            for (int i = 0; i < n; i++) {
                int x = codes[rules.kind() == Kind.DELTA ? t : 0][i];
                switch (rules.kind()) {
                    case DIRECT -> spikes[t][i] = x;
                    case RATE -> {
                        long[] r = state.get(0, rules.bits()).toLongArray();
                        spikes[t][i] = x > (r.length == 0 ? 0 : r[0]) ? 1 : 0;
                        for (int step = 0; step < 8; step++) {
                            boolean leaves = state.get(0);
                            state = state.get(1, 33);
                            if (leaves) {
                                state.flip(0, 2);
                                state.flip(21);
                                state.flip(31);
                            }
                        }
                    }
                    case LATENCY -> spikes[t][i] = x > 0 && t == latency(x, (1 << rules.bits()) - 1, ticks) ? 1 : 0;
                    case DELTA -> {
                        if (x - kept[i] >= rules.threshold()) {
                            spikes[t][i] = 1;
                        }
                        if (rules.offSpikes() && kept[i] - x >= rules.threshold()) {
                            spikes[t][n + i] = 1;
                        }
                        if (rules.everyTick() || Math.abs(x - kept[i]) >= rules.threshold()) {
                            kept[i] = x;
                        }
                    }
                    default -> throw new IllegalArgumentException("kind must be an encoder's: " + rules.kind());
                }
            }
        }
        return spikes;
    }

    /** floor(p + 1/2) of p = (most - x) (ticks - 1) / most. */
    static int latency(int x, int most, int ticks) {
        BigInteger numerator = BigInteger.valueOf(most - x).multiply(BigInteger.valueOf(ticks - 1L));
        BigInteger[] whole = numerator.divideAndRemainder(BigInteger.valueOf(most));
        boolean up = whole[1].shiftLeft(1).compareTo(BigInteger.valueOf(most)) >= 0;
        return whole[0].intValueExact() + (up ? 1 : 0);
    }

    /**
     * Random rules that an encoder can keep.
     *
     * @param inputs of the network
     * @return null if the kind that was drawn cannot be
     */
    static EncoderRules draw(Random random, int encoderBits, int valueBits, int inputs, int ticks) {
        Kind kind = Kind.values()[1 + random.nextInt(4)];
        int bits = 1 + random.nextInt(encoderBits);
        boolean off = kind == Kind.DELTA && random.nextBoolean();
        if (kind == Kind.DIRECT && bits > valueBits || off && inputs % 2 == 1) {
            return null;
        }
        int[] latencies = new int[kind == Kind.LATENCY ? 1 << bits : 0];
        for (int x = 0; x < latencies.length; x++) {
            latencies[x] = latency(x, (1 << bits) - 1, ticks);
        }
        return new EncoderRules(
                kind,
                bits,
                kind == Kind.DELTA ? 1 + random.nextInt((1 << bits) - 1) : 0,
                kind == Kind.DELTA && random.nextBoolean(),
                off,
                off ? inputs / 2 : inputs,
                latencies);
    }

    /** Codes, {@code [ticks][values]} of delta, else {@code [1][values]}; many are 0 or do not change. */
    static int[][] codes(Random random, EncoderRules rules, int ticks) {
        int[][] codes = new int[rules.kind() == Kind.DELTA ? ticks : 1][rules.values()];
        int share = 1 + random.nextInt(99);
        for (int t = 0; t < codes.length; t++) {
            for (int i = 0; i < rules.values(); i++) {
                int before = t == 0 ? 0 : codes[t - 1][i];
                codes[t][i] = random.nextInt(100) < share ? random.nextInt(1 << rules.bits()) : before;
            }
        }
        return codes;
    }
}
