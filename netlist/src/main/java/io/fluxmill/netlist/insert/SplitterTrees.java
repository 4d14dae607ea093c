// SPDX-License-Identifier: Apache-2.0
package io.fluxmill.netlist.insert;

import io.fluxmill.netlist.cell.Cell;
import io.fluxmill.netlist.cell.CellLibrary;
import io.fluxmill.netlist.cell.Connections;
import io.fluxmill.netlist.cell.Connections.Pin;
import io.fluxmill.netlist.cell.Instance;
import io.fluxmill.netlist.cell.Netlist;
import io.fluxmill.netlist.cell.Settings;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * Divides every net with several sinks by a balanced tree of SPLIT cells: n sinks take n − 1 splitters, at most ⌈log2 n⌉ in a row. Outputs
 * of the netlist keep their names, except an input that is both observed and read: {@code <net>.observed}.
 */
public final class SplitterTrees {
    private static final String CELL = "SPLIT";

    /** The netlist's outputs as a sink. */
    private static final Pin OBSERVER = new Pin(null, 0, true);

    private final Netlist netlist;
    private final Cell splitter;
    private final List<Instance> splitters = new ArrayList<>();
    private final Map<String, String> observed = new HashMap<>();
    private final Map<String, String> driven = new HashMap<>();
    private final Map<Pin, String> read = new HashMap<>();
    private final Set<String> names = new HashSet<>();

    private SplitterTrees(Netlist netlist, Cell splitter) {
        this.netlist = netlist;
        this.splitter = splitter;
        names.addAll(netlist.nets());
        netlist.instances().forEach(instance -> names.add(instance.name()));
    }

    /** The netlist with its splitters, which come after the other instances. */
    public static Netlist insert(Netlist netlist, CellLibrary library) {
        SplitterTrees trees = new SplitterTrees(netlist, library.cell(CELL));
        return trees.insert();
    }

    private Netlist insert() {
        Connections connections = new Connections(netlist);
        for (String net : netlist.nets()) {
            List<Pin> sinks = new ArrayList<>(connections.sinks(net));
            if (netlist.outputs().contains(net)) {
                sinks.add(OBSERVER);
            }
            if (sinks.size() > 1) {
                boolean renamed = sinks.contains(OBSERVER) && connections.drivers.containsKey(net);
                String root = renamed ? fresh(net + ".root") : net;
                driven.put(net, root);
                divide(net, root, sinks);
            }
        }
        List<Instance> all = new ArrayList<>();
        for (Instance instance : netlist.instances()) {
            all.add(connected(instance));
        }
        all.addAll(splitters);
        List<String> outputs = netlist.outputs().stream()
                .map(net -> observed.getOrDefault(net, net))
                .toList();
        return new Netlist(netlist.name(), netlist.inputs(), outputs, all);
    }

    private Instance connected(Instance instance) {
        List<String> inputs = new ArrayList<>();
        for (int i = 0; i < instance.inputs().size(); i++) {
            inputs.add(read.getOrDefault(
                    new Pin(instance, i, true), instance.inputs().get(i)));
        }
        List<String> outputs = instance.outputs().stream()
                .map(net -> driven.getOrDefault(net, net))
                .toList();
        return new Instance(instance.name(), instance.cell(), inputs, outputs, instance.settings());
    }

    /** Brings the pulses of a source to some sinks of a net. */
    private void divide(String net, String source, List<Pin> sinks) {
        if (sinks.size() == 1) {
            if (sinks.get(0) == OBSERVER) {
                observed.put(net, source);
            } else {
                read.put(sinks.get(0), source);
            }
            return;
        }
        List<Pin> left = sinks.subList(0, sinks.size() / 2);
        List<Pin> right = sinks.subList(sinks.size() / 2, sinks.size());
        String name = fresh(net + ".split");
        List<String> branches = List.of(branch(net, left), branch(net, right));
        splitters.add(new Instance(name, splitter, List.of(source), branches, Settings.NONE));
        divide(net, branches.get(0), left);
        divide(net, branches.get(1), right);
    }

    private String branch(String net, List<Pin> sinks) {
        if (sinks.size() > 1 || sinks.get(0) != OBSERVER) {
            return fresh(net + ".branch");
        }
        return driven.get(net).equals(net) ? fresh(net + ".observed") : net;
    }

    private String fresh(String wanted) {
        String name = wanted;
        for (int i = 1; !names.add(name); i++) {
            name = wanted + i;
        }
        return name;
    }
}
