// SPDX-License-Identifier: Apache-2.0
package io.fluxmill.quantizer.mac.train;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.Shape;
import io.fluxmill.core.config.InputException;
import io.fluxmill.core.format.NumberFormat;
import io.fluxmill.core.format.NumberFormats;
import io.fluxmill.quantizer.mac.graph.FloatExecutor;
import io.fluxmill.quantizer.mac.graph.Network;
import io.fluxmill.quantizer.mac.read.NetworkReader;
import io.fluxmill.quantizer.mac.read.OnnxWriter;
import io.fluxmill.quantizer.mac.train.TrainConfig.FineTuning;
import io.fluxmill.quantizer.mac.train.TrainConfig.Phase;
import io.fluxmill.quantizer.mac.train.TrainLayer.Conv;
import io.fluxmill.quantizer.mac.train.TrainLayer.Dense;
import io.fluxmill.quantizer.mac.train.TrainLayer.MaxPool;
import io.fluxmill.quantizer.train.NeedsPyTorch;
import io.fluxmill.quantizer.train.TensorEngine;
import io.fluxmill.quantizer.train.TrainingLog;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Whole trainings on small synthetic images, and the way of a network out of the tensor engine. */
@NeedsPyTorch
class TrainerTest {
    private static final long SEED = 20_260_103;
    private static final List<TrainLayer> LAYERS =
            List.of(new Conv(8, 3, 1, 1), new MaxPool(2, 2), new Conv(8, 3, 2, 0), new Dense(16), new Dense(3));

    @Test
    void twoEpochsLearnInEveryFormat() {
        List<String> messages = new ArrayList<>();
        TrainResult result = Trainer.train(config(2), bars(1600, SEED), bars(300, SEED + 1), messages::add);
        assertTrue(result.after().inFloat() > 0.95, "float=" + result.after().inFloat() + ", seed=" + SEED);
        assertEquals(4, result.after().inFormats().size());
        result.after()
                .inFormats()
                .forEach((format, accuracy) ->
                        assertTrue(accuracy > 0.9, format.name() + "=" + accuracy + ", seed=" + SEED));
        assertEquals(7, messages.size(), messages.toString());
        assertEquals("bars: 13232 MACs for an image, 1600 training images", messages.get(0));
    }

    @Test
    void sameSeedGivesTheSameNetwork() {
        byte[] first = OnnxWriter.toBytes(trained());
        assertArrayEquals(first, OnnxWriter.toBytes(trained()));
    }

    private static Network trained() {
        return Trainer.train(config(1), bars(320, SEED), bars(32, SEED + 1), TrainingLog.NONE)
                .network();
    }

    @Test
    void theWrittenModelComputesWhatTheTensorEngineComputes(@TempDir Path folder) {
        ImageSet images = bars(40, SEED);
        try (NDManager manager = TensorEngine.open(1)) {
            Topology topology = new Topology(images.shape(), LAYERS, 3);
            TrainableNetwork network = TrainableNetwork.initial(manager, topology, new Random(SEED));
            NDArray input = new ImageTensors(images, 1 / 256.0).images(manager, 0, images.count());
            float[] expected = network.forward(input, TrainableNetwork.FLOAT).toFloatArray();
            Path model = folder.resolve("bars.onnx");
            OnnxWriter.write(network.toNetwork("bars", 1 / 256.0), model);
            FloatExecutor executor = new FloatExecutor(NetworkReader.read(model));
            for (int i = 0; i < images.count(); i++) {
                float[] pixels = new float[images.shape().elements()];
                images.copy(i, pixels, 0);
                float[] answers = executor.run(pixels);
                for (int n = 0; n < 3; n++) {
                    assertEquals(
                            expected[3 * i + n], answers[n], 1e-5, "image " + i + " class " + n + ", seed=" + SEED);
                }
            }
        }
    }

    @Test
    void batchLargerThanTheTrainingSetIsRefused() {
        InputException refused = assertThrows(
                InputException.class, () -> Trainer.train(config(1), bars(31, SEED), bars(8, SEED), TrainingLog.NONE));
        assertEquals(
                "train.batch must not be more than the training images: batch=32, images=31", refused.getMessage());
    }

    @Test
    void missingFolderOfTheModelIsRefusedBeforeTraining() {
        Path model = Path.of("no-such-folder", "bars.onnx");
        TrainConfig good = config(1);
        TrainConfig config = new TrainConfig(
                good.name(),
                model,
                null,
                null,
                1,
                LAYERS,
                1,
                1,
                32,
                Augmentation.NONE,
                good.floating(),
                good.fineTuning());
        InputException refused = assertThrows(InputException.class, () -> Trainer.train(config, TrainingLog.NONE));
        assertEquals("train.model must be in a folder that exists: model=" + model, refused.getMessage());
        assertEquals("create it with: mkdir -p " + model.toAbsolutePath().getParent(), refused.remedy());
    }

    @Test
    void frozenNetworkKeepsItsParameters() {
        try (NDManager manager = TensorEngine.open(1)) {
            Topology topology = new Topology(new Network.Shape(1, 12, 12), LAYERS, 3);
            TrainableNetwork network = TrainableNetwork.initial(manager, topology, new Random(SEED));
            TrainableNetwork frozen = network.frozen(manager);
            NDArray images = manager.ones(new Shape(1, 1, 12, 12));
            float[] before = frozen.forward(images, TrainableNetwork.FLOAT).toFloatArray();
            network.weight(0).subi(1);
            assertArrayEquals(
                    before, frozen.forward(images, TrainableNetwork.FLOAT).toFloatArray());
        }
    }

    private static TrainConfig config(int epochs) {
        Map<NumberFormat, Double> formats = new LinkedHashMap<>();
        formats.put(NumberFormats.FP4_E2M1, 1.0);
        formats.put(NumberFormats.POSIT4_1, 1.0);
        formats.put(NumberFormats.POSIT8_0, 1.0);
        formats.put(NumberFormats.POSIT16_1, 1.0);
        Phase phase = new Phase(epochs, 0.005);
        return new TrainConfig(
                "bars",
                Path.of("bars.onnx"),
                null,
                null,
                1 / 256.0,
                LAYERS,
                SEED,
                1,
                32,
                new Augmentation(true, 1),
                phase,
                new FineTuning(phase, formats, 10, 64, 0.5));
    }

    /** 12 x 12 noise with a horizontal bar, a vertical bar or none: three classes that mirroring keeps. */
    private static ImageSet bars(int count, long seed) {
        Random random = new Random(seed);
        byte[] pixels = new byte[count * 144];
        int[] labels = new int[count];
        for (int i = 0; i < count; i++) {
            labels[i] = i % 3;
            int at = 2 + random.nextInt(8);
            for (int k = 0; k < 144; k++) {
                boolean bar = labels[i] == 1 && k / 12 == at || labels[i] == 2 && k % 12 == at;
                pixels[i * 144 + k] = (byte) (bar ? 180 + random.nextInt(60) : random.nextInt(80));
            }
        }
        return new ImageSet(new Network.Shape(1, 12, 12), pixels, labels);
    }
}
