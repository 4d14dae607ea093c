// SPDX-License-Identifier: Apache-2.0
package io.fluxmill.quantizer.pulse.train;

import ai.djl.engine.Engine;
import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.Shape;
import ai.djl.training.GradientCollector;
import io.fluxmill.core.config.InputException;
import io.fluxmill.quantizer.pulse.detector.FisherInformation.Bound;
import io.fluxmill.quantizer.pulse.detector.GaussianSource;
import io.fluxmill.quantizer.pulse.detector.Normalisation;
import io.fluxmill.quantizer.pulse.detector.PulseScenario;
import io.fluxmill.quantizer.pulse.detector.TriggeredEvents;
import io.fluxmill.quantizer.pulse.read.PulseNetwork;
import io.fluxmill.quantizer.pulse.read.PulseNetworkFile;
import io.fluxmill.quantizer.pulse.train.PulseParameters.Arithmetic;
import io.fluxmill.quantizer.pulse.train.PulseTrainConfig.Phase;
import io.fluxmill.quantizer.pulse.train.PulseTrainResult.Resolution;
import io.fluxmill.quantizer.train.Adam;
import io.fluxmill.quantizer.train.ModelFolder;
import io.fluxmill.quantizer.train.TensorEngine;
import io.fluxmill.quantizer.train.TrainingLog;
import java.nio.file.Path;
import java.util.Locale;

/**
 * Trains a one-dimensional network on fresh synthetic events, each seen once: first in floating point, then in the engine's
 * integers. The loss is the squared errors of time and amplitude, each in units of the event's Cramér–Rao bound, so the smallest possible value
 * is 2.
 */
public final class PulseTrainer implements AutoCloseable {
    private static final double MAX_NORM = 5;
    private static final double HEADROOM_16 = 1.5;

    private static final int REPORT = 1000;
    private static final int EVALUATION = 20_000;
    private static final int WARM_UP = 500;

    /**
     * Steps after which scales stay constant: a channel that grows later then has a smaller relative rounding error; a scale that follows it
     * would undo this.
     */
    private static final int SCALE_STEPS = 200;

    /** Number of batches on which the ranges of the channels are found. */
    private static final int BALANCE_BATCHES = 8;

    /** Steps from one fixing of weights to the next. */
    private static final int GRID_STEPS = 10;

    private final PulseTrainConfig config;
    private final PulseTargets targets;
    private final TrainingLog progress;
    private final NDManager manager;
    private final PulseParameters parameters;
    private final IntegerArithmetic integers;
    private final BatchQueue batches;

    private PulseTrainer(PulseTrainConfig config, TrainingLog progress) {
        this.config = config;
        this.progress = progress;
        targets = PulseTargets.of(config.scenario(), Normalisation.toTop(config.activationBits()));
        manager = TensorEngine.open(config.threads());
        parameters = new PulseParameters(manager, config.topology(), GaussianSource.seeded(config.seed()));
        integers = new IntegerArithmetic(
                parameters.matrices().size() - 1,
                config.activationBits(),
                config.activationBits() == 16 ? HEADROOM_16 : 1);
        if (config.start() != null) {
            load(config.start());
        }
        TriggeredEvents events = new TriggeredEvents(config.scenario().setup(), config.seed() + 1);
        batches = new BatchQueue(() -> EventBatch.make(events, targets, config.batch(), config.focus()));
    }

    /**
     * Trains. The caller writes the model: {@code PulseNetworkFile.write(result.network(), config.model())}.
     *
     * @throws io.fluxmill.core.config.InputException if there is no folder to write the model to, or PyTorch's native libraries are
     *     not on the class path
     */
    public static PulseTrainResult train(PulseTrainConfig config, TrainingLog progress) {
        TensorEngine.requireAvailable();
        ModelFolder.require(config.model());
        try (PulseTrainer trainer = new PulseTrainer(config, progress)) {
            return trainer.run();
        }
    }

    private PulseTrainResult run() {
        long start = System.nanoTime();
        phase("float", config.floating(), PulseParameters.FLOAT, null);
        Resolution before = evaluate("float", PulseParameters.FLOAT);
        balance();
        phase("activations", config.activations(), integers, null);
        WeightGrid grid = new WeightGrid(parameters);
        phase("integers", config.quantized(), integers, grid);
        integers.freeze();
        grid.advance(1);
        grid.hold();
        parameters.upload();
        evaluate("rounded", integers);
        PulseNetwork network = new PulseExport(config, targets, parameters, integers, grid).network();
        Resolution after = new PulseEvaluation(network, config.scenario()).resolution(EVALUATION, config.seed() + 3);
        report("integers", after);
        return new PulseTrainResult(network, before, after, (System.nanoTime() - start) / 1e9);
    }

    private void load(Path file) {
        PulseNetwork network = PulseNetworkFile.read(file);
        Normalisation before = Normalisation.toTop(network.activationBits());
        double amplitude = targets.elementsPerOutput()
                * before.top()
                / targets.normalisation().top();
        double[] outputScales = {
            network.outputs().get(0).scale(), network.outputs().get(1).scale() / amplitude
        };
        try {
            parameters.load(network, 1 / before.top(), outputScales);
        } catch (IllegalArgumentException e) {
            throw new InputException(file + ": " + e.getMessage(), "start from a network of the same layers");
        }
    }

    private void balance() {
        ChannelBalance balance = new ChannelBalance();
        for (int i = 0; i < BALANCE_BATCHES; i++) {
            try (NDManager scope = manager.newSubManager()) {
                parameters.forward(input(scope, batches.take()), balance);
            }
        }
        balance.apply(parameters);
    }

    /** @param grid onto which the weights are brought, or null */
    private void phase(String name, Phase phase, Arithmetic arithmetic, WeightGrid grid) {
        Adam adam = new Adam(parameters.values().length, MAX_NORM);
        double loss = 0;
        long start = System.nanoTime();
        Runnable done = progress.phase(name).counting(phase.steps());
        for (int step = 0; step < phase.steps(); step++) {
            if (arithmetic == integers && step == SCALE_STEPS) {
                integers.freeze();
            }
            loss += step(arithmetic);
            double warm = Math.min(1, (step + 1.0) / WARM_UP);
            double rate = phase.learningRate() * 0.5 * (1 + Math.cos(Math.PI * step / phase.steps())) * warm;
            adam.step(parameters.values(), parameters.gradient(), rate);
            if (grid != null) {
                if (step % GRID_STEPS == 0) {
                    grid.advance((double) step / phase.steps());
                }
                grid.hold();
            }
            parameters.upload();
            done.run();
            if ((step + 1) % REPORT == 0) {
                progress.report(String.format(
                        Locale.ROOT,
                        "%s, step %d of %d: loss %.3f, %.1f ms a step",
                        name,
                        step + 1,
                        phase.steps(),
                        loss / REPORT,
                        (System.nanoTime() - start) / 1e6 / (step + 1)));
                loss = 0;
            }
        }
    }

    /** Leaves the gradients in the parameters; returns the loss. */
    private double step(Arithmetic arithmetic) {
        EventBatch batch = batches.take();
        try (NDManager scope = manager.newSubManager()) {
            NDArray input = input(scope, batch);
            NDArray target = scope.create(batch.targets(), new Shape(config.batch(), 2));
            NDArray weight = scope.create(batch.weights(), new Shape(config.batch(), 2));
            try (GradientCollector gradients =
                    Engine.getEngine(TensorEngine.NAME).newGradientCollector()) {
                NDArray loss = parameters
                        .forward(input, arithmetic)
                        .sub(target)
                        .mul(weight)
                        .square()
                        .mean()
                        .mul(2);
                gradients.backward(loss);
                return loss.getFloat();
            }
        }
    }

    private NDArray input(NDManager scope, EventBatch batch) {
        int window = config.scenario().setup().window();
        return scope.create(batch.elements(), new Shape(batch.elements().length / window, window))
                .mul((float) (1 / targets.normalisation().top()));
    }

    private Resolution evaluate(String name, Arithmetic arithmetic) {
        PulseScenario scenario = config.scenario();
        Bound bound = targets.bound();
        double[] fixed = deviations(arithmetic, scenario.reference(), scenario.reference());
        double[] range = deviations(arithmetic, scenario.minAmplitude(), scenario.maxAmplitude());
        Resolution reached = new Resolution(
                fixed[0] * bound.timePs(),
                bound.timePs(),
                fixed[1] * bound.amplitudePercent(),
                bound.amplitudePercent(),
                range[0],
                range[1]);
        report(name, reached);
        return reached;
    }

    private void report(String name, Resolution reached) {
        progress.report(String.format(
                Locale.ROOT,
                "%s: time %.1f ps, %.3f of the bound; amplitude %.4f %%, %.3f of it; all amplitudes %.3f and %.3f",
                name,
                reached.timePs(),
                reached.timePs() / reached.boundTimePs(),
                reached.amplitudePercent(),
                reached.amplitudePercent() / reached.boundAmplitudePercent(),
                reached.rangeTime(),
                reached.rangeAmplitude()));
    }

    /** Of the errors in units of each event's bound: time, amplitude. */
    private double[] deviations(Arithmetic arithmetic, double low, double high) {
        PulseTargets between = targets.between(low, high);
        TriggeredEvents events = new TriggeredEvents(config.scenario().setup(), config.seed() + 2);
        double[] sum = new double[2];
        double[] squares = new double[2];
        int done = 0;
        while (done < EVALUATION) {
            EventBatch batch = EventBatch.make(events, between, config.batch(), 0);
            try (NDManager scope = manager.newSubManager()) {
                float[] outputs =
                        parameters.forward(input(scope, batch), arithmetic).toFloatArray();
                for (int i = 0; i < outputs.length; i++) {
                    double error = (outputs[i] - batch.targets()[i]) * batch.weights()[i];
                    sum[i & 1] += error;
                    squares[i & 1] += error * error;
                }
            }
            done += config.batch();
        }
        for (int i = 0; i < 2; i++) {
            double mean = sum[i] / done;
            squares[i] = Math.sqrt(squares[i] / done - mean * mean);
        }
        return squares;
    }

    @Override
    public void close() {
        batches.close();
        parameters.close();
        manager.close();
    }
}
