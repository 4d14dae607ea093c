// SPDX-License-Identifier: Apache-2.0
package io.fluxmill.cell;

import io.fluxmill.config.ConfigNode;
import io.fluxmill.config.InputException;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** Reads a netlist from its section; docs/sfq.md has the format. */
public final class NetlistReader {
    private static final List<String> WEIGHTS = List.of("weight", "bias-ua", "threshold");
    private static final List<String> THRESHOLDS = List.of("threshold", "bias-ua");
    private static final double MAX_PULSES = 64;
    private static final double MAX_TIME_PS = 1e6;

    private NetlistReader() {}

    /**
     * @throws InputException if a key, name or value breaks its rule
     */
    public static Netlist read(ConfigNode section, CellLibrary library) {
        Netlist.Builder builder = Netlist.builder(section.string("name"), library)
                .seed(section.integer("seed", Integer.MIN_VALUE, Integer.MAX_VALUE, 1))
                .inputs(section.strings("inputs").toArray(String[]::new))
                .outputs(section.strings("outputs").toArray(String[]::new));
        ConfigNode cells = section.node("cells");
        for (String name : cells.keys()) {
            add(builder, name, cells.node(name), library);
        }
        section.rejectUnknown();
        return located(section, builder::build);
    }

    private static void add(Netlist.Builder builder, String name, ConfigNode node, CellLibrary library) {
        Cell cell = node.parsed("cell", library::cell);
        Map<String, String> pins = new LinkedHashMap<>();
        Set<String> names = new LinkedHashSet<>(cell.inputs());
        names.addAll(cell.outputs());
        for (String pin : names) {
            if (node.has(pin)) {
                pins.put(pin, node.string(pin));
            }
        }
        int wire = quanta(node, "wire-ps");
        Settings settings = settings(node, cell.gate());
        node.rejectUnknown();
        Cell placed = wire == 0 ? cell : cell.withTimes(delay -> delay + wire, critical -> critical);
        located(node, () -> builder.add(name, placed, pins, settings));
    }

    private static Settings settings(ConfigNode node, Gate gate) {
        return switch (gate) {
            case NONE -> Settings.NONE;
            case DRAW -> new Settings(
                    weight(node), node.integer("seed", Integer.MIN_VALUE, Integer.MAX_VALUE, 0), 0, 0);
            case INTEGRATE -> new Settings(
                    threshold(node), 0, quanta(node, "leak-period-ps"), node.integer("leak-shift", 0, 15, 0));
        };
    }

    private static int weight(ConfigNode node) {
        return switch (only(node, WEIGHTS)) {
            case "weight" -> (int) Math.round(node.number("weight", 0, 1) * Settings.CERTAIN);
            case "bias-ua" -> SynapseBias.threshold(node.number("bias-ua", 0, 1000));
            default -> node.integer("threshold", 0, Settings.CERTAIN);
        };
    }

    private static int threshold(ConfigNode node) {
        if (only(node, THRESHOLDS).equals("bias-ua")) {
            return NeuronBias.threshold(
                    node.number("bias-ua", NeuronBias.LOWEST_MICROAMPERES, NeuronBias.HIGHEST_MICROAMPERES));
        }
        return (int) Math.round(node.number("threshold", 1, MAX_PULSES) * Settings.FLUX_QUANTUM);
    }

    /** The one of some keys that is given. */
    private static String only(ConfigNode node, List<String> keys) {
        List<String> given = keys.stream().filter(node::has).toList();
        if (given.size() != 1) {
            throw new InputException(
                    node.file() + ":" + node.line() + ": " + node.keyPath() + " must have one of "
                            + String.join(", ", keys) + ": given=" + given,
                    "give exactly one of them");
        }
        return given.get(0);
    }

    private static int quanta(ConfigNode node, String key) {
        double time = node.number(key, 0, MAX_TIME_PS, 0) * CellLibrary.QUANTA_PER_PS;
        if (Math.abs(time - Math.rint(time)) > 1e-6) {
            throw node.error(key, "a multiple of 0.1", "round it");
        }
        return (int) Math.rint(time);
    }

    private interface Build<T> {
        T run();
    }

    private static <T> T located(ConfigNode node, Build<T> build) {
        try {
            return build.run();
        } catch (IllegalArgumentException e) {
            throw new InputException(
                    node.file() + ":" + node.line() + ": " + e.getMessage(), "correct " + node.keyPath());
        }
    }
}
