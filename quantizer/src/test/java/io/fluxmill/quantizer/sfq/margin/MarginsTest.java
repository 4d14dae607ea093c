// SPDX-License-Identifier: Apache-2.0
package io.fluxmill.quantizer.sfq.margin;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.fluxmill.core.config.ConfigNode;
import io.fluxmill.core.config.InputException;
import io.fluxmill.core.progress.Progress;
import io.fluxmill.netlist.cell.CellLibrary;
import io.fluxmill.netlist.cell.Netlist;
import io.fluxmill.netlist.cell.NeuronBias;
import io.fluxmill.netlist.cell.Settings;
import io.fluxmill.netlist.cell.SynapseBias;
import io.fluxmill.netlist.trace.Stimuli;
import io.fluxmill.netlist.vary.OperatingPoint;
import io.fluxmill.netlist.vary.Variant;
import io.fluxmill.quantizer.sfq.margin.Margin.Side;
import io.fluxmill.quantizer.sfq.margin.TraceCheck.Rule;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicLong;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** Expected margins are worked out by hand from delays, critical times and the bias formulas. */
class MarginsTest {
    private static final CellLibrary LIBRARY = CellLibrary.of("rsfqlib-v3");

    /** Data pass ten JTLs, 35 ps, to a DFF that is clocked at 40 ps. */
    private static Netlist race(CellLibrary library) {
        Netlist.Builder builder =
                Netlist.builder("race", library).inputs("n0", "clk").outputs("q");
        IntStream.range(0, 10).forEach(i -> builder.add("j" + i, "JTL", "n" + i, "n" + (i + 1)));
        return builder.add("hold", "DFF", "n10", "clk", "q").build();
    }

    private static final Stimuli RACE = new Stimuli(Map.of("n0", new long[] {0}, "clk", new long[] {400}), 1000);

    private static List<Margin> margins(Netlist netlist, Stimuli stimuli, Rule rule) {
        return Margins.search(netlist, TraceCheck.of(netlist, stimuli, rule), MarginPlan.DEFAULT, Progress.NONE);
    }

    @Test
    void timingMarginOfDataAgainstTheClock() {
        AtomicLong sides = new AtomicLong();
        Netlist netlist = race(LIBRARY);
        List<Margin> margins = Margins.search(
                netlist, TraceCheck.of(netlist, RACE, Rule.STRICT), MarginPlan.DEFAULT, (done, of) -> sides.set(of));
        assertEquals(6, sides.get());
        Margin timing = margins.get(2);
        assertEquals(Parameter.TIMING, timing.parameter());
        assertEquals(new Side(14.2, false, "violation hold 0 clk_a", List.of()), timing.upper());
        assertEquals(new Side(-50, true, "", List.of()), timing.lower());
        assertTrue(timing.monotone());
        assertEquals(
                new Margin(Parameter.BIAS, new Side(-50, true, "", List.of()), new Side(50, true, "", List.of())),
                margins.get(0),
                "no sensitivity in the library, so no margin of the bias");
    }

    @Test
    void biasMarginsComeFromExponentsAndRanges() {
        CellLibrary slow = LIBRARY.with(section("JTL: {delay-bias-exponent: -1}"));
        assertEquals(
                new Side(-12.5, false, "violation hold 0 clk_a", List.of()),
                margins(race(slow), RACE, Rule.STRICT).get(0).lower());
        CellLibrary narrow = slow.with(section("DFF: {bias-range: [0.9, 1.2], critical-current-range: [0.7, 1.05]}"));
        List<Margin> margins = margins(race(narrow), RACE, Rule.STRICT);
        assertEquals(
                new Side(-10, false, "operating range of hold", List.of()),
                margins.get(0).lower());
        assertEquals(
                new Side(20, false, "operating range of hold", List.of()),
                margins.get(0).upper());
        assertEquals(-30, margins.get(1).lower().percent());
        assertEquals(5, margins.get(1).upper().percent());
    }

    /** 2.5 quanta are 68.75 µA: the third pulse fires from 3 quanta down to just above 2. */
    @Test
    void biasMarginOfANeuron() {
        Netlist neuron = Netlist.builder("neuron", LIBRARY)
                .inputs("a")
                .outputs("q")
                .add(new Settings(2560, 0, 0, 0), "fire", "NEURON", "a", "q")
                .build();
        Stimuli three = new Stimuli(Map.of("a", new long[] {0, 100, 200}), 1000);
        Margin bias = margins(neuron, three, Rule.STRICT).get(0);
        assertEquals(new Side(-25.1, false, "too few pulses on q", List.of()), bias.lower());
        assertEquals(new Side(25, false, "too many pulses on q", List.of()), bias.upper());
        assertEquals(3072, NeuronBias.threshold(68.75 * 0.749));
        assertEquals(2048, NeuronBias.threshold(68.75 * 1.251));
    }

    @Test
    void aScoreDecidesOnAStochasticNetwork() {
        Netlist synapse = Netlist.builder("synapse", LIBRARY)
                .inputs("a")
                .outputs("q")
                .add(Settings.synapse(32_768), "weigh", "SYNAPSE", "a", "q")
                .build();
        CircuitCheck check = CircuitCheck.score(
                netlist -> netlist.instances().get(0).settings().threshold() / 65_536.0, 0.25);
        Margin bias = Margins.search(synapse, check, MarginPlan.DEFAULT, Progress.NONE)
                .get(0);
        assertEquals(-1.8, bias.lower().percent(), "0.6745 sigma of 3.55 uA are 1.85 % of 129.4 uA");
        assertEquals("score below 0.250000", bias.lower().failure());
        assertTrue(SynapseBias.weight(129.4 * 0.982) >= 0.25);
        assertTrue(SynapseBias.weight(129.4 * 0.981) < 0.25);
    }

    @Test
    void theOrderOfOutputsCountsUnlessTheRuleLeavesItOut() {
        CellLibrary slow = LIBRARY.with(section("JTL: {delay-bias-exponent: -1}"));
        Netlist netlist = Netlist.builder("order", slow)
                .inputs("a", "b")
                .outputs("p", "q")
                .add("j", "JTL", "a", "p")
                .add("t", "TFF", "b", "q")
                .build();
        Stimuli stimuli = new Stimuli(Map.of("a", new long[] {128}, "b", new long[] {0, 107}), 1000);
        Side lower = margins(netlist, stimuli, Rule.STRICT).get(0).lower();
        assertEquals(-16.6, lower.percent(), "3.5 ps / 0.834 are below 4.2 ps, / 0.833 above");
        assertEquals("pulses on p and q in another order", lower.failure());
        assertTrue(
                margins(netlist, stimuli, new Rule(false, false)).get(0).lower().limited());
    }

    /** Pulses 2.0 ps apart at a merger are one; 2.2 ps apart they are two. */
    @Test
    void collisionsThatHappenNominallyAreExpected() {
        Netlist merge = Netlist.builder("merge", LIBRARY)
                .inputs("a", "b")
                .outputs("q")
                .add("m", "MERGE", "a", "b", "q")
                .build();
        Stimuli collide = new Stimuli(Map.of("a", new long[] {0}, "b", new long[] {20}), 1000);
        Side lower = margins(merge, collide, Rule.STRICT).get(2).lower();
        assertEquals(-13, lower.percent(), "2.3 ps · 0.87 are above 2.0 ps, · 0.869 below");
        assertEquals("too many pulses on q", lower.failure());
        Stimuli apart = new Stimuli(Map.of("a", new long[] {0, 500}, "b", new long[] {24, 500}), 1000);
        Side upper = margins(merge, new Stimuli(Map.of("a", new long[] {0}, "b", new long[] {24}), 1000), Rule.STRICT)
                .get(2)
                .upper();
        assertEquals(4.3, upper.percent(), "2.3 ps · 1.043 are below 2.4 ps");
        assertEquals("violation m 0 a_b", upper.failure());
        assertEquals(
                "too few pulses on q",
                margins(merge, apart, new Rule(true, true)).get(2).upper().failure());
    }

    @Test
    void refusesACircuitThatDoesNotWorkNominally() {
        Stimuli late = new Stimuli(Map.of("n0", new long[] {52}, "clk", new long[] {400}), 1000);
        InputException e = assertThrows(InputException.class, () -> margins(race(LIBRARY), late, Rule.STRICT));
        assertEquals("netlist race must work at its nominal operating point: violation hold 0 clk_a", e.getMessage());
    }

    @Test
    void theSearchFindsHolesAndSaysWhereItWorksAgain() {
        MarginSearch monotone = search(step -> step <= 333);
        assertEquals(333, monotone.last());
        assertEquals(List.of(), monotone.working(334));
        MarginSearch island = search(step -> step <= 120 || step >= 200 && step <= 260);
        assertEquals(120, island.last());
        assertEquals(List.of(200, 250), island.working(121));
        MarginSearch hole = search(step -> step <= 480 && (step < 90 || step > 97));
        assertEquals(89, hole.last(), "found by the scan of the 48 steps between the points");
        assertFalse(hole.working(90).isEmpty());
        assertEquals("step 90", hole.failure(90));
        assertEquals(0, search(step -> step == 0).last());
        assertEquals(500, search(step -> true).last());
    }

    private static MarginSearch search(java.util.function.IntPredicate works) {
        return new MarginSearch(500, 10, step -> works.test(step) ? Optional.empty() : Optional.of("step " + step));
    }

    @Test
    void theNominalPointInFemtosecondsIsTheCircuitOfTenths() {
        Netlist fine = race(LIBRARY).refined(100);
        assertEquals(fine, Variant.at(fine, OperatingPoint.NOMINAL).netlist());
        assertEquals(race(LIBRARY), fine.quantized(100));
    }

    @Test
    void readsAPlan() {
        assertEquals(MarginPlan.DEFAULT, MarginPlan.from(section("order: true")));
        assertEquals(
                new MarginPlan(List.of(Parameter.CRITICAL_CURRENT), 30, 0.5, 4, new Rule(false, true)),
                MarginPlan.from(section("parameters: [critical-current]\nrange-percent: 30\nresolution-percent: 0.5\n"
                        + "scan-points: 4\norder: false\ncollisions: any")));
        assertEquals(
                "c.yaml:1: parameters: parameter must be one of bias, critical-current, timing: parameter=current",
                assertThrows(InputException.class, () -> MarginPlan.from(section("parameters: [current]")))
                        .getMessage());
    }

    private static ConfigNode section(String text) {
        return ConfigNode.parse(Path.of("c.yaml"), text + "\n");
    }
}
