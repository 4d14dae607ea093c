// SPDX-License-Identifier: Apache-2.0
package io.fluxmill.netlist.insert;

import io.fluxmill.netlist.cell.Cell;
import io.fluxmill.netlist.cell.Instance;
import io.fluxmill.netlist.cell.Netlist;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** A netlist whose pins are moved to other nets, with instances added after its own and fresh names for what is added. */
final class Rewiring {
    private final Netlist netlist;
    private final List<String> outputs;
    private final List<Cell> cells = new ArrayList<>();
    private final List<List<String>> read = new ArrayList<>();
    private final List<List<String>> driven = new ArrayList<>();
    private final List<Instance> added = new ArrayList<>();
    private final Set<String> names = new HashSet<>();
    private final Map<String, Integer> numbers = new HashMap<>();

    Rewiring(Netlist netlist) {
        this.netlist = netlist;
        outputs = new ArrayList<>(netlist.outputs());
        names.addAll(netlist.nets());
        for (Instance instance : netlist.instances()) {
            names.add(instance.name());
            cells.add(instance.cell());
            read.add(new ArrayList<>(instance.inputs()));
            driven.add(new ArrayList<>(instance.outputs()));
        }
    }

    /** The wanted name, or the name with the first number that makes it unique. */
    String fresh(String wanted) {
        String name = wanted;
        while (!names.add(name)) {
            name = wanted + numbers.merge(wanted, 1, Integer::sum);
        }
        return name;
    }

    /** Puts an input of an instance, by their indices, on a net. */
    void read(int instance, int input, String net) {
        read.get(instance).set(input, net);
    }

    /** Puts an output of an instance, by their indices, on a net. */
    void drive(int instance, int output, String net) {
        driven.get(instance).set(output, net);
    }

    /** Observes another net as an output of the netlist, by its index. */
    void observe(int output, String net) {
        outputs.set(output, net);
    }

    /** Lengthens the wire at an output of an instance, by their indices. */
    void wire(int instance, int output, int quanta) {
        cells.set(instance, cells.get(instance).withWire(output, quanta));
    }

    void add(Instance instance) {
        added.add(instance);
    }

    Netlist build() {
        List<Instance> all = new ArrayList<>();
        for (int i = 0; i < cells.size(); i++) {
            Instance old = netlist.instances().get(i);
            all.add(new Instance(old.name(), cells.get(i), read.get(i), driven.get(i), old.settings()));
        }
        all.addAll(added);
        return new Netlist(netlist.name(), netlist.inputs(), outputs, all);
    }
}
