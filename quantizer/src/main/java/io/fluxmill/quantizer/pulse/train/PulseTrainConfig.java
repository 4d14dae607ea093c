// SPDX-License-Identifier: Apache-2.0
package io.fluxmill.quantizer.pulse.train;

import io.fluxmill.core.config.ConfigNode;
import io.fluxmill.core.config.InputException;
import io.fluxmill.quantizer.pulse.detector.PulseScenario;
import io.fluxmill.quantizer.pulse.train.PulseTopology.Convolution;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/**
 * A training of a network for pulses.
 *
 * @param model the file to write
 * @param start a trained network of the same layers to begin with, or null
 * @param focus share of the events at the reference amplitude, ± 20 %; the others are spread evenly over the range
 * @param activationBits 8 or 16
 * @param batch events of a step
 * @param floating without rounding
 * @param activations with rounded activations and free weights; no steps unless they have 8 bits
 * @param quantized in the engine's integers
 */
public record PulseTrainConfig(
        String name,
        Path model,
        Path start,
        PulseScenario scenario,
        double focus,
        PulseTopology topology,
        int activationBits,
        long seed,
        int threads,
        int batch,
        Phase floating,
        Phase activations,
        Phase quantized) {
    /** Time and amplitude. */
    static final int OUTPUTS = 2;

    /** @param learningRate at its start; it falls to 0 along half a cosine */
    public record Phase(int steps, double learningRate) {}

    /**
     * Reads the {@code train:} section.
     *
     * @throws InputException if a key is missing, unknown or out of range
     */
    public static PulseTrainConfig from(ConfigNode train) {
        train.ignore("family");
        PulseScenario scenario = PulseScenario.from(train);
        PulseTrainConfig config = new PulseTrainConfig(
                train.string("name"),
                train.path("model"),
                train.has("start") ? train.existingFile("start") : null,
                scenario,
                train.number("focus", 0, 1, 0.5),
                topology(scenario.setup().window(), train),
                Integer.parseInt(train.choice("activation-bits", List.of("8", "16"))),
                train.integer("seed", 0, Integer.MAX_VALUE, 1),
                train.integer("threads", 1, 64, 1),
                train.integer("batch", 1, 65_536, 1024),
                phase(train.node("float")),
                train.has("activations") ? phase(train.node("activations")) : new Phase(0, 0),
                phase(train.node("quantized")));
        train.rejectUnknown();
        return config;
    }

    private static Phase phase(ConfigNode node) {
        Phase phase = new Phase(node.integer("steps", 0, 10_000_000), node.number("learning-rate", 0, 10));
        node.rejectUnknown();
        return phase;
    }

    private static PulseTopology topology(int window, ConfigNode train) {
        List<Convolution> convolutions = new ArrayList<>();
        List<Integer> dense = new ArrayList<>();
        for (ConfigNode layer : train.nodes("layers")) {
            if (layer.has("conv") && dense.isEmpty()) {
                int kernel = layer.integer("kernel", 1, 1024);
                int stride = layer.integer("stride", 1, kernel, 1);
                if (kernel % stride != 0) {
                    throw layer.error("stride", "a divisor of kernel", "use for example kernel 4 and stride 2");
                }
                convolutions.add(new Convolution(layer.integer("conv", 1, 1024), kernel, stride));
            } else if (layer.has("dense")) {
                dense.add(layer.integer("dense", 1, 1024));
            } else {
                throw new InputException(
                        layer.file() + ":" + layer.line() + ": " + layer.keyPath()
                                + " must have the key dense, or the key conv before any dense layer",
                        "write for example - dense: 32");
            }
            layer.rejectUnknown();
        }
        if (dense.isEmpty() || dense.get(dense.size() - 1) != OUTPUTS) {
            throw train.error("layers", "a list that ends with dense: 2", "its outputs are time and amplitude");
        }
        return new PulseTopology(window, convolutions, dense);
    }
}
