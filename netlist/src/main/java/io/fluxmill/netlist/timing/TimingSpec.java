// SPDX-License-Identifier: Apache-2.0
package io.fluxmill.netlist.timing;

import io.fluxmill.core.config.ConfigNode;
import io.fluxmill.core.config.InputException;
import io.fluxmill.netlist.cell.CellLibrary;
import io.fluxmill.netlist.cell.Netlist;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * When the inputs of a netlist pulse: at most once in each of their windows, which repeat with a period.
 *
 * @param period in quanta, at least 1
 * @param arrivals windows by input; the times of an input without windows are not known
 * @param always inputs that pulse in each of their windows in every period from the first on, such as the clock
 * @param margin slack in quanta that inserted delays must leave, at least 0
 */
public record TimingSpec(int period, Map<String, List<Window>> arrivals, Set<String> always, int margin) {
    private static final Pattern WINDOW = Pattern.compile("(\\d+(?:\\.\\d+)?)(?:\\.\\.(\\d+(?:\\.\\d+)?))?");
    private static final double MAX_PS = 1e6;

    /** Times after the beginning of a period, in quanta, both included; 0 ≤ earliest ≤ latest. */
    public record Window(int earliest, int latest) {
        /** @throws IllegalArgumentException if the rule is broken */
        public Window {
            if (earliest < 0 || latest < earliest) {
                throw new IllegalArgumentException(
                        "window must have 0 <= earliest <= latest: earliest=" + earliest + ", latest=" + latest);
            }
        }
    }

    /** @throws IllegalArgumentException if the period is below 1 or the margin below 0 */
    public TimingSpec {
        if (period < 1) {
            throw new IllegalArgumentException("period must be at least 1 quantum: period=" + period);
        }
        if (margin < 0) {
            throw new IllegalArgumentException("margin must be at least 0: margin=" + margin);
        }
        Map<String, List<Window>> copy = new LinkedHashMap<>();
        arrivals.forEach((net, windows) -> copy.put(net, List.copyOf(windows)));
        arrivals = Collections.unmodifiableMap(copy);
        always = Collections.unmodifiableSet(new LinkedHashSet<>(always));
    }

    /** Without a margin. */
    public TimingSpec(int period, Map<String, List<Window>> arrivals, Set<String> always) {
        this(period, arrivals, always, 0);
    }

    /** The same windows in another period. */
    public TimingSpec withPeriod(int other) {
        return new TimingSpec(other, arrivals, always, margin);
    }

    /**
     * Reads the section {@code timing}; docs/sfq-timing.md has the format.
     *
     * @param clocks what {@code always} is by default
     * @throws InputException if a key or value breaks its rule, or a net is no input of the netlist
     */
    public static TimingSpec from(ConfigNode section, Netlist netlist, List<String> clocks) {
        int period = quanta(section.number("period-ps", 0.1, MAX_PS), section, "period-ps");
        Map<String, List<Window>> arrivals = new LinkedHashMap<>();
        ConfigNode inputs = section.node("inputs");
        for (String net : inputs.keys()) {
            inputs.has(net);
            input(inputs, net, net, netlist);
            arrivals.put(net, windows(inputs, net));
        }
        Set<String> always = new LinkedHashSet<>(section.strings("always", clocks));
        for (String net : always) {
            if (section.has("always")) {
                input(section, "always", net, netlist);
            }
        }
        int margin = quanta(section.number("margin-ps", 0, MAX_PS, 0), section, "margin-ps");
        section.rejectUnknown();
        return new TimingSpec(period, arrivals, always, margin);
    }

    private static void input(ConfigNode node, String key, String net, Netlist netlist) {
        if (!netlist.inputs().contains(net)) {
            throw new InputException(
                    node.file() + ":" + node.line(key) + ": net of " + node.keyPath()
                            + " must be an input of the netlist: net=" + net,
                    "use some of " + String.join(", ", netlist.inputs()));
        }
    }

    /** A time, {@code [earliest, latest]}, or texts {@code earliest..latest}, one for each pulse of a period. */
    private static List<Window> windows(ConfigNode inputs, String net) {
        List<String> texts = inputs.strings(net);
        List<Window> windows = new ArrayList<>();
        if (texts.size() == 2 && texts.stream().noneMatch(t -> t.contains(".."))) {
            texts = List.of(texts.get(0) + ".." + texts.get(1));
        }
        for (String text : texts) {
            Matcher m = WINDOW.matcher(text);
            if (!m.matches()) {
                throw inputs.error(
                        net, "a time in ps, [earliest, latest], or texts earliest..latest", "use one of them");
            }
            int earliest = quanta(Double.parseDouble(m.group(1)), inputs, net);
            int latest = m.group(2) == null ? earliest : quanta(Double.parseDouble(m.group(2)), inputs, net);
            if (latest < earliest) {
                throw inputs.error(net, "a window with its earliest time first", "exchange the times");
            }
            windows.add(new Window(earliest, latest));
        }
        return windows;
    }

    private static int quanta(double picoseconds, ConfigNode node, String key) {
        double time = picoseconds * CellLibrary.QUANTA_PER_PS;
        if (picoseconds > MAX_PS || Math.abs(time - Math.rint(time)) > 1e-6) {
            throw node.error(key, "a multiple of 0.1 ps, at most " + MAX_PS, "round it");
        }
        return (int) Math.rint(time);
    }
}
