// SPDX-License-Identifier: Apache-2.0
package io.fluxmill.netlist.insert;

import io.fluxmill.netlist.cell.Instance;
import io.fluxmill.netlist.cell.Netlist;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** The pins of a netlist by the nets at them and by their names. */
final class Pins {
    private final Netlist netlist;
    private final Map<String, Pin> drivers = new HashMap<>();
    private final Map<String, List<Pin>> sinks = new HashMap<>();
    private final Map<String, Pin> targets = new HashMap<>();

    /** An input or an output of an instance, or an output of the netlist (instance -1), by its index. */
    record Pin(int instance, int index) {}

    Pins(Netlist netlist) {
        this.netlist = netlist;
        List<Instance> instances = netlist.instances();
        for (int i = 0; i < instances.size(); i++) {
            Instance instance = instances.get(i);
            for (int pin = 0; pin < instance.inputs().size(); pin++) {
                Pin sink = new Pin(i, pin);
                sinks.computeIfAbsent(instance.inputs().get(pin), n -> new ArrayList<>(1))
                        .add(sink);
                targets.put(instance.name() + "." + instance.cell().inputs().get(pin), sink);
            }
            for (int pin = 0; pin < instance.outputs().size(); pin++) {
                drivers.put(instance.outputs().get(pin), new Pin(i, pin));
            }
        }
        for (int i = 0; i < netlist.outputs().size(); i++) {
            Pin sink = new Pin(-1, i);
            sinks.computeIfAbsent(netlist.outputs().get(i), n -> new ArrayList<>(1))
                    .add(sink);
            targets.putIfAbsent(netlist.outputs().get(i), sink);
        }
    }

    /** The output that drives a net, by net. */
    Map<String, Pin> drivers() {
        return drivers;
    }

    /** The inputs that read a net, by net. */
    Map<String, List<Pin>> sinks() {
        return sinks;
    }

    /** Inputs by {@code <instance>.<pin>}, outputs of the netlist by their names. */
    Map<String, Pin> targets() {
        return targets;
    }

    /** The net at an input. */
    String net(Pin pin) {
        return pin.instance < 0
                ? netlist.outputs().get(pin.index)
                : netlist.instances().get(pin.instance).inputs().get(pin.index);
    }
}
