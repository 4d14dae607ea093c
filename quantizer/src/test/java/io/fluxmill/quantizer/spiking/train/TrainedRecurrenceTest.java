// SPDX-License-Identifier: Apache-2.0
package io.fluxmill.quantizer.spiking.train;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.Shape;
import io.fluxmill.core.config.ConfigNode;
import io.fluxmill.core.program.spiking.TickRules;
import io.fluxmill.quantizer.spiking.graph.NeuronKind;
import io.fluxmill.quantizer.spiking.graph.SpikingNetwork;
import io.fluxmill.quantizer.spiking.nir.NirWriter;
import io.fluxmill.quantizer.spiking.read.NirReader;
import io.fluxmill.quantizer.spiking.reference.FloatReference;
import io.fluxmill.quantizer.spiking.train.SpikingLayer.Cell;
import io.fluxmill.quantizer.spiking.train.SpikingLayer.Conv;
import io.fluxmill.quantizer.spiking.train.SpikingLayer.Dense;
import io.fluxmill.quantizer.spiking.train.SpikingLayer.SumPool;
import io.fluxmill.quantizer.train.NeedsPyTorch;
import io.fluxmill.quantizer.train.TensorEngine;
import java.nio.file.Path;
import java.util.List;
import java.util.Random;
import java.util.stream.IntStream;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * What is trained is what the contract says: the tensors, the written file on the float reference, and the contract's equations written out here
 * give the same spikes. Weights are multiples of 1/64 and thresholds are not: no membrane lies at its threshold, which is checked.
 */
@NeedsPyTorch
class TrainedRecurrenceTest {
    private static final int TICKS = 12;
    private static final int SIDE = 6;
    private static final double THRESHOLD = 1.3038405;
    private static final double OUTPUT_THRESHOLD = 0.7071068;
    private static final int IMAGES = 8;
    private static final long SEED = 20_261_128;

    /** conv 3, 3x3 / 1, pad 1 and LIF; sums of 2x2; dense 5 and IF or LI. */
    private static List<SpikingLayer> layers(Cell hidden, Cell output) {
        return List.of(new Conv(3, 3, 1, 1, hidden), new SumPool(2), new Dense(5, output));
    }

    @TempDir
    private Path folder;

    @ParameterizedTest
    @ValueSource(
            strings = {
                "{preset: snntorch, dt: 1.0e-3, reset: subtract}",
                "{preset: snntorch, dt: 1.0e-3}",
                "{preset: norse, dt: 1.0e-3}",
                "{preset: lava, dt: 2.0e-3}",
                "{preset: spyx, dt: 1.0e-3}",
                "{preset: spyx, dt: 1.0e-3, reset-tick: next}",
                "{preset: nengo, dt: 1.0e-3}",
                "{preset: sinabs, dt: 1.0e-3, spikes-per-tick: 1}",
                "{preset: rockpool, dt: 1.0e-3, spikes-per-tick: 1}",
                "{preset: xylo, dt: 1.0e-3, spikes-per-tick: 1}",
                "{preset: norse, dt: 1.0e-3, reset: none, input-delay: 2, forward-delay: 1}",
                "{dt: 0.5, membrane-decay: euler, compare: at-least, reset: subtract, integrator-gain: dt}",
            })
    void tensorsFileAndEquationsFireTogether(String contract) {
        TickRules rules = TickRules.from(ConfigNode.parse(Path.of("contract.yaml"), contract));
        NeuronTensors.check(rules);
        Random random = new Random(SEED);
        compare(rules, random, new Cell(NeuronKind.LIF, 0.75, THRESHOLD), new Cell(NeuronKind.IF, 1, OUTPUT_THRESHOLD));
        compare(rules, random, new Cell(NeuronKind.LIF, 0.5, THRESHOLD), new Cell(NeuronKind.LI, 0.875, 0));
        compare(rules, random, new Cell(NeuronKind.IF, 1, THRESHOLD), new Cell(NeuronKind.LIF, 0.5, OUTPUT_THRESHOLD));
    }

    private void compare(TickRules rules, Random random, Cell hidden, Cell output) {
        SpikingTopology topology = new SpikingTopology(new int[] {1, SIDE, SIDE}, layers(hidden, output), 5);
        try (NDManager manager = TensorEngine.open(1)) {
            Surrogate surrogate = new Surrogate(Surrogate.Shape.ATAN, 2);
            TrainableSpikingNetwork network =
                    new TrainableSpikingNetwork(manager, topology, rules, surrogate, 8, random);
            for (int i = 0; i < 2; i++) {
                float[] weights = network.weights(i);
                for (int k = 0; k < weights.length; k++) {
                    weights[k] = (random.nextInt(49) - 18) / 64f;
                }
                network.setWeights(i, weights);
            }
            Path file = folder.resolve("trained.nir");
            NirWriter.write(NirExport.graph(network, rules, 1), file);
            SpikingNetwork read = NirReader.read(file);
            int spikes = 0;
            for (int image = 0; image < IMAGES; image++) {
                float[] values = new float[SIDE * SIDE];
                for (int k = 0; k < values.length; k++) {
                    values[k] = random.nextInt(4) / 2f;
                }
                spikes += compare(network, read, rules, values);
            }
            assertTrue(spikes > 100 && spikes < IMAGES * TICKS * 3 * SIDE * SIDE, "spikes=" + spikes);
        }
    }

    private static int compare(TrainableSpikingNetwork network, SpikingNetwork read, TickRules rules, float[] values) {
        double[][][] inputs = new double[1][TICKS][SIDE * SIDE];
        for (double[] tick : inputs[0]) {
            for (int k = 0; k < tick.length; k++) {
                tick[k] = values[k];
            }
        }
        FloatReference.Run run = new FloatReference(read, rules).run(inputs);
        double[][][] expected = equations(network, rules, values);
        try (NDManager manager = TensorEngine.open(1)) {
            NDArray image = manager.create(values, new Shape(1, 1, SIDE, SIDE));
            List<List<NDArray>> tensors = network.forward(java.util.Collections.nCopies(TICKS, image), 0);
            int spikes = 0;
            for (int stage = 0; stage < 2; stage++) {
                for (int t = 0; t < TICKS; t++) {
                    float[] tensor = tensors.get(stage).get(t).toFloatArray();
                    double[] reference = run.activity()[stage][t];
                    String at = "stage " + stage + ", tick " + t + ", seed=" + SEED;
                    assertEquals(expected[stage][t].length, tensor.length, at);
                    assertEquals(expected[stage][t].length, reference.length, at);
                    // The time constant in the file is a float32: decays differ in their eighth digit.
                    double tolerance =
                            network.topology().stages().get(stage).cell().kind().fires() ? 0 : 1e-4;
                    for (int n = 0; n < tensor.length; n++) {
                        assertEquals(expected[stage][t][n], tensor[n], tolerance, at + ", neuron " + n);
                        assertEquals(expected[stage][t][n], reference[n], tolerance, at + ", neuron " + n);
                        spikes += tensor[n] == 1 && stage == 0 ? 1 : 0;
                    }
                }
            }
            return spikes;
        }
    }

    /** docs/spiking-contract.md, steps 1 to 7, with the wanted decays and a gain of 1: {@code [stages][ticks][neurons]}. */
    private static double[][][] equations(TrainableSpikingNetwork network, TickRules rules, float[] values) {
        double[][] image = new double[TICKS][];
        for (int t = 0; t < TICKS; t++) {
            image[t] =
                    IntStream.range(0, SIDE * SIDE).mapToDouble(k -> values[k]).toArray();
        }
        float[] kernels = network.weights(0);
        float[] matrix = network.weights(1);
        List<SpikingTopology.Stage> stages = network.topology().stages();
        double[][] hidden = neurons(
                stages.get(0).cell(), rules, rules.inputDelay(), 3 * SIDE * SIDE, image, x -> convolved(kernels, x));
        double[][] output =
                neurons(stages.get(1).cell(), rules, rules.forwardDelay(), 5, hidden, x -> dense(matrix, pooled(x)));
        return new double[][][] {hidden, output};
    }

    private interface Sums {
        double[] of(double[] spikes);
    }

    private static double[][] neurons(
            Cell cell, TickRules rules, int delay, int count, double[][] before, Sums weights) {
        double decay = cell.kind().isLeaky() ? cell.decay() : rules.integratorDecay();
        double[] v = new double[count];
        boolean[] late = new boolean[count];
        double[][] results = new double[TICKS][count];
        for (int t = 0; t < TICKS; t++) {
            double[] x = t < delay ? new double[count] : weights.of(before[t - delay]);
            for (int n = 0; n < count; n++) {
                double old = v[n];
                v[n] = decay * v[n] + x[n];
                if (late[n]) {
                    v[n] = afterSpike(v[n], rules, cell.threshold());
                    late[n] = false;
                }
                if (!cell.kind().fires()) {
                    results[t][n] = v[n];
                    continue;
                }
                double compared = rules.spikeFrom() == TickRules.SpikeFrom.OLD ? old : v[n];
                boolean fires = compared > cell.threshold();
                assertTrue(Math.abs(compared - cell.threshold()) > 1e-6, "a membrane lies at its threshold");
                results[t][n] = fires ? 1 : 0;
                if (fires && rules.resetTick() == TickRules.ResetTick.SAME) {
                    v[n] = afterSpike(v[n], rules, cell.threshold());
                } else {
                    late[n] = fires;
                }
                if (rules.clamp() == TickRules.Clamp.THRESHOLD && v[n] < -cell.threshold()) {
                    v[n] = -cell.threshold();
                }
            }
        }
        return results;
    }

    private static double afterSpike(double v, TickRules rules, double threshold) {
        return switch (rules.reset()) {
            case ZERO, VALUE -> 0;
            case SUBTRACT -> v - threshold;
            case NONE -> v;
        };
    }

    private static double[] convolved(float[] kernels, double[] image) {
        double[] sums = new double[3 * SIDE * SIDE];
        for (int i = 0; i < sums.length; i++) {
            int y = i / SIDE % SIDE;
            int x = i % SIDE;
            for (int k = 0; k < 9; k++) {
                int row = y + k / 3 - 1;
                int column = x + k % 3 - 1;
                if (row >= 0 && row < SIDE && column >= 0 && column < SIDE) {
                    sums[i] += kernels[i / (SIDE * SIDE) * 9 + k] * image[row * SIDE + column];
                }
            }
        }
        return sums;
    }

    private static double[] pooled(double[] spikes) {
        int half = SIDE / 2;
        double[] sums = new double[3 * half * half];
        for (int i = 0; i < spikes.length; i++) {
            int channel = i / (SIDE * SIDE);
            sums[(channel * half + i / SIDE % SIDE / 2) * half + i % SIDE / 2] += spikes[i];
        }
        return sums;
    }

    private static double[] dense(float[] matrix, double[] x) {
        double[] sums = new double[5];
        for (int n = 0; n < 5; n++) {
            for (int k = 0; k < x.length; k++) {
                sums[n] += matrix[n * x.length + k] * x[k];
            }
        }
        return sums;
    }
}
