// SPDX-License-Identifier: Apache-2.0
package io.fluxmill.quantizer.spiking.precision;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.fluxmill.core.config.InputException;
import io.fluxmill.core.program.spiking.NeuronRules.StateRounding;
import io.fluxmill.core.program.spiking.TickPreset;
import io.fluxmill.core.program.spiking.TickRules;
import io.fluxmill.quantizer.spiking.TestGraph;
import io.fluxmill.quantizer.spiking.graph.IntegerNetwork;
import io.fluxmill.quantizer.spiking.graph.SpikingNetwork;
import io.fluxmill.quantizer.spiking.nir.NirArray;
import io.fluxmill.quantizer.spiking.nir.NirType;
import io.fluxmill.quantizer.spiking.precision.WordLengths.Line;
import io.fluxmill.quantizer.spiking.reference.FloatReference;
import io.fluxmill.quantizer.spiking.reference.IntegerReference;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;

/** The lengths that are named do what is said of them, on networks of random weights. */
class WordLengthsTest {
    private static final int INPUTS = 12;
    private static final int NEURONS = 10;
    private static final int TICKS = 60;
    private static final TickRules RULES = TickPreset.NORSE.rules(1e-3);

    private static SpikingNetwork network(Random random, boolean leaky) {
        double[] weights = new double[INPUTS * NEURONS];
        Arrays.setAll(weights, i -> random.nextGaussian());
        TestGraph graph = new TestGraph()
                .input("in", INPUTS)
                .node("w", NirType.Linear, "weight", NirArray.of(new int[] {NEURONS, INPUTS}, weights));
        NirArray ones = TestGraph.vector(1, NEURONS);
        if (leaky) {
            graph.node(
                    "n",
                    NirType.LIF,
                    "tau",
                    TestGraph.vector(0.006, NEURONS),
                    "r",
                    TestGraph.vector(6, NEURONS),
                    "v_leak",
                    0,
                    "v_threshold",
                    ones);
        } else {
            graph.node("n", NirType.IF, "r", ones, "v_threshold", ones);
        }
        return graph.output("out", NEURONS).way("in", "w", "n", "out").network();
    }

    private static List<int[][][]> samples(Random random, int count) {
        List<int[][][]> samples = new ArrayList<>();
        for (int s = 0; s < count; s++) {
            int[][] ticks = new int[TICKS][INPUTS];
            for (int[] tick : ticks) {
                Arrays.setAll(tick, i -> random.nextInt(4) == 0 ? 1 : 0);
            }
            samples.add(new int[][][] {ticks});
        }
        return samples;
    }

    private static SpikingWidths widths(int weightBits, int stateBits, Integer fractionBits) {
        return new SpikingWidths(weightBits, 4, stateBits, 12, fractionBits, false, StateRounding.NEAREST_EVEN);
    }

    /** Spike counts of two runs, neuron by neuron and tick by tick, counted anew here. */
    private static double agreement(SpikingNetwork network, IntegerNetwork integers, List<int[][][]> samples) {
        int firing = 0;
        int equal = 0;
        for (int[][][] sample : samples) {
            double[][][] values = {
                Arrays.stream(sample[0])
                        .map(t -> Arrays.stream(t).asDoubleStream().toArray())
                        .toArray(double[][]::new)
            };
            double[][] wanted = new FloatReference(network, RULES).run(values).activity()[0];
            int[][] found = new IntegerReference(integers).run(sample).spikes()[0];
            for (int t = 0; t < TICKS; t++) {
                for (int n = 0; n < NEURONS; n++) {
                    if (found[t][n] + wanted[t][n] > 0) {
                        firing++;
                        equal += found[t][n] == wanted[t][n] ? 1 : 0;
                    }
                }
            }
        }
        return equal / (double) firing;
    }

    @Test
    void theShortestWordsAgreeAsMuchAndHoldEveryNumber() {
        for (int seed = 0; seed < 40; seed++) {
            Random random = new Random(seed);
            boolean leaky = seed % 4 != 0;
            Integer fraction = seed % 3 == 0 ? 1 : null;
            SpikingNetwork network = network(random, leaky);
            List<int[][][]> samples = samples(random, 3);
            WordLengths lengths = WordLengths.measure(network, RULES, widths(8, 24, fraction), 1, samples);
            Line line = lengths.shortest(0.9).orElseThrow();
            int state = line.provedStateBits() == 0 ? line.measuredStateBits() : line.provedStateBits();
            assertEquals(leaky, line.provedStateBits() != 0, "only what leaks is bounded");
            assertTrue(line.measuredStateBits() <= state, line.toString());
            IntegerNetwork narrow =
                    SpikingQuantizer.quantize(network, RULES, widths(line.weightBits(), state, line.fractionBits()));
            assertEquals(agreement(network, narrow, samples), line.agreement(), 1e-12);
            assertTrue(line.agreement() >= 0.9);
            // Words as long as proved never saturate: wider ones have the same states, on spikes that were not
            // measured, too.
            List<int[][][]> others = leaky ? samples(random, 5) : samples;
            IntegerNetwork wide =
                    SpikingQuantizer.quantize(network, RULES, widths(line.weightBits(), 32, line.fractionBits()));
            for (int[][][] sample : others) {
                assertArrayEquals(
                        new IntegerReference(wide).run(sample).membranes(),
                        new IntegerReference(narrow).run(sample).membranes());
            }
            for (Line each : lengths.lines()) {
                boolean shorter = each.fractionBits() == null
                        ? each.weightBits() < line.weightBits()
                        : each.fractionBits() < line.fractionBits();
                assertFalse(shorter && each.agreement() >= 0.9, each.toString());
            }
            sumsFit(narrow, line);
        }
    }

    /** The sums of all subsets of inputs lie between the sums of the negative and of the positive weights. */
    private static void sumsFit(IntegerNetwork network, Line line) {
        long[] low = new long[NEURONS];
        long[] high = new long[NEURONS];
        for (IntegerNetwork.Synapses synapses : network.connections().get(0).synapses()) {
            for (int k = 0; k < synapses.targets().length; k++) {
                int weight = synapses.weights()[k];
                (weight < 0 ? low : high)[synapses.targets()[k]] += weight;
            }
        }
        long most = (1L << (line.accumulatorBits() - 1)) - 1;
        for (int n = 0; n < NEURONS; n++) {
            assertTrue(high[n] <= most && low[n] >= -most - 1, line.toString());
        }
    }

    @Test
    void withoutASpikeNothingCanAgree() {
        SpikingNetwork network = network(new Random(1), true);
        List<int[][][]> silent = List.<int[][][]>of(new int[][][] {new int[TICKS][INPUTS]});
        InputException refusal = assertThrows(
                InputException.class, () -> WordLengths.measure(network, RULES, widths(8, 24, null), 1, silent));
        assertTrue(refusal.getMessage().contains("no neuron fires"), refusal.getMessage());
    }
}
