// SPDX-License-Identifier: Apache-2.0
package io.fluxmill.quantizer.spiking.encode;

import io.fluxmill.core.config.InputException;
import io.fluxmill.core.program.spiking.TickRules;
import io.fluxmill.core.program.spiking.TickRules.Unit;
import io.fluxmill.quantizer.spiking.graph.IntegerNetwork;
import io.fluxmill.quantizer.spiking.graph.NeuronKind;
import io.fluxmill.quantizer.spiking.graph.Population;
import io.fluxmill.quantizer.spiking.graph.SpikingNetwork;
import io.fluxmill.quantizer.spiking.reference.FloatReference;
import java.util.List;

/** What is read of each output neuron after a sample, and the class that follows; outputs of a network stand one after the other. */
public enum ReadOut {
    /** Its spikes, up to {@link #MOST}; the class is the largest. */
    COUNT,
    /** The first tick in which it fires, {@link #MOST} for none; the class is the smallest. */
    FIRST,
    /** Its membrane after the last tick; the class is the largest. */
    MEMBRANE;

    /** The largest count, and the tick of a neuron that never fires: all ones of 16 bits. */
    public static final int MOST = (1 << 16) - 1;

    /** Units of membranes that differ by less of their value are the same. */
    private static final double SAME_UNIT = 1e-9;

    /** The read-out of a network where none is named: spikes, or membranes of outputs that do not fire. */
    public static ReadOut usual(SpikingNetwork network) {
        boolean fires = network.outputs().stream()
                .allMatch(o -> network.populations().get(o.population()).kind().fires());
        return fires ? COUNT : MEMBRANE;
    }

    /** How many output neurons a network has. */
    public static int size(SpikingNetwork network) {
        return network.outputs().stream()
                .mapToInt(o -> network.populations().get(o.population()).size())
                .sum();
    }

    /** @throws InputException if the network's outputs do not have this read-out */
    public void check(SpikingNetwork network) {
        List<Population> outputs = network.outputs().stream()
                .map(output -> network.populations().get(output.population()))
                .toList();
        for (Population output : outputs) {
            boolean has = this == MEMBRANE
                    ? output.kind() != NeuronKind.THRESHOLD
                    : output.kind().fires();
            if (!has) {
                boolean other = outputs.stream()
                        .allMatch(o -> this == MEMBRANE ? o.kind().fires() : o.kind() != NeuronKind.THRESHOLD);
                throw new InputException(
                        "read-out " + lower() + " needs outputs "
                                + (this == MEMBRANE ? "with a membrane" : "that fire") + ", but " + output.name()
                                + " is " + output.kind().nirName(),
                        other
                                ? "set read-out: " + (this == MEMBRANE ? "count" : "membrane")
                                : "let all outputs of the network fire, and set read-out: count");
            }
        }
    }

    /** @throws InputException if membranes are compared, and 1 is not the same voltage in all of them */
    public void check(IntegerNetwork network) {
        if (this != MEMBRANE) {
            return;
        }
        List<IntegerNetwork.Neurons> outputs = network.outputs().stream()
                .map(output -> network.populations().get(output.population()))
                .toList();
        boolean fire = outputs.stream().allMatch(output -> output.kind().fires());
        double unit = outputs.get(0).unit()[0];
        for (IntegerNetwork.Neurons output : outputs) {
            for (double of : output.unit()) {
                if (Math.abs(of - unit) > SAME_UNIT * unit) {
                    throw new InputException(
                            "read-out membrane compares integers, which are not the same voltage in all output neurons: 1 is "
                                    + unit + " V in the first one and " + of + " V in one of " + output.name(),
                            "give all outputs the same tau, r and w_in"
                                    + (outputs.size() > 1
                                            ? " and, as they are several populations, set quantization.fraction-bits"
                                            : "")
                                    + (fire ? ", or set read-out: count" : ""));
                }
            }
        }
    }

    /** The read-outs of a run in integers. */
    public int[] words(IntegerNetwork network, Spikes spikes, Membranes membranes) {
        int[] words = new int
                [network.outputs().stream()
                        .mapToInt(o -> network.populations().get(o.population()).size())
                        .sum()];
        int at = 0;
        for (SpikingNetwork.Output output : network.outputs()) {
            int p = output.population();
            int size = network.populations().get(p).size();
            for (int n = 0; n < size; n++) {
                words[at++] = switch (this) {
                    case COUNT -> count(spikes.of(p), n);
                    case FIRST -> first(spikes.of(p), n);
                    case MEMBRANE -> membranes.of(p)[n];
                };
            }
        }
        return words;
    }

    /** Spikes of a population, {@code [ticks][neurons]}. */
    @FunctionalInterface
    public interface Spikes {
        int[][] of(int population);
    }

    /** Membranes of a population after the last tick. */
    @FunctionalInterface
    public interface Membranes {
        int[] of(int population);
    }

    private static int count(int[][] spikes, int n) {
        long sum = 0;
        for (int[] tick : spikes) {
            sum += tick[n];
        }
        return (int) Math.min(MOST, sum);
    }

    private static int first(int[][] spikes, int n) {
        for (int t = 0; t < Math.min(MOST, spikes.length); t++) {
            if (spikes[t][n] > 0) {
                return t;
            }
        }
        return MOST;
    }

    /** The class of read-outs; the first of equal ones. */
    public int classOf(int[] words) {
        int best = 0;
        for (int i = 1; i < words.length; i++) {
            boolean better = this == FIRST ? words[i] < words[best] : words[i] > words[best];
            best = better ? i : best;
        }
        return best;
    }

    /** The class by a run in floating point. */
    public int classOf(SpikingNetwork network, TickRules rules, FloatReference.Run run) {
        int at = 0;
        int best = 0;
        double most = Double.NEGATIVE_INFINITY;
        for (SpikingNetwork.Output output : network.outputs()) {
            int p = output.population();
            Population population = network.populations().get(p);
            for (int n = 0; n < population.size(); n++) {
                double value =
                        switch (this) {
                            case COUNT -> count(run.activity()[p], n);
                            case FIRST -> -first(run.activity()[p], n);
                            case MEMBRANE -> membrane(population, rules, run, p, n);
                        };
                if (value > most) {
                    most = value;
                    best = at;
                }
                at++;
            }
        }
        return best;
    }

    private static double count(double[][] spikes, int n) {
        double sum = 0;
        for (double[] tick : spikes) {
            sum += tick[n];
        }
        return sum;
    }

    private static int first(double[][] spikes, int n) {
        for (int t = 0; t < spikes.length; t++) {
            if (spikes[t][n] > 0) {
                return t;
            }
        }
        return MOST;
    }

    private static double membrane(Population population, TickRules rules, FloatReference.Run run, int p, int n) {
        int last = run.activity()[p].length - 1;
        if (!population.kind().fires()) {
            return run.activity()[p][last][n];
        }
        double unit = rules.unit() == Unit.THRESHOLD ? population.threshold()[n] : 1;
        return run.membranes()[p][last][n] * unit;
    }

    private String lower() {
        return name().toLowerCase(java.util.Locale.ROOT);
    }
}
