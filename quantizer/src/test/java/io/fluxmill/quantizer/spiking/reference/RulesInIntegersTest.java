// SPDX-License-Identifier: Apache-2.0
package io.fluxmill.quantizer.spiking.reference;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.fluxmill.core.program.spiking.NeuronRules.StateRounding;
import io.fluxmill.core.program.spiking.TickRules;
import io.fluxmill.quantizer.spiking.TestGraph;
import io.fluxmill.quantizer.spiking.graph.IntegerNetwork;
import io.fluxmill.quantizer.spiking.graph.NeuronKind;
import io.fluxmill.quantizer.spiking.graph.SpikingNetwork;
import io.fluxmill.quantizer.spiking.nir.NirArray;
import io.fluxmill.quantizer.spiking.nir.NirType;
import io.fluxmill.quantizer.spiking.precision.SpikingQuantizer;
import io.fluxmill.quantizer.spiking.precision.SpikingWidths;
import java.util.Random;
import org.junit.jupiter.api.Test;

/** Where every number is a sum of few powers of two, nothing is rounded: integers must be the equations' values exactly, by all rules, ties included. */
class RulesInIntegersTest {
    private static final int RUNS = 3000;
    private static final int TICKS = 12;
    private static final double DT = 0x1p-10;

    private static <E> E one(Random random, E[] values) {
        return values[random.nextInt(values.length)];
    }

    /** Rules of decays of 1/2; null for a combination that is refused. */
    private static TickRules rules(Random random) {
        TickRules.Decay decay = random.nextBoolean() ? TickRules.Decay.EULER : TickRules.Decay.SHIFT;
        try {
            return new TickRules(
                    DT,
                    decay,
                    decay,
                    one(random, TickRules.Gain.values()),
                    one(random, TickRules.Gain.values()),
                    TickRules.Unit.VOLT,
                    random.nextBoolean() ? 1 : 0.5,
                    TickRules.Gain.ONE,
                    one(random, TickRules.Synapse.values()),
                    random.nextBoolean() ? TickRules.SpikeFrom.NEW : TickRules.SpikeFrom.OLD,
                    one(random, TickRules.Compare.values()),
                    one(random, TickRules.Reset.values()),
                    one(random, TickRules.ResetTick.values()),
                    random.nextBoolean() ? 1 : 3,
                    one(random, TickRules.Clamp.values()),
                    random.nextInt(3),
                    random.nextInt(3),
                    1 + random.nextInt(2),
                    random.nextBoolean(),
                    random.nextInt(3));
        } catch (IllegalArgumentException e) {
            return null;
        }
    }

    private static NirArray weights(Random random, int... shape) {
        int size = 1;
        for (int extent : shape) {
            size *= extent;
        }
        return NirArray.of(
                shape, random.ints(size, -4, 9).mapToDouble(w -> w / 4.0).toArray());
    }

    private static void neurons(TestGraph graph, String name, int size, Random random) {
        NirArray tau = TestGraph.vector(2 * DT, size);
        NirArray threshold = NirArray.vector(
                random.ints(size, 1, 5).mapToDouble(t -> t / 2.0).toArray());
        double leak = random.nextInt(3) / 4.0;
        double reset = random.nextInt(3) / -8.0;
        switch (random.nextInt(4)) {
            case 0 -> graph.node(name, NirType.IF, "r", 0.5, "v_threshold", threshold, "v_reset", reset);
            case 1 -> graph.node(
                    name, NirType.LIF, "tau", tau, "r", 2, "v_leak", leak, "v_threshold", threshold, "v_reset", reset);
            case 2 -> graph.node(
                    name,
                    NirType.CubaLIF,
                    "tau_syn",
                    tau,
                    "tau_mem",
                    tau,
                    "r",
                    1,
                    "v_leak",
                    leak,
                    "w_in",
                    2,
                    "v_threshold",
                    threshold,
                    "v_reset",
                    reset);
            default -> graph.node(name, NirType.LIF, "tau", tau, "r", 1, "v_leak", 0, "v_threshold", threshold);
        }
    }

    private static SpikingNetwork network(Random random) {
        TestGraph graph = new TestGraph().input("in", 3).output("out", 3);
        graph.node("w", NirType.Linear, "weight", weights(random, 4, 3));
        graph.node("d", NirType.Delay, "delay", NirArray.vector(0, DT, 2 * DT, DT));
        neurons(graph, "a", 4, random);
        graph.node("r", NirType.Affine, "weight", weights(random, 4, 4), "bias", weights(random, 4));
        graph.node("v", NirType.Linear, "weight", weights(random, 3, 4));
        if (random.nextInt(4) == 0) {
            graph.node("b", NirType.Threshold, "threshold", TestGraph.vector(0.5, 3));
        } else {
            neurons(graph, "b", 3, random);
        }
        return graph.way("in", "w", "d", "a", "v", "b", "out")
                .way("a", "r", "a")
                .network();
    }

    @Test
    void integersAreTheEquations() {
        int runs = 0;
        long spikes = 0;
        for (int seed = 0; seed < RUNS; seed++) {
            Random random = new Random(seed);
            TickRules rules = rules(random);
            if (rules == null) {
                continue;
            }
            SpikingNetwork network = network(random);
            boolean threshold = network.populations().stream().anyMatch(p -> p.kind() == NeuronKind.THRESHOLD);
            if (threshold && rules.spikeFrom() == TickRules.SpikeFrom.OLD) {
                continue; // refused
            }
            spikes += compare(network, rules, random, "seed " + seed);
            runs++;
        }
        assertTrue(runs > RUNS / 3 && spikes > 10L * runs, runs + " runs with " + spikes + " spikes");
    }

    private static long compare(SpikingNetwork network, TickRules rules, Random random, String where) {
        int[][] input = new int[TICKS][3];
        double[][] values = new double[TICKS][3];
        for (int t = 0; t < TICKS; t++) {
            for (int i = 0; i < 3; i++) {
                input[t][i] = random.nextInt(3) == 0 ? 1 : 0;
                values[t][i] = input[t][i];
            }
        }
        SpikingWidths widths = new SpikingWidths(28, 2, 32, 4, 18, false, StateRounding.NEAREST_EVEN);
        IntegerNetwork integers = SpikingQuantizer.quantize(network, rules, widths);
        IntegerReference.Run run = new IntegerReference(integers).run(new int[][][] {input});
        FloatReference.Run floats = new FloatReference(network, rules).run(new double[][][] {values});
        long spikes = 0;
        for (int p = 0; p < network.populations().size(); p++) {
            double[] unit = integers.populations().get(p).unit();
            for (int t = 0; t < TICKS; t++) {
                for (int n = 0; n < unit.length; n++) {
                    String at = where + ", population " + p + ", neuron " + n + ", tick " + t + ", " + rules;
                    assertEquals(floats.activity()[p][t][n], run.spikes()[p][t][n], at);
                    spikes += run.spikes()[p][t][n];
                    if (floats.membranes()[p][t] != null) {
                        assertEquals(floats.membranes()[p][t][n] + 0.0, run.membranes()[p][t][n] * unit[n], at);
                    }
                }
            }
        }
        return spikes;
    }
}
