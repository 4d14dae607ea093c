// SPDX-License-Identifier: Apache-2.0
package io.fluxmill.cli.mac;

import io.fluxmill.cli.console.Console;
import io.fluxmill.core.cache.KeptResults;
import io.fluxmill.quantizer.data.Dataset;
import io.fluxmill.quantizer.mac.graph.FloatExecutor;
import io.fluxmill.quantizer.mac.graph.Network;
import io.fluxmill.quantizer.mac.graph.Network.Ending;
import java.util.Arrays;

/**
 * What the outputs of a quantised network are measured against: labels, or the wanted outputs where the data has no labels
 * (those of a file, or of the network in float).
 */
public final class Yardstick {
    private final Dataset data;
    private final Ending ending;
    private final double[][] wanted;
    private final double floatQuality;

    private Yardstick(Dataset data, Ending ending, float[][] outputs, float[][] wanted) {
        this.data = data;
        this.ending = ending;
        this.wanted = wanted == null ? ended(toDouble(outputs)) : toDouble(wanted);
        floatQuality = data.hasLabels() ? floatAccuracy(outputs) : error(toDouble(outputs));
    }

    private double floatAccuracy(float[][] outputs) {
        return outputs[0].length == 1 ? accuracy(twoClasses(toDouble(outputs))) : data.accuracy(outputs);
    }

    /** Classes 0 and 1 of a network with one output, whose share of class 1 (after a Sigmoid at the end, if there is one) is above one half. */
    int[] twoClasses(double[][] results) {
        return Arrays.stream(results)
                .mapToInt(result -> ending.apply(result)[0] > 0.5 ? 1 : 0)
                .toArray();
    }

    private double[][] ended(double[][] results) {
        return Arrays.stream(results).map(ending::apply).toArray(double[][]::new);
    }

    /**
     * Runs the network in float, unless its results are kept.
     *
     * @param samples how many of the data's samples, from the first
     * @param wanted outputs of the graph {@code [samples][elements]}, a Softmax or Sigmoid at its end included (unless they
     *     are no probabilities); null to use those in float
     * @param console told the stage {@link MacStages#FLOAT} if the network is run
     */
    static Yardstick of(Network network, Dataset data, int samples, float[][] wanted, Console console) {
        float[][] inputs = data.samples(samples);
        float[][] outputs = KeptResults.ofUser()
                .get(
                        "float",
                        float[][].class,
                        () -> new FloatExecutor(network).run(inputs, console.stage(MacStages.FLOAT)),
                        network,
                        inputs);
        Ending ending = wanted == null || canGive(network.ending(), wanted) ? network.ending() : Ending.NONE;
        return new Yardstick(data, ending, outputs, wanted);
    }

    /** Whether wanted outputs can be values after the network's ending; otherwise they are results of the last layer. */
    static boolean canGive(Ending ending, float[][] wanted) {
        return Arrays.stream(wanted).allMatch(ending::canGive);
    }

    private static double[][] toDouble(float[][] values) {
        double[][] exact = new double[values.length][];
        for (int s = 0; s < values.length; s++) {
            exact[s] = new double[values[s].length];
            for (int i = 0; i < exact[s].length; i++) {
                exact[s][i] = values[s][i];
            }
        }
        return exact;
    }

    public boolean hasLabels() {
        return data.hasLabels();
    }

    /** The network in float: its share of right classes with labels, its relative error without. */
    public double floatQuality() {
        return floatQuality;
    }

    /** The share of samples whose class is their label; only with labels. */
    double accuracy(int[] classes) {
        int right = 0;
        for (int s = 0; s < classes.length; s++) {
            right += classes[s] == data.label(s) ? 1 : 0;
        }
        return (double) right / classes.length;
    }

    /**
     * {@code ||outputs - wanted|| / ||wanted||} over the given samples; 0 where both are zero, infinite where wanted is zero.
     *
     * @param results of the last layer, {@code [samples][elements]}; the outputs are those after a Softmax or Sigmoid at the end
     */
    double error(double[][] results) {
        double distance = 0;
        double norm = 0;
        for (int s = 0; s < results.length; s++) {
            double[] outputs = ending.apply(results[s]);
            for (int i = 0; i < outputs.length; i++) {
                double difference = outputs[i] - wanted[s][i];
                distance += difference * difference;
                norm += wanted[s][i] * wanted[s][i];
            }
        }
        return distance == 0 ? 0 : Math.sqrt(distance / norm);
    }
}
