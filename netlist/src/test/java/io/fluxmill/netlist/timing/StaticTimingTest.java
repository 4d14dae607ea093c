// SPDX-License-Identifier: Apache-2.0
package io.fluxmill.netlist.timing;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.fluxmill.core.config.InputException;
import io.fluxmill.netlist.cell.CellLibrary;
import io.fluxmill.netlist.cell.Netlist;
import io.fluxmill.netlist.insert.DelayInsertion;
import io.fluxmill.netlist.timing.NetlistRules.Finding;
import io.fluxmill.netlist.timing.StaticTiming.Endpoint;
import io.fluxmill.netlist.timing.StaticTiming.Kind;
import io.fluxmill.netlist.timing.TimingSpec.Window;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalInt;
import java.util.Set;
import org.junit.jupiter.api.Test;

class StaticTimingTest {
    private static final CellLibrary LIBRARY = CellLibrary.of("rsfqlib-v3");

    @Test
    void aCollisionIsNamedWithItsPathAndItsRemedy() {
        Netlist netlist = builder("a", "b")
                .outputs("q")
                .add("x", "JTL", "a", "late")
                .add("m", "MERGE", "late", "b", "q")
                .build();
        TimingSpec spec = spec(400, Map.of("a", at(10), "b", window(25, 30)));
        StaticTiming timing = StaticTiming.of(netlist, spec);
        Endpoint worst = timing.worst().orElseThrow();
        assertEquals(Kind.COLLISION, worst.kind());
        assertEquals(
                "critical time b_a in state 0 (2.2 ps) of m has slack -0.7 ps: b at 2.5 to 3.0 ps, late at 4.5 ps",
                worst.toString());
        assertEquals("[a at 1.0 ps, late at 4.5 ps]", worst.second().toString());
        assertEquals(List.of(new Finding("collision", "late", worst.toString())), NetlistRules.check(netlist, spec));
        InputException e = assertThrows(InputException.class, () -> NetlistRules.require(netlist, spec));
        assertEquals("netlist t: " + worst, e.getMessage());
        assertEquals("delay one of the merged nets, or let them carry pulses in different periods", e.remedy());
        assertEquals(List.of(), NetlistRules.check(netlist, spec(400, Map.of("a", at(10), "b", window(18, 23)))));
    }

    @Test
    void slackIsExactToTheQuantum() {
        Netlist netlist = builder("a", "clk")
                .outputs("q")
                .add("n", "NOT", "a", "clk", "q")
                .build();
        // State 0: a_clk 0.8, clk_a 4.5, clk_clk 5.2; a never comes in state 1, for every clock pulse takes it back to
        // 0.
        assertEquals(12, slack(netlist, 300, 80, 100, "a_clk", 0));
        assertEquals(0, slack(netlist, 300, 145, 100, "clk_a", 0));
        assertEquals(-1, slack(netlist, 300, 144, 100, "clk_a", 0));
        assertEquals(248, slack(netlist, 300, 80, 100, "clk_clk", 0));
        StaticTiming timing = StaticTiming.of(netlist, clocked(300, 80, 100));
        assertEquals(
                List.of(0, 0, 0),
                timing.endpoints().stream()
                        .filter(e -> e.kind() == Kind.CRITICAL)
                        .map(Endpoint::state)
                        .toList());
        StaticTiming unclocked = StaticTiming.of(netlist, spec(300, Map.of("a", at(80), "clk", at(100))));
        assertEquals(
                -1,
                unclocked.endpoints().stream()
                        .filter(e -> e.state() == 1)
                        .findFirst()
                        .orElseThrow()
                        .slack(),
                "a clock that may be missing");
    }

    private static long slack(Netlist netlist, int period, int a, int clk, String pair, int state) {
        return StaticTiming.of(netlist, clocked(period, a, clk)).endpoints().stream()
                .filter(e -> e.pair().equals(pair) && e.state() == state)
                .findFirst()
                .orElseThrow()
                .slack();
    }

    private static TimingSpec clocked(int period, int a, int clk) {
        return new TimingSpec(period, Map.of("a", at(a), "clk", at(clk)), Set.of("clk"));
    }

    /** A window of the clock moves data and clock of the next gate together. */
    @Test
    void pulsesOfOneOriginAreNotPartedByItsWindow() {
        Netlist netlist = builder("a", "clk")
                .outputs("q")
                .add("s", "SPLIT", "clk", "c0", "c1")
                .add("d", "DFF", "a", "c0", "m")
                .add("e", "DFF", "m", "c1", "q")
                .build();
        TimingSpec spec = new TimingSpec(500, Map.of("a", at(0), "clk", window(100, 300)), Set.of("clk"));
        Endpoint hold = StaticTiming.of(netlist, spec).endpoints().stream()
                .filter(e -> e.instance().equals("e") && e.pair().equals("clk_a"))
                .findFirst()
                .orElseThrow();
        assertEquals(63 - 4, hold.slack());
    }

    @Test
    void theShortestPeriodIsFound() {
        Netlist netlist = builder("a", "clk")
                .outputs("q")
                .add("n", "NOT", "a", "clk", "q")
                .build();
        assertEquals(OptionalInt.of(100 - 80 + 45), StaticTiming.shortestPeriod(netlist, clocked(300, 80, 100)));
        assertEquals(
                OptionalInt.of(65), StaticTiming.shortestPeriod(netlist, clocked(50, 80, 100)), "from a longer one");
        assertEquals(
                OptionalInt.empty(), StaticTiming.shortestPeriod(netlist, clocked(300, 100, 100)), "a_clk is too near");
        assertEquals(50.0, StaticTiming.gigahertz(200));
    }

    @Test
    void whatIsNotKnownIsSaid() {
        Netlist netlist = builder("a", "b", "clk")
                .outputs("q", "r", "p")
                .add("m", "MERGE", "a", "late", "in")
                .add("s", "SPLIT", "in", "q", "back")
                .add("x", "TFF", "back", "late")
                .add("d", "DFF", "b", "clk", "r")
                .add("j", "JTL", "b", "p")
                .build();
        StaticTiming timing = StaticTiming.of(netlist, spec(300, Map.of("a", at(0), "clk", at(100))));
        assertEquals(
                List.of(
                        "no arrival is given for the input b",
                        "net in is in or behind a loop",
                        "net q is in or behind a loop",
                        "net back is in or behind a loop",
                        "net late is in or behind a loop",
                        "instance m is not checked: net late is in or behind a loop",
                        "instance s is not checked: net in is in or behind a loop",
                        "instance x is not checked: net back is in or behind a loop",
                        "instance d is not checked: no arrival is given for the input b",
                        "instance j is not checked: no arrival is given for the input b"),
                timing.unchecked());
        assertEquals(List.of(), timing.endpoints());
    }

    @Test
    void dataThatOvertakeTheirClockAreDelayed() {
        Netlist netlist = builder("a", "clk")
                .outputs("q")
                .add("s", "SPLIT", "clk", "c0", "c1")
                .add("k", "SPLIT", "c1", "c2", "open")
                .add("l", "JTL", "c2", "c3")
                .add("d", "DFF", "a", "c0", "m")
                .add("e", "DFF", "m", "c3", "q")
                .build();
        TimingSpec spec = clocked(300, 0, 100);
        StaticTiming before = StaticTiming.of(netlist, spec);
        Endpoint worst = before.worst().orElseThrow();
        assertEquals(Kind.CAPTURE, worst.kind());
        assertEquals("capture a_clk of e has slack -3.6 ps: m at 22.6 ps, c3 at 26.1 ps", worst.toString());
        assertTrue(NetlistRules.check(netlist, spec).stream()
                .anyMatch(f -> f.rule().equals("timing")));
        Netlist fixed = DelayInsertion.fix(netlist, LIBRARY, spec);
        assertEquals(6, fixed.instances().size(), "one JTL of 35 and a wire of 4: clk_a 0.4 ps");
        assertEquals("m.jtl", fixed.instances().get(5).name());
        assertEquals(39, fixed.instances().get(5).cell().delays(0, 0).max().orElseThrow());
        assertEquals(0, StaticTiming.of(fixed, spec).worst().orElseThrow().slack());
        assertEquals(fixed, DelayInsertion.fix(fixed, LIBRARY, spec), "nothing is left to do");
    }

    @Test
    void aMarginIsLeft() {
        Netlist netlist = builder("a", "clk")
                .outputs("q")
                .add("n", "NOT", "a", "clk", "q")
                .build();
        TimingSpec spec = new TimingSpec(300, Map.of("a", at(80), "clk", at(100)), Set.of("clk"), 30);
        Netlist fixed = DelayInsertion.fix(netlist, LIBRARY, spec);
        assertEquals(47, StaticTiming.of(fixed, spec).worst().orElseThrow().slack(), "12 and a JTL of 35");
        TimingSpec wide = new TimingSpec(300, spec.arrivals(), spec.always(), 140);
        InputException e = assertThrows(InputException.class, () -> DelayInsertion.fix(netlist, LIBRARY, wide));
        assertTrue(
                e.getMessage()
                        .startsWith(
                                "netlist t must allow delays that leave every endpoint a slack of 14.0 ps in a period of 30.0 ps: "));
    }

    @Test
    void delaysThatCannotBeFoundAreRefusedByName() {
        Netlist netlist =
                builder("a", "b").outputs("q").add("m", "MERGE", "a", "b", "q").build();
        InputException e = assertThrows(
                InputException.class,
                () -> DelayInsertion.fix(netlist, LIBRARY, spec(40, Map.of("a", at(0), "b", at(0)))));
        assertEquals(
                "netlist t must allow delays that leave every endpoint a slack of 0.0 ps in a period of 4.0 ps: "
                        + "critical time a_a in state 0 (10.2 ps) of m has slack -6.2 ps: a at 0.0 ps, a at 0.0 ps",
                e.getMessage());
        assertEquals("choose a longer period, or other arrival times of the inputs", e.remedy());
        Netlist fixed = DelayInsertion.fix(netlist, LIBRARY, spec(300, Map.of("a", at(0), "b", at(0))));
        assertEquals(List.of(), NetlistRules.check(fixed, spec(300, Map.of("a", at(0), "b", at(0)))));
        assertEquals(2, fixed.instances().size(), "one JTL, for an input has no wire");
    }

    private static List<Window> at(int time) {
        return window(time, time);
    }

    private static List<Window> window(int earliest, int latest) {
        return List.of(new Window(earliest, latest));
    }

    private static TimingSpec spec(int period, Map<String, List<Window>> arrivals) {
        return new TimingSpec(period, new HashMap<>(arrivals), Set.of());
    }

    private static Netlist.Builder builder(String... inputs) {
        return Netlist.builder("t", LIBRARY).inputs(inputs);
    }
}
