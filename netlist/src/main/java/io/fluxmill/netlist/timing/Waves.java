// SPDX-License-Identifier: Apache-2.0
package io.fluxmill.netlist.timing;

import io.fluxmill.netlist.cell.Cell;
import io.fluxmill.netlist.cell.Gate;
import io.fluxmill.netlist.cell.Instance;
import io.fluxmill.netlist.cell.Netlist;
import io.fluxmill.netlist.timing.TimingSpec.Window;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;

/** All waves of a netlist: what its nets may carry in a period of a {@link TimingSpec}. */
public final class Waves {
    /** More waves on a net than this are not followed. */
    private static final int MAX_ON_NET = 64;

    /**
     * At most one pulse in each period: {@code early} to {@code late} after the pulse of period n that it comes from.
     *
     * @param origin the input of the netlist it comes from
     * @param originWindow window of the input
     * @param from the wave that caused it, null at an input of the netlist
     * @param instance whose input {@code pin} it came through, -1 at an input of the netlist
     * @param cause number of {@code from} on its net
     * @param shortest delay of that instance
     * @param always whether it comes in every period from the first on
     * @param launched whether it left a clocked gate
     */
    public record Wave(
            String net,
            String origin,
            Window originWindow,
            Wave from,
            int instance,
            int pin,
            int cause,
            int shortest,
            int longest,
            long early,
            long late,
            boolean always,
            boolean launched) {
        /** Earliest time in period 0. */
        public long earliest() {
            return originWindow.earliest() + early;
        }

        /** Latest time in period 0. */
        public long latest() {
            return originWindow.latest() + late;
        }

        /** Whether the pulses of one period come from the same pulse, so that the origin's window does not separate them. */
        public boolean tied(Wave other) {
            return origin.equals(other.origin) && originWindow == other.originWindow;
        }

        private Wave later(int padding) {
            return padding == 0
                    ? this
                    : new Wave(
                            net,
                            origin,
                            originWindow,
                            from,
                            instance,
                            pin,
                            cause,
                            shortest,
                            longest,
                            early + padding,
                            late + padding,
                            always,
                            launched);
        }
    }

    private final Netlist netlist;
    private final TimingSpec spec;
    private final Map<Long, Integer> padding;
    private final Map<String, List<Wave>> byNet = new LinkedHashMap<>();

    /** Nets whose pulses are not known, with the reason. */
    final Map<String, String> unknown = new LinkedHashMap<>();

    /** @param padding quanta before inputs of instances, by {@link #pin}; 0 for those that are left out */
    Waves(Netlist netlist, TimingSpec spec, Map<Long, Integer> padding) {
        this.netlist = netlist;
        this.spec = spec;
        this.padding = padding;
        sources();
        propagate();
    }

    /** Key of an instance's input, by their indices. */
    public static long pin(int instance, int input) {
        return (long) instance << 8 | input;
    }

    /** Nets that are known, each after those from which its waves come. */
    public Iterable<String> nets() {
        return byNet.keySet();
    }

    /** Waves of a net. */
    public List<Wave> on(String net) {
        return byNet.getOrDefault(net, List.of());
    }

    /** Waves at an instance's input, behind its padding. */
    List<Wave> at(int instance, int input) {
        int quanta = padding.getOrDefault(pin(instance, input), 0);
        return on(netlist.instances().get(instance).inputs().get(input)).stream()
                .map(wave -> wave.later(quanta))
                .toList();
    }

    private void sources() {
        for (String net : netlist.inputs()) {
            List<Window> windows = spec.arrivals().get(net);
            if (windows == null) {
                unknown.put(net, "no arrival is given for the input " + net);
                continue;
            }
            boolean always = spec.always().contains(net);
            byNet.put(
                    net,
                    windows.stream()
                            .map(w -> new Wave(net, net, w, null, -1, 0, 0, 0, 0, 0, 0, always, false))
                            .toList());
        }
    }

    /** Cells in an order in which each comes after what it waits for: a clocked gate for its clock, others for all their inputs. */
    private void propagate() {
        List<Instance> instances = netlist.instances();
        Map<String, List<Integer>> readers = new HashMap<>();
        Set<String> driven = new TreeSet<>();
        instances.forEach(instance -> driven.addAll(instance.outputs()));
        int[] waiting = new int[instances.size()];
        Deque<Integer> ready = new ArrayDeque<>();
        for (int i = 0; i < waiting.length; i++) {
            for (int input : awaited(instances.get(i).cell())) {
                String net = instances.get(i).inputs().get(input);
                if (driven.contains(net)) {
                    waiting[i]++;
                    readers.computeIfAbsent(net, n -> new ArrayList<>()).add(i);
                }
            }
            if (waiting[i] == 0) {
                ready.add(i);
            }
        }
        int done = 0;
        while (!ready.isEmpty()) {
            int instance = ready.remove();
            done++;
            emit(instance);
            for (String net : instances.get(instance).outputs()) {
                for (int reader : readers.getOrDefault(net, List.of())) {
                    if (--waiting[reader] == 0) {
                        ready.add(reader);
                    }
                }
            }
        }
        for (int i = 0; done < waiting.length && i < waiting.length; i++) {
            if (waiting[i] > 0) {
                instances.get(i).outputs().forEach(net -> unknown.put(net, "net " + net + " is in or behind a loop"));
            }
        }
    }

    private static List<Integer> awaited(Cell cell) {
        List<Integer> inputs = new ArrayList<>();
        for (int input = 0; input < cell.inputs().size(); input++) {
            if (!cell.pipelined() || input == cell.clock()) {
                inputs.add(input);
            }
        }
        return inputs;
    }

    private void emit(int index) {
        Instance instance = netlist.instances().get(index);
        Cell cell = instance.cell();
        for (int input : awaited(cell)) {
            String reason = unknown.get(instance.inputs().get(input));
            if (reason != null) {
                instance.outputs().forEach(net -> unknown.put(net, reason));
                return;
            }
        }
        List<List<Wave>> arriving = new ArrayList<>();
        for (int input = 0; input < cell.inputs().size(); input++) {
            arriving.add(awaited(cell).contains(input) ? at(index, input) : List.of());
        }
        StateReach reach = cell.pipelined() ? null : new StateReach(cell, arriving, spec.period());
        for (int output = 0; output < cell.outputs().size(); output++) {
            List<Wave> waves = new ArrayList<>();
            for (int input : awaited(cell)) {
                for (int w = 0; w < arriving.get(input).size(); w++) {
                    int states = reach == null ? -1 : reach.states(input, w);
                    Wave wave = emitted(index, input, w, arriving.get(input).get(w), output, states);
                    if (wave != null) {
                        waves.add(wave);
                    }
                }
            }
            String net = instance.outputs().get(output);
            if (waves.size() > MAX_ON_NET) {
                unknown.put(net, "net " + net + " may carry more than " + MAX_ON_NET + " pulses in a period");
            } else {
                byNet.put(net, waves);
            }
        }
    }

    /** What an input wave that arrives in one of the states (a bit each) causes on an output; null for nothing. */
    private Wave emitted(int index, int input, int number, Wave wave, int output, int states) {
        Cell cell = netlist.instances().get(index).cell();
        int shortest = Integer.MAX_VALUE;
        int longest = 0;
        boolean certain = wave.always && cell.gate() == Gate.NONE;
        for (int state = 0; state < cell.states(); state++) {
            if ((states >> state & 1) == 0) {
                continue;
            }
            Cell.Transition transition = cell.transition(state, input);
            boolean emits = false;
            for (Cell.Emission e : transition == null ? List.<Cell.Emission>of() : transition.emissions()) {
                if (e.output() == output) {
                    emits = true;
                    shortest = Math.min(shortest, e.delay());
                    longest = Math.max(longest, e.delay());
                }
            }
            certain &= emits;
        }
        if (longest == 0) {
            return null;
        }
        return new Wave(
                netlist.instances().get(index).outputs().get(output),
                wave.origin,
                wave.originWindow,
                wave,
                index,
                input,
                number,
                shortest,
                longest,
                wave.early + shortest,
                wave.late + longest,
                certain,
                wave.launched || cell.pipelined());
    }
}
