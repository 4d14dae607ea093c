// SPDX-License-Identifier: Apache-2.0
package io.fluxmill.quantizer.spiking.map;

import io.fluxmill.core.program.spiking.SpikingShape;
import java.math.BigInteger;
import java.util.ArrayList;
import java.util.List;
import java.util.TreeMap;

/**
 * Weights of a source for groups of neurons that follow each other.
 *
 * @param group the first of them
 * @param words a word of weights for each
 * @param delay ticks
 */
record Row(int group, List<BigInteger> words, int delay) {
    /** Groups without a synapse that are bridged rather than begin a new row. */
    private static final int BRIDGED = 1;

    /**
     * The rows of synapses.
     *
     * @param index neurons of the hardware by neuron of the target; those of another core are -1
     */
    static List<Row> of(int[] index, int[] targets, int[] weights, int[] delays, SpikingShape shape) {
        TreeMap<Integer, TreeMap<Integer, long[]>> byDelay = new TreeMap<>();
        for (int k = 0; k < targets.length; k++) {
            int neuron = index[targets[k]];
            if (neuron < 0) {
                continue;
            }
            byDelay.computeIfAbsent(delays[k], d -> new TreeMap<>())
                            .computeIfAbsent(neuron / shape.lanes(), g -> new long[shape.lanes()])[
                            neuron % shape.lanes()] =
                    weights[k];
        }
        List<Row> rows = new ArrayList<>();
        byDelay.forEach((delay, groups) -> rows.addAll(runs(delay, groups, shape)));
        return rows;
    }

    private static List<Row> runs(int delay, TreeMap<Integer, long[]> groups, SpikingShape shape) {
        List<Row> rows = new ArrayList<>();
        List<BigInteger> words = new ArrayList<>();
        int first = groups.firstKey();
        for (int group : groups.keySet()) {
            if (group - (first + words.size()) > BRIDGED) {
                rows.add(new Row(first, List.copyOf(words), delay));
                words.clear();
                first = group;
            }
            while (first + words.size() < group) {
                words.add(BigInteger.ZERO);
            }
            Packed word = new Packed();
            for (long weight : groups.get(group)) {
                word.add(weight, shape.weightBits());
            }
            words.add(word.value());
        }
        rows.add(new Row(first, List.copyOf(words), delay));
        return rows;
    }
}
