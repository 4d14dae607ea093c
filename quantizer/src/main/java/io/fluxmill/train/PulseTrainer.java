// SPDX-License-Identifier: Apache-2.0
package io.fluxmill.train;

import ai.djl.engine.Engine;
import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.Shape;
import ai.djl.training.GradientCollector;
import io.fluxmill.detector.GaussianSource;
import io.fluxmill.detector.Normalisation;
import io.fluxmill.detector.TriggeredEvents;
import io.fluxmill.graph.PulseNetwork;
import io.fluxmill.train.PulseParameters.Arithmetic;
import io.fluxmill.train.PulseTrainConfig.Phase;
import java.util.Locale;

/**
 * Trains a one-dimensional network on fresh synthetic events, each seen once: first in floating point, then in the engine's
 * integers. The loss is the squared errors of time and amplitude, each in units of the event's Cramér–Rao bound, so that 2 is
 * the least that can be reached.
 */
public final class PulseTrainer implements AutoCloseable {
    private static final double MAX_NORM = 5;
    private static final double HEADROOM_16 = 1.5;
    private static final int REPORT = 1000;
    private static final int EVALUATION = 20_000;
    private static final int WARM_UP = 500;

    private final PulseTrainConfig config;
    private final PulseTargets targets;
    private final Progress progress;
    private final NDManager manager;
    private final PulseParameters parameters;
    private final IntegerArithmetic integers;
    private final BatchQueue batches;

    private PulseTrainer(PulseTrainConfig config, Progress progress) {
        this.config = config;
        this.progress = progress;
        targets = PulseTargets.of(
                config.setup(),
                Normalisation.toTop(config.activationBits()),
                config.reference(),
                config.minAmplitude(),
                config.maxAmplitude());
        manager = TensorEngine.open(config.threads());
        parameters = new PulseParameters(manager, config.topology(), GaussianSource.seeded(config.seed()));
        integers = new IntegerArithmetic(
                parameters.matrices().size() - 1,
                config.activationBits(),
                config.activationBits() == 16 ? HEADROOM_16 : 1);
        TriggeredEvents events = new TriggeredEvents(config.setup(), config.seed() + 1);
        batches = new BatchQueue(() -> EventBatch.make(events, targets, config.batch(), config.focus()));
    }

    /** Trains; the model is for the caller to write. */
    public static PulseNetwork train(PulseTrainConfig config, Progress progress) {
        try (PulseTrainer trainer = new PulseTrainer(config, progress)) {
            return trainer.run();
        }
    }

    private PulseNetwork run() {
        progress.report(String.format(
                Locale.ROOT,
                "%s: bound %.2f ps, %.4f %%",
                config.name(),
                targets.bound().timePs(),
                targets.bound().amplitudePercent()));
        phase("float", config.floating(), PulseParameters.FLOAT);
        evaluate("float", PulseParameters.FLOAT);
        phase("integer", config.quantized(), integers);
        evaluate("integer", integers);
        return new PulseExport(config, targets, parameters, integers).network();
    }

    private void phase(String name, Phase phase, Arithmetic arithmetic) {
        Adam adam = new Adam(parameters.values().length, MAX_NORM);
        double loss = 0;
        long start = System.nanoTime();
        for (int step = 0; step < phase.steps(); step++) {
            if (arithmetic == integers && step == phase.steps() / 2) {
                integers.freeze();
            }
            loss += step(arithmetic);
            double warm = Math.min(1, (step + 1.0) / WARM_UP);
            double rate = phase.learningRate() * 0.5 * (1 + Math.cos(Math.PI * step / phase.steps())) * warm;
            adam.step(parameters.values(), parameters.gradient(), rate);
            parameters.upload();
            if ((step + 1) % REPORT == 0) {
                progress.report(String.format(
                        Locale.ROOT,
                        "%s, step %d of %d: loss %.4f, %.2f ms a step",
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
        int window = config.setup().window();
        return scope.create(batch.elements(), new Shape(batch.elements().length / window, window))
                .mul((float) (1 / targets.normalisation().top()));
    }

    /** Standard deviations in units of the bound, at the reference amplitude and over the range. */
    private void evaluate(String name, Arithmetic arithmetic) {
        double[] fixed = deviations(arithmetic, config.reference(), config.reference());
        double[] range = deviations(arithmetic, config.minAmplitude(), config.maxAmplitude());
        progress.report(String.format(
                Locale.ROOT,
                "%s: time %.2f ps (%.4f of the bound), amplitude %.4f %% (%.4f); over the range %.4f and %.4f",
                name,
                fixed[0] * targets.bound().timePs(),
                fixed[0],
                fixed[1] * targets.bound().amplitudePercent(),
                fixed[1],
                range[0],
                range[1]));
    }

    private double[] deviations(Arithmetic arithmetic, double low, double high) {
        PulseTargets between =
                new PulseTargets(config.setup(), targets.normalisation(), targets.bound(), low, high);
        TriggeredEvents events = new TriggeredEvents(config.setup(), config.seed() + 2);
        double[] sum = new double[2];
        double[] squares = new double[2];
        int done = 0;
        while (done < EVALUATION) {
            EventBatch batch = EventBatch.make(events, between, config.batch(), 0);
            try (NDManager scope = manager.newSubManager()) {
                float[] outputs = parameters.forward(input(scope, batch), arithmetic).toFloatArray();
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
