// SPDX-License-Identifier: Apache-2.0
package io.fluxmill.quantizer.spiking.train;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.fluxmill.core.config.ConfigNode;
import io.fluxmill.core.program.spiking.NeuronRules.StateRounding;
import io.fluxmill.quantizer.spiking.Refusal;
import io.fluxmill.quantizer.spiking.encode.SpikeEncoder;
import io.fluxmill.quantizer.spiking.graph.IntegerNetwork;
import io.fluxmill.quantizer.spiking.graph.SpikingNetwork;
import io.fluxmill.quantizer.spiking.nir.NirWriter;
import io.fluxmill.quantizer.spiking.precision.SpikingQuantizer;
import io.fluxmill.quantizer.spiking.precision.SpikingWidths;
import io.fluxmill.quantizer.spiking.read.NirReader;
import io.fluxmill.quantizer.spiking.reference.FloatReference;
import io.fluxmill.quantizer.spiking.reference.IntegerReference;
import io.fluxmill.quantizer.train.NeedsPyTorch;
import io.fluxmill.quantizer.train.TrainingLog;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Whole trainings on small synthetic images, and the way of a network to the integers of an engine. */
@NeedsPyTorch
class SpikingTrainerTest {
    private static final long SEED = 20_261_129;
    private static final int SIDE = 12;

    @TempDir
    private Path folder;

    private SpikingTrainConfig config(String encoding, String output, String readOut, int epochs) throws IOException {
        for (String file : List.of("i.npy", "l.npy")) {
            if (!Files.exists(folder.resolve(file))) {
                Files.createFile(folder.resolve(file));
            }
        }
        String yaml =
                """
                family: spiking
                name: bars
                model: bars.nir
                images: i.npy
                labels: l.npy
                test-images: i.npy
                test-labels: l.npy
                contract: {preset: snntorch, reset: subtract, dt: 1.0e-3}
                encoding: %s
                layers:
                  - {conv: 8, kernel: 4, stride: 2, pad: 1, decay: 0.75}
                  - {pool: 2}
                  - %s
                read-out: %s
                weight-bits: 6
                sparsity: 0.01
                batch: 32
                flip: true
                shift: 1
                float: {epochs: %d, learning-rate: 0.01}
                quantized: {epochs: %d, learning-rate: 0.003}
                """
                        .formatted(encoding, output, readOut, epochs, epochs);
        return SpikingTrainConfig.from(ConfigNode.parse(folder.resolve("train.yaml"), yaml));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "{kind: direct, ticks: 4, bits: 3, full-scale: 255} | {dense: 3, neuron: LI, decay: 0.9} | membrane | 0.9",
                "{kind: direct, ticks: 8, bits: 4, full-scale: 255} | {dense: 3, neuron: LIF, decay: 0.75, threshold: 0.5} | count | 0.7",
                "{kind: rate, ticks: 8, bits: 8, full-scale: 255} | {dense: 3, neuron: I} | membrane | 0.6",
                "{kind: latency, ticks: 6, bits: 4, full-scale: 255} | {dense: 3, neuron: LI, decay: 0.9} | membrane | 0.5",
            })
    void learnsAndTheFileAnswersTheSame(String encoding, String output, String readOut, double least)
            throws IOException {
        SpikingTrainConfig config = config(encoding, output, readOut, 3);
        List<String> messages = new ArrayList<>();
        LabelledImages test = bars(200, SEED + 1);
        SpikingTrainResult result = SpikingTrainer.train(config, bars(960, SEED), test, messages::add);
        assertTrue(result.quantized().accuracy() > least, result.quantized() + ", seed=" + SEED);
        assertEquals(9, messages.size(), messages.toString());
        assertEquals("bars: 291 neurons, " + synapses() + " synapses, 960 training images", messages.get(0));
        NirWriter.write(result.network(), config.model());
        compare(config, result, test);
    }

    /** By hand: 22 x 22 places of kernels on the image of 12 x 12 by stride 2 and pad 1, 8 channels; then 288 to 3. */
    private static String synapses() {
        return String.format(java.util.Locale.ROOT, "%,d", 22 * 22 * 8 + 288 * 3);
    }

    /** Float and integer reference of the file reach the accuracy that the trainer reports, and count its spikes and operations. */
    private static void compare(SpikingTrainConfig config, SpikingTrainResult result, LabelledImages test) {
        SpikingNetwork network = NirReader.read(config.model());
        SpikingWidths widths = new SpikingWidths(6, 8, 24, 12, null, false, StateRounding.NEAREST_EVEN);
        IntegerNetwork integers = SpikingQuantizer.quantize(network, config.rules(), widths);
        FloatReference floats = new FloatReference(network, config.rules());
        IntegerReference reference = new IntegerReference(integers);
        SpikeEncoder encoder = new SpikeEncoder(config.encoding());
        int rightFloats = 0;
        int rightIntegers = 0;
        long spikes = 0;
        for (int i = 0; i < test.count(); i++) {
            int[][] codes = new int[1][SIDE * SIDE];
            for (int k = 0; k < codes[0].length; k++) {
                codes[0][k] = config.encoding().code(test.images()[i][k]);
            }
            int[][] values = encoder.encode(codes, i);
            double[][] reals = new double[values.length][];
            for (int t = 0; t < values.length; t++) {
                reals[t] = java.util.Arrays.stream(values[t]).asDoubleStream().toArray();
            }
            FloatReference.Run run = floats.run(new double[][][] {reals});
            IntegerReference.Run integer = reference.run(new int[][][] {values});
            rightFloats += config.readOut().classOf(network, config.rules(), run) == test.labels()[i] ? 1 : 0;
            int[] words = config.readOut()
                    .words(integers, p -> integer.spikes()[p], p -> integer.membranes()[p][values.length - 1]);
            rightIntegers += config.readOut().classOf(words) == test.labels()[i] ? 1 : 0;
            for (double[] tick : run.activity()[0]) {
                for (double spike : tick) {
                    spikes += spike > 0 ? 1 : 0;
                }
            }
        }
        double count = test.count();
        assertEquals(result.quantized().accuracy(), rightFloats / count, 0.004);
        assertEquals(result.quantized().accuracy(), rightIntegers / count, 0.014);
        assertEquals(result.quantized().spikes().get(0), spikes / count, 0.002 * spikes / count);
        assertEquals(3.0 * spikes / count, result.quantized().operations(), 0.002 * 3 * spikes / count);
        assertTrue(spikes > count, "spikes=" + spikes);
    }

    /** The integers of the engine are what the trainer rounded to: largest weight 31 of 6 bits, all others multiples of its 31st part. */
    @Test
    void writtenWeightsLieOnTheEnginesGrid() throws IOException {
        SpikingTrainConfig config = config(
                "{kind: direct, ticks: 3, bits: 3, full-scale: 255}",
                "{dense: 3, neuron: LI, decay: 0.9}",
                "membrane",
                1);
        SpikingTrainResult result = SpikingTrainer.train(config, bars(320, SEED), bars(32, SEED + 1), TrainingLog.NONE);
        int checked = 0;
        for (String name : List.of("conv1", "dense1")) {
            double[] weights =
                    result.network().nodes().get(name).parameter("weight").values();
            double largest = 0;
            for (double weight : weights) {
                largest = Math.max(largest, Math.abs(weight));
            }
            for (double weight : weights) {
                double integer = 31 * weight / largest;
                assertEquals(Math.rint(integer), integer, 1e-5, name);
                checked += integer != 0 ? 1 : 0;
            }
        }
        assertTrue(checked > 200, "weights=" + checked);
    }

    @Test
    void sameSeedGivesTheSameBytes() throws IOException {
        byte[] first = trained("first.nir");
        assertArrayEquals(first, trained("second.nir"));
    }

    private byte[] trained(String name) throws IOException {
        SpikingTrainConfig config = config(
                "{kind: direct, ticks: 3, bits: 3, full-scale: 255}",
                "{dense: 3, neuron: LI, decay: 0.9}",
                "membrane",
                1);
        Path file = folder.resolve(name);
        NirWriter.write(
                SpikingTrainer.train(config, bars(320, SEED), bars(32, SEED + 1), TrainingLog.NONE)
                        .network(),
                file);
        return Files.readAllBytes(file);
    }

    @Test
    void refusesSetsThatDoNotFit() throws IOException {
        SpikingTrainConfig config = config(
                "{kind: direct, ticks: 3, bits: 3, full-scale: 255}",
                "{dense: 3, neuron: LI, decay: 0.9}",
                "membrane",
                1);
        Refusal.refuses(
                "train.batch must not be more than the training images: batch=32, images=31",
                "use a smaller batch",
                () -> SpikingTrainer.train(config, bars(31, SEED), bars(8, SEED), TrainingLog.NONE));
        LabelledImages other = new LabelledImages(new int[] {1, 2, 2}, new float[1][4], new int[1]);
        Refusal.refuses(
                "the test set must have the image size and classes of the training set: [1, 2, 2] and 1, not [1, 12, 12] and 3",
                "check that test-images and test-labels belong to the training set",
                () -> SpikingTrainer.train(config, bars(64, SEED), other, TrainingLog.NONE));
    }

    /** 12 x 12 noise with a horizontal bar, a vertical bar or none: three classes that mirroring keeps. */
    private static LabelledImages bars(int count, long seed) {
        Random random = new Random(seed);
        float[][] images = new float[count][SIDE * SIDE];
        int[] labels = new int[count];
        for (int i = 0; i < count; i++) {
            labels[i] = i % 3;
            int at = 2 + random.nextInt(8);
            for (int k = 0; k < SIDE * SIDE; k++) {
                boolean bar = labels[i] == 1 && k / SIDE == at || labels[i] == 2 && k % SIDE == at;
                images[i][k] = bar ? 180 + random.nextInt(60) : random.nextInt(80);
            }
        }
        return new LabelledImages(new int[] {1, SIDE, SIDE}, images, labels);
    }
}
