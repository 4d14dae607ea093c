// SPDX-License-Identifier: Apache-2.0
package io.fluxmill.quantizer.sfq.map;

import io.fluxmill.netlist.cell.CellLibrary;
import io.fluxmill.netlist.trace.SfqTrace;
import io.fluxmill.quantizer.sfq.read.SfqNetwork;
import io.fluxmill.quantizer.sfq.reference.SfqRateModel;
import io.fluxmill.quantizer.sfq.reference.SfqSimulator;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;

/**
 * How often a network of one output decides wrongly, against window length and bias, measured pulse by pulse on its netlist. The
 * cases come in turn, a window each, without a pause between windows.
 */
public final class SfqStudy {
    /** A sample and its class, 0 or 1. */
    public record Case(List<Double> values, int label) {
        /** Takes a copy. */
        public Case {
            values = List.copyOf(values);
        }

        /** The values. */
        public double[] array() {
            return values.stream().mapToDouble(v -> v).toArray();
        }
    }

    /**
     * What was measured at one window length and bias, and what the mean field predicts. Separations are those of the class-1 case
     * and the class-0 case that are closest by the mean field.
     *
     * @param slots of a window
     * @param bias factor on the bias currents of synapses and neurons
     * @param windows measured
     * @param errors windows of a wrong decision
     * @param predictedError share of wrong decisions, all cases equally often
     * @param z separation of the counts: difference of means over the root of the sum of variances
     * @param rates pulses per slot of the output, by case
     * @param predictedRates of the mean field
     */
    public record Point(
            int slots,
            double bias,
            int windows,
            int errors,
            double predictedError,
            double z,
            double predictedZ,
            List<Double> rates,
            List<Double> predictedRates) {
        /** Takes copies. */
        public Point {
            rates = List.copyOf(rates);
            predictedRates = List.copyOf(predictedRates);
        }

        /** Share of wrong decisions. */
        public double errorRate() {
            return (double) errors / windows;
        }
    }

    /**
     * Between which bias factors the error rate stays at or below a limit.
     *
     * @param lowPercent change of bias, at most 0
     * @param highPercent change of bias, at least 0
     * @param works whether it does at the nominal bias; otherwise both are 0
     */
    public record Margin(int slots, double limit, double lowPercent, double highPercent, boolean works) {}

    private final SfqNetwork network;
    private final CellLibrary library;
    private final List<Case> cases;
    private final int seed;

    /**
     * @param seed of encoder and synapses
     * @throws IllegalArgumentException unless the network has one output and there are cases of both classes
     */
    public SfqStudy(SfqNetwork network, CellLibrary library, List<Case> cases, int seed) {
        this.network = network;
        this.library = library;
        this.cases = List.copyOf(cases);
        this.seed = seed;
        if (network.outputs() != 1) {
            throw new IllegalArgumentException("network must have one output: outputs=" + network.outputs());
        }
        if (cases.stream().map(Case::label).distinct().count() != 2) {
            throw new IllegalArgumentException("cases must be of both classes, 0 and 1");
        }
    }

    /** The cases of an exclusive OR of two inputs that are low or high. */
    public static List<Case> exclusiveOr(double low, double high) {
        return List.of(
                new Case(List.of(low, low), 0),
                new Case(List.of(low, high), 1),
                new Case(List.of(high, low), 1),
                new Case(List.of(high, high), 0));
    }

    /** Every combination of window length and bias, biases of a length next to each other. */
    public List<Point> points(List<Integer> slots, List<Double> biases, int windows) {
        List<Point> points = new ArrayList<>();
        for (int length : slots) {
            for (double bias : biases) {
                points.add(point(length, bias, windows));
            }
        }
        return points;
    }

    /** @param windows number of windows, rounded up to whole rounds of the cases */
    public Point point(int slots, double bias, int windows) {
        int rounds = (windows + cases.size() - 1) / cases.size();
        int[][] counts = counts(slots, bias, rounds);
        SfqNetwork biased = network.biased(bias);
        SfqRateModel model = new SfqRateModel(biased);
        double[] predicted =
                cases.stream().mapToDouble(c -> model.rates(c.array())[0]).toArray();
        int errors = 0;
        double predictedError = 0;
        for (int c = 0; c < cases.size(); c++) {
            int label = cases.get(c).label;
            for (int count : counts[c]) {
                errors += network.decide(new int[] {count}, slots) == label ? 0 : 1;
            }
            predictedError += model.error(new double[] {predicted[c]}, label, slots) / cases.size();
        }
        int[] closest = closest(predicted, slots);
        return new Point(
                slots,
                bias,
                rounds * cases.size(),
                errors,
                predictedError,
                separation(counts[closest[1]], counts[closest[0]]),
                SfqRateModel.separation(predicted[closest[1]], predicted[closest[0]], slots),
                Arrays.stream(counts).map(c -> mean(c) / slots).toList(),
                Arrays.stream(predicted).boxed().toList());
    }

    /** Pulses in each window, {@code [cases][rounds]}. */
    private int[][] counts(int slots, double bias, int rounds) {
        SfqCircuit circuit = SfqMapping.map(network.biased(bias), library, seed);
        SfqEncoder encoder = new SfqEncoder(circuit, 1);
        int windows = rounds * cases.size();
        double[][] samples = IntStream.range(0, windows)
                .mapToObj(w -> cases.get(w % cases.size()).array())
                .toArray(double[][]::new);
        SfqTrace trace = new SfqSimulator(circuit.netlist())
                .run(encoder.stimuli(samples, slots, seed), encoder.end(windows, slots));
        int[][] byWindow = new SfqDecoder(circuit, 1).counts(trace, windows, slots);
        int[][] counts = new int[cases.size()][rounds];
        for (int w = 0; w < windows; w++) {
            counts[w % cases.size()][w / cases.size()] = byWindow[w][0];
        }
        return counts;
    }

    /** The two cases of class 0 and 1 that the mean field separates least. */
    private int[] closest(double[] rates, int slots) {
        int[] closest = null;
        double least = Double.POSITIVE_INFINITY;
        for (int zero = 0; zero < rates.length; zero++) {
            for (int one = 0; one < rates.length; one++) {
                double z = SfqRateModel.separation(rates[one], rates[zero], slots);
                if (cases.get(zero).label == 0 && cases.get(one).label == 1 && (closest == null || z < least)) {
                    least = z;
                    closest = new int[] {zero, one};
                }
            }
        }
        return closest;
    }

    private static double separation(int[] high, int[] low) {
        return (mean(high) - mean(low)) / Math.sqrt(variance(high) + variance(low));
    }

    private static double mean(int[] counts) {
        return Arrays.stream(counts).average().orElseThrow();
    }

    private static double variance(int[] counts) {
        double mean = mean(counts);
        return Arrays.stream(counts).mapToDouble(c -> (c - mean) * (c - mean)).sum() / Math.max(1, counts.length - 1);
    }

    /**
     * The bias margin at a window length, by bisection to each side.
     *
     * @param limit largest error rate that counts as working
     * @param rangePercent searched to each side, 0 to 100
     * @param resolutionPercent of the result
     */
    public Margin margin(int slots, double limit, int windows, double rangePercent, double resolutionPercent) {
        if (point(slots, 1, windows).errorRate() > limit) {
            return new Margin(slots, limit, 0, 0, false);
        }
        double low = edge(slots, limit, windows, -rangePercent, resolutionPercent);
        double high = edge(slots, limit, windows, rangePercent, resolutionPercent);
        return new Margin(slots, limit, low, high, true);
    }

    /** The change farthest from 0 at which it still works. */
    private double edge(int slots, double limit, int windows, double farthest, double resolution) {
        if (works(slots, limit, windows, farthest)) {
            return farthest;
        }
        double good = 0;
        double bad = farthest;
        while (Math.abs(bad - good) > resolution) {
            double middle = (good + bad) / 2;
            if (works(slots, limit, windows, middle)) {
                good = middle;
            } else {
                bad = middle;
            }
        }
        return good;
    }

    private boolean works(int slots, double limit, int windows, double percent) {
        return point(slots, 1 + percent / 100, windows).errorRate() <= limit;
    }
}
