// SPDX-License-Identifier: Apache-2.0
package io.fluxmill.quantizer.sfq.map;

import io.fluxmill.quantizer.sfq.read.SfqNetwork.Layer;
import io.fluxmill.quantizer.sfq.read.SfqNetwork.Synapse;
import io.fluxmill.quantizer.sfq.read.SfqNetwork.Unit;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;

/** Trained weights as bias currents of synapses: signed weights on two rails, rounded to the levels that can be distinguished. */
public final class SfqWeights {
    private static final int SCALES = 64;

    /**
     * The bias currents that synapses may have, apart from no path (weight 0) and a wire (weight 1).
     *
     * @param lowestMicroamperes of the first level
     * @param stepMicroamperes from level to level
     */
    public record Levels(double lowestMicroamperes, double stepMicroamperes, int count) {
        /** Ten steps of 1 µA about the middle of the transition: pass probabilities 0.108 to 0.903. */
        public static final Levels DEFAULT = new Levels(125, 1, 10);

        /** @throws IllegalArgumentException if a rule is broken */
        public Levels {
            if (!(stepMicroamperes > 0) || count < 0 || count > 1000) {
                throw new IllegalArgumentException(
                        "levels must be 0 to 1000, their step above 0: levels=" + count + ", step=" + stepMicroamperes);
            }
        }

        /** Bias current of a level. */
        public double microamperes(int level) {
            return lowestMicroamperes + level * stepMicroamperes;
        }

        /** All weights: 0, the levels, 1. */
        public double[] weights() {
            double[] weights = new double[count + 2];
            for (int i = 0; i < count; i++) {
                weights[i + 1] = new Synapse(0, microamperes(i)).weight();
            }
            weights[count + 1] = 1;
            return weights;
        }

        /** Number of the nearest of {@link #weights}, the lower one if two are equally near. */
        static int nearest(double[] weights, double weight) {
            int best = 0;
            for (int i = 1; i < weights.length; i++) {
                best = Math.abs(weights[i] - weight) < Math.abs(weights[best] - weight) ? i : best;
            }
            return best;
        }

        /** The path of a weight from {@link #weights} by its number, at least 1. */
        Synapse synapse(int input, int number) {
            return new Synapse(input, number == count + 1 ? Synapse.WIRE : microamperes(number - 1));
        }
    }

    private SfqWeights() {}

    /**
     * Layers of any weights, each layer with the scale of the least squared error. Units of hidden layers that are left
     * without a plus path never fire and are left out.
     *
     * @param weights {@code [layers][units][inputs]}, signed or not
     * @throws IllegalArgumentException if a unit of the last layer has no plus path
     */
    public static List<Layer> layers(List<double[][]> weights, Levels levels) {
        List<double[][]> scaled = weights.stream()
                .map(matrix -> {
                    double scale = scale(matrix, levels);
                    return Arrays.stream(matrix)
                            .map(row -> Arrays.stream(row).map(w -> w * scale).toArray())
                            .toArray(double[][]::new);
                })
                .toList();
        return unscaled(scaled, levels);
    }

    /** Layers as in {@link #layers}, from weights from −1 to 1 that are rounded without scaling. */
    public static List<Layer> unscaled(List<double[][]> weights, Levels levels) {
        double[] values = levels.weights();
        List<Layer> layers = new ArrayList<>();
        int[] places = IntStream.range(0, weights.get(0)[0].length).toArray();
        for (int l = 0; l < weights.size(); l++) {
            double[][] matrix = weights.get(l);
            boolean last = l == weights.size() - 1;
            int[] next = new int[matrix.length];
            List<Unit> units = new ArrayList<>();
            for (int u = 0; u < matrix.length; u++) {
                List<Synapse> plus = new ArrayList<>();
                List<Synapse> minus = new ArrayList<>();
                for (int i = 0; i < matrix[u].length; i++) {
                    int number = Levels.nearest(values, Math.abs(matrix[u][i]));
                    if (number > 0 && places[i] >= 0) {
                        (matrix[u][i] > 0 ? plus : minus).add(levels.synapse(places[i], number));
                    }
                }
                if (plus.isEmpty() && last) {
                    throw new IllegalArgumentException(
                            "output must have a positive weight that is not rounded to 0: output=" + u);
                }
                next[u] = plus.isEmpty() ? -1 : units.size();
                if (!plus.isEmpty()) {
                    units.add(new Unit(plus, minus, null));
                }
            }
            layers.add(new Layer(units));
            places = next;
        }
        return layers;
    }

    /** The factor on a layer's weights with the least squared error relative to the factor, among 64 around 1/max |w|. */
    static double scale(double[][] matrix, Levels levels) {
        double[] values = levels.weights();
        double largest = Arrays.stream(matrix)
                .flatMapToDouble(Arrays::stream)
                .map(Math::abs)
                .max()
                .orElse(0);
        if (!(largest > 0)) {
            throw new IllegalArgumentException("weights must have one other than 0");
        }
        double best = 0;
        double least = Double.POSITIVE_INFINITY;
        for (int i = 0; i < SCALES; i++) {
            double scale = Math.pow(4, (double) i / (SCALES - 1) - 0.5) / largest;
            double error = Arrays.stream(matrix)
                    .flatMapToDouble(Arrays::stream)
                    .map(w -> values[Levels.nearest(values, Math.abs(w * scale))] / scale - Math.abs(w))
                    .map(e -> e * e)
                    .sum();
            if (error < least) {
                least = error;
                best = scale;
            }
        }
        return best;
    }
}
