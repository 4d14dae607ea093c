// SPDX-License-Identifier: Apache-2.0
package io.fluxmill.netlist.timing;

import io.fluxmill.core.config.InputException;
import io.fluxmill.netlist.cell.Cell;
import io.fluxmill.netlist.cell.Connections;
import io.fluxmill.netlist.cell.Connections.Pin;
import io.fluxmill.netlist.cell.Instance;
import io.fluxmill.netlist.cell.Netlist;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Deque;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;

/** The rules that a netlist must keep to be built as a circuit; docs/sfq.md lists them. */
public final class NetlistRules {
    /**
     * A rule that is broken.
     *
     * @param rule {@code fan-out}, {@code undriven}, {@code unused}, {@code loop}, {@code balance}, {@code timing} or {@code collision}
     * @param net the net it is broken at
     * @param fact one sentence
     */
    public record Finding(String rule, String net, String fact) {}

    private final Netlist netlist;
    private final Connections connections;
    private final List<Finding> findings = new ArrayList<>();

    private NetlistRules(Netlist netlist) {
        this.netlist = netlist;
        connections = new Connections(netlist);
    }

    /** Everything that breaks a rule, net by net. */
    public static List<Finding> check(Netlist netlist) {
        NetlistRules rules = new NetlistRules(netlist);
        rules.drivenAndRead();
        rules.loops();
        rules.balance();
        return List.copyOf(rules.findings);
    }

    /** As {@link #check(Netlist)}, and every endpoint of {@link StaticTiming} with negative slack. */
    public static List<Finding> check(Netlist netlist, TimingSpec spec) {
        List<Finding> findings = new ArrayList<>(check(netlist));
        for (StaticTiming.Endpoint endpoint : StaticTiming.of(netlist, spec).failing()) {
            String rule = endpoint.kind() == StaticTiming.Kind.COLLISION ? "collision" : "timing";
            String net = endpoint.second().get(endpoint.second().size() - 1).net();
            findings.add(new Finding(rule, net, endpoint.toString()));
        }
        return List.copyOf(findings);
    }

    /**
     * Refuses a netlist that breaks a rule.
     *
     * @throws InputException with the first finding and the number of others
     */
    public static void require(Netlist netlist) {
        require(netlist, check(netlist));
    }

    /** As {@link #require(Netlist)}, with the rules of {@link #check(Netlist, TimingSpec)}. */
    public static void require(Netlist netlist, TimingSpec spec) {
        require(netlist, check(netlist, spec));
    }

    private static void require(Netlist netlist, List<Finding> findings) {
        if (!findings.isEmpty()) {
            String others = findings.size() == 1 ? "" : " (and " + (findings.size() - 1) + " more)";
            throw new InputException(
                    "netlist " + netlist.name() + ": " + findings.get(0).fact() + others,
                    remedy(findings.get(0).rule()));
        }
    }

    private static String remedy(String rule) {
        return switch (rule) {
            case "fan-out" -> "insert a SPLIT cell";
            case "undriven" -> "connect a driver, or make it an input of the netlist";
            case "unused" -> "connect a sink, or make it an output of the netlist";
            case "loop" -> "put a storage cell into the loop";
            case "balance" -> "insert DFFs on the shorter path";
            case "collision" -> "delay one of the merged nets, or let them carry pulses in different periods";
            default -> "delay one of the two nets (insert: [delays]), or choose a longer period";
        };
    }

    private void drivenAndRead() {
        for (String net : netlist.nets()) {
            List<String> readers = new ArrayList<>(
                    connections.sinks(net).stream().map(Pin::name).toList());
            if (netlist.outputs().contains(net)) {
                readers.add("the netlist's outputs");
            }
            boolean driven =
                    connections.drivers.containsKey(net) || netlist.inputs().contains(net);
            if (!driven) {
                find("undriven", net, "net must have a driver: net=" + net + ", read by " + readers.get(0));
            } else if (readers.isEmpty()) {
                String driver = netlist.inputs().contains(net)
                        ? "the netlist's inputs"
                        : connections.drivers.get(net).name();
                find("unused", net, "net must have a sink: net=" + net + ", driven by " + driver);
            } else if (readers.size() > 1) {
                find(
                        "fan-out",
                        net,
                        "net must have one sink, for a pulse is not divided without a splitter: net=" + net
                                + ", read by " + String.join(", ", readers));
            }
        }
    }

    private void find(String rule, String net, String fact) {
        findings.add(new Finding(rule, net, fact));
    }

    /** A loop of nets, each driven by a cell that stores nothing and passes pulses on from the net before. */
    private void loops() {
        Set<String> done = new HashSet<>();
        for (String start : connections.drivers.keySet()) {
            walk(start, new LinkedHashSet<>(), done);
        }
    }

    private void walk(String net, Set<String> onPath, Set<String> done) {
        if (onPath.contains(net)) {
            List<String> circle = new ArrayList<>(onPath);
            circle = circle.subList(circle.indexOf(net), circle.size());
            find(
                    "loop",
                    net,
                    "loop must have a storage cell, or a pulse never leaves it: nets=" + String.join(", ", circle));
            return;
        }
        if (!done.add(net)) {
            return;
        }
        onPath.add(net);
        for (Pin sink : connections.sinks(net)) {
            Cell cell = sink.instance().cell();
            for (int output = 0; !cell.stores() && output < cell.outputs().size(); output++) {
                if (cell.delays(sink.index(), output).findAny().isPresent()) {
                    walk(sink.instance().outputs().get(output), onPath, done);
                }
            }
        }
        onPath.remove(net);
    }

    private void balance() {
        Map<String, Set<Integer>> depths = depths(netlist);
        for (Instance instance : netlist.instances()) {
            Cell cell = instance.cell();
            if (!cell.pipelined()) {
                continue;
            }
            Set<Integer> all = new TreeSet<>();
            List<String> seen = new ArrayList<>();
            String shallow = null;
            for (int input = 0; input < cell.inputs().size(); input++) {
                String net = instance.inputs().get(input);
                Set<Integer> own = depths.getOrDefault(net, Set.of());
                if (input != cell.clock() && !own.isEmpty()) {
                    seen.add(net + " " + own.stream().map(String::valueOf).collect(Collectors.joining(" or ")));
                    int least = Collections.min(own);
                    shallow = shallow == null || least < all.iterator().next() ? net : shallow;
                    all.addAll(own);
                }
            }
            if (all.size() > 1) {
                find(
                        "balance",
                        shallow,
                        "data of clocked gate " + instance.name() + " must have passed equally many clocked gates: "
                                + String.join(", ", seen));
            }
        }
    }

    /**
     * How many clocked gates a pulse may have passed from the netlist's inputs to each net: a set, because paths may differ. Nets that no input
     * reaches are left out, and so are those of loops through clocked gates, whose depth has no end.
     */
    public static Map<String, Set<Integer>> depths(Netlist netlist) {
        Map<String, Set<Integer>> depths = new LinkedHashMap<>();
        Connections connections = new Connections(netlist);
        Deque<String> changed = new ArrayDeque<>();
        int limit = netlist.instances().size();
        for (String input : netlist.inputs()) {
            depths.put(input, new TreeSet<>(Set.of(0)));
            changed.add(input);
        }
        Set<String> endless = new HashSet<>();
        while (!changed.isEmpty()) {
            String net = changed.remove();
            for (Pin sink : connections.sinks(net)) {
                Cell cell = sink.instance().cell();
                if (cell.pipelined() && sink.index() == cell.clock()) {
                    continue;
                }
                int step = cell.pipelined() ? 1 : 0;
                for (String output : sink.instance().outputs()) {
                    Set<Integer> known = depths.computeIfAbsent(output, o -> new TreeSet<>());
                    boolean grown = false;
                    for (int depth : List.copyOf(depths.get(net))) {
                        if (depth + step > limit) {
                            endless.add(output);
                        } else {
                            grown |= known.add(depth + step);
                        }
                    }
                    if (grown) {
                        changed.add(output);
                    }
                }
            }
        }
        spread(endless, connections);
        depths.keySet().removeAll(endless);
        return depths;
    }

    /** Everything behind a net of endless depth is endless too. */
    private static void spread(Set<String> endless, Connections connections) {
        Deque<String> work = new ArrayDeque<>(endless);
        while (!work.isEmpty()) {
            for (Pin sink : connections.sinks(work.remove())) {
                Cell cell = sink.instance().cell();
                if (cell.pipelined() && sink.index() == cell.clock()) {
                    continue;
                }
                for (String output : sink.instance().outputs()) {
                    if (endless.add(output)) {
                        work.add(output);
                    }
                }
            }
        }
    }
}
