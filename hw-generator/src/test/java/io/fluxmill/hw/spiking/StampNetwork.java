// SPDX-License-Identifier: Apache-2.0
package io.fluxmill.hw.spiking;

import io.fluxmill.core.program.spiking.NeuronRules;
import io.fluxmill.core.program.spiking.NeuronRules.StateRounding;
import io.fluxmill.core.program.spiking.SpikingShape;
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
import java.util.stream.IntStream;

/** Neurons that fire as often as inputs came, over several ticks if there were many, and neurons whose membranes often look like the words of the stream. */
final class StampNetwork {
    /** Neurons that fire, and as many that do not. */
    static final int SIZE = 3;

    static final int INPUTS = 4;

    private static final int[][] WEIGHTS = {
        {1, 0, 0, 0x1000, 0x1010, 1},
        {0, 1, 0, -0x1000, 0x1001, -1},
        {0, 0, 1, 0x0400, -0x0800, 0x1234},
        {0, 0, 0, 0x1000, 0x0200, -0x0800},
    };
    private static final int GUARD_BITS = 16;
    private static final int DECAY_BITS = 8;
    private static final int MOST = 3;

    private StampNetwork() {}

    /** The synapse of an input to a neuron; 0 for none. */
    static int weight(int input, int neuron) {
        return WEIGHTS[input][neuron];
    }

    /** An engine that it fits. */
    static SpikingShape shape(int cores, boolean currents) {
        return new SpikingShape(2, 16, 32, 64, 64, 8, 2, 14, 20, GUARD_BITS, 32, DECAY_BITS, 2, 2, 0, currents, false)
                .withCores(cores);
    }

    static IntegerNetwork network() {
        NeuronRules rules = new NeuronRules(
                Synapse.NEW,
                SpikeFrom.NEW,
                Compare.AT_LEAST,
                Reset.SUBTRACT,
                ResetTick.SAME,
                Clamp.NONE,
                StateRounding.FLOOR,
                MOST,
                0);
        return new IntegerNetwork(
                "stamps",
                rules,
                GUARD_BITS,
                32,
                DECAY_BITS,
                0,
                List.of(new SpikingNetwork.Input("in", new int[] {INPUTS})),
                List.of(neurons("out", NeuronKind.LIF), neurons("dark", NeuronKind.LI)),
                List.of(
                        new Wiring("counted", true, 0, 0, synapses(0), null, false),
                        new Wiring("added", true, 0, 1, synapses(SIZE), null, false)),
                List.of(new SpikingNetwork.Output("out", 0), new SpikingNetwork.Output("dark", 1)));
    }

    private static Neurons neurons(String name, NeuronKind kind) {
        int[] zeros = new int[SIZE];
        double[] unit = new double[SIZE];
        Arrays.fill(unit, 1);
        int[] whole = filled(1 << DECAY_BITS);
        return new Neurons(name, kind, new int[] {SIZE}, whole, whole, zeros, filled(1 << GUARD_BITS), zeros, unit);
    }

    private static Synapses[] synapses(int first) {
        return Arrays.stream(WEIGHTS)
                .map(weights -> {
                    int[] targets = IntStream.range(0, SIZE)
                            .filter(n -> weights[first + n] != 0)
                            .toArray();
                    return new Synapses(
                            targets,
                            Arrays.stream(targets).map(n -> weights[first + n]).toArray(),
                            new int[targets.length]);
                })
                .toArray(Synapses[]::new);
    }

    private static int[] filled(int value) {
        int[] values = new int[SIZE];
        Arrays.fill(values, value);
        return values;
    }
}
