// SPDX-License-Identifier: Apache-2.0
package io.fluxmill.cli.spiking;

import io.fluxmill.driver.spiking.SpikingRunner;
import io.fluxmill.quantizer.spiking.graph.IntegerNetwork;
import io.fluxmill.quantizer.spiking.reference.IntegerReference;

/**
 * What was compared of hardware and reference.
 *
 * @param compared neurons times ticks, for spikes, membranes and currents; read-outs and classes
 * @param spikes of the hardware
 * @param first the first difference, or null
 */
record Tally(long compared, long spikes, long spikeMismatches, long stateMismatches, String first) {
    static final Tally NONE = new Tally(0, 0, 0, 0, null);

    Tally plus(Tally other) {
        return new Tally(
                compared + other.compared,
                spikes + other.spikes,
                spikeMismatches + other.spikeMismatches,
                stateMismatches + other.stateMismatches,
                first == null ? other.first : first);
    }

    static Tally of(IntegerNetwork network, IntegerReference.Run expected, SpikingRunner.Run run) {
        Tally tally = NONE;
        int ticks = expected.spikes()[0].length;
        for (int t = 0; t < ticks; t++) {
            for (int p = 0; p < network.populations().size(); p++) {
                IntegerNetwork.Neurons population = network.populations().get(p);
                if (population.kind().fires()) {
                    tally = tally.spikes(population.name(), t, expected.spikes()[p][t], run.spikes()[p][t]);
                }
                if (population.kind().hasMembrane() && run.membranes()[p][t] != null) {
                    tally = tally.states(
                            population.name(), "membrane", t, expected.membranes()[p][t], run.membranes()[p][t]);
                }
                if (population.kind().hasSynapse() && run.currents()[p][t] != null) {
                    tally = tally.states(
                            population.name(), "current", t, expected.currents()[p][t], run.currents()[p][t]);
                }
            }
        }
        return tally;
    }

    /**
     * The class and the words that an engine read; nothing if it read none.
     *
     * @param words of the reference
     */
    static Tally of(int[] words, int best, SpikingRunner.Read read) {
        if (read == null) {
            return NONE;
        }
        Tally classes = NONE.states("outputs", "class", -1, new int[] {best}, new int[] {read.best()});
        return classes.plus(NONE.states("outputs", "read-out", -1, words, read.words()));
    }

    private Tally spikes(String name, int tick, int[] expected, int[] found) {
        long sum = 0;
        for (int value : found) {
            sum += value;
        }
        Differences differences = Differences.of(name, "spikes", tick, expected, found);
        return plus(new Tally(found.length, sum, differences.count(), 0, differences.first()));
    }

    private Tally states(String name, String what, int tick, int[] expected, int[] found) {
        Differences differences = Differences.of(name, what, tick, expected, found);
        return plus(new Tally(found.length, 0, 0, differences.count(), differences.first()));
    }

    private record Differences(long count, String first) {
        static Differences of(String name, String what, int tick, int[] expected, int[] found) {
            long count = 0;
            String first = null;
            for (int n = 0; n < expected.length; n++) {
                if (expected[n] != found[n]) {
                    count++;
                    if (first == null) {
                        first = what + " of " + name + ", neuron " + n
                                + (tick < 0 ? "" : ", tick " + tick) + ": " + found[n]
                                + ", the reference has " + expected[n];
                    }
                }
            }
            return new Differences(count, first);
        }
    }
}
