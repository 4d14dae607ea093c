// SPDX-License-Identifier: Apache-2.0
package io.fluxmill.netlist.read;

import io.fluxmill.core.config.ConfigNode;
import io.fluxmill.core.config.InputException;
import io.fluxmill.netlist.cell.Cell;
import io.fluxmill.netlist.cell.CellLibrary;
import io.fluxmill.netlist.cell.Gate;
import io.fluxmill.netlist.cell.NameLength;
import io.fluxmill.netlist.cell.Netlist;
import io.fluxmill.netlist.cell.NeuronBias;
import io.fluxmill.netlist.cell.Settings;
import io.fluxmill.netlist.cell.SynapseBias;
import io.fluxmill.netlist.insert.MergerTrees;
import io.fluxmill.netlist.insert.PathBalancing;
import io.fluxmill.netlist.timing.TimingSpec;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;

/** Reads a netlist from its section; docs/sfq.md has the format. */
public final class NetlistReader {
    private static final List<String> WEIGHTS = List.of("weight", "bias-ua", "threshold");
    private static final List<String> THRESHOLDS = List.of("threshold", "bias-ua");
    private static final double MAX_PULSES = 64;
    private static final double MAX_TIME_PS = 1e6;

    private NetlistReader() {}

    /**
     * The netlist with all insertions that its section asks for.
     *
     * @throws InputException if a key, name or value breaks its rule
     */
    public static Netlist read(ConfigNode section, CellLibrary library) {
        return design(section, library).netlist();
    }

    /**
     * The netlist, its timing, and the costs after each step of the insertion.
     *
     * @throws InputException if a key, name or value breaks its rule, or something cannot be inserted
     */
    public static NetlistDesign design(ConfigNode section, CellLibrary library) {
        Netlist.Builder builder = Netlist.builder(section.string("name"), library)
                .seed(section.integer("seed", Integer.MIN_VALUE, Integer.MAX_VALUE, 1))
                .inputs(nets(section, "inputs").toArray(String[]::new));
        Map<String, List<String>> merged = new LinkedHashMap<>();
        Optional<String> clock = section.has("clock") ? Optional.of(net(section, "clock")) : Optional.empty();
        ConfigNode cells = section.node("cells");
        for (String name : cells.keys()) {
            NameLength.check(cells, name, "instance", name);
            add(builder, name, cells.node(name), library, clock, merged);
        }
        outputs(builder, section, merged);
        Netlist drawn = located(section, section.line(), () -> {
            merged.forEach((net, nets) -> MergerTrees.add(builder, net, nets));
            return builder.build();
        });
        Set<NetlistDesign.Step> steps = new TreeSet<>();
        if (section.has("insert")) {
            steps.addAll(section.parsedList("insert", NetlistDesign.Step::of));
        }
        Optional<String> found = clock.isPresent() ? clock : PathBalancing.findClock(drawn);
        Optional<TimingSpec> timing = section.optionalNode("timing")
                .map(node -> TimingSpec.from(node, drawn, found.stream().toList()));
        section.rejectUnknown();
        if (clock.isPresent() && !drawn.nets().contains(clock.get())) {
            throw section.error("clock", "a net of the netlist", "correct the name");
        }
        if (steps.contains(NetlistDesign.Step.DELAYS) && timing.isEmpty()) {
            throw section.error("insert", "without delays, for no timing is given", "add the section timing");
        }
        return located(section, section.line("insert"), () -> NetlistDesign.of(drawn, library, steps, clock, timing));
    }

    /** The net that a key gives. */
    private static String net(ConfigNode node, String key) {
        return NameLength.check(node, key, "net", node.string(key));
    }

    /** The nets that a key lists. */
    private static List<String> nets(ConfigNode node, String key) {
        List<String> nets = node.strings(key);
        nets.forEach(net -> NameLength.check(node, key, "net", net));
        return nets;
    }

    private static void outputs(Netlist.Builder builder, ConfigNode section, Map<String, List<String>> merged) {
        if (!section.isSection("outputs")) {
            builder.outputs(nets(section, "outputs").toArray(String[]::new));
            return;
        }
        ConfigNode outputs = section.node("outputs");
        for (String output : outputs.keys()) {
            NameLength.check(outputs, output, "net", output);
            List<String> nets = nets(outputs, output);
            if (nets.size() == 1) {
                builder.outputs(nets.get(0));
            } else {
                builder.outputs(output);
                merged.put(output, nets);
            }
        }
    }

    private static void add(
            Netlist.Builder builder,
            String name,
            ConfigNode node,
            CellLibrary library,
            Optional<String> clock,
            Map<String, List<String>> merged) {
        Cell cell = node.parsed("cell", library::cell);
        Map<String, String> pins = new LinkedHashMap<>();
        for (String pin : cell.inputs()) {
            if (node.has(pin)) {
                List<String> nets = nets(node, pin);
                String net = name + "." + pin;
                if (nets.size() > 1) {
                    merged.put(net, nets);
                }
                pins.put(pin, nets.size() > 1 ? net : nets.get(0));
            }
        }
        for (String pin : cell.outputs()) {
            if (node.has(pin)) {
                pins.put(pin, net(node, pin));
            }
        }
        if (cell.clock() >= 0) {
            clock.ifPresent(net -> pins.putIfAbsent("clk", net));
        }
        int wire = quanta(node, "wire-ps");
        Settings settings = settings(node, cell.gate());
        node.rejectUnknown();
        Cell placed = wire == 0 ? cell : cell.withTimes(delay -> delay + wire, critical -> critical);
        located(node, node.line(), () -> builder.add(name, placed, pins, settings));
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

    /** Adds file and line to a refusal. */
    private static <T> T located(ConfigNode node, int line, Build<T> build) {
        try {
            return build.run();
        } catch (IllegalArgumentException e) {
            throw new InputException(node.file() + ":" + line + ": " + e.getMessage(), "correct " + node.keyPath());
        } catch (InputException e) {
            throw new InputException(node.file() + ":" + line + ": " + e.getMessage(), e.remedy());
        }
    }
}
