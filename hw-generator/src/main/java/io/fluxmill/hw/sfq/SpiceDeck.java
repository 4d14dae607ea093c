// SPDX-License-Identifier: Apache-2.0
package io.fluxmill.hw.sfq;

import io.fluxmill.core.config.InputException;
import io.fluxmill.netlist.cell.Cell;
import io.fluxmill.netlist.cell.CellLibrary;
import io.fluxmill.netlist.cell.Instance;
import io.fluxmill.netlist.cell.Netlist;
import io.fluxmill.netlist.timing.NetlistRules;
import io.fluxmill.netlist.timing.NetlistRules.Finding;
import io.fluxmill.netlist.vary.OperatingPoint;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;

/**
 * A netlist as a deck for ngspice, made of our own circuits: docs/sfq-circuits.md. Times in the netlist and of stimuli are in quanta
 * of 0.1 ps; delays and critical times of the netlist's cells have no influence, because the circuits determine them.
 *
 * @param text of the deck
 * @param probes for each net the voltage in the result that is the phase of the junction that drives it, in radians
 * @param originPs when quantum 0 begins: before it the bias currents rise and the circuit settles
 * @param endPs when the run ends
 */
public record SpiceDeck(String text, Map<String, String> probes, double originPs, double endPs) {
    /** Time for the bias currents to rise and for the circuit to settle, ps. */
    private static final double SETTLING_PS = 40;

    /** From the beginning of a stimulus to the pulse on the net of an input, ps: measured before a JTL, nominal, pulses far apart. */
    private static final String FAN_OUT = "fan-out";

    private static final double DRIVER_PS = 11.7;

    private static final double STIMULUS_PS = 4;
    private static final int STIMULUS_MICROAMPERES = 600;
    private static final double QUANTUM_PS = 1.0 / CellLibrary.QUANTA_PER_PS;
    private static final String OPTIONS = ".options method=gear reltol=1e-5 abstol=1e-10\n";

    /** Takes a copy. */
    public SpiceDeck {
        probes = Collections.unmodifiableMap(new LinkedHashMap<>(probes));
    }

    /**
     * The cells of a library that have a circuit, by name: those whose pins are the circuit's. The circuit's function, delays and
     * critical times are those of the library {@code fluxmill-rcsj}.
     */
    public static Map<String, CellCircuit> circuits(CellLibrary library) {
        Map<String, CellCircuit> circuits = new LinkedHashMap<>();
        for (Cell cell : library.cells().values()) {
            CellCircuit circuit = circuit(cell);
            if (circuit != null) {
                circuits.put(cell.name(), circuit);
            }
        }
        return circuits;
    }

    /** Whether a netlist can be a deck: every cell has a circuit, and every net one sink at most. */
    public static boolean possible(Netlist netlist) {
        return netlist.instances().stream().allMatch(instance -> circuit(instance.cell()) != null)
                && NetlistRules.check(netlist).stream()
                        .noneMatch(finding -> finding.rule().equals(FAN_OUT));
    }

    /** The circuit of a cell, or null. */
    private static CellCircuit circuit(Cell cell) {
        CellCircuit circuit = CellCircuit.all().get(cell.name());
        return circuit != null && circuit.pins().equals(pins(cell)) ? circuit : null;
    }

    /** The nominal deck; see {@link #of(Netlist, Map, long, OperatingPoint)}. */
    public static SpiceDeck of(Netlist netlist, Map<String, long[]> stimuli, long end) {
        return of(netlist, stimuli, end, OperatingPoint.NOMINAL);
    }

    /**
     * The deck of a netlist for a run of the quanta 0 … end − 1.
     *
     * @param stimuli times of pulses by input net; times outside the run are left out
     * @param point factors on all bias and critical currents; its timing must be 1
     * @throws InputException if a cell has no circuit, or a net has more than one sink
     * @throws IllegalArgumentException if a stimulus is for a net that is no input, or the timing is not 1
     */
    public static SpiceDeck of(Netlist netlist, Map<String, long[]> stimuli, long end, OperatingPoint point) {
        if (point.timing() != 1) {
            throw new IllegalArgumentException(
                    "timing must be 1, for circuits have their own: timing=" + point.timing());
        }
        return new Writer(netlist, end).deck(stimuli, point);
    }

    private static List<String> pins(Cell cell) {
        List<String> pins = new ArrayList<>(cell.inputs());
        pins.addAll(cell.outputs());
        return pins;
    }

    /**
     * Writes a deck; net number n is node {@code n<n>}, instance number i {@code X<i>}, because ngspice does not distinguish upper and lower
     * case.
     */
    private static final class Writer {
        private final Netlist netlist;
        private final long end;
        private final StringBuilder elements = new StringBuilder();
        private final Set<String> used = new HashSet<>();
        private final Map<String, Integer> nodes = new HashMap<>();
        private final Map<String, String> probes = new LinkedHashMap<>();

        Writer(Netlist netlist, long end) {
            this.netlist = netlist;
            this.end = end;
            netlist.nets().forEach(net -> nodes.put(net, nodes.size()));
            for (Finding finding : NetlistRules.check(netlist)) {
                if (finding.rule().equals(FAN_OUT)) {
                    throw new InputException(
                            "netlist " + netlist.name() + ": " + finding.fact(), "insert a SPLIT cell");
                }
            }
        }

        SpiceDeck deck(Map<String, long[]> stimuli, OperatingPoint point) {
            Set<String> open = new HashSet<>(netlist.nets());
            for (int i = 0; i < netlist.instances().size(); i++) {
                instance(i, netlist.instances().get(i));
                open.removeAll(netlist.instances().get(i).inputs());
            }
            for (String net : netlist.nets()) {
                if (!probes.containsKey(net)) {
                    driver(net, nodes.get(net));
                }
                if (open.contains(net)) {
                    place("L" + nodes.get(net), List.of("n" + nodes.get(net)), "load");
                }
            }
            stimuli.forEach(this::stimulus);
            double endPs = SETTLING_PS + end * QUANTUM_PS;
            StringBuilder text = new StringBuilder("* ").append(netlist.name()).append(", generated by Fluxmill\n");
            text.append(format(".param ibias=%s icrit=%s\n", point.bias(), point.criticalCurrent()));
            text.append(OPTIONS);
            CellCircuit.all().values().stream()
                    .filter(circuit -> used.contains(circuit.name()))
                    .forEach(circuit -> text.append(circuit.text()).append('\n'));
            netlist.nets().forEach(net -> text.append(format("* n%d is %s\n", nodes.get(net), net)));
            text.append(elements).append(".save");
            probes.values().forEach(probe -> text.append("\n+ ").append(probe));
            text.append(format("\n.tran 0.05p %sp 0 0.1p uic\n.end\n", endPs));
            return new SpiceDeck(text.toString(), probes, SETTLING_PS, endPs);
        }

        private void instance(int number, Instance instance) {
            Cell cell = instance.cell();
            CellCircuit circuit = circuit(cell);
            if (circuit == null) {
                throw new InputException(
                        "cell must have a circuit to be simulated in ngspice: cell=" + cell.name() + ", instance="
                                + instance.name(),
                        "use one of "
                                + String.join(
                                        ", ",
                                        circuits(CellLibrary.of("rsfqlib-v3")).keySet()));
            }
            List<String> nets = new ArrayList<>(instance.inputs());
            nets.addAll(instance.outputs());
            place(
                    String.valueOf(number),
                    nets.stream().map(net -> "n" + nodes.get(net)).toList(),
                    cell.name());
            for (int i = 0; i < instance.outputs().size(); i++) {
                String junction = "xj" + cell.outputs().get(i);
                probes.put(instance.outputs().get(i), format("v(x%d.%s.p)", number, junction));
            }
        }

        private void driver(String net, int node) {
            place("D" + node, List.of("s" + node, "n" + node), "driver");
            probes.put(net, format("v(xd%d.xjtl3.xjq.p)", node));
        }

        private void place(String name, List<String> terminals, String subcircuit) {
            elements.append(format("X%s %s %s\n", name, String.join(" ", terminals), subcircuit));
            use(subcircuit);
        }

        private void use(String subcircuit) {
            if (used.add(subcircuit)) {
                CellCircuit.all().get(subcircuit).parts().forEach(this::use);
            }
        }

        private void stimulus(String net, long[] times) {
            if (!netlist.inputs().contains(net)) {
                throw new IllegalArgumentException(
                        "stimulus must be for one of the inputs " + netlist.inputs() + ": net=" + net);
            }
            long[] inside = Arrays.stream(times)
                    .filter(t -> t >= 0 && t < end)
                    .sorted()
                    .distinct()
                    .toArray();
            List<StringBuilder> sources = new ArrayList<>(); // several, so that none has overlapping pulses
            List<Double> free = new ArrayList<>();
            for (long time : inside) {
                double start = SETTLING_PS + time * QUANTUM_PS - DRIVER_PS;
                int source = 0;
                while (source < free.size() && free.get(source) > start) {
                    source++;
                }
                if (source == free.size()) {
                    free.add(0.0);
                    sources.add(new StringBuilder());
                }
                free.set(source, start + STIMULUS_PS + QUANTUM_PS);
                sources.get(source)
                        .append(format("\n+ %.3fp 0 %.3fp %du", start, start + STIMULUS_PS / 2, STIMULUS_MICROAMPERES))
                        .append(format(" %.3fp 0", start + STIMULUS_PS));
            }
            int node = nodes.get(net);
            for (int i = 0; i < sources.size(); i++) {
                elements.append(format("I%d_%d 0 s%d pwl(0 0%s)\n", node, i, node, sources.get(i)));
            }
        }

        private static String format(String format, Object... arguments) {
            return String.format(Locale.ROOT, format, arguments);
        }
    }
}
