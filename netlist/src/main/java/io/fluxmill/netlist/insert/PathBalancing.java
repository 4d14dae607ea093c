// SPDX-License-Identifier: Apache-2.0
package io.fluxmill.netlist.insert;

import io.fluxmill.core.config.InputException;
import io.fluxmill.netlist.cell.Cell;
import io.fluxmill.netlist.cell.CellLibrary;
import io.fluxmill.netlist.cell.Connections;
import io.fluxmill.netlist.cell.Instance;
import io.fluxmill.netlist.cell.Netlist;
import io.fluxmill.netlist.cell.Settings;
import io.fluxmill.netlist.timing.NetlistRules;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;

/**
 * Turns a network of clocked gates into a pipeline: inserts DFFs until all data of a gate, and all inputs of an unclocked cell, have passed the
 * same number of clocked gates. Sinks of a net share its DFFs, and the number of DFFs is the least possible. Data of loops through clocked gates
 * are not changed.
 */
public final class PathBalancing {
    private static final String CELL = "DFF";

    private final Netlist netlist;
    private final Cell dff;
    private final String clock;
    private final Map<String, Set<Integer>> depths;
    private final Map<String, Integer> drivers = new HashMap<>();
    private final Map<String, List<Sink>> sinks = new LinkedHashMap<>();
    private int variables = 1;

    /** By instance: variable of its data's depth, -1 without one. */
    private final int[] nodes;

    private final Map<String, Integer> ends = new HashMap<>();

    /** An input of an instance, or an output of the netlist (instance -1), by its index. */
    private record Sink(int instance, int index) {}

    private PathBalancing(Netlist netlist, CellLibrary library, String clock) {
        this.netlist = netlist;
        this.clock = clock;
        dff = library.cell(CELL);
        depths = NetlistRules.depths(netlist);
        nodes = new int[netlist.instances().size()];
        Arrays.fill(nodes, -1);
    }

    /**
     * Balances a netlist. It has fan-out afterwards, at the clock and at shared DFFs: {@link SplitterTrees} come next.
     *
     * @param clock net that is to clock the DFFs
     * @param outputs whether the netlist's outputs are to have equal depth too
     * @return the netlist with its DFFs, which come after the other instances; {@code <net>.dff} drives {@code <net>.stage}
     * @throws InputException if the netlist has no such net
     */
    public static Netlist insert(Netlist netlist, CellLibrary library, String clock, boolean outputs) {
        if (!netlist.nets().contains(clock)) {
            throw new InputException(
                    "clock must be a net of netlist " + netlist.name() + ": clock=" + clock, "correct the name");
        }
        return new PathBalancing(netlist, library, clock).insert(outputs);
    }

    /**
     * The input of the netlist that drives the pins {@code clk} of all its clocked gates, directly or through cells of one input.
     *
     * @throws InputException if there is none, or several
     */
    public static String clock(Netlist netlist) {
        Set<String> clocks = clocks(netlist);
        if (clocks.size() != 1 || !netlist.inputs().containsAll(clocks)) {
            throw new InputException(
                    "clocked gates of netlist " + netlist.name()
                            + " must have one clock, an input of the netlist: clocks=" + clocks,
                    "name the clock: clock: <net>");
        }
        return clocks.iterator().next();
    }

    /** The clock, if there is one. */
    public static Optional<String> findClock(Netlist netlist) {
        Set<String> clocks = clocks(netlist);
        return clocks.size() == 1 && netlist.inputs().containsAll(clocks)
                ? Optional.of(clocks.iterator().next())
                : Optional.empty();
    }

    private static Set<String> clocks(Netlist netlist) {
        Connections connections = new Connections(netlist);
        Set<String> clocks = new LinkedHashSet<>();
        for (Instance instance : netlist.instances()) {
            if (instance.cell().pipelined()) {
                String net = instance.inputs().get(instance.cell().clock());
                Set<String> passed = new LinkedHashSet<>();
                while (connections.drivers.containsKey(net)
                        && connections.drivers.get(net).instance().inputs().size() == 1
                        && passed.add(net)) {
                    net = connections.drivers.get(net).instance().inputs().get(0);
                }
                clocks.add(net);
            }
        }
        return clocks;
    }

    /** How many clocked gates lie before each output of a balanced netlist; outputs behind loops are left out. */
    public static Map<String, Integer> latencies(Netlist netlist) {
        Map<String, Integer> latencies = new TreeMap<>();
        Map<String, Set<Integer>> depths = NetlistRules.depths(netlist);
        for (String output : netlist.outputs()) {
            Set<Integer> all = depths.getOrDefault(output, Set.of());
            if (all.size() == 1) {
                latencies.put(output, all.iterator().next());
            }
        }
        return latencies;
    }

    private Netlist insert(boolean outputs) {
        connect();
        long[] stages = solve(outputs);
        Rewiring rewiring = new Rewiring(netlist);
        for (Map.Entry<String, List<Sink>> entry : sinks.entrySet()) {
            chain(entry.getKey(), entry.getValue(), stages, rewiring);
        }
        return rewiring.build();
    }

    /** Sinks whose data have a depth; the clock and its way to the pins {@code clk} are not data. */
    private void connect() {
        Set<String> clocks = clockNets();
        for (int i = 0; i < nodes.length; i++) {
            Instance instance = netlist.instances().get(i);
            int index = i;
            instance.outputs().forEach(net -> drivers.put(net, index));
            boolean compared =
                    instance.cell().pipelined() || instance.outputs().stream().allMatch(depths::containsKey);
            for (int input = 0; input < instance.inputs().size(); input++) {
                String net = instance.inputs().get(input);
                boolean data =
                        !instance.cell().pipelined() || input != instance.cell().clock();
                if (compared && data && depths.containsKey(net) && !clocks.contains(net)) {
                    nodes[i] = nodes[i] < 0 ? variables++ : nodes[i];
                    sinks.computeIfAbsent(net, n -> new ArrayList<>()).add(new Sink(i, input));
                }
            }
        }
        for (int i = 0; i < netlist.outputs().size(); i++) {
            String net = netlist.outputs().get(i);
            if (depths.containsKey(net) && !clocks.contains(net)) {
                ends.put(net, variables++);
                sinks.computeIfAbsent(net, n -> new ArrayList<>()).add(new Sink(-1, i));
            }
        }
    }

    /** Nets from which a pulse reaches pins {@code clk} only. */
    private Set<String> clockNets() {
        Connections connections = new Connections(netlist);
        Set<String> clocks = new LinkedHashSet<>();
        boolean grown = true;
        while (grown) {
            grown = false;
            for (String net : netlist.nets()) {
                if (!clocks.contains(net)
                        && !connections.sinks(net).isEmpty()
                        && !netlist.outputs().contains(net)) {
                    boolean only = connections.sinks(net).stream()
                            .allMatch(pin -> pin.instance().cell().pipelined()
                                            && pin.index()
                                                    == pin.instance().cell().clock()
                                    || !pin.instance().cell().pipelined()
                                            && clocks.containsAll(pin.instance().outputs()));
                    grown |= only && clocks.add(net);
                }
            }
        }
        return clocks;
    }

    /** Depth of each variable; 0 is the depth of the netlist's inputs. */
    private long[] solve(boolean outputs) {
        DifferenceProgram program = new DifferenceProgram(variables + sinks.size() + 1);
        int all = variables + sinks.size();
        int end = variables;
        for (Map.Entry<String, List<Sink>> entry : sinks.entrySet()) {
            int driver = drivers.containsKey(entry.getKey()) ? nodes[drivers.get(entry.getKey())] : 0;
            int deepest = end++;
            for (Sink sink : entry.getValue()) {
                program.atLeast(driver, variable(sink), step(entry.getKey()), 0);
                program.atLeast(variable(sink), deepest, 0, 0);
            }
            program.atLeast(driver, deepest, step(entry.getKey()), 1);
        }
        if (outputs) {
            ends.values().forEach(output -> {
                program.atLeast(output, all, 0, 0);
                program.atLeast(all, output, 0, 0);
            });
        }
        return program.solve();
    }

    private int variable(Sink sink) {
        return sink.instance < 0 ? ends.get(netlist.outputs().get(sink.index)) : nodes[sink.instance];
    }

    /** Clocked gates between the data of a net's driver and the net. */
    private int step(String net) {
        Integer driver = drivers.get(net);
        return driver != null && netlist.instances().get(driver).cell().pipelined() ? 1 : 0;
    }

    /** Adds the DFFs of a net, with each sink at the one of its depth; a driven output of the netlist keeps its name. */
    private void chain(String net, List<Sink> netSinks, long[] stages, Rewiring rewiring) {
        Integer driver = drivers.get(net);
        long depth = (driver == null ? 0 : stages[nodes[driver]]) + step(net);
        Map<Long, List<Sink>> byDelay = new TreeMap<>();
        long observed = 0;
        for (Sink sink : netSinks) {
            long delay = stages[variable(sink)] - depth;
            byDelay.computeIfAbsent(delay, d -> new ArrayList<>()).add(sink);
            observed = sink.instance < 0 ? delay : observed;
        }
        boolean renamed = observed > 0 && driver != null;
        String from = net;
        if (renamed) {
            from = rewiring.fresh(net + ".root");
            int output = netlist.instances().get(driver).outputs().indexOf(net);
            rewiring.drive(driver, output, from);
        }
        long delay = 0;
        for (Map.Entry<Long, List<Sink>> entry : byDelay.entrySet()) {
            for (; delay < entry.getKey(); delay++) {
                String to = renamed && delay + 1 == observed ? net : rewiring.fresh(net + ".stage");
                rewiring.add(new Instance(
                        rewiring.fresh(net + ".dff"), dff, List.of(from, clock), List.of(to), Settings.NONE));
                from = to;
            }
            for (Sink sink : entry.getValue()) {
                move(sink, from, rewiring);
            }
        }
    }

    private void move(Sink sink, String net, Rewiring rewiring) {
        if (sink.instance >= 0) {
            rewiring.read(sink.instance, sink.index, net);
        } else {
            rewiring.observe(sink.index, net);
        }
    }
}
