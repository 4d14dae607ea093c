// SPDX-License-Identifier: Apache-2.0
package io.fluxmill.quantizer.spiking.map;

import io.fluxmill.core.config.InputException;
import io.fluxmill.core.program.spiking.SpikingShape;
import java.math.BigInteger;
import java.util.ArrayList;
import java.util.List;
import java.util.TreeMap;

/**
 * Weights of a source for groups of neurons that follow each other.
 *
 * @param group the first of them
 * @param groups how many
 * @param words a word of weights for each; none if they are drawn
 * @param state of the register that they are drawn from; 0 if they are stored
 * @param delay ticks
 */
record Row(int group, int groups, List<BigInteger> words, int state, int delay) {
    /** Groups without a synapse that are bridged rather than begin a new row. */
    private static final int BRIDGED = 1;

    /** One whose weights are stored. */
    private static Row stored(int group, List<BigInteger> words, int delay) {
        return new Row(group, words.size(), List.copyOf(words), 0, delay);
    }

    /** One whose weights are drawn. */
    static Row drawn(int group, int groups, int state, int delay) {
        return new Row(group, groups, List.of(), state, delay);
    }

    /** The same, for neurons from another group on. */
    Row at(int otherGroup) {
        return new Row(otherGroup, groups, words, state, delay);
    }

    /**
     * The rows of synapses.
     *
     * @param index neurons of the hardware by neuron of the target; those of another core are -1
     * @throws InputException if weights of one bit would have to be 0
     */
    static List<Row> of(
            String connection, int[] index, int[] targets, int[] weights, int[] delays, SpikingShape shape) {
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
        if (shape.weightBits() == 1) {
            byDelay.values().forEach(groups -> requireWhole(connection, groups, index, shape));
        }
        List<Row> rows = new ArrayList<>();
        byDelay.forEach((delay, groups) -> rows.addAll(runs(delay, groups, shape)));
        return rows;
    }

    /** Every neuron of a group must have a weight. */
    private static void requireWhole(
            String connection, TreeMap<Integer, long[]> groups, int[] index, SpikingShape shape) {
        for (int neuron : index) {
            long[] weights = neuron < 0 ? null : groups.get(neuron / shape.lanes());
            if (weights != null && weights[neuron % shape.lanes()] == 0) {
                throw new InputException(
                        "connection " + connection
                                + " has no synapse, or one of another delay, between two neurons of which"
                                + " a neighbour has one; weights of one bit cannot be 0",
                        "set engine.weight-bits: 2");
            }
        }
    }

    private static List<Row> runs(int delay, TreeMap<Integer, long[]> groups, SpikingShape shape) {
        int bridged = shape.weightBits() == 1 ? 0 : BRIDGED;
        List<Row> rows = new ArrayList<>();
        List<BigInteger> words = new ArrayList<>();
        int first = groups.firstKey();
        for (int group : groups.keySet()) {
            if (group - (first + words.size()) > bridged) {
                rows.add(stored(first, words, delay));
                words.clear();
                first = group;
            }
            while (first + words.size() < group) {
                words.add(BigInteger.ZERO);
            }
            Packed word = new Packed();
            for (long weight : groups.get(group)) {
                word.addWeight(weight, shape.weightBits());
            }
            words.add(word.value());
        }
        rows.add(stored(first, words, delay));
        return rows;
    }
}
