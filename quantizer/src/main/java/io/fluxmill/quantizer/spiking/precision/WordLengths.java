// SPDX-License-Identifier: Apache-2.0
package io.fluxmill.quantizer.spiking.precision;

import io.fluxmill.core.config.InputException;
import io.fluxmill.core.program.spiking.TickRules;
import io.fluxmill.quantizer.spiking.graph.IntegerNetwork;
import io.fluxmill.quantizer.spiking.graph.IntegerNetwork.Neurons;
import io.fluxmill.quantizer.spiking.graph.SpikingNetwork;
import io.fluxmill.quantizer.spiking.reference.FloatReference;
import io.fluxmill.quantizer.spiking.reference.IntegerReference;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;

/**
 * How the length of words changes the spikes of a network: one line for each, measured on samples.
 *
 * @param lines by ascending length
 */
public record WordLengths(List<Line> lines) {
    private static final int LEAST_BITS = 2;
    private static final int MOST_BITS = 16;
    private static final int WIDE_STATE = 32;

    /**
     * A network in integers of one length.
     *
     * @param weightBits that the weights need
     * @param fractionBits places of the states behind the point, or null for units by the largest weight
     * @param accumulatorBits that hold every sum: proved, from all weights
     * @param measuredStateBits that hold the states of the samples
     * @param provedStateBits that hold any state, by intervals: 0 if a membrane or current does not decay
     * @param firing neurons times ticks that fire in integers or in floating point
     * @param equal those of them with as many spikes in both
     */
    public record Line(
            int weightBits,
            Integer fractionBits,
            int accumulatorBits,
            int measuredStateBits,
            int provedStateBits,
            long firing,
            long equal) {
        /** Share of those that fire whose spikes are as many in integers and in floating point. */
        public double agreement() {
            return firing == 0 ? 0 : equal / (double) firing;
        }
    }

    public WordLengths {
        lines = List.copyOf(lines);
    }

    /**
     * Measures all lengths of weights from 2 to 16 bits; with {@code fractionBits} in the widths, all fractions of so many bits instead.
     *
     * @param widths what does not change: guard and decay bits, rounding; states are as wide as they need
     * @param mostValue the largest value of an input
     * @param samples as the references take them
     * @throws InputException if no neuron fires in any sample, or the network cannot be had in integers of any of these lengths
     */
    public static WordLengths measure(
            SpikingNetwork network, TickRules rules, SpikingWidths widths, long mostValue, List<int[][][]> samples) {
        List<FloatReference.Run> wanted = samples.stream()
                .map(sample -> new FloatReference(network, rules).run(doubles(sample)))
                .toList();
        List<Line> lines = new ArrayList<>();
        InputException refusal = null;
        for (int bits = LEAST_BITS; bits <= MOST_BITS; bits++) {
            boolean fraction = widths.fractionBits() != null;
            SpikingWidths tried = new SpikingWidths(
                    fraction ? MOST_BITS : bits,
                    widths.guardBits(),
                    WIDE_STATE,
                    widths.decayBits(),
                    fraction ? Integer.valueOf(bits) : null,
                    widths.shifts(),
                    widths.rounding());
            try {
                IntegerNetwork integers = SpikingQuantizer.quantize(network, rules, tried);
                lines.add(line(integers, fraction ? bits : null, mostValue, samples, wanted));
            } catch (InputException e) {
                refusal = e;
            }
        }
        if (lines.isEmpty()) {
            throw refusal;
        }
        if (lines.stream().allMatch(line -> line.firing() == 0)) {
            throw new InputException(
                    "quantization.agreement compares spikes, but no neuron fires in the samples",
                    "use samples with more activity, or remove quantization.agreement");
        }
        return new WordLengths(lines);
    }

    /** The shortest words that agree as much, if any do. */
    public Optional<Line> shortest(double agreement) {
        return lines.stream().filter(line -> line.agreement() >= agreement).findFirst();
    }

    private static double[][][] doubles(int[][][] sample) {
        return Arrays.stream(sample)
                .map(input -> Arrays.stream(input)
                        .map(tick -> Arrays.stream(tick).asDoubleStream().toArray())
                        .toArray(double[][]::new))
                .toArray(double[][][]::new);
    }

    private static Line line(
            IntegerNetwork network,
            Integer fractionBits,
            long mostValue,
            List<int[][][]> samples,
            List<FloatReference.Run> wanted) {
        long firing = 0;
        long equal = 0;
        long largest = 0;
        for (Neurons population : network.populations()) {
            largest = Math.max(largest, largest(population.threshold()));
            largest = Math.max(largest, Math.max(largest(population.leak()), largest(population.reset())));
        }
        IntegerReference reference = new IntegerReference(network);
        for (int s = 0; s < samples.size(); s++) {
            IntegerReference.Run run = reference.run(samples.get(s));
            double[][][] activity = wanted.get(s).activity();
            for (int p = 0; p < activity.length; p++) {
                boolean fires = network.populations().get(p).kind().fires();
                for (int t = 0; t < activity[p].length; t++) {
                    largest = Math.max(largest, largest(run.membranes()[p][t]));
                    largest = Math.max(largest, largest(run.currents()[p][t]));
                    for (int n = 0; fires && n < activity[p][t].length; n++) {
                        boolean any = run.spikes()[p][t][n] != 0 || activity[p][t][n] != 0;
                        firing += any ? 1 : 0;
                        equal += any && run.spikes()[p][t][n] == activity[p][t][n] ? 1 : 0;
                    }
                }
            }
        }
        long weight = network.connections().stream()
                .mapToLong(wiring -> Math.max(
                        Arrays.stream(wiring.synapses())
                                .mapToLong(synapses -> largest(synapses.weights()))
                                .max()
                                .orElse(0),
                        wiring.bias() == null ? 0 : largest(wiring.bias())))
                .max()
                .orElse(0);
        return new Line(
                Math.max(LEAST_BITS, bits(weight)),
                fractionBits,
                bits(network.largestSum(mostValue)),
                bits(largest),
                provedStateBits(network, mostValue),
                firing,
                equal);
    }

    /** By intervals: a state that decays by a factor below 1 is at most what is added in a tick over 1 minus the factor, and a half for its rounding. */
    private static int provedStateBits(IntegerNetwork network, long mostValue) {
        double most = 0;
        long[][] sums = network.largestSums(mostValue);
        for (int p = 0; p < network.populations().size(); p++) {
            Neurons population = network.populations().get(p);
            for (int n = 0; n < population.size(); n++) {
                double x = Math.scalb((double) sums[p][n], network.guardBits());
                if (population.kind().hasSynapse()) {
                    x = bound(network, population.synapseDecay()[n], x, x);
                    most = Math.max(most, x);
                }
                double least = Math.max(
                        Math.abs(population.threshold()[n]), Math.abs(population.reset()[n]));
                if (population.kind().hasMembrane()) {
                    double v = bound(
                            network,
                            population.membraneDecay()[n],
                            x + Math.abs(population.leak()[n]),
                            least);
                    most = Math.max(most, v);
                }
                most = Math.max(most, Math.max(x, least));
            }
        }
        return most < Math.scalb(1.0, WIDE_STATE - 1) ? bits((long) Math.ceil(most)) : 0;
    }

    /** The largest state, from one of at most {@code first} on. */
    private static double bound(IntegerNetwork network, int factor, double added, double first) {
        double decay = network.shifts()
                ? factor == IntegerNetwork.NO_SHIFT ? 1 : 1 - Math.scalb(1.0, -factor)
                : Math.scalb((double) factor, -network.decayBits());
        return decay >= 1 ? Double.POSITIVE_INFINITY : Math.max(first, (added + 1) / (1 - decay));
    }

    private static long largest(int[] values) {
        long largest = 0;
        for (int value : values) {
            largest = Math.max(largest, Math.abs((long) value));
        }
        return largest;
    }

    /** Bits of two's complement that hold a number and its negative. */
    private static int bits(long magnitude) {
        return 65 - Long.numberOfLeadingZeros(magnitude);
    }
}
