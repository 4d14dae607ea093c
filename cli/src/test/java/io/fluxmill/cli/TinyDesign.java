// SPDX-License-Identifier: Apache-2.0
package io.fluxmill.cli;

import io.fluxmill.quantizer.mac.graph.Network;
import io.fluxmill.quantizer.mac.graph.Network.Activation;
import io.fluxmill.quantizer.mac.graph.Network.Geometry;
import io.fluxmill.quantizer.mac.graph.Network.MatrixLayer;
import io.fluxmill.quantizer.mac.graph.Network.Shape;
import io.fluxmill.quantizer.mac.read.OnnxWriter;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Random;

/**
 * A design in a folder of its own: a 2 x 2 engine, a network of two dense layers (6-5-3), twenty samples with labels. Tests change
 * single lines of the configuration or single files.
 */
public final class TinyDesign {
    public static final int SAMPLES = 20;
    private static final int[] SIZES = {6, 5, 3};

    private final Path folder;

    /** Writes the design into a folder. */
    public TinyDesign(Path folder) throws IOException {
        this.folder = folder;
        Files.writeString(
                config(),
                """
                engine:
                  family: mac
                  name: mac_tiny
                  rows: 2
                  columns: 2
                  formats: [INT4, INT8]
                  result-formats: [INT16]
                  weight-words: 16
                  activation-words: 16
                  parameter-tiles: 4
                  pipeline: 1
                model: tiny.onnx
                data:
                  inputs: inputs.csv
                  labels: labels.csv
                quantization:
                  formats: [INT8, INT4]
                  calibration-samples: 10
                verify:
                  samples: 12
                  idle: 20
                  back-pressure: 30
                """);
        withNetwork(SIZES);
        StringBuilder labels = new StringBuilder();
        for (int i = 0; i < SAMPLES; i++) {
            labels.append(i % SIZES[2]).append('\n');
        }
        Files.writeString(folder.resolve("labels.csv"), labels);
    }

    /** Another network of two dense layers, and samples for it. */
    TinyDesign withNetwork(int... sizes) throws IOException {
        Random random = new Random(1);
        MatrixLayer hidden = dense("hidden", "input", sizes[0], sizes[1], Activation.RELU, random);
        MatrixLayer last = dense("last", "hidden", sizes[1], sizes[2], Activation.NONE, random);
        Network network = new Network("tiny", new Shape(sizes[0], 1, 1), 1, 0, null, List.of(hidden, last), false);
        OnnxWriter.write(network, folder.resolve("tiny.onnx"));
        return withColumns(sizes[0]);
    }

    private static MatrixLayer dense(
            String name, String input, int from, int to, Activation activation, Random random) {
        float[] weights = new float[to * from];
        for (int i = 0; i < weights.length; i++) {
            weights[i] = (float) random.nextGaussian();
        }
        double[] gain = new double[to];
        Arrays.fill(gain, 1);
        double[] bias = random.doubles(to, -0.5, 0.5).toArray();
        Shape shape = new Shape(from, 1, 1);
        return new MatrixLayer(
                name,
                input,
                name,
                shape,
                new Shape(to, 1, 1),
                Geometry.dense(shape),
                weights,
                gain,
                bias,
                activation,
                null,
                null);
    }

    private static String inputs(int columns) {
        Random random = new Random(2);
        StringBuilder rows = new StringBuilder();
        for (int i = 0; i < SAMPLES; i++) {
            for (int k = 0; k < columns; k++) {
                rows.append(k == 0 ? "" : ",").append((float) random.nextGaussian());
            }
            rows.append('\n');
        }
        return rows.toString();
    }

    public Path config() {
        return folder.resolve("tiny.yaml");
    }

    /** A file of the design. */
    public Path file(String name) {
        return folder.resolve(name);
    }

    /** Replaces a line's text in the configuration; the text must be there. */
    public TinyDesign with(String text, String replacement) throws IOException {
        String config = Files.readString(config());
        if (!config.contains(text)) {
            throw new AssertionError("the configuration has no " + text);
        }
        Files.writeString(config(), config.replace(text, replacement));
        return this;
    }

    /** Samples of another width than the network's input. */
    TinyDesign withColumns(int columns) throws IOException {
        Files.writeString(folder.resolve("inputs.csv"), inputs(columns));
        return this;
    }
}
