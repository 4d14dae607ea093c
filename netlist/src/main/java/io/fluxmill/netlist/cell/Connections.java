// SPDX-License-Identifier: Apache-2.0
package io.fluxmill.netlist.cell;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Who drives and who reads each net of a netlist. */
public final class Connections {
    /** An instance's input or output, by its index. */
    public record Pin(Instance instance, int index, boolean input) {
        public String name() {
            return instance.name() + "."
                    + (input ? instance.cell().inputs() : instance.cell().outputs()).get(index);
        }
    }

    public final Map<String, Pin> drivers = new LinkedHashMap<>();
    private final Map<String, List<Pin>> sinks = new LinkedHashMap<>();

    public Connections(Netlist netlist) {
        for (Instance instance : netlist.instances()) {
            for (int i = 0; i < instance.inputs().size(); i++) {
                sinks.computeIfAbsent(instance.inputs().get(i), net -> new ArrayList<>())
                        .add(new Pin(instance, i, true));
            }
            for (int i = 0; i < instance.outputs().size(); i++) {
                drivers.put(instance.outputs().get(i), new Pin(instance, i, false));
            }
        }
    }

    public List<Pin> sinks(String net) {
        return sinks.getOrDefault(net, List.of());
    }
}
