// SPDX-License-Identifier: Apache-2.0
package io.fluxmill.quantizer.spiking.train;

import io.fluxmill.core.config.ConfigNode;
import io.fluxmill.core.config.InputException;
import io.fluxmill.core.program.spiking.RandomWeights;
import io.fluxmill.core.program.spiking.TickRules;
import io.fluxmill.quantizer.spiking.encode.Encoding;
import io.fluxmill.quantizer.spiking.encode.ReadOut;
import io.fluxmill.quantizer.spiking.graph.NeuronKind;
import io.fluxmill.quantizer.spiking.train.SpikingLayer.Cell;
import io.fluxmill.quantizer.spiking.train.SpikingLayer.Conv;
import io.fluxmill.quantizer.spiking.train.SpikingLayer.Dense;
import io.fluxmill.quantizer.spiking.train.SpikingLayer.SumPool;
import java.nio.file.Path;
import java.util.List;

/**
 * What to train and how: the section {@code train} of a configuration, {@code family: spiking}; docs/training.md has the table.
 *
 * @param name of the network
 * @param model NIR file to write
 * @param test used only for measuring
 * @param rules contract of a tick
 * @param layers in execution order
 * @param encoding direct, rate or latency
 * @param readOut count or membrane: what the class is taken from
 * @param weightBits of the engine's weights, to which the second phase rounds
 * @param sparsity what 100,000 synaptic operations between neurons add to the loss of an image
 * @param threads of the tensor engine; results are reproducible for one number of threads
 * @param batch images of a step
 */
public record SpikingTrainConfig(
        String name,
        Path model,
        ImageSource train,
        ImageSource test,
        TickRules rules,
        Encoding encoding,
        List<SpikingLayer> layers,
        ReadOut readOut,
        int weightBits,
        Surrogate surrogate,
        double sparsity,
        long seed,
        int threads,
        int batch,
        Distortion distortion,
        Phase floating,
        Phase quantized) {

    public SpikingTrainConfig {
        layers = List.copyOf(layers);
    }

    /** The learning rate falls from its start to 0 along half a cosine. */
    public record Phase(int epochs, double learningRate) {
        private static Phase from(ConfigNode node) {
            Phase phase = new Phase(node.integer("epochs", 0, 100_000), node.number("learning-rate", 0, 10));
            node.rejectUnknown();
            return phase;
        }
    }

    /**
     * Reads the section {@code train}.
     *
     * @throws InputException if a key is missing, unknown or out of range
     */
    public static SpikingTrainConfig from(ConfigNode train) {
        train.choice("family", List.of("spiking"));
        train.string("origin", null);
        TickRules rules = TickRules.from(train.node("contract"));
        train.node("contract").rejectUnknown();
        NeuronTensors.check(rules);
        List<SpikingLayer> layers =
                train.nodes("layers").stream().map(SpikingTrainConfig::layer).toList();
        SpikingTrainConfig config = new SpikingTrainConfig(
                train.string("name"),
                train.path("model"),
                train.has("digits")
                        ? new ImageSource(null, null, train.path("digits"))
                        : ImageSource.from(train, "images", "labels"),
                ImageSource.from(train, "test-images", "test-labels"),
                rules,
                encoding(train),
                layers,
                train.choice("read-out", ReadOut.class, ReadOut.MEMBRANE),
                train.integer("weight-bits", 1, 16, 8),
                new Surrogate(
                        train.choice("surrogate", Surrogate.Shape.class, Surrogate.Shape.ATAN),
                        train.number("slope", 1e-3, 1e3, 2)),
                train.number("sparsity", 0, 1e6, 0),
                train.integer("seed", 0, Integer.MAX_VALUE, 1),
                train.integer("threads", 1, 64, 1),
                train.integer("batch", 1, 65_536, 128),
                new Distortion(
                        train.flag("flip", false),
                        train.integer("shift", 0, 16, 0),
                        train.number("rotate", 0, 180, 0),
                        train.number("scale", 0, 0.9, 0),
                        train.number("elastic", 0, 16, 0)),
                Phase.from(train.node("float")),
                Phase.from(train.node("quantized")));
        checkReadOut(train, config);
        train.rejectUnknown();
        return config;
    }

    private static void checkReadOut(ConfigNode train, SpikingTrainConfig config) {
        if (config.readOut() == ReadOut.FIRST) {
            throw train.error("read-out", "count or membrane in training", "use one of these");
        }
        SpikingLayer last = config.layers().get(config.layers().size() - 1);
        if (config.readOut() == ReadOut.COUNT
                && last instanceof Dense dense
                && !dense.cell().kind().fires()) {
            throw train.error(
                    "read-out", "membrane, as the neurons of the last layer do not fire", "use LIF or IF there");
        }
    }

    private static Encoding encoding(ConfigNode train) {
        Encoding encoding = Encoding.from(train.node("encoding"));
        if (encoding.kind() == Encoding.Kind.DELTA) {
            throw train.node("encoding").error("kind", "direct, rate or latency in training", "use one of these");
        }
        return encoding;
    }

    private static SpikingLayer layer(ConfigNode node) {
        SpikingLayer layer;
        if (node.has("conv")) {
            layer = new Conv(
                    node.integer("conv", 1, 4096),
                    node.integer("kernel", 1, 64),
                    node.integer("stride", 1, 64, 1),
                    node.integer("pad", 0, 63, 0),
                    cell(node));
        } else if (node.has("pool")) {
            layer = new SumPool(node.integer("pool", 2, 64));
        } else if (node.has("dense")) {
            layer = new Dense(
                    node.integer("dense", 1, 4096),
                    cell(node),
                    node.has("random") ? node.integer("random", 1, RandomWeights.MOST_SEED) : 0);
        } else {
            throw new InputException(
                    node.file() + ":" + node.line() + ": " + node.keyPath()
                            + " must have one of the keys conv, pool, dense",
                    "write for example - dense: 10");
        }
        node.rejectUnknown();
        return layer;
    }

    private static Cell cell(ConfigNode node) {
        String name = node.choice("neuron", List.of("LIF", "IF", "LI", "I"), "LIF");
        NeuronKind kind = NeuronKind.valueOf(name);
        return new Cell(
                kind,
                kind.isLeaky() ? node.number("decay", 1e-6, 1 - 1e-6) : 1,
                kind.fires() ? node.number("threshold", 1e-6, 1e6, 1) : 0);
    }
}
