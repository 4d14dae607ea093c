// SPDX-License-Identifier: Apache-2.0
package io.fluxmill.quantizer.spiking.precision;

import io.fluxmill.quantizer.spiking.graph.NeuronFactors;

/**
 * Weights as they were trained, to the nearest: a membrane is divided by the gain of its input. Those of one bit are their signs.
 *
 * @param units of each population: what 1 of its sums is
 */
record TrainedScaling(double[] units, SpikingWidths widths) implements Scaling {
    @Override
    public double volt(int population, NeuronFactors factors) {
        return Math.scalb(units[population], -widths.guardBits()) * factors.synapseGain() * factors.membraneGain();
    }

    @Override
    public double synapseDecay(NeuronFactors factors) {
        return Math.rint(Math.scalb(factors.synapseDecay(), widths.decayBits()));
    }

    @Override
    public double membraneDecay(NeuronFactors factors) {
        return Math.rint(Math.scalb(factors.membraneDecay(), widths.decayBits()));
    }

    @Override
    public double state(int population, NeuronFactors factors, double volts) {
        return Math.rint(volts / volt(population, factors));
    }

    @Override
    public double threshold(int population, NeuronFactors factors) {
        return state(population, factors, factors.threshold());
    }

    @Override
    public double weight(int population, NeuronFactors target, double weight) {
        return widths.weightBits() == 1 ? Math.signum(weight) : Math.rint(weight / units[population]);
    }

    @Override
    public String smaller() {
        return "lower quantization.fraction-bits, or raise engine.weight-bits";
    }
}
