// SPDX-License-Identifier: Apache-2.0
package io.fluxmill.quantizer.sfq.reference;

import io.fluxmill.netlist.cell.Instance;
import io.fluxmill.netlist.cell.Netlist;
import io.fluxmill.netlist.trace.SfqTrace;
import io.fluxmill.netlist.trace.TimingViolation;
import io.fluxmill.netlist.trace.Violation;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;
import java.util.function.Consumer;

/**
 * The event-driven reference of SFQ netlists: exact integer time, rules of docs/sfq.md. A run starts from the initial state
 * every time. Without jitter it is the contract of tick RTL and structural Verilog.
 */
public final class SfqSimulator {
    private static final int NET_BITS = 20;
    private static final long MAX_TIME = 1L << (62 - NET_BITS);

    /** The most pulses of a run on all nets together; each is kept with its time. */
    static final int MAX_PULSES = 20_000_000;

    private final Netlist netlist;
    private final List<String> nets;
    private final Map<String, Integer> netIndex = new HashMap<>();
    /** Sinks of each net: instance number · 16 + input. */
    private final int[][] sinks;

    private final double jitterSigma;
    private final long jitterSeed;

    public SfqSimulator(Netlist netlist) {
        this(netlist, 0, 0);
    }

    /**
     * A simulator with thermal jitter: each emission's delay has a normally distributed, rounded error.
     *
     * @param jitterSigma standard deviation in quanta
     */
    public SfqSimulator(Netlist netlist, double jitterSigma, long jitterSeed) {
        this.netlist = netlist;
        this.jitterSigma = jitterSigma;
        this.jitterSeed = jitterSeed;
        nets = netlist.nets();
        if (nets.size() > 1 << NET_BITS) {
            throw new IllegalArgumentException("netlist must have at most 2^20 nets: nets=" + nets.size());
        }
        nets.forEach(net -> netIndex.put(net, netIndex.size()));
        List<List<Integer>> lists = new ArrayList<>();
        nets.forEach(net -> lists.add(new ArrayList<>()));
        for (int i = 0; i < netlist.instances().size(); i++) {
            List<String> inputs = netlist.instances().get(i).inputs();
            for (int pin = 0; pin < inputs.size(); pin++) {
                lists.get(netIndex.get(inputs.get(pin))).add(i << 4 | pin);
            }
        }
        sinks = lists.stream()
                .map(list -> list.stream().mapToInt(s -> s).toArray())
                .toArray(int[][]::new);
    }

    /**
     * Runs the quanta 0 … end − 1.
     *
     * @param stimuli times of pulses by input net, in any order; times outside the run are left out
     * @return the pulses of all nets and all violations
     * @throws PulseFlood if there are more than {@value #MAX_PULSES} pulses, because the netlist oscillates or the run is too long
     * @throws IllegalArgumentException if a stimulus is for a net that is no input
     */
    public SfqTrace run(Map<String, long[]> stimuli, long end) {
        return run(stimuli, end, violation -> {});
    }

    /**
     * The same, with more about every violation.
     *
     * @param violations receives each one when it occurs
     */
    public SfqTrace run(Map<String, long[]> stimuli, long end, Consumer<TimingViolation> violations) {
        if (end < 0 || end > MAX_TIME) {
            throw new IllegalArgumentException("end must be in 0.." + MAX_TIME + ": end=" + end);
        }
        return new Run(stimuli, end, violations).trace();
    }

    /** One run: events in the order of time, all pulses of a quantum together. */
    private final class Run {
        private final long end;
        private final EventQueue events = new EventQueue();
        private final Times[] pulses = new Times[nets.size()];
        private final List<Violation> violations = new ArrayList<>();
        private final Consumer<TimingViolation> told;
        private final CellState[] cells;
        private final int[][] outputs;
        private final Random jitter = new Random(jitterSeed);
        private int kept;

        Run(Map<String, long[]> stimuli, long end, Consumer<TimingViolation> told) {
            this.end = end;
            this.told = told;
            Arrays.setAll(pulses, i -> new Times());
            List<Instance> instances = netlist.instances();
            cells = instances.stream().map(CellState::new).toArray(CellState[]::new);
            outputs = instances.stream()
                    .map(i -> i.outputs().stream().mapToInt(netIndex::get).toArray())
                    .toArray(int[][]::new);
            stimuli.forEach((net, times) -> {
                if (!netlist.inputs().contains(net)) {
                    throw new IllegalArgumentException(
                            "stimulus must be for one of the inputs " + netlist.inputs() + ": net=" + net);
                }
                for (long time : times) {
                    if (time >= 0) {
                        schedule(time, netIndex.get(net));
                    }
                }
            });
        }

        private void schedule(long time, int net) {
            if (time < end) {
                events.add(time << NET_BITS | net);
            }
        }

        SfqTrace trace() {
            int[] arrivals = new int[16];
            while (!events.isEmpty()) {
                long time = events.peek() >> NET_BITS;
                int count = 0;
                while (!events.isEmpty() && events.peek() >> NET_BITS == time) {
                    int net = (int) (events.poll() & ((1 << NET_BITS) - 1));
                    if (!pulses[net].add(time)) {
                        continue;
                    }
                    if (kept++ == MAX_PULSES) {
                        throw new PulseFlood(time, end, MAX_PULSES, busiest());
                    }
                    for (int sink : sinks[net]) {
                        arrivals = count == arrivals.length ? Arrays.copyOf(arrivals, 2 * count) : arrivals;
                        arrivals[count++] = sink;
                    }
                }
                Arrays.sort(arrivals, 0, count);
                for (int i = 0; i < count; i++) {
                    arrive(arrivals[i] >> 4, arrivals[i] & 15, time);
                }
            }
            Map<String, long[]> byNet = new TreeMap<>();
            for (int net = 0; net < pulses.length; net++) {
                byNet.put(nets.get(net), pulses[net].toArray());
            }
            return new SfqTrace(byNet, violations);
        }

        private String busiest() {
            int most = 0;
            for (int net = 1; net < pulses.length; net++) {
                most = pulses[net].size > pulses[most].size ? net : most;
            }
            return nets.get(most);
        }

        private void arrive(int instance, int input, long time) {
            cells[instance].pulse(
                    input,
                    time,
                    (output, delay) -> schedule(time + delay(delay), outputs[instance][output]),
                    this::violated);
        }

        private void violated(TimingViolation violation) {
            violations.add(violation.violation());
            told.accept(violation);
        }

        private long delay(int delay) {
            return jitterSigma == 0 ? delay : Math.max(1, delay + Math.round(jitterSigma * jitter.nextGaussian()));
        }
    }

    /** Times of a net's pulses, each once, ascending. */
    private static final class Times {
        private long[] times = new long[8];
        private int size;

        boolean add(long time) {
            if (size > 0 && times[size - 1] == time) {
                return false;
            }
            times = size == times.length ? Arrays.copyOf(times, 2 * size) : times;
            times[size++] = time;
            return true;
        }

        long[] toArray() {
            return Arrays.copyOf(times, size);
        }
    }
}
