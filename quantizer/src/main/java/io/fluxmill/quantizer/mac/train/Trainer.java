// SPDX-License-Identifier: Apache-2.0
package io.fluxmill.quantizer.mac.train;

import ai.djl.engine.Engine;
import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDList;
import ai.djl.ndarray.NDManager;
import ai.djl.training.GradientCollector;
import ai.djl.training.loss.Loss;
import ai.djl.training.optimizer.Optimizer;
import io.fluxmill.core.config.InputException;
import io.fluxmill.core.format.NumberFormat;
import io.fluxmill.quantizer.mac.calibrate.RandomDraw;
import io.fluxmill.quantizer.mac.train.TrainConfig.FineTuning;
import io.fluxmill.quantizer.mac.train.TrainConfig.Phase;
import io.fluxmill.quantizer.mac.train.TrainResult.Accuracy;
import io.fluxmill.quantizer.mac.train.TrainableNetwork.Operands;
import io.fluxmill.quantizer.train.CosineRate;
import io.fluxmill.quantizer.train.ModelFolder;
import io.fluxmill.quantizer.train.TensorEngine;
import io.fluxmill.quantizer.train.TrainingLog;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Random;
import java.util.function.Supplier;
import java.util.stream.IntStream;

/**
 * Quantisation-aware training for several formats at once: the network is trained in float, then fine-tuned with every
 * mini-batch in one of the formats, drawn at random. The result is one set of float weights that is good in all of them.
 */
public final class Trainer implements AutoCloseable {
    private static final int EVALUATION_BATCH = 500;

    /** Approximate number of values of a tensor from which its scale is found. */
    private static final int SCALE_SAMPLES = 20_000;

    private final TrainConfig config;
    private final ImageTensors train;
    private final ImageTensors test;
    private final TrainingLog progress;
    private final Random random;
    private final NDManager manager;
    private final TrainableNetwork network;
    private final List<FormatOperands> formats = new ArrayList<>();
    private final Loss crossEntropy = Loss.softmaxCrossEntropyLoss();

    private Trainer(TrainConfig config, ImageSet train, ImageSet test, TrainingLog progress) {
        this.config = config;
        this.train = new ImageTensors(train, config.inputScale());
        this.test = new ImageTensors(test, config.inputScale());
        this.progress = progress;
        Topology topology = new Topology(train.shape(), config.layers(), train.classes());
        random = new Random(config.seed());
        manager = TensorEngine.open(config.threads());
        network = TrainableNetwork.initial(manager, topology, random);
        for (NumberFormat format : config.fineTuning().formats().keySet()) {
            formats.add(new FormatOperands(manager, format, topology.matrices().size()));
        }
    }

    /**
     * Trains on the data that the configuration names. The caller writes the model: {@code OnnxWriter.write(result.network(), config.model())}.
     *
     * @throws InputException if a file is missing or damaged, there is no folder to write the model to, the layers do not fit
     *     the images, or PyTorch's native libraries are not on the class path
     */
    public static TrainResult train(TrainConfig config, TrainingLog progress) {
        TensorEngine.requireAvailable();
        ModelFolder.require(config.model());
        return train(config, ImageSet.read(config.train()), ImageSet.read(config.test()), progress);
    }

    /** Trains on data in memory. */
    static TrainResult train(TrainConfig config, ImageSet train, ImageSet test, TrainingLog progress) {
        requireFit(config, train, test);
        try (Trainer trainer = new Trainer(config, train, test, progress)) {
            return trainer.run();
        }
    }

    private static void requireFit(TrainConfig config, ImageSet train, ImageSet test) {
        if (!train.shape().equals(test.shape()) || test.classes() > train.classes()) {
            throw new InputException(
                    "the test set must have the image size and classes of the training set: " + test.shape() + " and "
                            + test.classes() + ", not " + train.shape() + " and " + train.classes(),
                    "check that test-images and test-labels belong to the training set");
        }
        if (config.batch() > train.count()) {
            throw new InputException(
                    "train.batch must not be more than the training images: batch=" + config.batch() + ", images="
                            + train.count(),
                    "use a smaller batch");
        }
    }

    private TrainResult run() {
        long start = System.nanoTime();
        long macs = network.topology().macs();
        progress.report(config.name() + ": " + macs + " MACs for an image, "
                + train.set().count() + " training images");
        phase("float", config.floating(), 0, () -> TrainableNetwork.FLOAT, null);
        Accuracy before = accuracy("float");
        FineTuning tuning = config.fineTuning();
        phase("fine-tuning", tuning.phase(), tuning.refresh(), this::draw, network.frozen(manager));
        Accuracy after = accuracy("fine-tuned");
        return new TrainResult(
                network.toNetwork(config.name(), config.inputScale()),
                macs,
                before,
                after,
                (System.nanoTime() - start) / 1e9);
    }

    /**
     * @param refresh steps between two searches of the scales; 0 for never
     * @param operands what a step computes with
     * @param teacher the network whose answers are learned in addition to the labels, or null
     */
    private void phase(String name, Phase phase, int refresh, Supplier<Operands> operands, TrainableNetwork teacher) {
        int steps = train.set().count() / config.batch();
        CosineRate rate = new CosineRate(phase.learningRate(), steps * phase.epochs());
        Optimizer optimizer = Optimizer.adam().optLearningRateTracker(rate).build();
        int[] order = IntStream.range(0, train.set().count()).toArray();
        Runnable done = progress.phase(name).counting((long) steps * phase.epochs());
        for (int epoch = 1; epoch <= phase.epochs(); epoch++) {
            shuffle(order);
            double loss = 0;
            for (int step = 0; step < steps; step++) {
                if (refresh > 0 && rate.step() % refresh == 0) {
                    refreshScales();
                }
                loss += step(order, step * config.batch(), operands.get(), teacher, optimizer);
                rate.advance();
                done.run();
            }
            progress.report(String.format(
                    Locale.ROOT, "%s, epoch %d of %d: loss %.4f", name, epoch, phase.epochs(), loss / steps));
        }
    }

    private void shuffle(int[] order) {
        for (int i = order.length - 1; i > 0; i--) {
            int j = random.nextInt(i + 1);
            int swapped = order[i];
            order[i] = order[j];
            order[j] = swapped;
        }
    }

    /** A format by its weight. */
    private Operands draw() {
        Map<NumberFormat, Double> weights = config.fineTuning().formats();
        double total =
                weights.values().stream().mapToDouble(Double::doubleValue).sum();
        double at = random.nextDouble() * total;
        int drawn = 0;
        while (drawn < formats.size() - 1
                && at >= weights.get(formats.get(drawn).format())) {
            at -= weights.get(formats.get(drawn++).format());
        }
        return formats.get(drawn);
    }

    /** One step; returns its loss. */
    private double step(int[] order, int from, Operands operands, TrainableNetwork teacher, Optimizer optimizer) {
        try (NDManager scope = manager.newSubManager()) {
            NDArray images = train.variants(scope, order, from, config.batch(), config.augmentation(), random);
            NDArray labels = train.labels(scope, order, from, config.batch());
            NDArray loss;
            try (GradientCollector gradients =
                    Engine.getEngine(TensorEngine.NAME).newGradientCollector()) {
                loss = loss(images, labels, operands, teacher);
                gradients.backward(loss);
            }
            network.update(optimizer);
            return loss.getFloat();
        }
    }

    /** Cross entropy against the labels and, in the configured share, against the teacher's probabilities. */
    private NDArray loss(NDArray images, NDArray labels, Operands operands, TrainableNetwork teacher) {
        NDArray answers = network.forward(images, operands);
        NDArray loss = crossEntropy.evaluate(new NDList(labels), new NDList(answers));
        float share = (float) config.fineTuning().distillation();
        if (teacher == null || share == 0) {
            return loss;
        }
        NDArray probabilities = teacher.forward(images, TrainableNetwork.FLOAT).softmax(1);
        NDArray distance = probabilities
                .mul(answers.logSoftmax(1))
                .sum(new int[] {1})
                .mean()
                .neg();
        return loss.mul(TensorEngine.factor(loss.getManager(), 1 - share))
                .add(distance.mul(TensorEngine.factor(loss.getManager(), share)));
    }

    /** Scales of weights and activations of every format, for the weights as they are now. */
    private void refreshScales() {
        List<float[]> samples = new ArrayList<>();
        try (NDManager scope = manager.newSubManager()) {
            int count = Math.min(config.fineTuning().calibration(), train.set().count());
            network.forward(train.images(scope, 0, count), new Operands() {
                @Override
                public NDArray weight(int layer, NDArray weight) {
                    return weight;
                }

                @Override
                public NDArray activation(int layer, NDArray activation) {
                    samples.add(RandomDraw.values(activation.toFloatArray(), SCALE_SAMPLES));
                    return activation;
                }
            });
        }
        formats.forEach(format -> format.refresh(network, samples));
    }

    /** Accuracy on the test set, in float and with fresh scales in every format. */
    private Accuracy accuracy(String state) {
        refreshScales();
        double inFloat = accuracy(TrainableNetwork.FLOAT);
        Map<NumberFormat, Double> inFormats = new LinkedHashMap<>();
        StringBuilder line = new StringBuilder(state + ", test accuracy:");
        line.append(String.format(Locale.ROOT, " float %.4f", inFloat));
        for (FormatOperands format : formats) {
            double accuracy = accuracy(format);
            inFormats.put(format.format(), accuracy);
            line.append(String.format(Locale.ROOT, ", %s %.4f", format.format().name(), accuracy));
        }
        progress.report(line.toString());
        return new Accuracy(inFloat, inFormats);
    }

    private double accuracy(Operands operands) {
        int right = 0;
        for (int from = 0; from < test.set().count(); from += EVALUATION_BATCH) {
            int count = Math.min(EVALUATION_BATCH, test.set().count() - from);
            try (NDManager scope = manager.newSubManager()) {
                NDArray answers = network.forward(test.images(scope, from, count), operands);
                long[] classes = answers.argMax(1).toLongArray();
                for (int i = 0; i < count; i++) {
                    right += classes[i] == test.set().labels()[from + i] ? 1 : 0;
                }
            }
        }
        return (double) right / test.set().count();
    }

    @Override
    public void close() {
        manager.close();
    }
}
