// SPDX-License-Identifier: Apache-2.0
package io.fluxmill.quantizer.sfq.margin;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.fluxmill.core.config.ConfigNode;
import io.fluxmill.core.config.InputException;
import io.fluxmill.core.progress.Progress;
import io.fluxmill.netlist.cell.CellLibrary;
import io.fluxmill.netlist.cell.Netlist;
import io.fluxmill.netlist.read.NetlistReader;
import io.fluxmill.netlist.trace.Stimuli;
import io.fluxmill.netlist.vary.Spread;
import io.fluxmill.quantizer.sfq.margin.TraceCheck.Rule;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;

/** A line of 35 ps that has to beat a clock at 36.75 ps: it does unless it is slower by more than 5 %. */
class YieldTest {
    private static final CellLibrary LIBRARY = CellLibrary.of("rsfqlib-v3");
    private static final Netlist RACE = NetlistReader.read(
            section(
                    """
                    name: race
                    inputs: [a, clk]
                    outputs: [q]
                    cells:
                      line: {cell: JTL, a: a, q: late, wire-ps: 31.5}
                      hold: {cell: DFF, a: late, clk: clk, q: q}
                    """),
            LIBRARY);
    private static final Stimuli STIMULI = new Stimuli(Map.of("a", new long[] {5}, "clk", new long[] {372}), 1000);
    /** 36.7 of 35 ps. */
    private static final double LIMIT = 36.7 / 35 - 1;

    @Test
    void theShareIsThatOfTheNormalDistribution() {
        AtomicLong last = new AtomicLong();
        YieldPlan plan = new YieldPlan(4000, 1, new Spread(0, 0, LIMIT), 0, List.of(0.5, 2.0), Rule.STRICT);
        Yield yield = Yield.estimate(
                RACE,
                TraceCheck.of(RACE, STIMULI, Rule.STRICT),
                plan,
                (done, of) -> last.accumulateAndGet(done, Math::max));
        assertEquals(12_000, last.get());
        assertEquals(
                List.of(0.5, 1.0, 2.0),
                yield.curve().stream().map(Yield.Point::scale).toList());
        assertEquals(0.977250, yield.curve().get(0).share(), 5 * 0.00236);
        assertEquals(0.841345, yield.nominal().share(), 5 * 0.00578);
        assertEquals(0.691462, yield.curve().get(2).share(), 5 * 0.0073);
        assertTrue(yield.nominal().low() < yield.nominal().share());
        assertEquals(2 * LIMIT, yield.curve().get(2).spread().timing());
        assertEquals(
                4000 - yield.nominal().working(),
                yield.nominal().failures().values().stream().mapToInt(n -> n).sum());
        assertEquals(
                List.of("too few pulses on q", "violation hold 0 clk_a"),
                List.copyOf(yield.curve().get(2).failures().keySet()));
        assertEquals(
                yield,
                Yield.estimate(RACE, TraceCheck.of(RACE, STIMULI, Rule.STRICT), plan, Progress.NONE),
                "the same for the same seed");
    }

    @Test
    void thermalJitterHasAYieldOfItsOwn() {
        YieldPlan plan = YieldPlan.from(section("samples: 3000\njitter-ps: 1.7\nscales: 1\nseed: 6\n"));
        Yield yield = Yield.estimate(
                RACE, TraceCheck.withJitter(RACE, STIMULI, plan.rule(), plan.jitterPicoseconds()), plan, Progress.NONE);
        assertEquals(0.841345, yield.nominal().share(), 5 * 0.0067);
    }

    @Test
    void cellsOutsideTheirRangesFail() {
        Netlist weak = Netlist.builder("weak_cells", LIBRARY.with(section("JTL: {bias-range: [0.9, 1.1]}")))
                .inputs("a")
                .outputs("q")
                .add("j", "JTL", "a", "q")
                .build();
        Stimuli one = new Stimuli(Map.of("a", new long[] {5}), 1000);
        YieldPlan plan = new YieldPlan(3000, 1, new Spread(0.1, 0, 0), 0, List.of(), Rule.STRICT);
        Yield yield = Yield.estimate(weak, TraceCheck.of(weak, one, Rule.STRICT), plan, Progress.NONE);
        assertEquals(0.682689, yield.nominal().share(), 5 * 0.0085);
        assertEquals(
                Map.of("operating range of j", 3000 - yield.nominal().working()),
                yield.nominal().failures());
    }

    /** Wilson, JASA 22 (1927) 209: (p + z²/2n ± z √(p(1 − p)/n + z²/4n²)) / (1 + z²/n). */
    @Test
    void theIntervalIsWilsons() {
        Yield.Point point = new Yield.Point(1, Spread.NONE, 10, 8, Map.of());
        assertEquals(0.490162, point.low(), 1e-6);
        assertEquals(0.943318, point.high(), 1e-6);
        Yield.Point none = new Yield.Point(1, Spread.NONE, 20, 0, Map.of());
        assertEquals(0, none.low());
        assertEquals(0.161125, none.high(), 1e-6);
    }

    @Test
    void readsAPlan() {
        YieldPlan plan = YieldPlan.from(section(
                "samples: 50\nseed: -3\ntiming-sigma-percent: 5\nbias-sigma-percent: 2\ncritical-current-sigma-percent: 3\n"
                        + "jitter-ps: 0.5\nscales: [4, 0]\norder: false\n"));
        assertEquals(
                new YieldPlan(
                        50, -3, new Spread(0.02, 0.03, 0.05), 0.5, List.of(0.0, 1.0, 4.0), new Rule(false, false)),
                plan);
        assertEquals(
                "c.yaml:1: scales: scale must be a number from 0 to 100: scale=-1",
                assertThrows(InputException.class, () -> YieldPlan.from(section("scales: [-1]\n")))
                        .getMessage());
    }

    private static ConfigNode section(String text) {
        return ConfigNode.parse(Path.of("c.yaml"), text + "\n");
    }
}
