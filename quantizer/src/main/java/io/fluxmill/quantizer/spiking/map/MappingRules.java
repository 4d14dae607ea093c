// SPDX-License-Identifier: Apache-2.0
package io.fluxmill.quantizer.spiking.map;

import io.fluxmill.core.config.InputException;
import io.fluxmill.core.program.spiking.SpikingShape;
import io.fluxmill.quantizer.spiking.graph.IntegerNetwork;
import java.util.Arrays;

/** Whether an engine can do what a network asks for, however it lies in its memories: values, delays, currents, and sums. */
record MappingRules(IntegerNetwork network, SpikingShape shape) {
    /** @throws InputException if it cannot, with the number to change */
    static void check(IntegerNetwork network, SpikingShape shape) {
        MappingRules rules = new MappingRules(network, shape);
        rules.checkRules();
        rules.checkSums();
    }

    private void checkRules() {
        int most = (1 << shape.valueBits()) - 1;
        int needed = 32 - Integer.numberOfLeadingZeros(network.rules().spikesPerTick());
        if (network.rules().spikesPerTick() > most) {
            throw new InputException(
                    "contract.spikes-per-tick is " + network.rules().spikesPerTick()
                            + ", but spikes of the engine have values of up to " + most,
                    "set engine.value-bits: " + needed + ", or contract.spikes-per-tick: " + most);
        }
        if (network.rules().refractory() >= 1 << shape.refractoryBits()) {
            throw new InputException(
                    "contract.refractory is " + network.rules().refractory() + " ticks, which the engine cannot count",
                    "set engine.refractory-bits: "
                            + (32 - Integer.numberOfLeadingZeros(network.rules().refractory()))
                            + ", or contract.refractory: " + ((1 << shape.refractoryBits()) - 1));
        }
        checkDelays();
        boolean currents = network.populations().stream().anyMatch(p -> p.kind().hasSynapse());
        if (currents && !shape.currents()) {
            throw new InputException(
                    "the network has synaptic currents (CubaLI or CubaLIF), but the engine has none",
                    "set engine.currents: true");
        }
    }

    private void checkDelays() {
        int longest = network.connections().stream()
                .flatMap(wiring -> Arrays.stream(wiring.synapses()))
                .flatMapToInt(synapses -> Arrays.stream(synapses.delays()))
                .max()
                .orElse(0);
        if (longest >= shape.delayTicks()) {
            throw new InputException(
                    "a spike takes " + longest + " ticks, but the engine has sums for delays of less than "
                            + shape.delayTicks(),
                    longest < SpikingShape.MOST_DELAY_SLOTS
                            ? LongDelays.remedy(network, shape, longest)
                            : "make the delays shorter than " + SpikingShape.MOST_DELAY_SLOTS
                                    + " ticks, for example by a larger contract.dt");
        }
    }

    /** The largest sum that can arrive at a neuron in one tick: all sources with their largest values. */
    private void checkSums() {
        long most = network.largestSum((1L << shape.valueBits()) - 1);
        if (most >= 1L << (shape.accumulatorBits() - 1)) {
            throw new InputException(
                    "the sum of a neuron's inputs can be " + most + ", which sums of " + shape.accumulatorBits()
                            + " bits cannot hold",
                    "set engine.accumulator-bits: " + (65 - Long.numberOfLeadingZeros(most)));
        }
    }
}
