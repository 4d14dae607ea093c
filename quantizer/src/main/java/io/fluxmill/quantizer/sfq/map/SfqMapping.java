// SPDX-License-Identifier: Apache-2.0
package io.fluxmill.quantizer.sfq.map;

import io.fluxmill.netlist.cell.Cell;
import io.fluxmill.netlist.cell.Cell.Critical;
import io.fluxmill.netlist.cell.CellLibrary;
import io.fluxmill.netlist.cell.Settings;
import io.fluxmill.quantizer.sfq.map.SfqCircuit.Part;
import io.fluxmill.quantizer.sfq.read.SfqNetwork;
import io.fluxmill.quantizer.sfq.read.SfqNetwork.Layer;
import io.fluxmill.quantizer.sfq.read.SfqNetwork.Neuron;
import io.fluxmill.quantizer.sfq.read.SfqNetwork.Synapse;
import io.fluxmill.quantizer.sfq.read.SfqNetwork.Unit;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;

/**
 * A network as a netlist of cells: trees of splitters and mergers whose paths are equally long, synapses, inhibitors, neurons;
 * docs/sfq-networks.md, section Circuit.
 */
public final class SfqMapping {
    /** The distance that pulses at an inhibitor keep from its critical times, quanta of 0.1 ps. */
    private static final int SLACK = 20;

    /** Between plus and minus, which have the shorter critical time, the distance is a little larger. */
    private static final int LEAD_SLACK = 29;

    private final SfqNetwork network;
    private final SfqWiring wiring;
    private final int slot;
    private final int slotLimit;

    private SfqMapping(SfqNetwork network, CellLibrary library, int seed) {
        this.network = network;
        wiring = new SfqWiring(library, seed);
        slot = (int) Math.round(network.slotPs() * CellLibrary.QUANTA_PER_PS);
        slotLimit = leastSlot(library);
    }

    /**
     * Maps a network.
     *
     * @param seed from which synapses derive their seeds
     * @throws IllegalArgumentException if the library lacks a cell, or the slot is too short for its critical times
     */
    public static SfqCircuit map(SfqNetwork network, CellLibrary library, int seed) {
        return new SfqMapping(network, library, seed).map();
    }

    /** The shortest slot that the critical times of the library's cells allow, quanta of 0.1 ps. */
    public static int leastSlot(CellLibrary library) {
        int least = 0;
        for (String name : List.of("JTL", "SPLIT", "SYNAPSE", "MERGE", "INHIBIT", "NEURON")) {
            for (Critical c : library.cell(name).criticals()) {
                least = c.first() == c.second() ? Math.max(least, c.time()) : least;
            }
        }
        Cell inhibit = library.cell("INHIBIT");
        return Math.max(least, critical(inhibit, 0, 1) + LEAD_SLACK + critical(inhibit, 1, 0) + SLACK);
    }

    private static int critical(Cell cell, int first, int second) {
        return cell.criticals().stream()
                .filter(c -> c.first() == first && c.second() == second)
                .mapToInt(Critical::time)
                .max()
                .orElse(0);
    }

    private SfqCircuit map() {
        if (slot < slotLimit) {
            throw new IllegalArgumentException("slot-ps must be at least " + slotLimit / 10.0
                    + ", for the critical times of the library: slot-ps=" + network.slotPs());
        }
        List<Set<Integer>> used = used();
        List<String> inputs = used.get(0).stream().map(i -> "x" + i).toList();
        Map<Integer, String> nets = new LinkedHashMap<>();
        used.get(0).forEach(i -> nets.put(i, "x" + i));
        Map<Integer, String> sources = nets;
        Map<Integer, Integer> times = new LinkedHashMap<>();
        int start = 0;
        for (int l = 0; l < network.layers().size(); l++) {
            Map<Integer, String> results = new LinkedHashMap<>();
            times.clear();
            layer(l, sources, used.get(l + 1), start, results, times);
            if (l < network.layers().size() - 1) {
                int latest = times.values().stream().mapToInt(t -> t).max().orElseThrow();
                results.replaceAll((unit, net) -> wiring.delayed(net, latest - times.get(unit)));
                start = latest;
            }
            sources = results;
        }
        Map<String, String> outputs = new LinkedHashMap<>();
        sources.forEach((unit, net) -> outputs.put(net, "y" + unit));
        return new SfqCircuit(
                network,
                wiring.netlist(network.name(), inputs, outputs),
                slot,
                List.copyOf(times.values()),
                wiring.junctions());
    }

    /** Which inputs, and which units of each layer, an output depends on: one set more than there are layers. */
    private List<Set<Integer>> used() {
        List<Set<Integer>> used = new ArrayList<>();
        Set<Integer> wanted = new TreeSet<>();
        for (int k = 0; k < network.outputs(); k++) {
            wanted.add(k);
        }
        used.add(wanted);
        for (int l = network.layers().size() - 1; l >= 0; l--) {
            Set<Integer> read = new TreeSet<>();
            for (int unit : wanted) {
                network.layers().get(l).units().get(unit).synapses().forEach(s -> read.add(s.input()));
            }
            used.add(0, read);
            wanted = read;
        }
        return used;
    }

    /** Nets and times of a layer's units, by unit. */
    private void layer(
            int number,
            Map<Integer, String> sources,
            Set<Integer> wanted,
            int start,
            Map<Integer, String> results,
            Map<Integer, Integer> times) {
        Layer layer = network.layers().get(number);
        Map<Integer, List<String>> branches = branches(layer, sources, wanted);
        int fanOut = levels(layer, sources, wanted) * wiring.delay("SPLIT");
        for (int u : wanted) {
            Unit unit = layer.units().get(u);
            String name = "l" + number + "u" + u;
            Timed rail = rail(unit.plus(), branches, name + "p");
            if (!unit.minus().isEmpty()) {
                rail = inhibited(rail, rail(unit.minus(), branches, name + "m"), name + "i");
            }
            if (unit.neuron() != null) {
                rail = neuron(unit.neuron(), rail, name + "n");
            }
            results.put(u, rail.net);
            times.put(u, start + fanOut + wiring.delay("SYNAPSE") + rail.time);
        }
    }

    /** A net and when its pulses come, after the splitters and the synapse. */
    private record Timed(String net, int time) {}

    private static long readers(Layer layer, Set<Integer> wanted, int source) {
        return wanted.stream()
                .flatMap(u -> layer.units().get(u).synapses().stream())
                .filter(s -> s.input() == source)
                .count();
    }

    private static int levels(Layer layer, Map<Integer, String> sources, Set<Integer> wanted) {
        return sources.keySet().stream()
                .mapToInt(source -> SfqWiring.levels((int) readers(layer, wanted, source)))
                .max()
                .orElseThrow();
    }

    /** Behind the splitters: nets of each source that no path has taken yet. */
    private Map<Integer, List<String>> branches(Layer layer, Map<Integer, String> sources, Set<Integer> wanted) {
        int levels = levels(layer, sources, wanted);
        Map<Integer, List<String>> branches = new LinkedHashMap<>();
        sources.forEach((source, net) ->
                branches.put(source, new ArrayList<>(wiring.split(net, (int) readers(layer, wanted, source), levels))));
        return branches;
    }

    private Timed rail(List<Synapse> synapses, Map<Integer, List<String>> branches, String name) {
        List<String> paths = new ArrayList<>();
        for (Synapse s : synapses) {
            String branch = branches.get(s.input()).remove(0);
            paths.add(wiring.synapse(s.threshold(), s.isWire(), branch, name + "s" + s.input()));
        }
        int levels = SfqWiring.levels(paths.size());
        return new Timed(wiring.merge(paths, name, levels), levels * wiring.delay("MERGE"));
    }

    private Timed inhibited(Timed plus, Timed minus, String name) {
        Cell cell = wiring.cell("INHIBIT");
        int jtl = wiring.delay("JTL");
        int least = critical(cell, 0, 1) + LEAD_SLACK;
        int most = slot - critical(cell, 1, 0) - SLACK;
        Timed late = later(plus, minus.time + least, jtl);
        Timed early = later(minus, late.time - most, jtl);
        if (late.time - early.time < least) {
            late = new Timed(wiring.delayed(late.net, early.time + least - late.time), early.time + least);
        }
        String net = wiring.cell(Part.INHIBITORS, "INHIBIT", Settings.NONE, name, early.net, late.net);
        return new Timed(net, late.time + wiring.delay("INHIBIT"));
    }

    /** Behind the smallest number of JTLs that brings it to a time or later. */
    private Timed later(Timed rail, int time, int jtl) {
        int count = Math.max(0, Math.floorDiv(time - rail.time + jtl - 1, jtl));
        return new Timed(wiring.jtls(rail.net, count), rail.time + count * jtl);
    }

    private Timed neuron(Neuron neuron, Timed rail, String name) {
        Settings settings = new Settings(neuron.threshold(), 0, slot, neuron.leakShift());
        String net = wiring.cell(Part.NEURONS, "NEURON", settings, name, rail.net);
        return new Timed(net, rail.time + wiring.delay("NEURON"));
    }
}
