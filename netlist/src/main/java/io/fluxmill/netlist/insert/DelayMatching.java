// SPDX-License-Identifier: Apache-2.0
package io.fluxmill.netlist.insert;

import io.fluxmill.core.config.InputException;
import io.fluxmill.netlist.cell.Cell;
import io.fluxmill.netlist.cell.CellLibrary;
import io.fluxmill.netlist.cell.Netlist;
import io.fluxmill.netlist.insert.Alignment.Target;
import io.fluxmill.netlist.insert.Pins.Pin;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Deque;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.IntPredicate;
import java.util.stream.IntStream;

/**
 * Makes paths equally long: inserts JTL cells and lengthens wires until {@link Alignment}s hold. What is padded is the cone of the aligned
 * pins: everything from which a pulse can pass on to one of them. Pulses pass through cells as their tables say, so a new path begins at the
 * clock of a clocked gate; data that only wait in a cell are not a path.
 *
 * <p>The sum of all padding is the least possible: padding that all branches of a splitter need comes before it, padding that
 * both inputs of a merger need after it. A padding of p quanta takes ⌊p / d⌋ JTLs of delay d; the rest is wire at the last of them or, without one,
 * at the driver's output. An input of the netlist has no wire: there the rest is wire behind a cell with one input, or a JTL for which the other
 * paths are lengthened.
 */
public final class DelayMatching {
    private final Netlist netlist;
    private final CellLibrary library;
    private final int jtlDelay;
    private final List<Alignment> alignments;
    private final Map<String, Integer> sources;
    private final int tolerance;

    private final Set<String> inputs;
    private final Pins pins;
    private final Map<String, Pin> drivers;
    private final Map<String, List<Pin>> sinks;
    private final Map<String, Pin> targets;
    /** By instance: variable of the time at its first passing input, -1 outside the cone. */
    private final int[] nodes;
    /** By instance: offsets of inputs and of outputs from its variable. */
    private final int[][] inputOffsets;

    private final int[][] outputOffsets;
    private final Map<Pin, Integer> ends = new HashMap<>();
    private final Set<String> cone = new HashSet<>();
    private final List<Pin> conePins = new ArrayList<>();
    private final Set<String> delayedInputs = new HashSet<>();
    private int variables = 1;

    /** What a net carries: the shortest and the longest path to it. */
    private record Window(long early, long late) {}

    private DelayMatching(
            Netlist netlist,
            CellLibrary library,
            List<Alignment> alignments,
            Map<String, Integer> sources,
            int tolerance) {
        this.netlist = netlist;
        this.alignments = alignments;
        this.sources = sources;
        this.tolerance = tolerance;
        inputs = Set.copyOf(netlist.inputs());
        this.library = library;
        jtlDelay = Padding.delay(library);
        int size = netlist.instances().size();
        nodes = new int[size];
        Arrays.fill(nodes, -1);
        inputOffsets = new int[size][];
        outputOffsets = new int[size][];
        pins = new Pins(netlist);
        drivers = pins.drivers();
        sinks = pins.sinks();
        targets = pins.targets();
    }

    /** Aligns with inputs that all pulse at the same time, to the quantum. */
    public static Netlist align(Netlist netlist, CellLibrary library, List<Alignment> alignments) {
        return align(netlist, library, alignments, Map.of(), 0);
    }

    /**
     * Aligns pins of a netlist without fan-out.
     *
     * @param library with a JTL, in the quanta of the netlist
     * @param sources times in quanta at which inputs of the netlist pulse, 0 for those that are left out
     * @param tolerance quanta by which a path may be shorter than the alignments ask, for less padding
     * @return the netlist with its JTLs, which come after the other instances
     * @throws InputException if a target is unknown, the cone has a loop or fan-out, or no padding satisfies all alignments
     */
    public static Netlist align(
            Netlist netlist,
            CellLibrary library,
            List<Alignment> alignments,
            Map<String, Integer> sources,
            int tolerance) {
        return new DelayMatching(netlist, library, alignments, sources, tolerance).align();
    }

    private Netlist align() {
        collect();
        while (true) {
            long[] times = solve();
            Rewiring rewiring = new Rewiring(netlist);
            Padding jtls = new Padding(netlist, rewiring, library);
            int delayed = delayedInputs.size();
            pad(times, jtls, rewiring);
            if (delayedInputs.size() == delayed) {
                return rewiring.build();
            }
        }
    }

    // ---- the cone

    private void collect() {
        Deque<Pin> work = new ArrayDeque<>();
        Set<Pin> seen = new HashSet<>();
        for (Alignment alignment : alignments) {
            for (Target target : alignment.targets()) {
                Pin pin = targets.get(target.name());
                if (pin == null) {
                    throw new InputException(
                            "target of an alignment must be <instance>.<input> or an output of netlist "
                                    + netlist.name() + ": target=" + target.name(),
                            "correct the name");
                }
                if (seen.add(pin)) {
                    work.add(pin);
                }
            }
        }
        Set<Pin> passed = new HashSet<>();
        while (!work.isEmpty()) {
            Pin pin = work.remove();
            conePins.add(pin);
            String net = pins.net(pin);
            cone.add(net);
            if (sinks.get(net).size() > 1) {
                throw new InputException(
                        "net on an aligned path must have one sink: net=" + net, "insert splitters first");
            }
            Pin driver = drivers.get(net);
            if (driver != null && passed.add(driver)) {
                enter(driver, seen, work);
            }
        }
        for (Pin pin : conePins) {
            if (pin.instance() < 0 || nodes[pin.instance()] < 0 || !passes(pin)) {
                ends.put(pin, variables++);
            }
        }
        offsets();
    }

    /** Whether a pulse on the input goes on to an output in the cone. */
    private boolean passes(Pin pin) {
        return outputsInCone(pin.instance())
                .anyMatch(o ->
                        cell(pin.instance()).delays(pin.index(), o).findAny().isPresent());
    }

    private IntStream outputsInCone(int instance) {
        List<String> outputs = netlist.instances().get(instance).outputs();
        return IntStream.range(0, outputs.size()).filter(o -> cone.contains(outputs.get(o)));
    }

    private void enter(Pin driver, Set<Pin> seen, Deque<Pin> work) {
        Cell cell = cell(driver.instance());
        if (nodes[driver.instance()] < 0) {
            nodes[driver.instance()] = variables++;
        }
        for (int input = 0; input < cell.inputs().size(); input++) {
            Pin pin = new Pin(driver.instance(), input);
            if (cell.delays(input, driver.index()).findAny().isPresent() && seen.add(pin)) {
                work.add(pin);
            }
        }
    }

    /** Times of pins relative to the first input that passes pulses on: one for each, or the cell cannot be aligned. */
    private void offsets() {
        for (int i = 0; i < nodes.length; i++) {
            if (nodes[i] < 0) {
                continue;
            }
            Cell cell = cell(i);
            int instance = i;
            int[] outputs = outputsInCone(i).toArray();
            IntPredicate passing = input -> passes(new Pin(instance, input));
            int[] inputs =
                    IntStream.range(0, cell.inputs().size()).filter(passing).toArray();
            inputOffsets[i] = new int[cell.inputs().size()];
            outputOffsets[i] = new int[cell.outputs().size()];
            for (int output : outputs) {
                outputOffsets[i][output] = longest(i, inputs[0], output);
            }
            for (int input : inputs) {
                inputOffsets[i][input] = outputOffsets[i][outputs[0]] - longest(i, input, outputs[0]);
                for (int output : outputs) {
                    if (outputOffsets[i][output] - inputOffsets[i][input] != longest(i, input, output)) {
                        throw new InputException(
                                "cell on an aligned path must delay all its outputs alike: instance="
                                        + netlist.instances().get(i).name() + ", cell=" + cell.name(),
                                "align the pins before it");
                    }
                }
            }
        }
    }

    private int longest(int instance, int input, int output) {
        return cell(instance).delays(input, output).max().orElse(-1);
    }

    private int shortest(int instance, int input, int output) {
        return cell(instance).delays(input, output).min().orElseThrow();
    }

    private Cell cell(int instance) {
        return netlist.instances().get(instance).cell();
    }

    // ---- times

    /** Variable 0 is time 0; then those of the cells and ends, then T of each alignment. */
    private long[] solve() {
        DifferenceProgram program = new DifferenceProgram(variables + alignments.size());
        for (Pin pin : conePins) {
            String net = pins.net(pin);
            Pin driver = drivers.get(net);
            if (driver != null) {
                int distance = outputOffsets[driver.instance()][driver.index()] - offset(pin);
                program.atLeast(nodes[driver.instance()], variable(pin), distance, 1);
            } else if (inputs.contains(net)) {
                int distance = sources.getOrDefault(net, 0) + (delayedInputs.contains(net) ? jtlDelay : 0);
                program.atLeast(0, variable(pin), distance - offset(pin), 1);
            }
        }
        for (int i = 0; i < alignments.size(); i++) {
            for (Target target : alignments.get(i).targets()) {
                Pin pin = targets.get(target.name());
                program.atLeast(variables + i, variable(pin), (long) target.earliest() - offset(pin), 0);
                if (target.latest() != Alignment.UNBOUNDED) {
                    program.atLeast(variable(pin), variables + i, (long) offset(pin) - target.latest(), 0);
                }
            }
        }
        long[] times = program.solve();
        if (times == null) {
            refuseLoop();
            throw new InputException(
                    "aligned pins of netlist " + netlist.name()
                            + " must be reachable at their times, but one lies behind"
                            + " another: targets="
                            + alignments.stream()
                                    .flatMap(a -> a.targets().stream())
                                    .map(Target::name)
                                    .toList(),
                    "give pins behind one another alignments or offsets of their own");
        }
        return times;
    }

    /** Removes pins whose paths have ended until none is left, or only loops are left. */
    private void refuseLoop() {
        Set<Pin> left = new LinkedHashSet<>(conePins);
        boolean changed = true;
        while (changed) {
            changed = left.removeIf(pin -> {
                Pin driver = drivers.get(pins.net(pin));
                return driver == null
                        || IntStream.range(0, cell(driver.instance()).inputs().size())
                                .noneMatch(i -> left.contains(new Pin(driver.instance(), i))
                                        && longest(driver.instance(), i, driver.index()) >= 0);
            });
        }
        if (!left.isEmpty()) {
            Set<Pin> path = new HashSet<>();
            Pin pin = left.iterator().next();
            while (path.add(pin)) {
                Pin driver = drivers.get(pins.net(pin));
                pin = left.stream()
                        .filter(p -> p.instance() == driver.instance()
                                && longest(p.instance(), p.index(), driver.index()) >= 0)
                        .findFirst()
                        .orElseThrow();
            }
            throw new InputException(
                    "aligned path must not have a loop: net=" + pins.net(pin), "align the pins before the loop");
        }
    }

    private int variable(Pin pin) {
        Integer end = ends.get(pin);
        return end == null ? nodes[pin.instance()] : end;
    }

    private int offset(Pin pin) {
        return ends.containsKey(pin) ? 0 : inputOffsets[pin.instance()][pin.index()];
    }

    // ---- padding

    private void pad(long[] times, Padding jtls, Rewiring rewiring) {
        List<Pin> order = new ArrayList<>(conePins);
        order.sort((a, b) -> Long.compare(time(times, a), time(times, b)));
        Map<Pin, Window> windows = new HashMap<>();
        Set<Pin> aligned = new HashSet<>();
        alignments.forEach(a -> a.targets().forEach(t -> aligned.add(targets.get(t.name()))));
        for (Pin pin : order) {
            String net = pins.net(pin);
            Window window = arriving(net, windows);
            if (window == null) {
                continue;
            }
            long time = time(times, pin);
            long least = Math.max(0, time - tolerance - window.early);
            long most = time - window.late;
            if (least > most) {
                throw new InputException(
                        "paths to an aligned pin must be equally long, but a cell before it delays by its state: net="
                                + net,
                        "allow a tolerance of " + (window.late - window.early) + " quanta");
            }
            least = place(pin, net, least, most, aligned, jtls, rewiring);
            windows.put(pin, new Window(window.early + least, window.late + least));
        }
    }

    private long time(long[] times, Pin pin) {
        return times[variable(pin)] + offset(pin);
    }

    /** Paths to a net, from those to the pins before it; null if no pulse ever comes. */
    private Window arriving(String net, Map<Pin, Window> windows) {
        Pin driver = drivers.get(net);
        if (driver == null) {
            int source = sources.getOrDefault(net, 0);
            return inputs.contains(net) ? new Window(source, source) : null;
        }
        long early = Long.MAX_VALUE;
        long late = Long.MIN_VALUE;
        for (int input = 0; input < cell(driver.instance()).inputs().size(); input++) {
            Window window = windows.get(new Pin(driver.instance(), input));
            if (window != null
                    && cell(driver.instance())
                            .delays(input, driver.index())
                            .findAny()
                            .isPresent()) {
                early = Math.min(early, window.early + shortest(driver.instance(), input, driver.index()));
                late = Math.max(late, window.late + longest(driver.instance(), input, driver.index()));
            }
        }
        return early > late ? null : new Window(early, late);
    }

    /** Puts padding before a pin; returns its amount. */
    private long place(Pin pin, String net, long least, long most, Set<Pin> aligned, Padding jtls, Rewiring rewiring) {
        Pin driver = drivers.get(net);
        long padding = least;
        if (driver == null && padding > 0 && padding < jtlDelay) {
            if (most >= jtlDelay) {
                padding = jtlDelay;
            } else if (!aligned.contains(pin)
                    && pin.instance() >= 0
                    && cell(pin.instance()).inputs().size() == 1) {
                int wire = (int) padding;
                outputsInCone(pin.instance()).forEach(o -> rewiring.wire(pin.instance(), o, wire));
                return padding;
            } else {
                delayedInputs.add(net);
                return padding;
            }
        }
        int instance = driver == null ? -1 : driver.instance();
        jtls.insert(net, instance, driver == null ? 0 : driver.index(), pin.instance(), pin.index(), padding);
        return padding;
    }
}
