// SPDX-License-Identifier: Apache-2.0
package io.fluxmill.quantizer.mac.train;

import io.fluxmill.core.config.ConfigNode;
import io.fluxmill.core.config.InputException;
import io.fluxmill.core.format.NumberFormat;
import io.fluxmill.core.format.NumberFormats;
import io.fluxmill.quantizer.data.DataFile;
import io.fluxmill.quantizer.mac.train.TrainLayer.Conv;
import io.fluxmill.quantizer.mac.train.TrainLayer.Dense;
import io.fluxmill.quantizer.mac.train.TrainLayer.MaxPool;
import java.nio.file.Path;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * What to train and how: the {@code train:} section of a configuration.
 *
 * @param name name of the network
 * @param model ONNX file to write
 * @param train files of the training set
 * @param test files of the test set, which is used only for measuring
 * @param inputScale the network sees pixel * inputScale
 * @param layers in execution order; the last is dense with one output for each class
 * @param seed of initial weights, order of images, variants and draws of formats
 * @param threads of the tensor engine; results are reproducible for one number of threads
 * @param batch images of a step
 * @param augmentation variants of training images
 * @param floating training in float
 * @param fineTuning with quantisation
 */
public record TrainConfig(
        String name,
        Path model,
        Files train,
        Files test,
        double inputScale,
        List<TrainLayer> layers,
        long seed,
        int threads,
        int batch,
        Augmentation augmentation,
        Phase floating,
        FineTuning fineTuning) {

    public TrainConfig {
        layers = List.copyOf(layers);
    }

    /**
     * Images and labels in files.
     *
     * @param labels null if the images are in a folder for each class
     */
    public record Files(DataFile images, DataFile labels) {
        private static Files from(ConfigNode node, String imagesKey, String labelsKey) {
            DataFile images = DataFile.of(node, imagesKey);
            boolean optional = "images".equals(images.kind());
            return new Files(images, optional ? DataFile.optional(node, labelsKey) : DataFile.of(node, labelsKey));
        }
    }

    /** The learning rate falls from its start to 0 along half a cosine. */
    public record Phase(int epochs, double learningRate) {}

    /**
     * Training with operands rounded to number formats.
     *
     * @param formats how often each format is drawn, relative to the others; iteration order is the order of reports
     * @param refresh steps between two searches of the scales
     * @param calibration number of training images from which the scales of activations are found
     * @param distillation weight of the float network's answers against the labels, 0 to 1
     */
    public record FineTuning(
            Phase phase, Map<NumberFormat, Double> formats, int refresh, int calibration, double distillation) {
        public FineTuning {
            formats = Collections.unmodifiableMap(new LinkedHashMap<>(formats));
        }
    }

    /**
     * Reads the {@code train:} section.
     *
     * @throws InputException if a key is missing, unknown or out of range
     */
    public static TrainConfig from(ConfigNode train) {
        TrainConfig config = new TrainConfig(
                train.string("name"),
                train.path("model"),
                Files.from(train, "images", "labels"),
                Files.from(train, "test-images", "test-labels"),
                train.number("input-scale", 1e-9, 1e9, 1),
                train.nodes("layers").stream().map(TrainConfig::layer).toList(),
                train.integer("seed", 0, Integer.MAX_VALUE, 1),
                train.integer("threads", 1, 64, 1),
                train.integer("batch", 1, 65_536, 128),
                new Augmentation(train.flag("flip", false), train.integer("shift", 0, 16, 0)),
                phase(train.node("float")),
                fineTuning(train.node("fine-tune")));
        train.node("float").rejectUnknown();
        train.rejectUnknown();
        return config;
    }

    private static TrainLayer layer(ConfigNode node) {
        TrainLayer layer;
        if (node.has("conv")) {
            int kernel = node.integer("kernel", 1, 64);
            layer = new Conv(
                    node.integer("conv", 1, 4096),
                    kernel,
                    node.integer("stride", 1, 64, 1),
                    node.integer("pad", 0, 64, 0));
        } else if (node.has("pool")) {
            int kernel = node.integer("pool", 1, 64);
            layer = new MaxPool(kernel, node.integer("stride", 1, 64, kernel));
        } else if (node.has("dense")) {
            layer = new Dense(node.integer("dense", 1, 4096));
        } else {
            throw new InputException(
                    node.file() + ":" + node.line() + ": " + node.keyPath()
                            + " must have one of the keys conv, pool, dense",
                    "write for example - dense: 10");
        }
        node.rejectUnknown();
        return layer;
    }

    private static Phase phase(ConfigNode node) {
        return new Phase(node.integer("epochs", 0, 100_000), node.number("learning-rate", 0, 10));
    }

    private static FineTuning fineTuning(ConfigNode node) {
        FineTuning tuning = new FineTuning(
                phase(node),
                formats(node.node("formats")),
                node.integer("refresh", 1, Integer.MAX_VALUE, 100),
                node.integer("calibration", 1, 65_536, 256),
                node.number("distillation", 0, 1, 0));
        node.rejectUnknown();
        return tuning;
    }

    private static Map<NumberFormat, Double> formats(ConfigNode node) {
        Map<NumberFormat, Double> formats = new LinkedHashMap<>();
        for (String name : node.keys()) {
            try {
                formats.put(NumberFormats.of(name), node.number(name, 0, 1e6));
            } catch (IllegalArgumentException e) {
                throw new InputException(
                        node.file() + ":" + node.line(name) + ": " + node.keyPath() + ": " + e.getMessage(),
                        "./fluxmill formats lists the names");
            }
        }
        if (formats.values().stream().allMatch(weight -> weight == 0)) {
            throw new InputException(
                    node.file() + ":" + node.line() + ": " + node.keyPath()
                            + " must give at least one format a weight above 0",
                    "write for example FP4_E2M1: 1");
        }
        return formats;
    }
}
