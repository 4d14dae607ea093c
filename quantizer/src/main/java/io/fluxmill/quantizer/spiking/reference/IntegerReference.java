// SPDX-License-Identifier: Apache-2.0
package io.fluxmill.quantizer.spiking.reference;

import io.fluxmill.quantizer.spiking.graph.IntegerNetwork;
import io.fluxmill.quantizer.spiking.graph.IntegerNetwork.Synapses;
import io.fluxmill.quantizer.spiking.graph.IntegerNetwork.Wiring;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/** The bit-exact twin of the spiking engine: a network in integers, tick by tick. Sums are exact; the mapping proves that they fit the engine. */
public final class IntegerReference {
    private final IntegerNetwork network;
    private final List<IntegerNeurons> neurons = new ArrayList<>();
    private final List<List<Fan>> ofInput = new ArrayList<>();
    private final List<List<Fan>> ofPopulation = new ArrayList<>();
    private final int slots;

    /** {@code [populations][slots][neurons]}: what arrives in which tick. */
    private final long[][][] sums;

    private int tick;
    private long operations;

    public IntegerReference(IntegerNetwork network) {
        this.network = network;
        int most = 0;
        network.inputs().forEach(input -> ofInput.add(new ArrayList<>()));
        network.populations().forEach(population -> {
            ofPopulation.add(new ArrayList<>());
            neurons.add(new IntegerNeurons(network, population));
        });
        for (Wiring wiring : network.connections()) {
            Fan fan = Fan.of(wiring);
            (wiring.fromInput() ? ofInput : ofPopulation).get(wiring.source()).add(fan);
            most = Math.max(most, fan.longest());
        }
        slots = most + 1;
        sums = new long[neurons.size()][slots][];
        for (int p = 0; p < neurons.size(); p++) {
            for (int s = 0; s < slots; s++) {
                sums[p][s] = new long[network.populations().get(p).size()];
            }
        }
    }

    /**
     * A connection, source by source.
     *
     * @param delays the delay of all synapses of a source, or −1 if they have several
     */
    private record Fan(int target, Synapses[] synapses, int[] delays, int longest) {
        static Fan of(Wiring wiring) {
            int[] delays = new int[wiring.synapses().length];
            int longest = 0;
            for (int i = 0; i < delays.length; i++) {
                int[] of = wiring.synapses()[i].delays();
                boolean same = true;
                for (int delay : of) {
                    longest = Math.max(longest, delay);
                    same &= delay == of[0];
                }
                delays[i] = same ? of.length == 0 ? 0 : of[0] : -1;
            }
            return new Fan(wiring.target(), wiring.synapses(), delays, longest);
        }
    }

    /**
     * Results of a run, all {@code [populations][ticks][neurons]}.
     *
     * @param spikes of each tick
     * @param membranes after each tick
     * @param currents after each tick
     * @param operations synaptic operations: spikes, times their synapses
     */
    public record Run(int[][][] spikes, int[][][] membranes, int[][][] currents, long operations) {}

    /**
     * Runs from rest.
     *
     * @param inputs {@code [inputs of the network][ticks][values]}, spikes or their number
     */
    public Run run(int[][][] inputs) {
        clear();
        int ticks = inputs[0].length;
        int count = neurons.size();
        int[][][] spikes = new int[count][ticks][];
        int[][][] membranes = new int[count][ticks][];
        int[][][] currents = new int[count][ticks][];
        for (int t = 0; t < ticks; t++) {
            for (int i = 0; i < inputs.length; i++) {
                send(ofInput.get(i), inputs[i][t]);
            }
            addBiases();
            for (int p = 0; p < count; p++) {
                long[] arriving = sums[p][t % slots];
                spikes[p][t] = neurons.get(p).step(arriving);
                Arrays.fill(arriving, 0);
                membranes[p][t] = neurons.get(p).membranes();
                currents[p][t] = neurons.get(p).currents();
                send(ofPopulation.get(p), spikes[p][t]);
            }
            tick++;
        }
        return new Run(spikes, membranes, currents, operations);
    }

    private void clear() {
        tick = 0;
        operations = 0;
        neurons.forEach(IntegerNeurons::clear);
        for (long[][] population : sums) {
            for (long[] slot : population) {
                Arrays.fill(slot, 0);
            }
        }
    }

    private void addBiases() {
        for (Wiring wiring : network.connections()) {
            if (wiring.bias() != null && (!wiring.lateBias() || tick >= network.lateTick())) {
                long[] arriving = sums[wiring.target()][tick % slots];
                for (int n = 0; n < arriving.length; n++) {
                    arriving[n] += wiring.bias()[n];
                }
            }
        }
    }

    private void send(List<Fan> fans, int[] values) {
        for (Fan fan : fans) {
            for (int i = 0; i < values.length; i++) {
                if (values[i] != 0) {
                    send(fan, i, values[i]);
                }
            }
        }
    }

    private void send(Fan fan, int source, int value) {
        Synapses synapses = fan.synapses()[source];
        int[] targets = synapses.targets();
        int[] weights = synapses.weights();
        int[] delays = synapses.delays();
        long[][] of = sums[fan.target()];
        operations += targets.length;
        if (fan.delays()[source] < 0) {
            for (int k = 0; k < targets.length; k++) {
                of[(tick + delays[k]) % slots][targets[k]] += (long) value * weights[k];
            }
            return;
        }
        long[] arriving = of[(tick + fan.delays()[source]) % slots];
        for (int k = 0; k < targets.length; k++) {
            arriving[targets[k]] += (long) value * weights[k];
        }
    }
}
