// SPDX-License-Identifier: Apache-2.0
package io.fluxmill.quantizer.sfq.train;

import io.fluxmill.core.config.InputException;
import io.fluxmill.quantizer.data.Dataset;
import io.fluxmill.quantizer.sfq.map.SfqMapping;
import io.fluxmill.quantizer.sfq.map.SfqWeights;
import io.fluxmill.quantizer.sfq.read.SfqNetwork;
import io.fluxmill.quantizer.train.Adam;
import io.fluxmill.quantizer.train.TrainingLog;
import java.util.Arrays;
import java.util.Comparator;
import java.util.Locale;
import java.util.Random;
import java.util.stream.IntStream;

/**
 * Trains a rate-coded network on its mean field: fan-in saturates, minus rails inhibit, output counts scatter as in a window. First
 * with all paths, then paths are pruned step by step until the mapped netlist has no more junctions than the budget, then with bias
 * currents rounded to their levels (straight-through). The same configuration gives the same network on every machine.
 */
public final class SfqTrainer {
    private static final double PRUNE_FROM = 0.15;
    private static final double PRUNE_TO = 0.65;
    private static final double MAX_NORM = 5;

    private final SfqTrainConfig config;
    private final Samples train;
    private final Samples validation;
    private final double[] levels;
    private final int[] widths;

    private SfqTrainer(SfqTrainConfig config, Samples train, Samples validation, int classes) {
        this.config = config;
        this.train = train;
        this.validation = validation;
        levels = config.levels().weights();
        widths = new int[config.hidden().size() + 2];
        widths[0] = train.values[0].length;
        for (int l = 0; l < config.hidden().size(); l++) {
            widths[l + 1] = config.hidden().get(l);
        }
        widths[widths.length - 1] = classes;
    }

    /** Values, 0 to 1, and labels. */
    record Samples(float[][] values, int[] labels) {
        static Samples of(Dataset data, int from, int to) {
            return new Samples(
                    IntStream.range(from, to).mapToObj(data::sample).toArray(float[][]::new),
                    IntStream.range(from, to).map(data::label).toArray());
        }

        int count() {
            return labels.length;
        }
    }

    /**
     * Trains and measures.
     *
     * @throws InputException if the data do not fit, or the budget is too small
     */
    public static SfqTrainResult train(SfqTrainConfig config, TrainingLog progress) {
        long begin = System.nanoTime();
        Dataset data =
                checked(Dataset.read(config.train()), config.train().inputs().toString());
        Dataset test =
                checked(Dataset.read(config.test()), config.test().inputs().toString());
        Samples all = Samples.of(data, 0, data.count());
        Samples tested = Samples.of(test, 0, test.count());
        int classes = 1 + Arrays.stream(all.labels).max().orElseThrow();
        if (classes < 2 || tested.values[0].length != all.values[0].length || config.validation() >= data.count()) {
            throw new InputException(
                    config.train().inputs()
                            + ": must have two classes, values as the test samples, and more samples than"
                            + " validation: classes=" + classes + ", values=" + all.values[0].length + " and "
                            + tested.values[0].length + ", samples=" + data.count(),
                    "check data, test and validation");
        }
        int held = config.validation();
        Samples fitted = held == 0 ? all : Samples.of(data, 0, data.count() - held);
        Samples compared = held == 0 ? all : Samples.of(data, data.count() - held, data.count());
        SfqTrainer trainer = new SfqTrainer(config, fitted, compared, classes);
        SfqParameters best = trainer.best(progress);
        SfqNetwork network = trainer.network(best);
        double floating = ReluNetwork.train(trainer.widths, all, config).accuracy(tested, config.maxRate());
        progress.report(String.format(Locale.ROOT, "float: %.2f %% of the test samples", 100 * floating));
        return new SfqTrainResult(
                network,
                floating,
                trainer.accuracy(best, best.rounded(trainer.levels), tested),
                network.synapses(),
                trainer.junctions(best),
                (System.nanoTime() - begin) / 1e9);
    }

    private static Dataset checked(Dataset data, String file) {
        if (!data.hasLabels()) {
            throw new InputException(file + ": must have labels", "give labels, or last-column: label");
        }
        for (int i = 0; i < data.count(); i++) {
            for (float v : data.sample(i)) {
                if (v < 0 || v > 1) {
                    throw new InputException(
                            file + ": values must be 0 to 1: sample " + i + " has " + v, "set scale, for example 1/16");
                }
            }
            if (data.label(i) < 0 || data.label(i) > 9999) {
                throw new InputException(
                        file + ": labels must be 0 to 9999: sample " + i + " has " + data.label(i),
                        "number the classes");
            }
        }
        return data;
    }

    private SfqParameters best(TrainingLog progress) {
        SfqParameters best = null;
        double most = -1;
        Runnable epoch = progress.phase("training").counting((long) config.restarts() * config.epochs());
        for (int restart = 0; restart < config.restarts(); restart++) {
            SfqParameters parameters = fit(config.seed() + restart, progress, epoch);
            double right = accuracy(parameters, parameters.rounded(levels), validation);
            progress.report(String.format(
                    Locale.ROOT,
                    "training %d of %d: %.2f %% right, %,d Josephson junctions",
                    restart + 1,
                    config.restarts(),
                    100 * right,
                    junctions(parameters)));
            if (right > most) {
                most = right;
                best = parameters;
            }
        }
        return best;
    }

    private SfqParameters fit(long seed, TrainingLog progress, Runnable done) {
        Random random = new Random(seed * 0x9E3779B97F4A7C15L);
        SfqParameters parameters = new SfqParameters(widths, random);
        Adam adam = new Adam(parameters.weights.length, MAX_NORM);
        int total = parameters.weights.length;
        for (int epoch = 0; epoch < config.epochs(); epoch++) {
            double share = (double) epoch / config.epochs();
            if (share >= PRUNE_FROM && share < PRUNE_TO) {
                double left = Math.pow(1 - (share - PRUNE_FROM) / (PRUNE_TO - PRUNE_FROM), 3);
                int target = withinBudget(parameters);
                prune(parameters, (int) (target + (total - target) * left));
            }
            if (share >= PRUNE_TO) {
                prune(parameters, withinBudget(parameters));
            }
            double loss = epoch(parameters, adam, random, share >= PRUNE_TO, share);
            done.run();
            if (epoch % 50 == 49) {
                progress.report(String.format(
                        Locale.ROOT,
                        "epoch %d of %d: loss %.3f, %,d paths",
                        epoch + 1,
                        config.epochs(),
                        loss,
                        parameters.kept()));
            }
        }
        prune(parameters, withinBudget(parameters));
        return parameters;
    }

    private double epoch(SfqParameters parameters, Adam adam, Random random, boolean rounded, double share) {
        int[] order = IntStream.range(0, train.count()).toArray();
        for (int i = order.length - 1; i > 0; i--) {
            int j = random.nextInt(i + 1);
            int swapped = order[i];
            order[i] = order[j];
            order[j] = swapped;
        }
        double rate = config.learningRate() * (0.5 * (1 + Math.cos(Math.PI * share)) + 1e-3);
        double loss = 0;
        for (int first = 0; first < order.length; first += config.batch()) {
            int size = Math.min(config.batch(), order.length - first);
            float[] gradient = new float[parameters.weights.length];
            float[] values = rounded ? parameters.rounded(levels) : parameters.weights;
            for (int b = 0; b < size; b++) {
                int sample = order[first + b];
                float[] inputs = inputs(config, train.values[sample], random);
                double[] outputs = parameters.forward(inputs, values);
                double[] slopes = new double[outputs.length];
                loss += loss(outputs, train.labels[sample], slopes, random);
                for (int k = 0; k < slopes.length; k++) {
                    slopes[k] /= size;
                }
                parameters.backward(slopes, values, gradient);
            }
            adam.step(parameters.weights, gradient, rate);
            parameters.clip();
        }
        return loss / order.length;
    }

    /** Cross-entropy of the softmax of rates that scatter as counts in a window; its gradient in the rates. */
    private double loss(double[] rates, int label, double[] slopes, Random random) {
        double highest = Double.NEGATIVE_INFINITY;
        for (int k = 0; k < rates.length; k++) {
            double sigma = Math.sqrt(Math.max(0, rates[k] * (1 - rates[k])) / config.window());
            slopes[k] = config.sharpness() * (rates[k] + sigma * random.nextGaussian());
            highest = Math.max(highest, slopes[k]);
        }
        double sum = 0;
        for (int k = 0; k < rates.length; k++) {
            slopes[k] = Math.exp(slopes[k] - highest);
            sum += slopes[k];
        }
        double loss = -Math.log(Math.max(1e-30, slopes[label] / sum));
        for (int k = 0; k < rates.length; k++) {
            slopes[k] = config.sharpness() * (slopes[k] / sum - (k == label ? 1 : 0));
        }
        return loss;
    }

    /** Rates of the inputs: the values, moved by a part of a pixel, times the maximal rate. */
    static float[] inputs(SfqTrainConfig config, float[] values, Random random) {
        float[] rates = values.clone();
        if (config.shift() > 0) {
            rates = moved(rates, 1, config.width(), config.shift() * (2 * random.nextDouble() - 1));
            rates = moved(rates, config.width(), rates.length, config.shift() * (2 * random.nextDouble() - 1));
        }
        for (int i = 0; i < rates.length; i++) {
            rates[i] *= (float) config.maxRate();
        }
        return rates;
    }

    /**
     * Interpolates between neighbours; outside the image is 0.
     *
     * @param step from a pixel to its neighbour
     * @param row pixels of which those {@code step} apart form a line
     * @param by pixels, −1 to 1
     */
    private static float[] moved(float[] values, int step, int row, double by) {
        float[] moved = new float[values.length];
        int neighbour = by > 0 ? -step : step;
        double share = Math.abs(by);
        for (int i = 0; i < values.length; i++) {
            int from = i % row + neighbour;
            double beside = from >= 0 && from < row && i - i % row + from < values.length ? values[i + neighbour] : 0;
            moved[i] = (float) ((1 - share) * values[i] + share * beside);
        }
        return moved;
    }

    // ---------------------------------------------------------------------------------------------------- pruning

    /** Keeps the paths of the largest weights, and those without which an output would never fire. */
    private void prune(SfqParameters parameters, int keep) {
        Integer[] order = byWeight(parameters);
        boolean[] needed = needed(parameters);
        for (int i = 0; i < order.length; i++) {
            if (i >= keep && !needed[order[i]]) {
                parameters.pruned[order[i]] = true;
            }
        }
        parameters.clip();
    }

    /** Numbers of the weights that are left, the largest first. */
    private static Integer[] byWeight(SfqParameters parameters) {
        return IntStream.range(0, parameters.weights.length)
                .filter(i -> !parameters.pruned[i])
                .boxed()
                .sorted(Comparator.comparingDouble(i -> -Math.abs(parameters.weights[i])))
                .toArray(Integer[]::new);
    }

    /** The largest plus path of every output, and that of the unit from which it comes. */
    private boolean[] needed(SfqParameters parameters) {
        boolean[] needed = new boolean[parameters.weights.length];
        int[] units = IntStream.range(0, widths[widths.length - 1]).toArray();
        for (int l = widths.length - 1; l >= 1; l--) {
            int[] below = new int[units.length];
            for (int k = 0; k < units.length; k++) {
                int row = parameters.start(l) + units[k] * widths[l - 1];
                int best = row;
                for (int i = row; i < row + widths[l - 1]; i++) {
                    best = parameters.weights[i] > parameters.weights[best] ? i : best;
                }
                needed[best] = true;
                below[k] = best - row;
            }
            units = below;
        }
        return needed;
    }

    /** How many of the largest weights, rounded, fit into the budget. */
    private int withinBudget(SfqParameters parameters) {
        Integer[] order = byWeight(parameters);
        int fits = 0;
        int over = order.length + 1;
        while (over - fits > 1) {
            int middle = (fits + over) / 2;
            if (junctions(parameters, order, middle) <= config.junctions()) {
                fits = middle;
            } else {
                over = middle;
            }
        }
        if (fits < widths[widths.length - 1]) {
            throw new InputException(
                    "junctions must be enough for a path to each output: junctions=" + config.junctions(),
                    "raise the budget");
        }
        return fits;
    }

    private int junctions(SfqParameters parameters, Integer[] order, int keep) {
        float[] rounded = parameters.rounded(levels);
        boolean[] needed = needed(parameters);
        for (int i = keep; i < order.length; i++) {
            rounded[order[i]] = needed[order[i]] ? rounded[order[i]] : 0;
        }
        return SfqMapping.map(network(parameters, rounded), config.library(), 1).totalJunctions();
    }

    private int junctions(SfqParameters parameters) {
        return SfqMapping.map(network(parameters), config.library(), 1).totalJunctions();
    }

    private SfqNetwork network(SfqParameters parameters) {
        return network(parameters, parameters.rounded(levels));
    }

    private SfqNetwork network(SfqParameters parameters, float[] rounded) {
        raise(parameters, rounded);
        return new SfqNetwork(
                config.name(),
                widths[0],
                config.slotPs(),
                config.window(),
                config.maxRate(),
                0,
                SfqWeights.unscaled(parameters.matrices(rounded), config.levels()));
    }

    /** A path without which an output would never fire is at least at the lowest level. */
    private void raise(SfqParameters parameters, float[] rounded) {
        boolean[] needed = needed(parameters);
        for (int i = 0; i < rounded.length; i++) {
            if (needed[i] && rounded[i] <= 0) {
                rounded[i] = (float) levels[1];
            }
        }
    }

    private double accuracy(SfqParameters parameters, float[] values, Samples samples) {
        int right = 0;
        for (int i = 0; i < samples.count(); i++) {
            float[] inputs = samples.values[i].clone();
            for (int k = 0; k < inputs.length; k++) {
                inputs[k] *= (float) config.maxRate();
            }
            right += largest(parameters.forward(inputs, values)) == samples.labels[i] ? 1 : 0;
        }
        return (double) right / samples.count();
    }

    static int largest(double[] values) {
        int best = 0;
        for (int k = 1; k < values.length; k++) {
            best = values[k] > values[best] ? k : best;
        }
        return best;
    }
}
