// SPDX-License-Identifier: Apache-2.0
package io.fluxmill.cli.spiking;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.fluxmill.cli.CommandRun;
import io.fluxmill.cli.console.Exit;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Random;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** From images to spikes: {@code train} writes the file that {@code quantize} measures. */
class SpikingTrainingTest {
    private static final String TRAIN =
            """
            train:
              family: spiking
              origin: "draw the images"
              name: bars
              model: bars.nir
              images: images.npy
              labels: labels.csv
              test-images: images.npy
              test-labels: labels.csv
              contract: {preset: norse, dt: 1.0e-3}
              encoding: {kind: direct, ticks: 4, bits: 3, full-scale: 255}
              layers:
                - {conv: 8, kernel: 3, stride: 2, pad: 1, decay: 0.5}
                - {dense: 3, neuron: LI, decay: 0.9}
              batch: 16
              float: {epochs: 8, learning-rate: 0.01}
              quantized: {epochs: 2, learning-rate: 0.003}
            """;

    private static final String QUANTIZE =
            """
            engine: {family: spiking, name: bars, lanes: 8, neurons: 512, sources: 1024, weight-words: 512, accumulator-bits: 20, value-bits: 3}
            model: bars.nir
            contract: {preset: norse, dt: 1.0e-3}
            encoding: {kind: direct, ticks: 4, bits: 3, full-scale: 255}
            read-out: membrane
            data: {inputs: images.npy, labels: labels.csv}
            """;

    private static final int COUNT = 480;
    private static final int SIDE = 8;

    @TempDir
    private Path folder;

    @BeforeEach
    void write() throws IOException {
        Files.writeString(folder.resolve("train.yaml"), TRAIN);
        Files.writeString(folder.resolve("quantize.yaml"), QUANTIZE);
    }

    /** A horizontal bar, a vertical bar or none over noise: NumPy 1.0 bytes of {@code [480, 8, 8]}. */
    private void draw() throws IOException {
        Random random = new Random(7);
        String header = "{'descr': '|u1', 'fortran_order': False, 'shape': (480, 8, 8), }";
        byte[] file = new byte[128 + COUNT * SIDE * SIDE];
        byte[] begin =
                ("\u0093NUMPY\u0001\u0000v\u0000" + header).getBytes(java.nio.charset.StandardCharsets.ISO_8859_1);
        java.util.Arrays.fill(file, 0, 128, (byte) ' ');
        System.arraycopy(begin, 0, file, 0, begin.length);
        file[127] = '\n';
        StringBuilder labels = new StringBuilder();
        for (int i = 0; i < COUNT; i++) {
            int label = random.nextInt(3);
            int at = 1 + random.nextInt(SIDE - 2);
            labels.append(label).append('\n');
            for (int k = 0; k < SIDE * SIDE; k++) {
                boolean bar = label == 0 && k / SIDE == at || label == 1 && k % SIDE == at;
                file[128 + i * SIDE * SIDE + k] = (byte) (bar ? 180 + random.nextInt(70) : random.nextInt(90));
            }
        }
        Files.write(folder.resolve("images.npy"), file);
        Files.writeString(folder.resolve("labels.csv"), labels);
    }

    @Test
    void saysWhereTheDataComeFrom() {
        CommandRun run = CommandRun.of("train", folder.resolve("train.yaml").toString());
        assertEquals(Exit.USAGE, run.code());
        assertEquals(
                "fluxmill: " + folder.resolve("train.yaml") + ":6: train.images must be a readable file: images="
                        + folder.resolve("images.npy") + "\n  draw the images\n",
                run.err());
    }

    @Test
    @Tag("train")
    void theTrainedFileIsMeasuredTheSame() throws IOException {
        assumeTrue(
                getClass().getClassLoader().getResource("native/lib/pytorch.properties") != null,
                "PyTorch's native libraries are not on the class path: run Maven with -Ptrain");
        draw();
        Path trained = folder.resolve("train.json");
        CommandRun run = CommandRun.of("train", folder.resolve("train.yaml").toString(), "--json", trained.toString());
        assertEquals(Exit.OK, run.code(), run.err());
        assertTrue(run.out().contains("8 bits"), run.out());
        Path measured = folder.resolve("quantize.json");
        CommandRun quantized =
                CommandRun.of("quantize", folder.resolve("quantize.yaml").toString(), "--json", measured.toString());
        assertEquals(Exit.OK, quantized.code(), quantized.err());
        JsonNode training = new ObjectMapper().readTree(trained.toFile());
        JsonNode verdict = new ObjectMapper().readTree(measured.toFile()).findParent("integer-accuracy");
        double accuracy = training.at("/quantized/accuracy").doubleValue();
        assertTrue(accuracy > 0.8, "accuracy=" + accuracy);
        assertEquals(accuracy, verdict.path("float-accuracy").doubleValue(), 0.005);
        assertEquals(accuracy, verdict.path("integer-accuracy").doubleValue(), 0.02);
        assertTrue(training.at("/quantized/synaptic-operations").doubleValue() > 0, training.toString());
    }
}
