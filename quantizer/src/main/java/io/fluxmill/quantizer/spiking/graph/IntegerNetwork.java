// SPDX-License-Identifier: Apache-2.0
package io.fluxmill.quantizer.spiking.graph;

import io.fluxmill.core.program.spiking.NeuronRules;
import java.util.Arrays;
import java.util.List;

/**
 * A spiking network in integers: what a spiking engine computes, exactly. The unit of a population's sums is {@code 2^guardBits} of its states' unit.
 *
 * @param guardBits places of the states below the weights' lowest
 * @param stateBits of membranes and currents, which saturate
 * @param decayBits places of decay factors behind the point; 0 if factors are shifts
 * @param lateTick first tick in which the biases of recurrent connections count
 */
public record IntegerNetwork(
        String name,
        NeuronRules rules,
        int guardBits,
        int stateBits,
        int decayBits,
        int lateTick,
        List<SpikingNetwork.Input> inputs,
        List<Neurons> populations,
        List<Wiring> connections,
        List<SpikingNetwork.Output> outputs) {
    /** The factor of a state that does not decay, where states decay by shifts. */
    public static final int NO_SHIFT = 31;

    public IntegerNetwork {
        inputs = List.copyOf(inputs);
        populations = List.copyOf(populations);
        connections = List.copyOf(connections);
        outputs = List.copyOf(outputs);
    }

    /** Whether states decay by shifts. */
    public boolean shifts() {
        return decayBits == 0;
    }

    /**
     * The largest sum that can arrive at a neuron in one tick: all sources with their largest values, whatever the signs of the weights.
     *
     * @param inputValue the largest value of an input
     */
    public long largestSum(long inputValue) {
        return Arrays.stream(largestSums(inputValue))
                .flatMapToLong(Arrays::stream)
                .max()
                .orElse(0);
    }

    /** The largest sums of all neurons, {@code [populations][neurons]}. */
    public long[][] largestSums(long inputValue) {
        long[][] sums = populations.stream().map(p -> new long[p.size()]).toArray(long[][]::new);
        for (Wiring wiring : connections) {
            long value = wiring.fromInput() ? inputValue : rules.spikesPerTick();
            long[] of = sums[wiring.target()];
            for (Synapses synapses : wiring.synapses()) {
                for (int k = 0; k < synapses.targets().length; k++) {
                    of[synapses.targets()[k]] += value * Math.abs((long) synapses.weights()[k]);
                }
            }
            for (int n = 0; wiring.bias() != null && n < of.length; n++) {
                of[n] += Math.abs((long) wiring.bias()[n]);
            }
        }
        return sums;
    }

    /**
     * A population. Arrays have a value for each neuron, in the states' unit.
     *
     * @param synapseDecay times {@code 2^decayBits}, or a shift
     * @param membraneDecay the same
     * @param unit what 1 of the membrane is, in volts
     */
    public record Neurons(
            String name,
            NeuronKind kind,
            int[] shape,
            int[] synapseDecay,
            int[] membraneDecay,
            int[] leak,
            int[] threshold,
            int[] reset,
            double[] unit) {
        /** How many neurons. */
        public int size() {
            return threshold.length;
        }
    }

    /**
     * A connection, synapse by synapse.
     *
     * @param synapses by value of the source
     * @param bias in the unit of the sums, for each neuron of the target; null for none
     * @param lateBias whether the bias counts from {@code lateTick} on only
     * @param seed of the register whose bits the weights are, if they are; 0 if they are not
     */
    public record Wiring(
            String name,
            boolean fromInput,
            int source,
            int target,
            Synapses[] synapses,
            int[] bias,
            boolean lateBias,
            int seed) {
        /** Weights that are stored. */
        public Wiring(
                String name,
                boolean fromInput,
                int source,
                int target,
                Synapses[] synapses,
                int[] bias,
                boolean lateBias) {
            this(name, fromInput, source, target, synapses, bias, lateBias, 0);
        }

        /** Whether the weights are drawn from a register. */
        public boolean isDrawn() {
            return seed != 0;
        }
    }

    /**
     * The synapses of a source.
     *
     * @param targets neurons of the target, ascending
     * @param weights not 0, in the unit of the sums
     * @param delays ticks
     */
    public record Synapses(int[] targets, int[] weights, int[] delays) {}
}
