// SPDX-License-Identifier: Apache-2.0
package io.fluxmill.netlist.insert;

import io.fluxmill.core.config.InputException;
import io.fluxmill.netlist.cell.CellLibrary;
import io.fluxmill.netlist.cell.Instance;
import io.fluxmill.netlist.cell.Netlist;
import io.fluxmill.netlist.timing.StaticTiming;
import io.fluxmill.netlist.timing.StaticTiming.Analysis;
import io.fluxmill.netlist.timing.StaticTiming.Check;
import io.fluxmill.netlist.timing.StaticTiming.Endpoint;
import io.fluxmill.netlist.timing.StaticTiming.Pulse;
import io.fluxmill.netlist.timing.TimingSpec;
import io.fluxmill.netlist.timing.Waves;
import io.fluxmill.netlist.timing.Waves.Wave;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalLong;
import java.util.Set;

/**
 * Delays data and clocks until no slack is below the margin, 0 unless given: JTLs, and wire for less than one JTL, with the least sum. Each gate
 * captures the data meant for it; critical times are added one after the other as they fail. Nets that may carry several pulses in a period are
 * not padded; the nets before them are.
 */
public final class DelayInsertion {
    private static final int MAX_ROUNDS = 60;

    private final Netlist netlist;
    private final CellLibrary library;
    private final TimingSpec spec;
    private final Analysis before;
    private final Map<String, int[]> drivers = new HashMap<>();
    private final Map<Object, Check> kept = new LinkedHashMap<>();
    private final Map<Object, Long> orders = new HashMap<>();
    private final Set<Long> wholeJtls = new HashSet<>();

    /** Variables of padded inputs, by {@link Waves#pin}; 0 is time 0. */
    private final Map<Long, Integer> variables = new LinkedHashMap<>();

    private final Map<String, List<Time>> times = new HashMap<>();
    private final Map<String, Integer> sinks = new HashMap<>();

    /** When a wave comes: offsets from a variable. */
    private record Time(int variable, long earliest, long latest) {}

    private DelayInsertion(Netlist netlist, CellLibrary library, TimingSpec spec) {
        this.netlist = netlist;
        this.library = library;
        this.spec = spec;
        before = new Analysis(netlist, spec, Map.of(), OptionalLong.empty());
        List<Instance> instances = netlist.instances();
        for (int i = 0; i < instances.size(); i++) {
            List<String> outputs = instances.get(i).outputs();
            for (int output = 0; output < outputs.size(); output++) {
                drivers.put(outputs.get(output), new int[] {i, output});
            }
            instances.get(i).inputs().forEach(net -> sinks.merge(net, 1, Integer::sum));
        }
        netlist.outputs().forEach(net -> sinks.merge(net, 1, Integer::sum));
    }

    /**
     * Delays what must be delayed.
     *
     * @param netlist without fan-out; a net with fan-out is not padded
     * @return the netlist with its JTLs, which come after the other instances; what {@link StaticTiming#unchecked} names may still fail
     * @throws InputException naming an endpoint that no delays can serve together with the others
     */
    public static Netlist fix(Netlist netlist, CellLibrary library, TimingSpec spec) {
        return new DelayInsertion(netlist, library, spec).fix();
    }

    private Netlist fix() {
        List<Check> failing = failing(before);
        failing.stream().filter(DelayInsertion::ofOnePulse).findFirst().ifPresent(check -> {
            throw refused(check);
        });
        number(before.waves);
        before.checks.stream().filter(c -> c.critical() == null).forEach(this::keep);
        for (int round = 0; round < MAX_ROUNDS; round++) {
            Map<Long, Integer> padding = solve(failing);
            failing = failing(analysis(padding));
            if (failing.isEmpty() && realizable(padding)) {
                return build(padding);
            }
            failing.forEach(this::keep);
        }
        throw refused(failing.get(0));
    }

    /** The worst first. */
    private List<Check> failing(Analysis analysis) {
        return analysis.checks.stream()
                .filter(check -> check.slack() < spec.margin())
                .sorted(Comparator.comparingLong(Check::slack))
                .toList();
    }

    /** Whether pulses of different periods on one net are too close. */
    private static boolean ofOnePulse(Check check) {
        return check.first().equals(check.second());
    }

    private Analysis analysis(Map<Long, Integer> padding) {
        return new Analysis(netlist, spec, padding, OptionalLong.of(before.inputTurn));
    }

    private void keep(Check check) {
        Object key = List.of(
                check.instance(),
                check.critical() == null
                        ? -1
                        : netlist.instances()
                                .get(check.instance())
                                .cell()
                                .criticals()
                                .indexOf(check.critical()),
                check.first().input(),
                check.first().number(),
                check.second().input(),
                check.second().number());
        kept.putIfAbsent(key, check.withTurn(turn(check)));
    }

    /**
     * Two pulses have one order for all their critical times: between data and clock that of the capture, because their present order may be
     * wrong; otherwise the order that was nearest when the first of these critical times failed.
     */
    private long turn(Check check) {
        if (check.critical() == null || ofOnePulse(check)) {
            return check.turn();
        }
        if (before.captured(check)) {
            int clock = netlist.instances().get(check.instance()).cell().clock();
            return check.second().input() == clock ? before.turn(check.first()) : 1 - before.turn(check.second());
        }
        boolean swapped = check.first().input() > check.second().input()
                || check.first().input() == check.second().input()
                        && check.first().number() > check.second().number();
        Pulse low = swapped ? check.second() : check.first();
        Pulse high = swapped ? check.first() : check.second();
        Object pair = List.of(check.instance(), low.input(), low.number(), high.input(), high.number());
        long turn = orders.computeIfAbsent(pair, p -> swapped ? 1 - check.turn() : check.turn());
        return swapped ? 1 - turn : turn;
    }

    // ---- times

    private void number(Waves waves) {
        for (String net : waves.nets()) {
            List<Time> onNet = new ArrayList<>();
            for (Wave wave : waves.on(net)) {
                if (wave.from() == null) {
                    onNet.add(new Time(0, wave.earliest(), wave.latest()));
                } else {
                    Time cause = at(waves, wave.instance(), wave.pin(), wave.cause());
                    onNet.add(
                            new Time(cause.variable, cause.earliest + wave.shortest(), cause.latest + wave.longest()));
                }
            }
            times.put(net, onNet);
        }
    }

    /** The time of a wave at an input: of its variable, if the input can be padded. */
    private Time at(Waves waves, int instance, int input, int number) {
        String net = netlist.instances().get(instance).inputs().get(input);
        Time time = times.get(net).get(number);
        if (times.get(net).size() > 1 || sinks.get(net) > 1) {
            return time;
        }
        int variable = variables.computeIfAbsent(Waves.pin(instance, input), p -> variables.size() + 1);
        return new Time(variable, 0, time.latest - time.earliest);
    }

    /** Padding that satisfies all checks; otherwise refuses, naming the worst of those that failed last. */
    private Map<Long, Integer> solve(List<Check> failed) {
        for (Check check : kept.values()) {
            at(
                    before.waves,
                    check.instance(),
                    check.first().input(),
                    check.first().number());
            at(
                    before.waves,
                    check.instance(),
                    check.second().input(),
                    check.second().number());
        }
        DifferenceProgram program = new DifferenceProgram(variables.size() + 1);
        variables.forEach((pin, variable) -> {
            Time time = times.get(net(pin)).get(0);
            long least = wholeJtls.contains(pin) ? Padding.delay(library) : 0;
            program.atLeast(time.variable, variable, time.earliest + least, 1);
        });
        kept.values().forEach(check -> part(program, before.waves, check));
        long[] solution = program.solve();
        if (solution == null) {
            throw refused(failed.get(0));
        }
        Map<Long, Integer> padding = new HashMap<>();
        variables.forEach((pin, variable) -> {
            Time time = times.get(net(pin)).get(0);
            int quanta = (int) (solution[variable] - solution[time.variable] - time.earliest);
            if (quanta > 0) {
                padding.put(pin, quanta);
            }
        });
        return padding;
    }

    private String net(long pin) {
        return netlist.instances().get((int) (pin >> 8)).inputs().get((int) (pin & 255));
    }

    /** The two sides of a check, as in {@link Analysis}. */
    private void part(DifferenceProgram program, Waves waves, Check check) {
        Pulse first = check.first();
        Pulse second = check.second();
        Time x = at(waves, check.instance(), first.input(), first.number());
        Time y = at(waves, check.instance(), second.input(), second.number());
        boolean tied = first.wave().tied(second.wave());
        boolean same = ofOnePulse(check);
        long window = first.wave().originWindow().latest()
                - first.wave().originWindow().earliest();
        long turn = check.turn();
        for (long k = turn - 2; k <= turn + 1; k++) {
            long shared = k == 0 && tied ? window : 0;
            if (k >= turn && !(same && k == 0)) {
                long distance = spec.margin() + check.time() + x.latest - y.earliest - k * spec.period() - shared;
                program.atLeast(x.variable, y.variable, distance, 0);
            } else if (k < turn && !(same && k == 0)) {
                long late = second.input() < first.input() ? 0 : 1;
                long distance = spec.margin() + late + y.latest - x.earliest + k * spec.period() - shared;
                program.atLeast(y.variable, x.variable, distance, 0);
            }
        }
    }

    private InputException refused(Check check) {
        Endpoint endpoint = StaticTiming.endpoint(netlist, check);
        return new InputException(
                "netlist " + netlist.name() + " must allow delays that leave every endpoint a slack of "
                        + StaticTiming.picoseconds(spec.margin()) + " ps in a period of "
                        + StaticTiming.picoseconds(spec.period()) + " ps: " + endpoint,
                "choose a longer period, or other arrival times of the inputs");
    }

    // ---- padding

    /** Notes inputs of the netlist that need less than a JTL before a cell of several inputs: from now on they take at least one. */
    private boolean realizable(Map<Long, Integer> padding) {
        boolean realizable = true;
        for (Map.Entry<Long, Integer> entry : padding.entrySet()) {
            int instance = (int) (entry.getKey() >> 8);
            boolean wireBehind = netlist.instances().get(instance).inputs().size() == 1;
            if (!drivers.containsKey(net(entry.getKey())) && entry.getValue() < Padding.delay(library) && !wireBehind) {
                wholeJtls.add(entry.getKey());
                realizable = false;
            }
        }
        return realizable;
    }

    private Netlist build(Map<Long, Integer> padding) {
        Rewiring rewiring = new Rewiring(netlist);
        Padding jtls = new Padding(netlist, rewiring, library);
        for (Map.Entry<Long, Integer> variable : variables.entrySet()) {
            long pin = variable.getKey();
            int quanta = padding.getOrDefault(pin, 0);
            int[] driver = drivers.get(net(pin));
            int sink = (int) (pin >> 8);
            if (driver == null && quanta > 0 && quanta < Padding.delay(library)) {
                jtls.insertBehind(sink, quanta);
            } else if (driver == null) {
                jtls.insert(net(pin), -1, 0, sink, (int) (pin & 255), quanta);
            } else {
                jtls.insert(net(pin), driver[0], driver[1], sink, (int) (pin & 255), quanta);
            }
        }
        return rewiring.build();
    }
}
