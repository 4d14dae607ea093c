// SPDX-License-Identifier: Apache-2.0
package io.fluxmill.quantizer.sfq.map;

import io.fluxmill.netlist.cell.Cell;
import io.fluxmill.netlist.cell.CellLibrary;
import io.fluxmill.netlist.cell.Instance;
import io.fluxmill.netlist.cell.Lfsr;
import io.fluxmill.netlist.cell.Netlist;
import io.fluxmill.netlist.cell.Settings;
import io.fluxmill.quantizer.sfq.map.SfqCircuit.Part;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/** A netlist under construction: cells one behind the other, trees of equal depth, delays. Times in quanta of the library. */
final class SfqWiring {
    private final CellLibrary library;
    private final int seed;
    private final List<Instance> instances = new ArrayList<>();
    private final Map<String, Integer> drivers = new HashMap<>();
    private final Map<Part, Integer> junctions = new EnumMap<>(Part.class);

    SfqWiring(CellLibrary library, int seed) {
        this.library = library;
        this.seed = seed;
        for (Part part : Part.values()) {
            junctions.put(part, 0);
        }
    }

    /** The only delay of a cell. */
    static int delay(Cell cell) {
        return cell.transitions().stream()
                .flatMap(t -> t.emissions().stream())
                .mapToInt(Cell.Emission::delay)
                .max()
                .orElseThrow();
    }

    Cell cell(String name) {
        return library.cell(name);
    }

    int delay(String cellName) {
        return delay(cell(cellName));
    }

    /**
     * Adds an instance, named after the net that it drives.
     *
     * @param outputs nets
     */
    private void add(Part part, Cell cell, Settings settings, List<String> inputs, List<String> outputs) {
        String name = outputs.get(0) + "_" + cell.name().toLowerCase(Locale.ROOT);
        outputs.forEach(net -> drivers.put(net, instances.size()));
        instances.add(new Instance(name, cell, inputs, outputs, settings));
        junctions.merge(part, cell.costs().junctions(), Integer::sum);
    }

    /** A cell with one output; returns its net. */
    String cell(Part part, String cellName, Settings settings, String net, String... inputs) {
        add(part, cell(cellName), settings, List.of(inputs), List.of(net));
        return net;
    }

    /** A synapse with its own seed, or a JTL with the same delay for a weight of 1. */
    String synapse(int threshold, boolean wire, String input, String net) {
        if (wire) {
            String out = cell(Part.SYNAPSES, "JTL", Settings.NONE, net, input);
            lengthen(out, delay("SYNAPSE") - delay("JTL"));
            return out;
        }
        Settings settings = new Settings(threshold, Lfsr.seed(seed, instances.size()), 0, 0);
        return cell(Part.SYNAPSES, "SYNAPSE", settings, net, input);
    }

    /** Makes the cell that drives a net slower, by the length of its wires. */
    private void lengthen(String net, int quanta) {
        if (quanta < 0) {
            throw new IllegalArgumentException("library must have JTLs that are no slower than what they stand for");
        }
        int index = drivers.get(net);
        Instance instance = instances.get(index);
        instances.set(index, instance.withCell(instance.cell().withTimes(d -> d + quanta, c -> c)));
    }

    /**
     * Delays a net exactly: JTLs, and a wire of less than a JTL's delay behind the last of them, or behind the cell that drives
     * the net.
     *
     * @return the net behind
     */
    String delayed(String net, int quanta) {
        int jtls = quanta / delay("JTL");
        String last = jtls(net, jtls);
        int wire = quanta - jtls * delay("JTL");
        if (wire > 0) {
            lengthen(last, wire);
        }
        return last;
    }

    /** A number of JTLs behind a net. */
    String jtls(String net, int count) {
        String last = net;
        for (int i = 0; i < count; i++) {
            last = cell(Part.PADDING, "JTL", Settings.NONE, fresh(net + "d"), last);
        }
        return last;
    }

    private String fresh(String wanted) {
        String name = wanted;
        for (int i = 1; drivers.containsKey(name); i++) {
            name = wanted + i;
        }
        return name;
    }

    /** Levels of a binary tree of this many leaves. */
    static int levels(int leaves) {
        return 32 - Integer.numberOfLeadingZeros(leaves - 1);
    }

    /** Divides a net: {@code leaves} nets, all {@code levels} splitters' delays behind it. */
    List<String> split(String net, int leaves, int levels) {
        if (levels == 0) {
            return List.of(net);
        }
        int half = 1 << (levels - 1);
        if (leaves <= half) {
            return split(delayed(net, delay("SPLIT")), leaves, levels - 1);
        }
        List<String> branches = List.of(net + "a", net + "b");
        add(Part.SPLITTERS, cell("SPLIT"), Settings.NONE, List.of(net), branches);
        List<String> all = new ArrayList<>(split(branches.get(0), half, levels - 1));
        all.addAll(split(branches.get(1), leaves - half, levels - 1));
        return all;
    }

    /** Joins nets: the net {@code levels} mergers' delays behind them. */
    String merge(List<String> nets, String name, int levels) {
        if (levels == 0) {
            return nets.get(0);
        }
        int half = 1 << (levels - 1);
        if (nets.size() <= half) {
            return delayed(merge(nets, name + "l", levels - 1), delay("MERGE"));
        }
        String left = merge(nets.subList(0, half), name + "l", levels - 1);
        String right = merge(nets.subList(half, nets.size()), name + "r", levels - 1);
        return cell(Part.MERGERS, "MERGE", Settings.NONE, name, left, right);
    }

    Netlist netlist(String name, List<String> inputs, Map<String, String> outputs) {
        List<Instance> renamed = instances.stream()
                .map(i -> new Instance(
                        i.name(),
                        i.cell(),
                        i.inputs(),
                        i.outputs().stream()
                                .map(net -> outputs.getOrDefault(net, net))
                                .toList(),
                        i.settings()))
                .toList();
        return new Netlist(name, inputs, List.copyOf(outputs.values()), renamed);
    }

    Map<Part, Integer> junctions() {
        return junctions;
    }
}
