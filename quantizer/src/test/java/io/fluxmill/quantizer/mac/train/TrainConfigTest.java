// SPDX-License-Identifier: Apache-2.0
package io.fluxmill.quantizer.mac.train;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import io.fluxmill.core.config.ConfigNode;
import io.fluxmill.core.config.InputException;
import io.fluxmill.core.format.NumberFormats;
import io.fluxmill.quantizer.mac.train.TrainLayer.Conv;
import io.fluxmill.quantizer.mac.train.TrainLayer.Dense;
import io.fluxmill.quantizer.mac.train.TrainLayer.MaxPool;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class TrainConfigTest {
    private static final String TEXT =
            """
            train:
              name: small
              model: out/small.onnx
              images: i
              labels: l
              test-images: i
              test-labels: l
              layers:
                - conv: 16
                  kernel: 5
                  stride: 2
                - pool: 2
                - dense: 10
              float:
                epochs: 3
                learning-rate: 0.01
              fine-tune:
                epochs: 4
                learning-rate: 0.001
                formats:
                  POSIT4_1: 2
                  FP4_E2M1: 1
            """;

    @TempDir
    Path folder;

    @BeforeEach
    void createDataFiles() throws IOException {
        Files.createFile(folder.resolve("i"));
        Files.createFile(folder.resolve("l"));
    }

    @Test
    void readsEveryKeyAndItsDefault() {
        TrainConfig config = parse(TEXT);
        assertEquals("small", config.name());
        assertEquals(folder.resolve("out/small.onnx"), config.model());
        assertEquals(folder.resolve("i"), config.train().images().path());
        assertEquals(List.of(new Conv(16, 5, 2, 0), new MaxPool(2, 2), new Dense(10)), config.layers());
        assertEquals(new TrainConfig.Phase(3, 0.01), config.floating());
        assertEquals(new TrainConfig.Phase(4, 0.001), config.fineTuning().phase());
        assertEquals(
                List.of(NumberFormats.POSIT4_1, NumberFormats.FP4_E2M1),
                List.copyOf(config.fineTuning().formats().keySet()));
        assertEquals(Augmentation.NONE, config.augmentation());
        assertEquals(1, config.inputScale());
        assertEquals(1, config.seed());
        assertEquals(128, config.batch());
    }

    @Test
    void errorsNameFileLineAndKey() {
        int cases = 0;
        cases += refused(
                "    - pool: 2",
                "    - flatten: 2",
                ":12: train.layers[1] must have one of the keys conv, pool, dense");
        cases += refused(
                "POSIT4_1: 2",
                "POSIT4-1: 2",
                ":21: train.fine-tune.formats: number format must be INTn or UINTn (n 2 to 16), BINARY, TERNARY, FP4_E2M1, FP6_E2M3, FP6_E3M2, FP8_E4M3FN, FP8_E5M2, FP16, BF16, MXFP4, MXFP6_E2M3, MXFP6_E3M2, MXFP8_E4M3, MXFP8_E5M2, MXINT8, NVFP4, POSITn_es (n 3 to 16, es 0 to 2) or BINARYkPpXY of IEEE P3109 (k 3 to 8, p below k or, unsigned, k; X: S signed, U unsigned; Y: E extended, F finite): name=POSIT4-1; did you mean POSIT4_1?");
        cases += refused("kernel: 5", "kernal: 5", ":9: train.layers[0].kernel must be given: an integer from 1 to 64");
        cases += refused(
                "images: i",
                "images: none",
                ":4: train.images must be a readable file: images=" + folder.resolve("none"));
        cases += refused(
                "epochs: 3",
                "epochs: some",
                ":15: train.float.epochs must be an integer from 0 to 100000: epochs=some");
        cases += refused(
                "  name: small",
                "  name: small\n  colour: red",
                ":3: key of train must be one of batch, fine-tune, flip, float, images, input-scale, labels, layers, model, "
                        + "name, seed, shift, test-images, test-labels, threads: key=colour");
        assertEquals(6, cases);
    }

    @Test
    void allFormatsWithoutWeightAreRefused() {
        InputException refused = assertThrows(
                InputException.class,
                () -> parse(TEXT.replace("POSIT4_1: 2", "POSIT4_1: 0").replace("FP4_E2M1: 1", "FP4_E2M1: 0")));
        assertEquals(
                folder.resolve("t.yaml")
                        + ":21: train.fine-tune.formats must give at least one format a weight above 0",
                refused.getMessage());
    }

    @Test
    void layersThatDoNotFitAreRefused() {
        io.fluxmill.quantizer.mac.graph.Network.Shape image =
                new io.fluxmill.quantizer.mac.graph.Network.Shape(1, 4, 4);
        assertEquals(
                "the window of layer conv1 must not be larger than its input: kernel=5, input=4",
                assertThrows(InputException.class, () -> new Topology(image, List.of(new Conv(8, 5, 1, 0)), 2))
                        .getMessage());
        assertEquals(
                "the last layer must be dense with one output for each of the 3 classes",
                assertThrows(InputException.class, () -> new Topology(image, List.of(new Dense(2)), 3))
                        .getMessage());
    }

    private int refused(String good, String bad, String message) {
        InputException refused = assertThrows(
                InputException.class, () -> parse(TEXT.replaceFirst(java.util.regex.Pattern.quote(good), bad)));
        assertEquals(folder.resolve("t.yaml") + message, refused.getMessage());
        return 1;
    }

    private TrainConfig parse(String text) {
        return TrainConfig.from(ConfigNode.parse(folder.resolve("t.yaml"), text).node("train"));
    }
}
