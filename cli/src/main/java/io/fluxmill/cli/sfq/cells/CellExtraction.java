// SPDX-License-Identifier: Apache-2.0
package io.fluxmill.cli.sfq.cells;

import io.fluxmill.cli.sfq.cells.CellBench.Response;
import io.fluxmill.netlist.cell.Cell;
import io.fluxmill.netlist.cell.Cell.Critical;
import io.fluxmill.netlist.cell.Cell.Emission;
import io.fluxmill.netlist.cell.Cell.Transition;
import io.fluxmill.netlist.cell.CellLibrary;
import io.fluxmill.netlist.cell.Operation;
import io.fluxmill.netlist.cell.Operation.Range;
import io.fluxmill.netlist.cell.Operation.Sensitivity;
import io.fluxmill.netlist.vary.OperatingPoint;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.DoubleFunction;
import java.util.function.IntPredicate;

/** Extracts the figures of a cell from its circuit; docs/sfq-circuits.md says how each is defined. */
public final class CellExtraction {
    /** How far a delay may be from the nominal one outside the critical times, ps. */
    public static final double TOLERANCE_PS = 0.3;

    private static final int[] DISTANCES = {
        400, 300, 250, 200, 170, 150, 130, 110, 100, 90, 80, 70, 60, 50, 40, 30, 20, 10, 5, 0
    };
    /** The JTLs of a source drive nearer pulses apart. */
    private static final int NEAREST_OF_ONE_INPUT = 40;

    private static final double STEP = 0.05;
    private static final double LOWEST = 0.4;
    private static final double HIGHEST = 1.7;
    private static final double RESOLUTION = 0.01;
    private static final int STRIDE = 5;

    private final CellBench bench;
    private final Cell cell;
    private Map<List<Integer>, Double> nominal;

    /**
     * @param function pins, finite-state machine, and which critical times absorb; its figures have no influence
     * @param folder for decks and results
     */
    public CellExtraction(Cell function, Path folder) {
        cell = function;
        bench = new CellBench(function, folder);
    }

    /** Delays in ps at an operating point, by state, input and output; pulses far apart. */
    public Map<List<Integer>, Double> delays(OperatingPoint point) {
        Map<List<Integer>, Double> delays = new LinkedHashMap<>();
        for (Transition transition : cell.transitions()) {
            if (!transition.emissions().isEmpty()) {
                List<Integer> inputs = new ArrayList<>(bench.function().path(transition.state()));
                inputs.add(transition.input());
                Response response = bench.respond(inputs, point);
                for (Emission e : transition.emissions()) {
                    delays.put(
                            List.of(transition.state(), transition.input(), e.output()),
                            response.lastDelay(e.output()));
                }
            }
        }
        return delays;
    }

    /** The nominal delays. */
    public Map<List<Integer>, Double> delays() {
        if (nominal == null) {
            nominal = delays(OperatingPoint.NOMINAL);
        }
        return nominal;
    }

    /** All critical times, in quanta of 0.1 ps. */
    public List<Critical> criticals() {
        List<Critical> criticals = new ArrayList<>();
        for (int state = 0; state < cell.states(); state++) {
            for (int first = 0; first < cell.inputs().size(); first++) {
                for (int second = 0; second < cell.inputs().size(); second++) {
                    boolean absorbs = absorbs(state, first, second);
                    int time = critical(state, first, second, absorbs);
                    if (time > 0) {
                        criticals.add(new Critical(state, first, second, time, absorbs));
                    }
                }
            }
        }
        return criticals;
    }

    /** The critical time of a state and a pair of inputs, in quanta of 0.1 ps; 0 if there is none. */
    public int critical(int state, int first, int second, boolean absorbs) {
        IntPredicate holds = distance -> tests(state, first, second, distance, absorbs) >= 0;
        int good = -1;
        int bad = -1;
        for (int distance : DISTANCES) {
            if (first == second && distance < NEAREST_OF_ONE_INPUT) {
                break;
            }
            if (!holds.test(distance)) {
                bad = distance;
                break;
            }
            good = distance;
        }
        if (good < 0) {
            throw new IllegalStateException("circuit " + cell.name() + " must work in state " + state + " at "
                    + DISTANCES[0] / 10 + " ps between " + cell.inputs().get(first) + " and "
                    + cell.inputs().get(second));
        }
        while (bad >= 0 && good - bad > 1) {
            int middle = (good + bad) / 2;
            if (holds.test(middle)) {
                good = middle;
            } else {
                bad = middle;
            }
        }
        return good == 0 ? 0 : quantaUp(tests(state, first, second, good, absorbs));
    }

    /** The distance in ps at which the pulses came to the pins, or -1 if the cell did not do what it should. */
    private double tests(int state, int first, int second, int distance, boolean absorbs) {
        CellFunction function = bench.function();
        List<Integer> start = new ArrayList<>(function.path(state));
        start.add(first);
        start.add(second);
        double seen = -1;
        for (List<Integer> test : function.tests(function.after(0, start))) {
            List<Integer> inputs = new ArrayList<>(start);
            inputs.addAll(test);
            long[] times = new long[inputs.size()];
            Arrays.setAll(times, i -> (i + 1L) * CellBench.SLOT);
            times[start.size() - 1] = times[start.size() - 2] + distance;
            Response response = bench.respond(inputs, times, OperatingPoint.NOMINAL);
            boolean holds = absorbs
                    ? response.works()
                    : response.agrees((s, i, o) -> delays().get(List.of(s, i, o)), TOLERANCE_PS);
            if (!holds) {
                return -1;
            }
            double[] arrivals = response.arrivals();
            seen = Math.max(seen, Math.max(0, arrivals[start.size() - 1] - arrivals[start.size() - 2]));
        }
        return seen;
    }

    private boolean absorbs(int state, int first, int second) {
        return cell.criticals().stream()
                .anyMatch(c -> c.state() == state && c.first() == first && c.second() == second && c.absorbs());
    }

    private static int quantaUp(double ps) {
        return (int) Math.ceil(ps * CellLibrary.QUANTA_PER_PS - 1e-3);
    }

    /** Exponents of the delays (their mean) and the ranges in which the cell does what its function says. */
    public Operation operation() {
        Sensitivity sensitivity = new Sensitivity(
                exponent(factor -> new OperatingPoint(factor, 1, 1)),
                exponent(factor -> new OperatingPoint(1, factor, 1)));
        return new Operation(
                sensitivity,
                range(factor -> new OperatingPoint(factor, 1, 1)),
                range(factor -> new OperatingPoint(1, factor, 1)));
    }

    private double exponent(DoubleFunction<OperatingPoint> point) {
        Map<List<Integer>, Double> low = delays(point.apply(1 - STEP));
        Map<List<Integer>, Double> high = delays(point.apply(1 + STEP));
        double mean = low.keySet().stream()
                .mapToDouble(key -> Math.log(high.get(key) / low.get(key)) / Math.log((1 + STEP) / (1 - STEP)))
                .average()
                .orElse(0);
        return Math.rint(mean * 100) / 100;
    }

    private Range range(DoubleFunction<OperatingPoint> point) {
        return new Range(end(point, LOWEST), end(point, HIGHEST));
    }

    /** Goes outwards in strides to the first failure, so that no failure is missed, and then searches between the last two. */
    private double end(DoubleFunction<OperatingPoint> point, double outside) {
        List<Integer> tour = bench.function().tour();
        double sign = Math.signum(outside - 1);
        IntPredicate works = steps ->
                bench.respond(tour, point.apply(1 + sign * steps * RESOLUTION)).works();
        int last = (int) Math.round(Math.abs(outside - 1) / RESOLUTION);
        int good = 0;
        int bad = STRIDE;
        while (bad <= last && works.test(bad)) {
            good = bad;
            bad += STRIDE;
        }
        bad = Math.min(bad, last + 1);
        while (bad - good > 1) {
            int middle = (good + bad) / 2;
            if (works.test(middle)) {
                good = middle;
            } else {
                bad = middle;
            }
        }
        return Math.rint((1 + sign * good * RESOLUTION) * 100) / 100;
    }
}
