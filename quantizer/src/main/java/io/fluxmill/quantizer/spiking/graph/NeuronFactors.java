// SPDX-License-Identifier: Apache-2.0
package io.fluxmill.quantizer.spiking.graph;

import io.fluxmill.core.program.spiking.TickRules;

/**
 * A neuron's equation as a step of one tick, in volts: {@code I = synapseDecay I + synapseGain x; V = membraneDecay V + membraneGain I + leak}.
 * Kinds without a synapse have a gain of 1 there and see x; kinds without a membrane have a decay of 0 and a gain of 1.
 *
 * @param synapseGain with w_in
 * @param membraneGain with r
 * @param leak what the leak potential adds in a tick
 */
public record NeuronFactors(
        double synapseDecay,
        double synapseGain,
        double membraneDecay,
        double membraneGain,
        double leak,
        double threshold,
        double reset) {
    /** The factors of neuron n. */
    public static NeuronFactors of(Population population, int n, TickRules rules) {
        NeuronKind kind = population.kind();
        double threshold = kind.fires() ? population.threshold()[n] : 0;
        if (!kind.hasMembrane()) {
            return new NeuronFactors(0, 1, 0, 1, 0, threshold, 0);
        }
        double reset = kind.fires() && rules.reset() == TickRules.Reset.VALUE
                ? population.reset()[n]
                : 0;
        double resistance = population.resistance()[n];
        if (!kind.isLeaky()) {
            return new NeuronFactors(
                    0, 1, rules.integratorDecay(), resistance * rules.integratorFactor(), 0, threshold, reset);
        }
        double tau = population.tau()[n];
        double decay = rules.decay(rules.membraneDecay(), tau);
        double gain = resistance * rules.gain(rules.membraneGain(), rules.membraneDecay(), tau);
        double leak = (1 - decay) * population.leak()[n];
        if (!kind.hasSynapse()) {
            return new NeuronFactors(0, 1, decay, gain, leak, threshold, reset);
        }
        double tauSyn = population.tauSyn()[n];
        return new NeuronFactors(
                rules.decay(rules.synapseDecay(), tauSyn),
                population.inputWeight()[n] * rules.gain(rules.synapseGain(), rules.synapseDecay(), tauSyn),
                decay,
                gain,
                leak,
                threshold,
                reset);
    }
}
