// SPDX-License-Identifier: Apache-2.0
package io.fluxmill.netlist.cell;

import io.fluxmill.core.config.ConfigNode;
import io.fluxmill.core.config.InputException;
import io.fluxmill.netlist.cell.Cell.Costs;
import io.fluxmill.netlist.cell.Cell.Critical;
import io.fluxmill.netlist.cell.Cell.Emission;
import io.fluxmill.netlist.cell.Cell.Transition;
import io.fluxmill.netlist.cell.Operation.Range;
import io.fluxmill.netlist.cell.Operation.Sensitivity;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Predicate;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Reads a cell from its section: all keys for a new cell, those that change for a known one. */
final class CellReader {
    private static final Pattern TRANSITION = Pattern.compile("(\\d+) (\\w+) -> (\\d+)((?:, \\w+ [\\d.]+)*)");
    private static final Pattern EMISSION = Pattern.compile(", (\\w+) ([\\d.]+)");
    private static final Pattern CRITICAL = Pattern.compile("(\\d+) ([A-Za-z0-9]+)_([A-Za-z0-9]+) ([\\d.]+)( absorb)?");
    private static final List<String> FIGURES =
            List.of("function", "delay", "critical", "junctions", "bias", "area", "operation");
    private static final List<String> OPERATION =
            List.of("delay-bias-exponent", "delay-critical-current-exponent", "bias-range", "critical-current-range");
    private static final String UNKNOWN =
            "unknown: delay taken as constant and the cell as working at every operating point";
    private static final double MAX_EXPONENT = 10;
    private static final int MAX_STATES = 16;

    private final ConfigNode node;
    private final Cell base;
    private final List<String> inputs;
    private final List<String> outputs;

    private CellReader(ConfigNode node, Cell base) {
        this.node = node;
        this.base = base;
        inputs = base == null ? node.strings("inputs") : node.strings("inputs", base.inputs());
        outputs = base == null ? node.strings("outputs") : node.strings("outputs", base.outputs());
    }

    /**
     * @param base the cell that is changed, or null
     * @param texts the texts for the names of sources; other sources are texts themselves
     */
    static Cell read(String name, ConfigNode node, Cell base, Map<String, String> texts) {
        CellReader reader = new CellReader(node, base);
        try {
            Cell cell = new Cell(
                    name,
                    reader.inputs,
                    reader.outputs,
                    node.choice("gate", Gate.class, base == null ? Gate.NONE : base.gate()),
                    reader.transitions(),
                    reader.criticals(),
                    reader.costs(),
                    reader.operation(),
                    reader.sources(texts));
            node.rejectUnknown();
            return cell;
        } catch (IllegalArgumentException e) {
            throw new InputException(
                    node.file() + ":" + node.line() + ": " + e.getMessage(), "correct the cell " + name);
        }
    }

    private List<Transition> transitions() {
        List<Transition> given = base == null
                ? node.parsedList("transitions", this::transition)
                : node.parsedList("transitions", this::transition, List.of());
        List<Transition> kept = base == null ? List.of() : base.transitions();
        return merged(kept, given, old -> given.stream()
                .noneMatch(t -> t.state() == old.state() && t.input() == old.input()));
    }

    private List<Critical> criticals() {
        List<Critical> given = node.parsedList("critical", this::critical, List.of());
        List<Critical> kept = base == null ? List.of() : base.criticals();
        return merged(kept, given, old -> given.stream()
                .noneMatch(c -> c.state() == old.state() && c.first() == old.first() && c.second() == old.second()));
    }

    private static <T> List<T> merged(List<T> old, List<T> given, Predicate<T> keep) {
        List<T> all = new ArrayList<>(old.stream().filter(keep).toList());
        all.addAll(given);
        return all;
    }

    private Costs costs() {
        if (base == null) {
            return new Costs(
                    node.integer("junctions", 0, 10_000),
                    node.number("bias-ua", 0, 1e6),
                    node.number("area-um2", 0, 1e9));
        }
        Costs old = base.costs();
        return new Costs(
                node.integer("junctions", 0, 10_000, old.junctions()),
                node.number("bias-ua", 0, 1e6, old.biasMicroamperes()),
                node.number("area-um2", 0, 1e9, old.areaSquareMicrons()));
    }

    private Operation operation() {
        Operation old = base == null ? Operation.UNKNOWN : base.operation();
        Sensitivity sensitivity = new Sensitivity(
                exponent("delay-bias-exponent", old.sensitivity().bias()),
                exponent("delay-critical-current-exponent", old.sensitivity().criticalCurrent()));
        return new Operation(
                sensitivity, range("bias-range", old.bias()), range("critical-current-range", old.criticalCurrent()));
    }

    private double exponent(String key, double old) {
        return node.number(key, -MAX_EXPONENT, MAX_EXPONENT, old);
    }

    private Range range(String key, Range old) {
        if (!node.has(key)) {
            return old;
        }
        List<Double> ends = node.parsedList(key, CellReader::factor);
        if (ends.size() != 2 || !Range.holds(ends.get(0), ends.get(1))) {
            throw node.error(key, "[low, high] with 0 <= low <= 1 <= high", "write " + key + ": [0.8, 1.2]");
        }
        return new Range(ends.get(0), ends.get(1));
    }

    /** Figures that the section changes have the section as their source, unless it names another. */
    private Map<String, String> sources(Map<String, String> texts) {
        Map<String, String> sources = new LinkedHashMap<>();
        String configuration = "configuration " + node.file();
        Map<String, List<String>> keys = Map.of(
                "function", List.of("transitions"),
                "delay", List.of("transitions"),
                "critical", List.of("critical"),
                "junctions", List.of("junctions"),
                "bias", List.of("bias-ua"),
                "area", List.of("area-um2"),
                "operation", OPERATION);
        for (String figure : FIGURES) {
            boolean given = keys.get(figure).stream().anyMatch(node::has);
            String text = given || base == null ? configuration : base.sources().get(figure);
            if (base == null && !given && figure.equals("operation")) {
                text = UNKNOWN;
            }
            if (node.has("source")) {
                text = node.node("source").string(figure, text);
            }
            sources.put(figure, texts.getOrDefault(text, text));
        }
        if (node.has("source")) {
            node.node("source").rejectUnknown();
        }
        return sources;
    }

    private Transition transition(String text) {
        Matcher m = TRANSITION.matcher(text);
        if (!m.matches()) {
            throw new IllegalArgumentException(
                    "transition must be <state> <input> -> <next state>[, <output> <delay>]...: transition=" + text);
        }
        List<Emission> emissions = new ArrayList<>();
        Matcher e = EMISSION.matcher(m.group(4));
        while (e.find()) {
            emissions.add(new Emission(index(outputs, e.group(1), "output"), quanta(e.group(2))));
        }
        return new Transition(state(m.group(1)), index(inputs, m.group(2), "input"), state(m.group(3)), emissions);
    }

    private Critical critical(String text) {
        Matcher m = CRITICAL.matcher(text);
        if (!m.matches()) {
            throw new IllegalArgumentException(
                    "critical time must be <state> <first>_<second> <time>[ absorb]: critical=" + text);
        }
        return new Critical(
                state(m.group(1)),
                index(inputs, m.group(2), "input"),
                index(inputs, m.group(3), "input"),
                quanta(m.group(4)),
                m.group(5) != null);
    }

    private static double factor(String text) {
        try {
            return Double.parseDouble(text);
        } catch (NumberFormatException e) {
            throw new IllegalArgumentException("factor must be a number: factor=" + text, e);
        }
    }

    private static int state(String text) {
        int state = text.length() > 3 ? MAX_STATES : Integer.parseInt(text);
        if (state >= MAX_STATES) {
            throw new IllegalArgumentException("state must be in 0.." + (MAX_STATES - 1) + ": state=" + text);
        }
        return state;
    }

    private static int index(List<String> pins, String name, String kind) {
        int index = pins.indexOf(name);
        if (index < 0) {
            throw new IllegalArgumentException(
                    kind + " must be one of " + String.join(", ", pins) + ": " + kind + "=" + name);
        }
        return index;
    }

    /** Quanta of 0.1 ps from a text in ps. */
    static int quanta(String picoseconds) {
        try {
            int quanta = new BigDecimal(picoseconds).movePointRight(1).intValueExact();
            if (quanta >= 1 && quanta <= 100_000) {
                return quanta;
            }
        } catch (ArithmeticException | NumberFormatException e) {
            // told below
        }
        throw new IllegalArgumentException("time must be a multiple of 0.1 ps from 0.1 to 10000: time=" + picoseconds);
    }
}
