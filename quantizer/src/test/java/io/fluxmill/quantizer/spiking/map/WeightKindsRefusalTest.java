// SPDX-License-Identifier: Apache-2.0
package io.fluxmill.quantizer.spiking.map;

import static io.fluxmill.quantizer.spiking.Refusal.refuses;
import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;

import io.fluxmill.core.program.spiking.NeuronRules.StateRounding;
import io.fluxmill.core.program.spiking.SpikingFeatures;
import io.fluxmill.core.program.spiking.SpikingShape;
import io.fluxmill.core.program.spiking.TickPreset;
import io.fluxmill.core.program.spiking.TickRules;
import io.fluxmill.quantizer.spiking.TestGraph;
import io.fluxmill.quantizer.spiking.graph.IntegerNetwork;
import io.fluxmill.quantizer.spiking.graph.SpikingNetwork;
import io.fluxmill.quantizer.spiking.nir.NirArray;
import io.fluxmill.quantizer.spiking.nir.NirType;
import io.fluxmill.quantizer.spiking.precision.SpikingQuantizer;
import io.fluxmill.quantizer.spiking.precision.SpikingWidths;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;

/** Weights of one bit and random weights that cannot be had, each with its whole sentence; beside it, what the remedy says is mapped. */
class WeightKindsRefusalTest {
    private static final TickRules NORSE = TickPreset.NORSE.rules(1e-3);

    /** A seed's first six weights of three bits, by the Python of docs/spiking-engine.md: of two inputs, to three neurons each. */
    private static final int SEED = 7;

    private static final double[] DRAWN = {1, 1, 1, 1, 3, -1};

    private static SpikingShape shape(int weightBits) {
        return new SpikingShape(2, 64, 128, 64, 64, 16, 4, weightBits, 16, 0, 24, 12, 2, 1, 0, false, false)
                .with(SpikingFeatures.NONE.withClockDriven(2, 1).withRandomWeights());
    }

    private static SpikingWidths widths(int weightBits, Integer fractionBits) {
        return SpikingWidths.of(shape(weightBits), fractionBits, StateRounding.NEAREST_EVEN);
    }

    private static TestGraph ends(int inputs, int outputs) {
        return new TestGraph().input("in", inputs).output("out", outputs).lif("n", outputs);
    }

    private static SpikingNetwork dense(int outputs, int inputs, double... weights) {
        return ends(inputs, outputs)
                .node("w", NirType.Linear, "weight", NirArray.of(new int[] {outputs, inputs}, weights))
                .way("in", "w", "n", "out")
                .network();
    }

    private static IntegerNetwork quantize(SpikingNetwork network, int weightBits, Map<String, Integer> seeds) {
        return SpikingQuantizer.quantize(network, NORSE, widths(weightBits, null), seeds);
    }

    @Test
    void randomWeightsAreThoseOfTheSeed() {
        double[] half = new double[6];
        for (int i = 0; i < 2; i++) {
            for (int o = 0; o < 3; o++) {
                half[o * 2 + i] = 0.5 * DRAWN[i * 3 + o];
            }
        }
        SpikingNetwork network = dense(3, 2, half);
        IntegerNetwork integers = quantize(network, 3, Map.of("w", SEED));
        assertArrayEquals(
                new int[] {1, 1, 1}, integers.connections().get(0).synapses()[0].weights());
        assertArrayEquals(
                new int[] {1, 3, -1},
                integers.connections().get(0).synapses()[1].weights());
        assertEquals(2, SpikingMapping.map(integers, shape(3)).inputs());
        refuses(
                "the weights of connection w are not those of seed 8 in 3 bits",
                "use the seed and engine.weight-bits that it was trained with, or remove it from quantization.random-weights",
                () -> quantize(network, 3, Map.of("w", SEED + 1)));
        quantize(network, 3, Map.of());
        refuses(
                "quantization.random-weights names fc, which is no node between neurons",
                "name some of: w",
                () -> quantize(network, 3, Map.of("fc", SEED)));
        refuses(
                "random weights have a unit of their own, so that quantization.fraction-bits cannot choose it",
                "remove quantization.fraction-bits, or quantization.random-weights",
                () -> SpikingQuantizer.quantize(network, NORSE, widths(3, 1), Map.of("w", SEED)));
    }

    @Test
    void aBiasTooLargeForTheUnitOfRandomWeights() {
        SpikingNetwork network = biased(0.5);
        refuses(
                "a weight or bias of connection w is 10.0 units, which weights of 3 bits cannot have",
                "remove the random connections to the same neurons from quantization.random-weights, or scale their weights up",
                () -> quantize(network, 3, Map.of("w", SEED)));
        quantize(network, 3, Map.of());
        quantize(biased(2.5), 3, Map.of("w", SEED));
    }

    /** The seed's weights times a unit, to neurons with a bias of 5. */
    private static SpikingNetwork biased(double unit) {
        double[] weights = new double[6];
        for (int i = 0; i < 2; i++) {
            for (int o = 0; o < 3; o++) {
                weights[o * 2 + i] = unit * DRAWN[i * 3 + o];
            }
        }
        return ends(2, 3)
                .node("w", NirType.Affine, "weight", NirArray.of(new int[] {3, 2}, weights), "bias", new double[] {
                    5, 5, 5
                })
                .way("in", "w", "n", "out")
                .network();
    }

    @Test
    void randomWeightsOfOtherNodes() {
        SpikingNetwork scaled = ends(2, 2)
                .node("s", NirType.Scale, "scale", new double[] {1, 1})
                .way("in", "s", "n", "out")
                .network();
        refuses(
                "connection s cannot have random weights: only one Linear or Affine node to neurons in one dimension can",
                "remove it from quantization.random-weights",
                () -> quantize(scaled, 3, Map.of("s", SEED)));
    }

    @Test
    void biasesOfOneBit() {
        TestGraph graph = ends(1, 2)
                .node("w", NirType.Affine, "weight", TestGraph.filled(1, 2, 1), "bias", new double[] {0, 1})
                .way("in", "w", "n", "out");
        refuses(
                "connection w has a bias, which weights of one bit cannot express",
                "set engine.weight-bits: 2 or more, or train without a bias",
                () -> quantize(graph.network(), 1, Map.of()));
        quantize(graph.network(), 2, Map.of());
    }

    @Test
    void placesOfOneBit() {
        SpikingNetwork network = dense(2, 1, 1, -1);
        refuses(
                "weights of one bit have a unit of their own, so that quantization.fraction-bits cannot choose it",
                "remove quantization.fraction-bits, or set engine.weight-bits: 2",
                () -> SpikingQuantizer.quantize(network, NORSE, widths(1, 1), Map.of()));
        SpikingQuantizer.quantize(network, NORSE, widths(2, 0), Map.of());
        IntegerNetwork integers = quantize(network, 1, Map.of());
        assertArrayEquals(
                new int[] {1, -1}, integers.connections().get(0).synapses()[0].weights());
    }

    /** Two neurons of one group, of which one has no synapse. */
    @Test
    void zerosOfOneBit() {
        SpikingNetwork network = dense(2, 1, 1, 0);
        refuses(
                "connection w has no synapse, or one of another delay, between two neurons of which a neighbour has one;"
                        + " weights of one bit cannot be 0",
                "set engine.weight-bits: 2",
                () -> SpikingMapping.map(quantize(network, 1, Map.of()), shape(1)));
        refuses(
                "connection w does not lead from all to all, and weights of one bit cannot be 0, as those of clock-driven connections must",
                "remove it from mapping.clock-driven, or set engine.weight-bits: 2",
                () -> SpikingMapping.map(quantize(network, 1, Map.of()), shape(1), Set.of(0)));
        SpikingMapping.map(quantize(network, 2, Map.of()), shape(2), Set.of(0));
        SpikingMapping.map(quantize(dense(2, 1, 1, -2), 1, Map.of()), shape(1), Set.of(0));
    }
}
