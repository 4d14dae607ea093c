// SPDX-License-Identifier: Apache-2.0
package io.fluxmill.hw.spiking;

import io.fluxmill.core.program.spiking.NeuronRules;
import io.fluxmill.core.program.spiking.NeuronRules.StateRounding;
import io.fluxmill.core.program.spiking.TickRules.Clamp;
import io.fluxmill.core.program.spiking.TickRules.Compare;
import io.fluxmill.core.program.spiking.TickRules.Reset;
import io.fluxmill.core.program.spiking.TickRules.ResetTick;
import io.fluxmill.core.program.spiking.TickRules.SpikeFrom;
import io.fluxmill.core.program.spiking.TickRules.Synapse;
import io.fluxmill.quantizer.spiking.graph.IntegerNetwork;
import io.fluxmill.quantizer.spiking.graph.IntegerNetwork.Neurons;
import io.fluxmill.quantizer.spiking.graph.IntegerNetwork.Synapses;
import io.fluxmill.quantizer.spiking.graph.IntegerNetwork.Wiring;
import io.fluxmill.quantizer.spiking.graph.NeuronKind;
import io.fluxmill.quantizer.spiking.graph.SpikingNetwork;
import java.util.Arrays;
import java.util.List;

/** Neurons with a threshold of 1 and one synapse of weight 1 from their input: the spikes of a tick are the value of its input. */
final class CountingNetwork {
    private CountingNetwork() {}

    /** @param most spikes of a neuron in a tick */
    static IntegerNetwork of(int size, int most) {
        return of(size, most, 0);
    }

    /** @param delay ticks from an input to its neuron */
    static IntegerNetwork of(int size, int most, int delay) {
        NeuronRules rules = new NeuronRules(
                Synapse.NEW,
                SpikeFrom.NEW,
                Compare.AT_LEAST,
                Reset.SUBTRACT,
                ResetTick.SAME,
                Clamp.NONE,
                StateRounding.FLOOR,
                most,
                0);
        Synapses[] synapses = new Synapses[size];
        Arrays.setAll(synapses, i -> new Synapses(new int[] {i}, new int[] {1}, new int[] {delay}));
        int[] zeros = new int[size];
        int[] ones = filled(size, 1);
        int[] whole = filled(size, 256);
        return new IntegerNetwork(
                "ends",
                rules,
                0,
                24,
                8,
                0,
                List.of(new SpikingNetwork.Input("in", new int[] {size})),
                List.of(new Neurons(
                        "out",
                        NeuronKind.LIF,
                        new int[] {size},
                        whole,
                        whole,
                        zeros,
                        ones,
                        zeros,
                        Arrays.stream(ones).asDoubleStream().toArray())),
                List.of(new Wiring("w", true, 0, 0, synapses, null, false)),
                List.of(new SpikingNetwork.Output("out", 0)));
    }

    private static int[] filled(int size, int value) {
        int[] values = new int[size];
        Arrays.fill(values, value);
        return values;
    }
}
