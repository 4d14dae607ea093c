// SPDX-License-Identifier: Apache-2.0
package io.fluxmill.quantizer.sfq.train;

import io.fluxmill.core.config.ConfigNode;
import io.fluxmill.core.config.HdlWords;
import io.fluxmill.netlist.cell.CellLibrary;
import io.fluxmill.quantizer.data.DatasetConfig;
import io.fluxmill.quantizer.sfq.map.SfqWeights.Levels;
import java.nio.file.Path;
import java.util.List;

/**
 * A training of a rate-coded SFQ network.
 *
 * @param model the file to write
 * @param train samples of values 0 to 1, with labels
 * @param test samples that are used only for measuring
 * @param hidden units of the hidden layers
 * @param slotPs of the network
 * @param window slots of a decision; the noise of training is that of this window
 * @param maxRate of the network
 * @param levels of bias currents
 * @param library of cells, for the count of junctions
 * @param junctions budget of the mapped network
 * @param restarts trainings from different weights, of which the best on the last {@code validation} training samples is kept
 * @param validation number of training samples on which the restarts are compared; 0 takes the training set itself
 * @param batch samples of a step
 * @param sharpness factor on rates before the softmax of the loss
 * @param shift images are moved at random by up to this part of a pixel in each direction, 0 to 1; 0 for none
 * @param width of an image, for {@code shift}
 */
public record SfqTrainConfig(
        String name,
        Path model,
        DatasetConfig train,
        DatasetConfig test,
        List<Integer> hidden,
        double slotPs,
        int window,
        double maxRate,
        Levels levels,
        CellLibrary library,
        int junctions,
        long seed,
        int restarts,
        int validation,
        int batch,
        int epochs,
        double learningRate,
        double sharpness,
        double shift,
        int width) {
    /** Takes a copy. */
    public SfqTrainConfig {
        hidden = List.copyOf(hidden);
    }

    /**
     * Reads the {@code train:} section.
     *
     * @throws io.fluxmill.core.config.InputException if a key is missing, unknown or out of range
     */
    public static SfqTrainConfig from(ConfigNode train) {
        train.ignore("family");
        String name = train.string("name");
        if (!name.matches("[a-z][a-z0-9_]*")) {
            throw train.error(
                    "name", "lower-case letters, digits and underscores", "it becomes the name of the netlist");
        }
        HdlWords.language(name).ifPresent(language -> {
            throw train.error("name", "no reserved word of " + language, "call it for example " + name + "_1");
        });
        ConfigNode levels = train.node("levels");
        Levels read = new Levels(
                levels.number("lowest-ua", 1, 1000, Levels.DEFAULT.lowestMicroamperes()),
                levels.number("step-ua", 0.001, 1000, Levels.DEFAULT.stepMicroamperes()),
                levels.integer("count", 0, 1000, Levels.DEFAULT.count()));
        levels.rejectUnknown();
        double shift = train.number("shift", 0, 1, 0);
        SfqTrainConfig config = new SfqTrainConfig(
                name,
                train.path("model"),
                DatasetConfig.of(train.node("data")),
                DatasetConfig.of(train.node("test")),
                train.parsedList("hidden", SfqTrainConfig::units, List.of()),
                train.number("slot-ps", 0.1, 1e6, 20),
                train.integer("window", 1, 1 << 20),
                train.number("max-rate", 0.01, 1, 0.9),
                read,
                CellLibrary.from(train),
                train.integer("junctions", 1, 100_000_000),
                train.integer("seed", 0, Integer.MAX_VALUE, 1),
                train.integer("restarts", 1, 1000, 1),
                train.integer("validation", 0, Integer.MAX_VALUE, 0),
                train.integer("batch", 1, 65_536, 64),
                train.integer("epochs", 1, 1_000_000),
                train.number("learning-rate", 1e-9, 10, 0.01),
                train.number("sharpness", 0.1, 1000, 25),
                shift,
                shift == 0 ? 1 : train.integer("width", 1, 65_536));
        train.rejectUnknown();
        return config;
    }

    private static int units(String text) {
        if (!text.matches("[1-9]\\d{0,4}")) {
            throw new IllegalArgumentException("units must be 1 to 99999: " + text);
        }
        return Integer.parseInt(text);
    }
}
