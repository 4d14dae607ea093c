// SPDX-License-Identifier: Apache-2.0
package io.fluxmill.netlist.trace;

import io.fluxmill.core.config.ConfigNode;
import io.fluxmill.core.config.InputException;
import io.fluxmill.netlist.cell.CellLibrary;
import io.fluxmill.netlist.cell.Netlist;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * What a run is to show at some outputs, and how often critical times may be violated; docs/sfq-margins.md has the format.
 *
 * @param times all pulses of an output, ascending, in quanta of 0.1 ps; none if it is to be silent
 * @param counts number of pulses of an output
 * @param tolerance of the times, in quanta of 0.1 ps
 * @param violations of critical times, in all runs and all cells, collisions in mergers left out; 0 unless given
 */
public record Expectation(Map<String, long[]> times, Map<String, Integer> counts, long tolerance, int violations) {
    private static final String TOLERANCE = "tolerance-ps";
    private static final String VIOLATIONS = "violations";

    /** Takes copies of the maps. */
    public Expectation {
        times = Collections.unmodifiableMap(new LinkedHashMap<>(times));
        counts = Collections.unmodifiableMap(new LinkedHashMap<>(counts));
    }

    /**
     * Reads the section {@code expect}.
     *
     * @throws InputException if a value breaks its rule or a net is no output of the netlist
     */
    public static Expectation from(ConfigNode section, Netlist netlist) {
        Map<String, long[]> times = new LinkedHashMap<>();
        Map<String, Integer> counts = new LinkedHashMap<>();
        long tolerance = Stimuli.quantaOrZero(section, TOLERANCE);
        if (section.has(VIOLATIONS) && netlist.outputs().contains(VIOLATIONS)) {
            throw section.error(VIOLATIONS, "unambiguous, and an output has this name", "rename the output");
        }
        int violations = section.integer(VIOLATIONS, 0, Integer.MAX_VALUE, 0);
        for (String net : section.keys()) {
            if (net.equals(TOLERANCE) || net.equals(VIOLATIONS)) {
                continue;
            }
            if (!netlist.outputs().contains(net)) {
                throw new InputException(
                        section.file() + ":" + section.line(net) + ": expectations must be of the netlist's outputs "
                                + String.join(", ", netlist.outputs()) + ": net=" + net,
                        "correct " + section.keyPath());
            }
            if (section.isEmptyList(net)) {
                times.put(net, new long[0]);
            } else if (section.isList(net)) {
                times.put(
                        net,
                        section.parsedList(net, Stimuli::quanta).stream()
                                .mapToLong(t -> t)
                                .sorted()
                                .toArray());
            } else {
                counts.put(net, section.integer(net, 0, Integer.MAX_VALUE));
            }
        }
        return new Expectation(times, counts, tolerance, violations);
    }

    /** The outputs of which something is expected. */
    public List<String> nets() {
        List<String> nets = new ArrayList<>(times.keySet());
        nets.addAll(counts.keySet());
        return nets;
    }

    /** Number of outputs of which something is expected. */
    public int outputs() {
        return times.size() + counts.size();
    }

    /**
     * How a run differs from this, one sentence for each output.
     *
     * @param quantum of the run's times, in 0.1 ps
     */
    public List<String> differences(SfqTrace trace, int quantum) {
        List<String> differences = new ArrayList<>();
        counts.forEach((net, count) -> {
            int seen = trace.of(net).length;
            if (seen != count) {
                differences.add(net + " must have " + count + " pulses: pulses=" + seen);
            }
        });
        times.forEach((net, expected) -> {
            long[] seen = Arrays.stream(trace.of(net)).map(t -> t * quantum).toArray();
            boolean same = seen.length == expected.length;
            for (int i = 0; same && i < seen.length; i++) {
                same = Math.abs(seen[i] - expected[i]) <= tolerance;
            }
            if (!same && expected.length == 0) {
                differences.add(net + " must have no pulse: pulses=" + picoseconds(seen));
            } else if (!same) {
                differences.add(
                        net + " must have pulses at " + picoseconds(expected) + " ps: pulses=" + picoseconds(seen));
            }
        });
        return differences;
    }

    private static List<Double> picoseconds(long[] times) {
        return Arrays.stream(times)
                .mapToObj(t -> (double) t / CellLibrary.QUANTA_PER_PS)
                .toList();
    }
}
