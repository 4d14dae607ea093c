// SPDX-License-Identifier: Apache-2.0
package io.fluxmill.cli.spiking;

import io.fluxmill.cli.family.Vectors;
import io.fluxmill.core.manifest.Manifest;
import io.fluxmill.core.program.Script;
import io.fluxmill.core.program.spiking.NeuronRules;
import io.fluxmill.core.program.spiking.NeuronRules.StateRounding;
import io.fluxmill.core.program.spiking.SpikingProgram;
import io.fluxmill.core.program.spiking.SpikingShape;
import io.fluxmill.core.program.spiking.TickRules.Clamp;
import io.fluxmill.core.program.spiking.TickRules.Compare;
import io.fluxmill.core.program.spiking.TickRules.Reset;
import io.fluxmill.core.program.spiking.TickRules.ResetTick;
import io.fluxmill.core.program.spiking.TickRules.SpikeFrom;
import io.fluxmill.core.program.spiking.TickRules.Synapse;
import io.fluxmill.driver.device.Device;
import io.fluxmill.driver.spiking.SpikingRunner;
import io.fluxmill.quantizer.spiking.graph.IntegerNetwork;
import io.fluxmill.quantizer.spiking.graph.IntegerNetwork.Neurons;
import io.fluxmill.quantizer.spiking.graph.IntegerNetwork.Synapses;
import io.fluxmill.quantizer.spiking.graph.IntegerNetwork.Wiring;
import io.fluxmill.quantizer.spiking.graph.NeuronKind;
import io.fluxmill.quantizer.spiking.graph.SpikingNetwork;
import io.fluxmill.quantizer.spiking.map.SpikingMapping;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.function.BooleanSupplier;
import java.util.function.IntUnaryOperator;
import java.util.stream.IntStream;

/** Random spikes on small recurrent networks of random whole numbers, so small that they fit every engine of a shape. */
record SpikingVectors(SpikingShape shape, Manifest manifest) implements Vectors {
    private static final int RUNS = 2;
    private static final int TICKS = 12;
    private static final int MOST_INPUTS = 6;

    /** Hidden neurons that send: a word of weights and a row for each input and two for each of these are no more than 16. */
    private static final int SENDERS = 4;

    @Override
    public int run(Device device, Random random, BooleanSupplier more) {
        int run = 0;
        for (; run < RUNS && more.getAsBoolean(); run++) {
            IntegerNetwork network = network(random);
            SpikingRunner engine = new SpikingRunner(device, SpikingMapping.map(network, shape));
            engine.load();
            engine.run(spikes(network.inputs().get(0).size(), random), true);
        }
        return run;
    }

    /** The same on one core; several send the spikes of a tick in an order that depends on time. */
    @Override
    public List<Script> scripts(Random random) {
        if (shape.cores() > 1) {
            return List.of();
        }
        List<Script> scripts = new ArrayList<>();
        for (int run = 0; run < RUNS; run++) {
            IntegerNetwork network = network(random);
            scripts.add(SpikingScript.of(
                    manifest,
                    network,
                    SpikingMapping.map(network, shape),
                    spikes(network.inputs().get(0).size(), random)));
        }
        return scripts;
    }

    /** The program of a random network. */
    SpikingProgram program(Random random) {
        return SpikingMapping.map(network(random), shape);
    }

    private int[][] spikes(int inputs, Random random) {
        int[][] spikes = new int[TICKS][inputs];
        for (int[] tick : spikes) {
            Arrays.setAll(tick, i -> random.nextInt(3) == 0 ? 1 + random.nextInt((1 << shape.valueBits()) - 1) : 0);
        }
        return spikes;
    }

    /**
     * On each core a group of hidden neurons, each with a synapse of each input and some of their neighbours, on the next core if there are several, and a group
     * of outputs behind some of them.
     */
    private IntegerNetwork network(Random random) {
        int lanes = shape.lanes();
        int size = lanes * shape.cores();
        long sum = (1L << (shape.accumulatorBits() - 1)) - 1;
        int value = (1 << shape.valueBits()) - 1;
        // An input counts as often as its largest value, a neuron once.
        int inputs = (int) Math.max(1, Math.min(MOST_INPUTS, (sum - 1) / value));
        int weight =
                (int) Math.max(1, Math.min((1L << (shape.weightBits() - 1)) - 1, sum / (inputs * (long) value + 1)));
        IntUnaryOperator drawn = i -> random.nextInt(4) == 0 ? -1 - random.nextInt(weight) : 1 + random.nextInt(weight);
        Synapses[] in = new Synapses[inputs];
        Arrays.setAll(in, i -> synapses(0, size, drawn, 0));
        Synapses[] neighbours = new Synapses[size];
        int next = size == lanes ? 1 : lanes;
        Arrays.setAll(neighbours, i -> synapses((i + next) % size, i % lanes < SENDERS ? 1 : 0, drawn, 1));
        Synapses[] out = new Synapses[size];
        Arrays.setAll(out, i -> synapses(i, i % lanes < SENDERS ? 1 : 0, drawn, 0));
        NeuronRules rules = new NeuronRules(
                Synapse.NEW,
                SpikeFrom.NEW,
                Compare.ABOVE,
                Reset.ZERO,
                ResetTick.SAME,
                Clamp.NONE,
                StateRounding.NEAREST_EVEN,
                1,
                0);
        return new IntegerNetwork(
                "random",
                rules,
                shape.guardBits(),
                shape.stateBits(),
                shape.shifts() ? 0 : shape.decayBits(),
                0,
                List.of(new SpikingNetwork.Input("input", new int[] {inputs})),
                List.of(neurons("hidden", weight, random), neurons("out", weight, random)),
                List.of(
                        new Wiring("in", true, 0, 0, in, null, false),
                        new Wiring("neighbours", false, 0, 0, neighbours, null, false),
                        new Wiring("between", false, 0, 1, out, null, false)),
                List.of(new SpikingNetwork.Output("output", 1)));
    }

    private static Synapses synapses(int first, int count, IntUnaryOperator weight, int delay) {
        int[] delays = new int[count];
        Arrays.fill(delays, delay);
        return new Synapses(
                IntStream.range(first, first + count).toArray(),
                IntStream.range(0, count).map(weight).toArray(),
                delays);
    }

    private Neurons neurons(String name, int weight, Random random) {
        int size = shape.lanes() * shape.cores();
        long most = (1L << (shape.stateBits() - 1)) - 1;
        int threshold = (int) Math.min(most / 2, (long) weight << shape.guardBits());
        int decay = shape.shifts() ? 1 + random.nextInt(4) : random.nextInt((1 << shape.decayBits()) + 1);
        double[] unit = new double[size];
        Arrays.fill(unit, 1);
        return new Neurons(
                name,
                shape.currents() ? NeuronKind.CUBA_LIF : NeuronKind.LIF,
                new int[] {size},
                filled(decay),
                filled(decay),
                filled(0),
                filled(threshold),
                filled(0),
                unit);
    }

    private int[] filled(int value) {
        int[] values = new int[shape.lanes() * shape.cores()];
        Arrays.fill(values, value);
        return values;
    }
}
