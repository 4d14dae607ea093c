// SPDX-License-Identifier: Apache-2.0
package io.fluxmill.hw.spiking;

import io.fluxmill.core.program.spiking.TickRules;
import io.fluxmill.core.program.spiking.TickRules.Clamp;
import io.fluxmill.core.program.spiking.TickRules.Compare;
import io.fluxmill.core.program.spiking.TickRules.Decay;
import io.fluxmill.core.program.spiking.TickRules.Gain;
import io.fluxmill.core.program.spiking.TickRules.ResetTick;
import io.fluxmill.core.program.spiking.TickRules.SpikeFrom;
import io.fluxmill.core.program.spiking.TickRules.Synapse;
import io.fluxmill.core.program.spiking.TickRules.Unit;
import io.fluxmill.quantizer.spiking.nir.NirNode;

/** The neurons of a NIR node in double and in volts, by the six steps of TickRules. */
final class NirNeuron {
    private final NirNode node;
    private final TickRules rules;
    private final double[] current;
    private final double[] membrane;
    private final int[] spikesDue;
    private final int[] rest;

    NirNeuron(NirNode node, TickRules rules, int size) {
        this.node = node;
        this.rules = rules;
        current = new double[size];
        membrane = new double[size];
        spikesDue = new int[size];
        rest = new int[size];
    }

    private double parameter(String key, int n, double absent) {
        if (!node.parameters().containsKey(key)) {
            return absent;
        }
        double[] values = node.parameter(key).values();
        return values[values.length == 1 ? 0 : n];
    }

    private double decay(Decay decay, double tau) {
        double ratio = rules.dt() / tau;
        return switch (decay) {
            case EULER -> 1 - ratio;
            case EXPONENTIAL -> Math.exp(-ratio);
            case SHIFT -> 1 - Math.pow(2, -Math.max(0, Math.round(-Math.log(ratio) / Math.log(2))));
        };
    }

    private double gain(Gain gain, Decay decay, double tau) {
        return gain == Gain.ONE ? 1 : gain == Gain.DT ? rules.dt() / tau : 1 - decay(decay, tau);
    }

    /** Spikes, or membranes in the unit of the rules, for what arrives. */
    double[] tick(double[] x) {
        double[] result = new double[x.length];
        for (int n = 0; n < x.length; n++) {
            result[n] = node.type().equals("Threshold") ? x[n] > parameter("threshold", n, 0) ? 1 : 0 : tick(n, x[n]);
        }
        return result;
    }

    private double tick(int n, double x) {
        // 2
        double seen = x;
        if (node.type().startsWith("Cuba")) {
            double tau = parameter("tau_syn", n, 0);
            double alpha = decay(rules.synapseDecay(), tau);
            double added = gain(rules.synapseGain(), rules.synapseDecay(), tau) * parameter("w_in", n, 1) * x;
            double old = current[n];
            current[n] = rules.synapse() == Synapse.DECAYED ? alpha * (old + added) : alpha * old + added;
            seen = rules.synapse() == Synapse.OLD ? old : current[n];
        }
        // 3
        boolean leaky = parameter("tau", n, parameter("tau_mem", n, 0)) != 0;
        double tau = parameter("tau", n, parameter("tau_mem", n, 1));
        double beta = leaky ? decay(rules.membraneDecay(), tau) : rules.integratorDecay();
        double factor = leaky
                ? gain(rules.membraneGain(), rules.membraneDecay(), tau)
                : rules.integratorGain() == Gain.ONE ? 1 : rules.dt();
        double gain = factor * parameter("r", n, 0);
        boolean fires = node.parameters().containsKey("v_threshold");
        double threshold = parameter("v_threshold", n, 1);
        double unit = rules.unit() == Unit.VOLT ? 1 : rules.unit() == Unit.INPUT ? gain : fires ? threshold : 1;
        if (rest[n] > 0) {
            rest[n]--;
            return fires ? 0 : membrane[n] / unit;
        }
        double old = membrane[n];
        double v = beta * old + gain * seen + (1 - beta) * (leaky ? parameter("v_leak", n, 0) : 0);
        if (spikesDue[n] > 0) {
            v = reset(n, v, threshold);
        }
        spikesDue[n] = 0;
        // 4 and 5
        int spikes = 0;
        while (fires
                && spikes < rules.spikesPerTick()
                && above(rules.spikeFrom() == SpikeFrom.OLD ? old : v, threshold)) {
            spikes++;
            if (rules.resetTick() == ResetTick.SAME) {
                v = reset(n, v, threshold);
            } else {
                spikesDue[n] = 1;
            }
        }
        // 6
        if (fires && rules.clamp() == Clamp.THRESHOLD) {
            v = Math.max(v, -threshold);
        }
        if (spikes > 0) {
            rest[n] = rules.refractory();
        }
        membrane[n] = v;
        return fires ? spikes : v / unit;
    }

    private boolean above(double v, double threshold) {
        return rules.compare() == Compare.ABOVE ? v > threshold : v >= threshold;
    }

    private double reset(int n, double v, double threshold) {
        return switch (rules.reset()) {
            case ZERO -> 0;
            case VALUE -> parameter("v_reset", n, 0);
            case SUBTRACT -> v - threshold;
            case NONE -> v;
        };
    }
}
