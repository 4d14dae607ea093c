// SPDX-License-Identifier: Apache-2.0
package io.fluxmill.netlist.timing;

import io.fluxmill.netlist.cell.Cell;
import io.fluxmill.netlist.cell.Cell.Critical;
import io.fluxmill.netlist.cell.CellLibrary;
import io.fluxmill.netlist.cell.Instance;
import io.fluxmill.netlist.cell.Netlist;
import io.fluxmill.netlist.timing.Waves.Wave;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.Deque;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.OptionalLong;
import java.util.Set;
import java.util.TreeSet;

/**
 * What can be said about the timing of a netlist without simulating it; docs/sfq-timing.md has the rules. With slack of at least 0 at every endpoint and
 * nothing unchecked, no stimuli within the windows cause a violation.
 *
 * @param period in quanta
 * @param arrivals when the nets may carry pulses, for nets that are known
 * @param endpoints in the order of instances
 * @param unchecked what is not known, one sentence each
 */
public record StaticTiming(
        int period, Map<String, List<Arrival>> arrivals, List<Endpoint> endpoints, List<String> unchecked) {
    /** What is checked at an endpoint. */
    public enum Kind {
        /** A critical time. */
        CRITICAL,
        /** A critical time whose violation loses a pulse: two pulses collide in a merger. */
        COLLISION,
        /** Data of a clocked gate come after one clock pulse and not after the next. */
        CAPTURE
    }

    /** A net that may carry a pulse from {@code earliest} to {@code latest} after the beginning of a period, in quanta; both may exceed a period. */
    public record Arrival(String net, long earliest, long latest) {
        @Override
        public String toString() {
            String from = picoseconds(earliest);
            return net + " at " + (earliest == latest ? from : from + " to " + picoseconds(latest)) + " ps";
        }
    }

    /**
     * Two pulses that need a distance.
     *
     * @param pair for example {@code a_clk}: inputs of the first and of the second pulse; for CAPTURE, of the data and of the clock
     * @param state in which the first pulse arrives, -1 for CAPTURE
     * @param time critical time in quanta, 0 for CAPTURE
     * @param slack quanta by which the distance may shrink, in whichever direction is nearer; negative if it is too small
     * @param first path to the first pulse, from an input of the netlist to the net at the instance
     * @param second path to the second pulse
     */
    public record Endpoint(
            Kind kind,
            String instance,
            String pair,
            int state,
            int time,
            long slack,
            List<Arrival> first,
            List<Arrival> second) {
        /** Instance, pair, slack and the two nets with their arrival times. */
        @Override
        public String toString() {
            String what = kind == Kind.CAPTURE
                    ? "capture " + pair
                    : "critical time " + pair + " in state " + state + " (" + picoseconds(time) + " ps)";
            return what + " of " + instance + " has slack " + picoseconds(slack) + " ps: " + first.get(first.size() - 1)
                    + ", " + second.get(second.size() - 1);
        }
    }

    /** Takes copies. */
    public StaticTiming {
        arrivals = Map.copyOf(arrivals);
        endpoints = List.copyOf(endpoints);
        unchecked = List.copyOf(unchecked);
    }

    /** Analyses a netlist. */
    public static StaticTiming of(Netlist netlist, TimingSpec spec) {
        Analysis analysis = new Analysis(netlist, spec, Map.of(), OptionalLong.empty());
        List<Endpoint> endpoints =
                analysis.checks.stream().map(check -> endpoint(netlist, check)).toList();
        return new StaticTiming(spec.period(), analysis.arrivals(), endpoints, analysis.unchecked);
    }

    /** The endpoint with the least slack; none if nothing is checked. */
    public Optional<Endpoint> worst() {
        return endpoints.stream().min(Comparator.comparingLong(Endpoint::slack));
    }

    /** Endpoints with negative slack, the worst first. */
    public List<Endpoint> failing() {
        return endpoints.stream()
                .filter(e -> e.slack < 0)
                .sorted(Comparator.comparingLong(Endpoint::slack))
                .toList();
    }

    /**
     * The shortest period, in quanta, down to which the slack is never negative, with unchanged windows and with every gate capturing the data
     * that it captures at the period of {@code spec}. If the slack is negative there, the search begins at the first of 2, 4, 8, … 64 times that
     * period at which it is not.
     *
     * @return none if there is none, or nothing is checked
     */
    public static OptionalInt shortestPeriod(Netlist netlist, TimingSpec spec) {
        Analysis nominal = new Analysis(netlist, spec, Map.of(), OptionalLong.empty());
        if (nominal.checks.isEmpty()) {
            return OptionalInt.empty();
        }
        OptionalLong turn = OptionalLong.of(nominal.inputTurn);
        long good = spec.period();
        while (!holds(netlist, spec, good, turn)) {
            good *= 2;
            if (good > 64L * spec.period()) {
                return OptionalInt.empty();
            }
        }
        long bad = 0;
        while (good - bad > 1) {
            long middle = (good + bad) / 2;
            if (holds(netlist, spec, middle, turn)) {
                good = middle;
            } else {
                bad = middle;
            }
        }
        return OptionalInt.of((int) good);
    }

    private static boolean holds(Netlist netlist, TimingSpec spec, long period, OptionalLong turn) {
        return new Analysis(netlist, spec.withPeriod((int) period), Map.of(), turn)
                .checks.stream().allMatch(check -> check.slack >= 0);
    }

    /** Rate of a period in quanta of 0.1 ps, in GHz. */
    public static double gigahertz(int period) {
        return 1000.0 * CellLibrary.QUANTA_PER_PS / period;
    }

    public static String picoseconds(long quanta) {
        return String.format(Locale.ROOT, "%.1f", quanta / (double) CellLibrary.QUANTA_PER_PS);
    }

    public static Endpoint endpoint(Netlist netlist, Check check) {
        Instance instance = netlist.instances().get(check.instance);
        Cell cell = instance.cell();
        Critical critical = check.critical;
        String pair = cell.inputs().get(check.first.input) + "_" + cell.inputs().get(check.second.input);
        Kind kind = critical == null ? Kind.CAPTURE : critical.absorbs() ? Kind.COLLISION : Kind.CRITICAL;
        return new Endpoint(
                kind,
                instance.name(),
                pair,
                critical == null ? -1 : critical.state(),
                critical == null ? 0 : critical.time(),
                check.slack,
                path(check.first.wave),
                path(check.second.wave));
    }

    private static List<Arrival> path(Wave end) {
        Deque<Arrival> path = new ArrayDeque<>();
        for (Wave wave = end; wave != null; wave = wave.from()) {
            path.addFirst(new Arrival(wave.net(), wave.earliest(), wave.latest()));
        }
        return List.copyOf(path);
    }

    /** A wave at an input, by its number there. */
    public record Pulse(int input, int number, Wave wave) {}

    /**
     * Second pulses of period n + {@code turn} and later come at least {@code time} after first pulses of period n, those of earlier periods before them.
     *
     * @param critical null for a capture
     * @param turn number of periods
     */
    public record Check(int instance, Critical critical, Pulse first, Pulse second, long turn, long slack) {
        public int time() {
            return critical == null ? 0 : critical.time();
        }

        public Check withTurn(long other) {
            return new Check(instance, critical, first, second, other, slack);
        }
    }

    /** Waves, and the checks that they lead to. */
    public static final class Analysis {
        private static final long LAUNCHED_TURN = 1;

        public final Waves waves;
        public final List<Check> checks = new ArrayList<>();
        final List<String> unchecked = new ArrayList<>();
        private final Netlist netlist;
        private final long period;
        private final List<Check> fromInputs = new ArrayList<>();

        /** Turn of the clock pulse to which data from inputs belong. */
        public final long inputTurn;

        /** @param turn of the clock pulse that data from inputs are for; empty to choose the best */
        public Analysis(Netlist netlist, TimingSpec spec, Map<Long, Integer> padding, OptionalLong turn) {
            this.netlist = netlist;
            period = spec.period();
            waves = new Waves(netlist, spec, padding);
            unchecked.addAll(waves.unknown.values().stream().distinct().toList());
            for (int i = 0; i < netlist.instances().size(); i++) {
                check(i);
            }
            inputTurn = turn.isPresent() ? turn.getAsLong() : bestTurn();
            fromInputs.forEach(c -> checks.add(check(c.instance, null, c.first, c.second, inputTurn)));
            checks.sort(Comparator.comparingInt(Check::instance));
        }

        Map<String, List<Arrival>> arrivals() {
            Map<String, List<Arrival>> arrivals = new HashMap<>();
            for (String net : netlist.nets()) {
                if (!waves.unknown.containsKey(net)) {
                    arrivals.put(
                            net,
                            waves.on(net).stream()
                                    .map(w -> new Arrival(net, w.earliest(), w.latest()))
                                    .toList());
                }
            }
            return arrivals;
        }

        private void check(int index) {
            Instance instance = netlist.instances().get(index);
            for (String net : instance.inputs()) {
                if (waves.unknown.containsKey(net)) {
                    unchecked.add("instance " + instance.name() + " is not checked: " + waves.unknown.get(net));
                    return;
                }
            }
            Cell cell = instance.cell();
            List<List<Wave>> arriving = new ArrayList<>();
            List<List<Pulse>> pulses = new ArrayList<>();
            for (int input = 0; input < cell.inputs().size(); input++) {
                arriving.add(waves.at(index, input));
                List<Pulse> atInput = new ArrayList<>();
                for (Wave wave : arriving.get(input)) {
                    atInput.add(new Pulse(input, atInput.size(), wave));
                }
                pulses.add(atInput);
            }
            StateReach reach = new StateReach(cell, arriving, period);
            for (Critical critical : cell.criticals()) {
                for (Pulse first : pulses.get(critical.first())) {
                    if ((reach.states(first.input, first.number) >> critical.state() & 1) != 0) {
                        pulses.get(critical.second()).forEach(second -> separate(index, critical, first, second));
                    }
                }
            }
            if (cell.pipelined()) {
                capture(index, pulses, cell.clock());
            }
        }

        /** The turn at which the slack is the largest; pulses of one wave follow in their order. */
        private void separate(int index, Critical critical, Pulse first, Pulse second) {
            if (first.equals(second)) {
                checks.add(check(index, critical, first, second, 1));
                return;
            }
            long middle = Math.floorDiv(
                    critical.time() - least(first, second, 1) - most(first, second, 1) + 3 * period, 2 * period);
            Check best = null;
            for (long turn = middle - 1; turn <= middle + 2; turn++) {
                Check check = check(index, critical, first, second, turn);
                best = best == null || check.slack > best.slack ? check : best;
            }
            for (long turn = 0; turn <= 1; turn++) {
                Check check = check(index, critical, first, second, turn);
                best = check.slack > best.slack ? check : best;
            }
            checks.add(best);
        }

        private Check check(int index, Critical critical, Pulse first, Pulse second, long turn) {
            return new Check(index, critical, first, second, turn, slack(critical, first, second, turn));
        }

        private long slack(Critical critical, Pulse first, Pulse second, long turn) {
            int time = critical == null ? 0 : critical.time();
            long after = Long.MAX_VALUE;
            long before = Long.MAX_VALUE;
            boolean same = first.equals(second);
            for (long k = turn; k <= turn + 1; k++) {
                after = same && k == 0 ? after : Math.min(after, least(first, second, k) - time);
            }
            int late = second.input < first.input ? 0 : 1;
            for (long k = turn - 1; k >= turn - 2; k--) {
                before = same && k == 0 ? before : Math.min(before, -most(first, second, k) - late);
            }
            return Math.min(after, before);
        }

        /** The least time by which a second pulse of period n + k can come after a first pulse of period n. */
        private long least(Pulse first, Pulse second, long k) {
            return k == 0 && first.wave.tied(second.wave)
                    ? second.wave.early() - first.wave.late()
                    : second.wave.earliest() - first.wave.latest() + k * period;
        }

        private long most(Pulse first, Pulse second, long k) {
            return k == 0 && first.wave.tied(second.wave)
                    ? second.wave.late() - first.wave.early()
                    : second.wave.latest() - first.wave.earliest() + k * period;
        }

        /** Data of a gate belong to the clock pulse after the one that launched them; data from inputs all belong to the same one. */
        private void capture(int index, List<List<Pulse>> pulses, int clock) {
            for (int input = 0; input < pulses.size(); input++) {
                if (input == clock || pulses.get(input).isEmpty()) {
                    continue;
                }
                String pin = netlist.instances().get(index).name() + "."
                        + netlist.instances().get(index).cell().inputs().get(input);
                if (pulses.get(clock).size() != 1) {
                    unchecked.add("capture at " + pin + " is not checked: its clock has "
                            + pulses.get(clock).size() + " pulses in a period");
                    continue;
                }
                for (Pulse data : pulses.get(input)) {
                    capture(index, data, pulses.get(clock).get(0));
                }
            }
        }

        private void capture(int index, Pulse data, Pulse clock) {
            if (data.wave.launched()) {
                checks.add(check(index, null, data, clock, LAUNCHED_TURN));
            } else {
                fromInputs.add(check(index, null, data, clock, 0));
            }
        }

        /** The clock pulse to which all data from inputs belong: the one for which the least slack is the largest. */
        private long bestTurn() {
            Set<Long> turns = new TreeSet<>(Set.of(0L));
            for (Check check : fromInputs) {
                long nearest = Math.floorDiv(2 * period - 1 - least(check.first, check.second, 1), period);
                turns.addAll(List.of(Math.max(0, nearest), Math.max(0, nearest + 1)));
            }
            return turns.stream()
                    .max(Comparator.comparingLong(turn -> fromInputs.stream()
                            .mapToLong(c -> slack(null, c.first, c.second, turn))
                            .min()
                            .orElse(0)))
                    .orElseThrow();
        }

        /** Whether a critical time is between data and the clock of a gate that captures them. */
        public boolean captured(Check check) {
            Cell cell = netlist.instances().get(check.instance).cell();
            boolean clocked = check.first.input == cell.clock() ^ check.second.input == cell.clock();
            return clocked
                    && cell.pipelined()
                    && waves.at(check.instance, cell.clock()).size() == 1;
        }

        /** The turn of the clock pulse to which data belong. */
        public long turn(Pulse data) {
            return data.wave.launched() ? LAUNCHED_TURN : inputTurn;
        }
    }
}
