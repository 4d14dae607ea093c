// SPDX-License-Identifier: Apache-2.0
package io.fluxmill.hw.spiking;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;

import io.fluxmill.driver.spiking.SpikingRunner;
import io.fluxmill.quantizer.spiking.graph.IntegerNetwork;
import io.fluxmill.quantizer.spiking.graph.NeuronKind;
import io.fluxmill.quantizer.spiking.graph.SpikingNetwork;
import io.fluxmill.quantizer.spiking.reference.IntegerReference;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;

/** Read-outs by the contract, of a run of the reference. */
final class ReadOutOracle {
    static final int NONE = -1;
    private static final int COUNTS = 0;
    private static final int FIRST = 1;
    private static final int MEMBRANES = 2;
    private static final int MOST = 65535;

    private ReadOutOracle() {}

    /** The populations that a network's outputs are. */
    static int[] populations(IntegerNetwork network) {
        return network.outputs().stream()
                .mapToInt(SpikingNetwork.Output::population)
                .toArray();
    }

    /** A kind that the outputs of a network have, or {@link #NONE}. */
    static int draw(Random random, IntegerNetwork network, int most) {
        int size = 0;
        boolean fire = true;
        boolean states = true;
        for (int p : populations(network)) {
            NeuronKind of = network.populations().get(p).kind();
            size += network.populations().get(p).size();
            fire &= of.fires();
            states &= of != NeuronKind.THRESHOLD;
        }
        if (size > most || !fire && !states) {
            return NONE;
        }
        return fire && (!states || random.nextInt(3) != 0) ? random.nextInt(2) : MEMBRANES;
    }

    /** Demands the words and the class; how many words there are. */
    static int check(int kind, IntegerNetwork network, IntegerReference.Run run, SpikingRunner.Read read, String what) {
        List<Integer> words = new ArrayList<>();
        int ticks = run.spikes()[0].length;
        for (int p : populations(network)) {
            for (int n = 0; n < network.populations().get(p).size(); n++) {
                int sum = 0;
                int first = MOST;
                for (int t = ticks - 1; t >= 0; t--) {
                    sum = Math.min(MOST, sum + run.spikes()[p][t][n]);
                    first = run.spikes()[p][t][n] > 0 ? t : first;
                }
                words.add(kind == COUNTS ? sum : kind == FIRST ? first : run.membranes()[p][ticks - 1][n]);
            }
        }
        int best = 0;
        for (int i = 0; i < words.size(); i++) {
            boolean better = kind == FIRST ? words.get(i) < words.get(best) : words.get(i) > words.get(best);
            best = better ? i : best;
        }
        assertArrayEquals(words.stream().mapToInt(w -> w).toArray(), read.words(), what);
        assertEquals(best, read.best(), what);
        return words.size() + 1;
    }
}
