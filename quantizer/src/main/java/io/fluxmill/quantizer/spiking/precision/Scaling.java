// SPDX-License-Identifier: Apache-2.0
package io.fluxmill.quantizer.spiking.precision;

import io.fluxmill.quantizer.spiking.graph.NeuronFactors;

/** How the real numbers of a network become whole numbers. They need not fit their words. */
interface Scaling {
    /** What 1 of the membrane of a neuron is, in volts. */
    double volt(int population, NeuronFactors factors);

    /** The factor of the synaptic current, times {@code 2^decayBits}. */
    double synapseDecay(NeuronFactors factors);

    /** The factor of the membrane, times {@code 2^decayBits}. */
    double membraneDecay(NeuronFactors factors);

    /** Volts in the unit of the membrane. */
    double state(int population, NeuronFactors factors, double volts);

    /** The threshold in the unit of the membrane. */
    double threshold(int population, NeuronFactors factors);

    /** A weight or bias in the unit of the sums. */
    double weight(int population, NeuronFactors target, double weight);

    /** What to do about a weight that does not fit. */
    String smaller();
}
