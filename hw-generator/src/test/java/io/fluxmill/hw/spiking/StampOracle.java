// SPDX-License-Identifier: Apache-2.0
package io.fluxmill.hw.spiking;

import io.fluxmill.core.program.spiking.SpikingProgram;
import io.fluxmill.core.program.spiking.SpikingShape;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * What an engine with {@link StampNetwork} answers to words, by docs/spiking-engine.md, tick by tick. Written without the layouts of the project.
 *
 * <p>Neurons that fire add their inputs, and fire as often as they have whole inputs, three times a tick at most. Neurons that do not fire add weights.
 */
final class StampOracle {
    private static final int NEVER = 65535;
    private static final int MOST_SUM = 1 << 19;

    /** What came out so far; {@link #raw} says which words are no spikes and no ends of ticks. */
    final List<Integer> answers = new ArrayList<>();

    final List<Boolean> raw = new ArrayList<>();
    long ticks;
    boolean failed;
    /** Ends of ticks that were left out. */
    long leftOut;
    /** Raw words that look like the end of a tick. */
    long likeTicks;

    private final SpikingProgram program;
    private final SpikingShape shape;
    private final boolean sparse;
    private final int readOut;
    private final long[] membranes = new long[2 * StampNetwork.SIZE];
    private final long[] counts = new long[2 * StampNetwork.SIZE];
    private final long[] first = new long[2 * StampNetwork.SIZE];
    private final int[] codes = new int[StampNetwork.INPUTS];
    private final long[] came = new long[StampNetwork.INPUTS];

    /** @param readOut 0 counts, 1 first ticks, 2 membranes */
    StampOracle(SpikingProgram program, SpikingShape shape, boolean sparse, int readOut) {
        this.program = program;
        this.shape = shape;
        this.sparse = sparse;
        this.readOut = readOut;
        clear();
    }

    void clear() {
        ticks = 0;
        Arrays.fill(membranes, 0);
        Arrays.fill(counts, 0);
        Arrays.fill(first, NEVER);
        Arrays.fill(codes, 0);
        Arrays.fill(came, 0);
    }

    void spike(int input, int value) {
        if (input < StampNetwork.INPUTS) {
            came[input] += value;
        }
    }

    /** A value of an encoder that sends it in every tick. */
    void value(int input, int code) {
        codes[input] = code;
    }

    /** @param wanted whether its end comes in any case */
    void tick(boolean wanted) {
        boolean fired = false;
        for (int n = 0; n < 2 * StampNetwork.SIZE; n++) {
            long sum = 0;
            for (int i = 0; i < StampNetwork.INPUTS; i++) {
                sum += StampNetwork.weight(i, n) * (came[i] + codes[i]);
            }
            if (Math.abs(sum) >= MOST_SUM) {
                throw new IllegalStateException("the sum does not fit: " + sum);
            }
            long membrane = Math.max(Integer.MIN_VALUE, Math.min(Integer.MAX_VALUE, membranes[n] + (sum << 16)));
            if (n < StampNetwork.SIZE) {
                int spikes = (int) Math.min(3, membrane >> 16);
                membrane -= (long) spikes << 16;
                if (spikes > 0) {
                    answer(spikes << 20 | place(n), false);
                    fired = true;
                    counts[n] = Math.min(NEVER, counts[n] + spikes);
                    first[n] = Math.min(first[n], ticks);
                }
            }
            membranes[n] = membrane;
        }
        Arrays.fill(came, 0);
        if (!sparse || fired || wanted) {
            answer(1 << 28 | (int) ticks, false);
        } else {
            leftOut++;
        }
        ticks++;
    }

    void until(long time) {
        failed |= time < ticks;
        while (ticks < time) {
            tick(ticks + 1 == time);
        }
    }

    /** States of a group: membranes of the lanes, and currents, which none of these neurons has. */
    void state(int core, int group) {
        int lanes = shape.lanes();
        long[] words = new long[lanes * (shape.currents() ? 2 : 1)];
        for (int n = 0; n < 2 * StampNetwork.SIZE; n++) {
            int lane = place(n) - core * shape.neurons() - group * lanes;
            if (lane >= 0 && lane < lanes) {
                words[lane] = membranes[n];
            }
        }
        for (long word : words) {
            answer((int) word, true);
        }
    }

    void read() {
        int best = 0;
        List<Long> words = new ArrayList<>();
        for (int n = 0; n < 2 * StampNetwork.SIZE; n++) {
            words.add((readOut == 0 ? counts : readOut == 1 ? first : membranes)[n]);
            long than = words.get(best);
            best = readOut == 1 ? words.get(n) < than ? n : best : words.get(n) > than ? n : best;
        }
        answer(9 << 28 | best, true);
        words.forEach(word -> answer(word.intValue(), true));
    }

    private void answer(int word, boolean untouched) {
        answers.add(word);
        raw.add(untouched);
        likeTicks += untouched && word >>> 28 == 1 ? 1 : 0;
    }

    /** The number of a neuron in the hardware. */
    private int place(int neuron) {
        return program.populations().get(neuron / StampNetwork.SIZE).index()[neuron % StampNetwork.SIZE];
    }
}
