// SPDX-License-Identifier: Apache-2.0
package io.fluxmill.quantizer.spiking.reference;

import io.fluxmill.core.program.spiking.NeuronRules;
import io.fluxmill.core.program.spiking.TickRules.Clamp;
import io.fluxmill.core.program.spiking.TickRules.Compare;
import io.fluxmill.core.program.spiking.TickRules.ResetTick;
import io.fluxmill.core.program.spiking.TickRules.SpikeFrom;
import io.fluxmill.core.program.spiking.TickRules.Synapse;
import io.fluxmill.quantizer.spiking.graph.IntegerNetwork;
import io.fluxmill.quantizer.spiking.graph.IntegerNetwork.Neurons;
import io.fluxmill.quantizer.spiking.graph.NeuronKind;

/** The states of a population in integers, and what a tick does to them. */
final class IntegerNeurons {
    private final IntegerNetwork network;
    private final Neurons population;
    private final NeuronKind kind;
    private final NeuronRules rules;
    private final int[] current;
    private final int[] membrane;
    private final int[] waiting;
    private final boolean[] due;

    IntegerNeurons(IntegerNetwork network, Neurons population) {
        this.network = network;
        this.population = population;
        kind = population.kind();
        rules = network.rules();
        int size = population.size();
        current = new int[size];
        membrane = new int[size];
        waiting = new int[size];
        due = new boolean[size];
    }

    void clear() {
        java.util.Arrays.fill(current, 0);
        java.util.Arrays.fill(membrane, 0);
        java.util.Arrays.fill(waiting, 0);
        java.util.Arrays.fill(due, false);
    }

    int[] membranes() {
        return membrane.clone();
    }

    int[] currents() {
        return current.clone();
    }

    /** One tick; the spikes of each neuron. */
    int[] step(long[] sums) {
        int[] spikes = new int[population.size()];
        for (int n = 0; n < spikes.length; n++) {
            spikes[n] = step(n, sums[n] << network.guardBits());
        }
        return spikes;
    }

    private int step(int n, long x) {
        long seen = kind.hasSynapse() ? synapse(n, x) : x;
        boolean holds = waiting[n] > 0;
        int old = membrane[n];
        long v = old;
        if (!holds) {
            v = saturate(decayed(old, population.membraneDecay()[n])
                    + seen
                    + population.leak()[n]);
            if (due[n]) {
                v = reset(n, v);
                due[n] = false;
            }
        }
        int spikes = 0;
        boolean real = kind != NeuronKind.THRESHOLD;
        int most = real ? rules.spikesPerTick() : 1;
        while (kind.fires()
                && !holds
                && spikes < most
                && fires(n, real && rules.spikeFrom() == SpikeFrom.OLD ? old : v)) {
            spikes++;
            if (real && rules.resetTick() == ResetTick.SAME) {
                v = reset(n, v);
            }
        }
        if (rules.clamp() == Clamp.THRESHOLD && kind.fires() && real && !holds) {
            v = Math.max(v, -population.threshold()[n]);
        }
        membrane[n] = (int) v;
        if (holds) {
            waiting[n]--;
        } else if (spikes > 0 && real) {
            waiting[n] = rules.refractory();
            due[n] = rules.resetTick() == ResetTick.NEXT;
        }
        return spikes;
    }

    private long synapse(int n, long x) {
        int old = current[n];
        boolean together = rules.synapse() == Synapse.DECAYED;
        long before = together ? saturate(old + x) : old;
        current[n] = (int) saturate(decayed(before, population.synapseDecay()[n]) + (together ? 0 : x));
        return rules.synapse() == Synapse.OLD ? old : current[n];
    }

    private boolean fires(int n, long v) {
        int threshold = population.threshold()[n];
        return v > threshold || v == threshold && rules.compare() == Compare.AT_LEAST && kind != NeuronKind.THRESHOLD;
    }

    private long reset(int n, long v) {
        return switch (rules.reset()) {
            case ZERO, VALUE -> population.reset()[n];
            case SUBTRACT -> saturate(v - population.threshold()[n]);
            case NONE -> v;
        };
    }

    private long decayed(long state, int factor) {
        if (network.shifts()) {
            if (factor == IntegerNetwork.NO_SHIFT) {
                return state;
            }
            long part = state >> factor;
            return state - (part != 0 ? part : Long.signum(state));
        }
        long product = state * factor;
        long whole = product >> network.decayBits();
        long rest = product - (whole << network.decayBits());
        long half = 1L << (network.decayBits() - 1);
        boolean up =
                switch (rules.rounding()) {
                    case NEAREST_EVEN -> rest > half || rest == half && (whole & 1) == 1;
                    case FLOOR -> false;
                    case TOWARD_ZERO -> product < 0 && rest > 0;
                };
        return whole + (up ? 1 : 0);
    }

    private long saturate(long value) {
        long most = (1L << (network.stateBits() - 1)) - 1;
        return Math.max(-most - 1, Math.min(most, value));
    }
}
