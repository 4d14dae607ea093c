// SPDX-License-Identifier: Apache-2.0
package io.fluxmill.quantizer.spiking.reference;

import io.fluxmill.core.config.InputException;
import io.fluxmill.core.program.spiking.TickRules;
import io.fluxmill.core.program.spiking.TickRules.Clamp;
import io.fluxmill.core.program.spiking.TickRules.Compare;
import io.fluxmill.core.program.spiking.TickRules.ResetTick;
import io.fluxmill.core.program.spiking.TickRules.SpikeFrom;
import io.fluxmill.core.program.spiking.TickRules.Synapse;
import io.fluxmill.core.program.spiking.TickRules.Unit;
import io.fluxmill.quantizer.spiking.graph.NeuronFactors;
import io.fluxmill.quantizer.spiking.graph.NeuronKind;
import io.fluxmill.quantizer.spiking.graph.Population;

/** The states of a population, and what a tick does to them, in double. */
final class FloatNeurons {
    private final Population population;
    private final NeuronKind kind;
    private final TickRules rules;
    private final int size;

    /** Of each neuron: factors of the states and of what is added to them. */
    private final double[] synapseDecay;

    private final double[] synapseGain;
    private final double[] membraneDecay;
    private final double[] membraneGain;
    private final double[] leak;

    /** In the unit of the membrane. */
    private final double[] threshold;

    private final double[] resetValue;

    private final double[] current;
    private final double[] membrane;
    private final int[] waiting;

    /** Spikes whose reset is to come. */
    private final int[] due;

    FloatNeurons(Population population, TickRules rules) {
        this.population = population;
        this.kind = population.kind();
        this.rules = rules;
        size = population.size();
        synapseDecay = new double[size];
        synapseGain = new double[size];
        membraneDecay = new double[size];
        membraneGain = new double[size];
        leak = new double[size];
        threshold = new double[size];
        resetValue = new double[size];
        current = new double[size];
        membrane = new double[size];
        waiting = new int[size];
        due = new int[size];
        for (int n = 0; n < size; n++) {
            derive(n);
        }
    }

    private void derive(int n) {
        NeuronFactors factors = NeuronFactors.of(population, n, rules);
        synapseDecay[n] = factors.synapseDecay();
        synapseGain[n] = factors.synapseGain();
        membraneDecay[n] = factors.membraneDecay();
        double unit = kind.hasMembrane() ? unit(factors) : 1;
        if (!(unit > 0)) {
            throw new InputException(
                    "neuron " + n + " of node " + population.name() + " has a "
                            + (rules.unit() == Unit.INPUT ? "factor of its input (r)" : "threshold")
                            + " that is not positive, and is no unit of its membrane",
                    "use contract.unit: volt");
        }
        membraneGain[n] = rules.unit() == Unit.INPUT ? 1 : factors.membraneGain() / unit;
        leak[n] = factors.leak() / unit;
        threshold[n] = factors.threshold() / unit;
        resetValue[n] = factors.reset() / unit;
    }

    private double unit(NeuronFactors factors) {
        return switch (rules.unit()) {
            case VOLT -> 1;
            case INPUT -> factors.membraneGain();
            case THRESHOLD -> kind.fires() ? factors.threshold() : 1;
        };
    }

    void clear() {
        for (int n = 0; n < size; n++) {
            current[n] = 0;
            membrane[n] = 0;
            waiting[n] = 0;
            due[n] = 0;
        }
    }

    /** A copy of the membranes, in the unit of the rules; null if there are none. */
    double[] membranes() {
        return kind.hasMembrane() ? membrane.clone() : null;
    }

    /**
     * One tick.
     *
     * @param sum what arrives, for each neuron
     * @param activity receives the spikes; the membrane or the sum of kinds that do not fire
     */
    void step(double[] sum, double[] activity) {
        for (int n = 0; n < size; n++) {
            activity[n] = kind == NeuronKind.SUM
                    ? sum[n]
                    : kind == NeuronKind.THRESHOLD ? spikes(sum[n], n) : neuron(n, sum[n]);
        }
    }

    private double neuron(int n, double sum) {
        double input = kind.hasSynapse() ? synapse(n, sum) : sum;
        double old = membrane[n];
        int spikes = 0;
        if (waiting[n] > 0) {
            waiting[n]--;
        } else if (kind.fires() && kind.isLeaky() && rules.spikeFrom() == SpikeFrom.CROSSING) {
            spikes = cross(n, input);
        } else {
            membrane[n] = membraneDecay[n] * membrane[n] + membraneGain[n] * input + leak[n];
            reset(n, due[n]);
            due[n] = 0;
            if (!kind.fires()) {
                return membrane[n];
            }
            spikes = spikes(rules.spikeFrom() == SpikeFrom.OLD ? old : membrane[n], n);
            if (rules.resetTick() == ResetTick.SAME) {
                reset(n, spikes);
            } else {
                due[n] = spikes;
            }
            if (rules.clamp() == Clamp.THRESHOLD) {
                membrane[n] = Math.max(membrane[n], -threshold[n]);
            }
        }
        if (spikes > 0) {
            waiting[n] = rules.refractory();
        }
        return kind.fires() ? spikes : membrane[n];
    }

    /** What the membrane sees. */
    private double synapse(int n, double sum) {
        double old = current[n];
        double added = synapseGain[n] * sum;
        current[n] =
                rules.synapse() == Synapse.DECAYED ? synapseDecay[n] * (old + added) : synapseDecay[n] * old + added;
        return rules.synapse() == Synapse.OLD ? old : current[n];
    }

    /** Spikes for a membrane: as many thresholds as fit, by the rule. */
    private int spikes(double value, int n) {
        int most = kind == NeuronKind.THRESHOLD ? 1 : rules.spikesPerTick();
        int spikes = 0;
        double left = value;
        while (spikes < most
                && (rules.compare() == Compare.ABOVE || kind == NeuronKind.THRESHOLD
                        ? left > threshold[n]
                        : left >= threshold[n])) {
            spikes++;
            left -= threshold[n];
        }
        return spikes;
    }

    private void reset(int n, int spikes) {
        if (spikes > 0) {
            switch (rules.reset()) {
                case ZERO, VALUE -> membrane[n] = resetValue[n];
                case SUBTRACT -> membrane[n] -= spikes * threshold[n];
                case NONE -> {}
            }
        }
    }

    /** The membrane's equation for a constant input over one tick, from reset to reset. */
    private int cross(int n, double input) {
        double left = 1; // of the tick
        double rate = -Math.log(membraneDecay[n]);
        double end = (membraneGain[n] * input + leak[n]) / (1 - membraneDecay[n]);
        int spikes = 0;
        while (end > threshold[n] && spikes < Integer.MAX_VALUE) {
            double reach = Math.log((end - membrane[n]) / (end - threshold[n])) / rate;
            if (!(reach <= left) || membrane[n] > threshold[n]) {
                break;
            }
            left -= reach;
            membrane[n] = resetValue[n];
            spikes++;
            if (rules.refractory() > 0) {
                return spikes;
            }
        }
        membrane[n] = end + (membrane[n] - end) * Math.exp(-rate * left);
        return Math.min(spikes, 1);
    }
}
