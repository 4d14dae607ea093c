// SPDX-License-Identifier: Apache-2.0
package io.fluxmill.quantizer.spiking.train;

import ai.djl.engine.Engine;
import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDList;
import ai.djl.ndarray.NDManager;
import ai.djl.training.GradientCollector;
import ai.djl.training.loss.Loss;
import ai.djl.training.optimizer.Optimizer;
import io.fluxmill.core.config.InputException;
import io.fluxmill.quantizer.spiking.encode.ReadOut;
import io.fluxmill.quantizer.spiking.train.SpikingTopology.Stage;
import io.fluxmill.quantizer.spiking.train.SpikingTrainConfig.Phase;
import io.fluxmill.quantizer.spiking.train.SpikingTrainResult.Measured;
import io.fluxmill.quantizer.train.CosineRate;
import io.fluxmill.quantizer.train.ModelFolder;
import io.fluxmill.quantizer.train.TensorEngine;
import io.fluxmill.quantizer.train.TrainingLog;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Random;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/**
 * Training of feed-forward spiking networks through time with surrogate gradients: first in float, then with the weights rounded to the engine's in
 * every step.
 */
public final class SpikingTrainer implements AutoCloseable {
    /** The phases, in this order. */
    public static final List<String> PHASES = List.of("float", "quantized");

    private static final int EVALUATION_BATCH = 250;

    /** Images from which the initial weights are balanced. */
    private static final int BALANCE = 256;

    private static final double SPARSITY_UNIT = 1e5;

    private final SpikingTrainConfig config;
    private final LabelledImages train;
    private final LabelledImages test;
    private final TrainingLog progress;
    private final Random random;
    private final EncodedImages inputs;
    private final NDManager manager;
    private final TrainableSpikingNetwork network;
    private final Loss crossEntropy = Loss.softmaxCrossEntropyLoss();

    private SpikingTrainer(SpikingTrainConfig config, LabelledImages train, LabelledImages test, TrainingLog progress) {
        this.config = config;
        this.train = train;
        this.test = test;
        this.progress = progress;
        SpikingTopology topology = new SpikingTopology(train.shape(), config.layers(), train.classes());
        random = new Random(config.seed());
        inputs = new EncodedImages(config.encoding(), config.distortion(), random);
        manager = TensorEngine.open(config.threads());
        network = new TrainableSpikingNetwork(
                manager, topology, config.rules(), config.surrogate(), config.weightBits(), random);
    }

    /**
     * Trains on the data that the configuration names. The caller writes the model: {@code NirWriter.write(result.network(), config.model())}.
     *
     * @throws InputException if a file is missing or damaged, there is no folder to write the model to, the layers do not fit the images, or
     *     PyTorch's native libraries are not on the class path
     */
    public static SpikingTrainResult train(SpikingTrainConfig config, TrainingLog progress) {
        TensorEngine.requireAvailable();
        ModelFolder.require(config.model());
        return train(config, config.train().read(), config.test().read(), progress);
    }

    /** Trains on data in memory. */
    static SpikingTrainResult train(
            SpikingTrainConfig config, LabelledImages train, LabelledImages test, TrainingLog progress) {
        requireFit(config, train, test);
        try (SpikingTrainer trainer = new SpikingTrainer(config, train, test, progress)) {
            return trainer.run();
        }
    }

    private static void requireFit(SpikingTrainConfig config, LabelledImages train, LabelledImages test) {
        if (!Arrays.equals(train.shape(), test.shape()) || test.classes() > train.classes()) {
            throw new InputException(
                    "the test set must have the image size and classes of the training set: "
                            + Arrays.toString(test.shape()) + " and " + test.classes() + ", not "
                            + Arrays.toString(train.shape()) + " and " + train.classes(),
                    "check that test-images and test-labels belong to the training set");
        }
        if (config.batch() > train.count()) {
            throw new InputException(
                    "train.batch must not be more than the training images: batch=" + config.batch() + ", images="
                            + train.count(),
                    "use a smaller batch");
        }
    }

    private SpikingTrainResult run() {
        long start = System.nanoTime();
        SpikingTopology topology = network.topology();
        progress.report(String.format(
                Locale.ROOT,
                "%s: %,d neurons, %,d synapses, %,d training images",
                config.name(),
                topology.neurons(),
                topology.stages().stream().mapToLong(Stage::synapses).sum(),
                train.count()));
        balance();
        phase(PHASES.get(0), config.floating(), 0);
        Measured floating = measure(PHASES.get(0));
        phase(PHASES.get(1), config.quantized(), config.weightBits());
        network.round(config.weightBits());
        Measured quantized = measure(PHASES.get(1));
        return new SpikingTrainResult(
                NirExport.graph(network, config.rules(), inputs.unit()),
                floating,
                quantized,
                topology.seeds(),
                (System.nanoTime() - start) / 1e9);
    }

    private void balance() {
        try (NDManager scope = manager.newSubManager()) {
            int[] some = random.ints(Math.min(BALANCE, train.count()), 0, train.count())
                    .toArray();
            network.balance(inputs.samples(scope, train, some));
        }
    }

    private void phase(String name, Phase phase, int weightBits) {
        int steps = train.count() / config.batch();
        CosineRate rate = new CosineRate(phase.learningRate(), steps * phase.epochs());
        Optimizer optimizer = Optimizer.adam().optLearningRateTracker(rate).build();
        int[] order = IntStream.range(0, train.count()).toArray();
        Runnable done = progress.phase(name).counting((long) steps * phase.epochs());
        for (int epoch = 1; epoch <= phase.epochs(); epoch++) {
            shuffle(order);
            double loss = 0;
            for (int step = 0; step < steps; step++) {
                int[] batch = Arrays.copyOfRange(order, step * config.batch(), (step + 1) * config.batch());
                loss += step(batch, weightBits, optimizer);
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

    /** One step; returns its loss. */
    private double step(int[] batch, int weightBits, Optimizer optimizer) {
        try (NDManager scope = manager.newSubManager()) {
            List<NDArray> images = inputs.variants(scope, train, batch);
            float[] labels = new float[batch.length];
            for (int i = 0; i < labels.length; i++) {
                labels[i] = train.labels()[batch[i]];
            }
            NDArray wanted = scope.create(labels);
            NDArray loss;
            try (GradientCollector gradients =
                    Engine.getEngine(TensorEngine.NAME).newGradientCollector()) {
                List<List<NDArray>> activity = network.forward(images, weightBits);
                loss = crossEntropy.evaluate(new NDList(wanted), new NDList(answers(activity)));
                if (config.sparsity() > 0) {
                    double share = config.sparsity() / SPARSITY_UNIT / batch.length;
                    loss = loss.add(operations(activity).mul(TensorEngine.factor(scope, share)));
                }
                gradients.backward(loss);
            }
            network.update(optimizer);
            return loss.getFloat();
        }
    }

    /** What the class is taken from, {@code [batch][classes]}. */
    private NDArray answers(List<List<NDArray>> activity) {
        List<NDArray> outputs = activity.get(activity.size() - 1);
        return config.readOut() == ReadOut.COUNT
                ? outputs.stream().reduce(NDArray::add).orElseThrow()
                : outputs.get(outputs.size() - 1);
    }

    /** Synaptic operations between neurons of all images. */
    private NDArray operations(List<List<NDArray>> activity) {
        List<Stage> stages = network.topology().stages();
        NDArray all = null;
        for (int i = 1; i < stages.size(); i++) {
            double fanOut =
                    (double) stages.get(i).synapses() / stages.get(i - 1).neurons();
            NDArray spikes = spikes(activity.get(i - 1));
            NDArray part = spikes.mul(TensorEngine.factor(spikes.getManager(), fanOut));
            all = all == null ? part : all.add(part);
        }
        return all == null ? activity.get(0).get(0).sum().mul(0) : all;
    }

    private static NDArray spikes(List<NDArray> ticks) {
        return ticks.stream().map(NDArray::sum).reduce(NDArray::add).orElseThrow();
    }

    /** On the test set, with the weights as they are. */
    private Measured measure(String state) {
        int stages = network.topology().stages().size();
        double[] spikes = new double[stages];
        double operations = 0;
        int right = 0;
        for (int from = 0; from < test.count(); from += EVALUATION_BATCH) {
            int[] batch = IntStream.range(from, Math.min(from + EVALUATION_BATCH, test.count()))
                    .toArray();
            try (NDManager scope = manager.newSubManager()) {
                List<List<NDArray>> activity = network.forward(inputs.samples(scope, test, batch), 0);
                long[] classes = answers(activity).argMax(1).toLongArray();
                for (int i = 0; i < batch.length; i++) {
                    right += classes[i] == test.labels()[batch[i]] ? 1 : 0;
                }
                for (int i = 0; i < stages; i++) {
                    spikes[i] += spikes(activity.get(i)).getFloat();
                }
                operations += operations(activity).getFloat();
            }
        }
        List<Double> firing = new ArrayList<>();
        for (int i = 0; i < stages; i++) {
            if (network.topology().stages().get(i).cell().kind().fires()) {
                firing.add(spikes[i] / test.count());
            }
        }
        Measured measured = new Measured((double) right / test.count(), firing, operations / test.count());
        progress.report(String.format(
                Locale.ROOT,
                "%s, test accuracy: %.4f; spikes of an image: %s; operations between neurons: %,.0f",
                state,
                measured.accuracy(),
                firing.stream().map(n -> String.format(Locale.ROOT, "%.0f", n)).collect(Collectors.joining(", ")),
                measured.operations()));
        return measured;
    }

    @Override
    public void close() {
        manager.close();
    }
}
