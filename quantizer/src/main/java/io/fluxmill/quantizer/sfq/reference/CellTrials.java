// SPDX-License-Identifier: Apache-2.0
package io.fluxmill.quantizer.sfq.reference;

import io.fluxmill.netlist.cell.Cell;
import io.fluxmill.netlist.cell.Cell.Critical;
import io.fluxmill.netlist.cell.Cell.Transition;
import io.fluxmill.netlist.cell.Instance;
import io.fluxmill.netlist.cell.Netlist;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * Stimuli that try every ordered pair of inputs in every state of every cell, for netlists in which every cell has its own inputs. States are
 * followed as if no pulse were ever absorbed.
 */
public final class CellTrials {
    private final Netlist netlist;

    /** Distance of independent pulses: longer than every critical time and delay. */
    private final int rest;

    private final Map<String, List<Long>> times = new HashMap<>();
    private final Map<String, Integer> states = new HashMap<>();
    private long end;
    private int count;

    /** @throws IllegalArgumentException if an instance's input is not one of the netlist's, or of two instances */
    public CellTrials(Netlist netlist) {
        this.netlist = netlist;
        List<String> free = new ArrayList<>(netlist.inputs());
        for (Instance instance : netlist.instances()) {
            for (String net : instance.inputs()) {
                if (!free.remove(net)) {
                    throw new IllegalArgumentException(
                            "each cell of a sweep must be on inputs of its own: net=" + net + " of " + instance.name());
                }
            }
        }
        rest = 10 + Math.max(longestCritical(netlist), longestDelay(netlist));
    }

    /** The longest critical time of the cells, quanta. */
    public static int longestCritical(Netlist netlist) {
        return netlist.instances().stream()
                .flatMap(i -> i.cell().criticals().stream())
                .mapToInt(Critical::time)
                .max()
                .orElse(0);
    }

    private static int longestDelay(Netlist netlist) {
        return netlist.instances().stream()
                .flatMap(i -> i.cell().transitions().stream())
                .flatMap(t -> t.emissions().stream())
                .mapToInt(Cell.Emission::delay)
                .max()
                .orElse(0);
    }

    /** Adds, for every cell, state and ordered pair of inputs: pulses into the state, then the pair, a spacing of quanta apart. */
    public CellTrials add(int spacing) {
        long start = end;
        for (Instance instance : netlist.instances()) {
            Cell cell = instance.cell();
            long time = start;
            for (int state = 0; state < cell.states(); state++) {
                for (int first = 0; first < cell.inputs().size(); first++) {
                    for (int second = 0; second < cell.inputs().size(); second++) {
                        for (int input : path(cell, states.getOrDefault(instance.name(), 0), state)) {
                            time = pulse(instance, input, time + rest);
                        }
                        time = pulse(instance, first, time + rest);
                        if (first != second || spacing > 0) {
                            time = pulse(instance, second, time + spacing);
                        }
                        count++;
                    }
                }
            }
            end = Math.max(end, time + rest);
        }
        return this;
    }

    private long pulse(Instance instance, int input, long time) {
        times.computeIfAbsent(instance.inputs().get(input), net -> new ArrayList<>())
                .add(time);
        Transition transition = instance.cell().transition(states.getOrDefault(instance.name(), 0), input);
        if (transition != null) {
            states.put(instance.name(), transition.next());
        }
        return time;
    }

    /** Times of pulses by input net, quanta. */
    public Map<String, long[]> stimuli() {
        Map<String, long[]> stimuli = new HashMap<>();
        times.forEach(
                (net, list) -> stimuli.put(net, list.stream().mapToLong(t -> t).toArray()));
        return stimuli;
    }

    /** The quantum after which nothing happens. */
    public long end() {
        return end;
    }

    /** Pairs that were added so far. */
    public int count() {
        return count;
    }

    /** Inputs that lead from one state to another. */
    private static List<Integer> path(Cell cell, int from, int to) {
        Map<Integer, List<Integer>> found = new HashMap<>(Map.of(from, List.of()));
        Deque<Integer> queue = new ArrayDeque<>(List.of(from));
        while (!found.containsKey(to)) {
            int state = queue.remove();
            for (Transition t : cell.transitions()) {
                if (t.state() == state && !found.containsKey(t.next())) {
                    List<Integer> longer = new ArrayList<>(found.get(state));
                    longer.add(t.input());
                    found.put(t.next(), longer);
                    queue.add(t.next());
                }
            }
        }
        return found.get(to);
    }
}
