// SPDX-License-Identifier: Apache-2.0
package io.fluxmill.cli.spiking;

import io.fluxmill.cli.family.Vectors;
import io.fluxmill.core.program.spiking.NeuronRules.StateRounding;
import io.fluxmill.core.program.spiking.SpikingProgram;
import io.fluxmill.core.program.spiking.SpikingShape;
import io.fluxmill.core.program.spiking.TickPreset;
import io.fluxmill.driver.device.Device;
import io.fluxmill.driver.spiking.SpikingRunner;
import io.fluxmill.quantizer.spiking.graph.Connection;
import io.fluxmill.quantizer.spiking.graph.DenseMap;
import io.fluxmill.quantizer.spiking.graph.IntegerNetwork;
import io.fluxmill.quantizer.spiking.graph.NeuronKind;
import io.fluxmill.quantizer.spiking.graph.Population;
import io.fluxmill.quantizer.spiking.graph.SpikingNetwork;
import io.fluxmill.quantizer.spiking.map.SpikingMapping;
import io.fluxmill.quantizer.spiking.precision.SpikingQuantizer;
import io.fluxmill.quantizer.spiking.precision.SpikingWidths;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.function.BooleanSupplier;

/** Random spikes on small recurrent networks with random weights. */
record SpikingVectors(SpikingShape shape) implements Vectors {
    private static final int RUNS = 2;
    private static final int TICKS = 12;
    private static final int INPUTS = 6;
    private static final double DT = 1e-3;
    private static final double TAU = 5e-3;

    @Override
    public int run(Device device, Random random, BooleanSupplier more) {
        int run = 0;
        for (; run < RUNS && more.getAsBoolean(); run++) {
            SpikingRunner engine = new SpikingRunner(device, program(random));
            engine.load();
            engine.run(spikes(random), true);
        }
        return run;
    }

    private static int[][] spikes(Random random) {
        int[][] spikes = new int[TICKS][INPUTS];
        for (int[] tick : spikes) {
            Arrays.setAll(tick, i -> random.nextInt(3) == 0 ? 1 : 0);
        }
        return spikes;
    }

    /** Two populations, the first one recurrent; as large as half of the engine, at most. */
    private SpikingProgram program(Random random) {
        int hidden = Math.min(shape.neurons() / 4, 2 * shape.lanes() + 1);
        int out = Math.min(shape.neurons() / 4, shape.lanes());
        List<Population> populations = List.of(population("hidden", hidden), population("out", out));
        List<Connection> connections = List.of(
                connection("in", true, 0, 0, INPUTS, hidden, false, random),
                connection("recurrent", false, 0, 0, hidden, hidden, true, random),
                connection("between", false, 0, 1, hidden, out, false, random));
        SpikingNetwork network = new SpikingNetwork(
                "random",
                List.of(new SpikingNetwork.Input("input", new int[] {INPUTS})),
                populations,
                connections,
                List.of(new SpikingNetwork.Output("output", 1)));
        SpikingWidths widths = SpikingWidths.of(shape, null, StateRounding.NEAREST_EVEN);
        TickPreset preset = shape.shifts() ? TickPreset.XYLO : TickPreset.NORSE;
        IntegerNetwork integers = SpikingQuantizer.quantize(network, single(preset), widths);
        return SpikingMapping.map(integers, shape);
    }

    /** A preset's rules with one spike a tick, which every engine can. */
    private static io.fluxmill.core.program.spiking.TickRules single(TickPreset preset) {
        return preset.rules(DT).withSpikesPerTick(1);
    }

    private Population population(String name, int size) {
        NeuronKind kind = shape.currents() ? NeuronKind.CUBA_LIF : NeuronKind.LIF;
        return new Population(
                name,
                kind,
                new int[] {size},
                shape.currents() ? filled(size, TAU) : null,
                filled(size, TAU),
                filled(size, 1),
                filled(size, 0),
                shape.currents() ? filled(size, 1) : null,
                filled(size, 0.05),
                filled(size, 0));
    }

    private static double[] filled(int size, double value) {
        double[] values = new double[size];
        Arrays.fill(values, value);
        return values;
    }

    private static Connection connection(
            String name, boolean input, int source, int target, int from, int to, boolean recurrent, Random random) {
        double[] weights = random.doubles((long) from * to, -0.5, 1).toArray();
        return new Connection(
                name, input, source, target, List.of(new DenseMap(from, to, weights)), null, null, null, recurrent);
    }
}
