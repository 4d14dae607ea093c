// SPDX-License-Identifier: Apache-2.0
package io.fluxmill.quantizer.sfq.margin;

import io.fluxmill.netlist.cell.CellLibrary;
import io.fluxmill.netlist.cell.Netlist;
import io.fluxmill.netlist.trace.SfqTrace;
import io.fluxmill.netlist.trace.Stimuli;
import io.fluxmill.netlist.trace.Violation;
import io.fluxmill.quantizer.sfq.reference.SfqSimulator;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * The circuit works if it behaves on the stimuli as the nominal one: as many pulses at every output, in the same order, and no new violation.
 * Simulated in femtoseconds, so that small changes of a delay are not rounded away.
 */
public final class TraceCheck implements CircuitCheck {
    /** Femtoseconds in a quantum of 0.1 ps. */
    private static final int FEMTOSECONDS = 100;

    /**
     * How strict the comparison is.
     *
     * @param order whether pulses of different outputs have to come in the nominal order
     * @param anyCollision whether every collision in a merger is allowed, not only those that happen nominally
     */
    public record Rule(boolean order, boolean anyCollision) {
        /** Order counts, and new collisions are not allowed. */
        public static final Rule STRICT = new Rule(true, false);
    }

    /** A nominal pulse: number k of an output, and when. */
    private record Nominal(int output, int number, long time) {}

    private final Stimuli stimuli;
    private final Rule rule;
    private final double jitterPicoseconds;
    private final List<String> outputs;
    private final int[] counts;
    /** In the order of time. */
    private final List<Nominal> nominal = new ArrayList<>();

    private final Set<String> allowedFlags;

    private TraceCheck(Netlist netlist, Stimuli stimuli, Rule rule, double jitterPicoseconds) {
        this.stimuli = stimuli.refined(FEMTOSECONDS);
        this.rule = rule;
        this.jitterPicoseconds = jitterPicoseconds;
        outputs = netlist.outputs();
        SfqTrace trace = new SfqSimulator(netlist).run(stimuli.pulses(), stimuli.end());
        counts = outputs.stream().mapToInt(net -> trace.of(net).length).toArray();
        for (int i = 0; i < counts.length; i++) {
            long[] times = trace.of(outputs.get(i));
            for (int k = 0; k < times.length; k++) {
                nominal.add(new Nominal(i, k, times[k]));
            }
        }
        nominal.sort(Comparator.comparingLong(Nominal::time));
        allowedFlags = netlist.collisionFlags();
        if (!rule.anyCollision) {
            allowedFlags.retainAll(trace.flags());
        }
    }

    /**
     * The check of a circuit against itself at its nominal point, without jitter.
     *
     * @param netlist in quanta of 0.1 ps, and {@code stimuli} as well
     */
    public static TraceCheck of(Netlist netlist, Stimuli stimuli, Rule rule) {
        return new TraceCheck(netlist, stimuli, rule, 0);
    }

    /** The same check with thermal jitter of the varied circuit, for Monte Carlo: standard deviation of each emission's delay. */
    public static TraceCheck withJitter(Netlist netlist, Stimuli stimuli, Rule rule, double jitterPicoseconds) {
        return new TraceCheck(netlist, stimuli, rule, jitterPicoseconds);
    }

    @Override
    public int subdivision() {
        return FEMTOSECONDS;
    }

    @Override
    public Optional<String> failure(Netlist varied, long seed) {
        double sigma = seed == 0 ? 0 : jitterPicoseconds * CellLibrary.QUANTA_PER_PS * FEMTOSECONDS;
        SfqTrace trace = new SfqSimulator(varied, sigma, seed).run(stimuli.pulses(), stimuli.end());
        for (Violation violation : trace.violations()) {
            if (!allowedFlags.contains(violation.flag())) {
                return Optional.of("violation " + violation.flag());
            }
        }
        long[][] times = outputs.stream().map(trace::of).toArray(long[][]::new);
        for (int i = 0; i < counts.length; i++) {
            if (times[i].length != counts[i]) {
                return Optional.of(
                        (times[i].length < counts[i] ? "too few" : "too many") + " pulses on " + outputs.get(i));
            }
        }
        return rule.order ? disorder(times) : Optional.empty();
    }

    /** A pulse that comes before one of another output that nominally comes before it. */
    private Optional<String> disorder(long[][] times) {
        long latest = Long.MIN_VALUE;
        int latestOutput = -1;
        for (int i = 0; i < nominal.size(); ) {
            int group = i;
            long latestOfGroup = latest;
            int outputOfGroup = latestOutput;
            for (;
                    i < nominal.size()
                            && nominal.get(i).time() == nominal.get(group).time();
                    i++) {
                int output = nominal.get(i).output();
                long time = times[output][nominal.get(i).number()];
                if (time < latest) {
                    return Optional.of("pulses on " + outputs.get(latestOutput) + " and " + outputs.get(output)
                            + " in another order");
                }
                if (time >= latestOfGroup) {
                    latestOfGroup = time;
                    outputOfGroup = output;
                }
            }
            latest = latestOfGroup;
            latestOutput = outputOfGroup;
        }
        return Optional.empty();
    }
}
