// SPDX-License-Identifier: Apache-2.0
package io.fluxmill.quantizer.spiking.train;

import ai.djl.ndarray.NDArray;
import io.fluxmill.core.config.InputException;
import io.fluxmill.core.program.spiking.TickRules;
import io.fluxmill.core.program.spiking.TickRules.Clamp;
import io.fluxmill.core.program.spiking.TickRules.Reset;
import io.fluxmill.core.program.spiking.TickRules.ResetTick;
import io.fluxmill.core.program.spiking.TickRules.SpikeFrom;
import io.fluxmill.quantizer.spiking.graph.NeuronFactors;
import io.fluxmill.quantizer.spiking.train.SpikingLayer.Cell;
import io.fluxmill.quantizer.train.TensorEngine;
import java.util.ArrayList;
import java.util.List;

/** The neurons of a layer through time, by the contract of a tick, in float32. No gradient flows through a reset. */
final class NeuronTensors {
    private final Cell cell;
    private final TickRules rules;
    private final Surrogate surrogate;
    private final NeuronFactors factors;

    NeuronTensors(Cell cell, TickRules rules, Surrogate surrogate) {
        this.cell = cell;
        this.rules = rules;
        this.surrogate = surrogate;
        factors = CellPopulation.factors(cell, rules);
    }

    /** @throws InputException if the rules are beyond what is trained */
    static void check(TickRules rules) {
        if (rules.spikesPerTick() > 1) {
            throw new InputException(
                    "train.contract.spikes-per-tick must be 1: a neuron that is trained fires once a tick: spikes-per-tick="
                            + rules.spikesPerTick(),
                    "set spikes-per-tick: 1 in train.contract, and in the configuration of the engine");
        }
        if (rules.refractory() > 0) {
            throw new InputException(
                    "train.contract.refractory must be 0: neurons are trained without: refractory="
                            + rules.refractory(),
                    "set refractory: 0");
        }
        if (rules.spikeFrom() == SpikeFrom.CROSSING) {
            throw new InputException(
                    "train.contract.spike-from must be new or old: spike-from=crossing",
                    "use another preset than exact");
        }
    }

    /**
     * Runs from rest.
     *
     * @param sums what arrives in each tick
     * @return the spikes of each tick, 0 or 1; of neurons that do not fire the membranes after it
     */
    List<NDArray> run(List<NDArray> sums) {
        List<NDArray> results = new ArrayList<>();
        NDArray membrane = sums.get(0).zerosLike();
        NDArray due = null;
        NDArray decay = TensorEngine.factor(membrane.getManager(), factors.membraneDecay());
        NDArray gain = TensorEngine.factor(membrane.getManager(), factors.membraneGain());
        for (NDArray sum : sums) {
            NDArray old = membrane;
            membrane = membrane.mul(decay).add(sum.mul(gain));
            if (due != null) {
                membrane = reset(membrane, due);
            }
            if (!cell.kind().fires()) {
                results.add(membrane);
                continue;
            }
            NDArray compared = rules.spikeFrom() == SpikeFrom.OLD ? old : membrane;
            NDArray spikes = surrogate.spikes(compared.sub((float) factors.threshold()), rules.compare());
            if (rules.resetTick() == ResetTick.SAME) {
                membrane = reset(membrane, spikes.stopGradient());
            } else {
                due = spikes.stopGradient();
            }
            if (rules.clamp() == Clamp.THRESHOLD) {
                membrane = membrane.maximum((float) -factors.threshold());
            }
            results.add(spikes);
        }
        return results;
    }

    private NDArray reset(NDArray membrane, NDArray spikes) {
        return rules.reset() == Reset.NONE
                ? membrane
                : rules.reset() == Reset.SUBTRACT
                        ? membrane.sub(spikes.mul((float) factors.threshold()))
                        : membrane.mul(spikes.neg().add(1));
    }
}
