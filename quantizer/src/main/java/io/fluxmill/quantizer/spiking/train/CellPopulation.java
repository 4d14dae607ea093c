// SPDX-License-Identifier: Apache-2.0
package io.fluxmill.quantizer.spiking.train;

import io.fluxmill.core.program.spiking.TickRules;
import io.fluxmill.core.program.spiking.TickRules.Decay;
import io.fluxmill.quantizer.spiking.graph.NeuronFactors;
import io.fluxmill.quantizer.spiking.graph.NeuronKind;
import io.fluxmill.quantizer.spiking.graph.Population;
import io.fluxmill.quantizer.spiking.train.SpikingLayer.Cell;
import java.util.Arrays;

/** Neurons in the units of NIR, such that the contract gives the wanted decay and adds weights as they are. All numbers are float32. */
final class CellPopulation {
    private CellPopulation() {}

    /** The population of a layer. */
    static Population of(String name, Cell cell, int[] shape, TickRules rules) {
        NeuronKind kind = cell.kind();
        int size = SpikingTopology.elements(shape);
        double tau = kind.isLeaky() ? (float) tau(cell.decay(), rules) : 0;
        double gain = kind.isLeaky()
                ? rules.gain(rules.membraneGain(), rules.membraneDecay(), tau)
                : rules.integratorFactor();
        return new Population(
                name,
                kind,
                shape,
                null,
                kind.isLeaky() ? all(size, tau) : null,
                all(size, (float) (1 / gain)),
                kind.isLeaky() ? all(size, 0) : null,
                null,
                kind.fires() ? all(size, (float) cell.threshold()) : null,
                kind.fires() ? all(size, 0) : null);
    }

    /** What the contract makes of it in a tick. */
    static NeuronFactors factors(Cell cell, TickRules rules) {
        return NeuronFactors.of(of("", cell, new int[] {1}, rules), 0, rules);
    }

    /** The time constant that the contract's rule takes to a decay. */
    private static double tau(double decay, TickRules rules) {
        Decay rule = rules.membraneDecay();
        return switch (rule) {
            case EULER -> rules.dt() / (1 - decay);
            case EXPONENTIAL -> -rules.dt() / Math.log(decay);
            case SHIFT -> rules.dt() * Math.scalb(1.0, (int) Math.rint(-Math.log(1 - decay) / Math.log(2)));
        };
    }

    private static double[] all(int size, double value) {
        double[] all = new double[size];
        Arrays.fill(all, value);
        return all;
    }
}
