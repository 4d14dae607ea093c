// SPDX-License-Identifier: Apache-2.0
package io.fluxmill.netlist.insert;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import io.fluxmill.core.config.InputException;
import io.fluxmill.netlist.cell.CellLibrary;
import io.fluxmill.netlist.cell.Instance;
import io.fluxmill.netlist.cell.Netlist;
import io.fluxmill.netlist.timing.NetlistRules;
import java.util.List;
import java.util.Map;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;

class PathBalancingTest {
    private static final CellLibrary LIBRARY = CellLibrary.of("rsfqlib-v3");

    @Test
    void sinksOfANetShareItsDffs() {
        Netlist netlist = builder("a", "b", "clk")
                .outputs("q", "r")
                .add("x", "NOT", "a", "clk", "a1")
                .add("y", "NOT", "a1", "clk", "a2")
                .add("m", "AND2", "a1", "b", "clk", "r")
                .add("n", "AND2", "a2", "b", "clk", "q")
                .build();
        Netlist balanced = PathBalancing.insert(netlist, LIBRARY, "clk", false);
        assertEquals("b.dff b.dff1", added(netlist, balanced));
        assertEquals(
                "b.stage b.stage1",
                balanced.instances().get(2).inputs().get(1) + " "
                        + balanced.instances().get(3).inputs().get(1));
        assertEquals(Map.of("q", 3, "r", 2), PathBalancing.latencies(balanced));
        Netlist equal = PathBalancing.insert(netlist, LIBRARY, "clk", true);
        assertEquals(Map.of("q", 3, "r", 3), PathBalancing.latencies(equal));
        assertEquals("b.dff b.dff1 r.dff", added(netlist, equal));
        assertEquals(List.of("q", "r"), equal.outputs());
        assertEquals(List.of(), NetlistRules.check(SplitterTrees.insert(equal, LIBRARY)));
    }

    @Test
    void dffsComeWhereTheFewestDo() {
        Netlist netlist = builder("a", "b", "c", "clk")
                .outputs("q")
                .add("x", "NOT", "a", "clk", "a1")
                .add("y", "OR2", "b", "c", "clk", "bc")
                .add("w", "XOR", "a1", "bc", "clk", "one")
                .add("z", "AND2", "one", "bc", "clk", "two")
                .add("v", "NOT", "two", "clk", "three")
                .add("u", "AND2", "three", "y2", "clk", "q")
                .add("t", "MERGE", "b1", "c1", "y2")
                .inputs("b1", "c1")
                .build();
        Netlist balanced = PathBalancing.insert(netlist, LIBRARY, "clk", false);
        assertEquals(
                "bc.dff y2.dff y2.dff1 y2.dff2 y2.dff3", added(netlist, balanced), "behind the merger, not before");
    }

    @Test
    void feedbackIsLeftAlone() {
        Netlist netlist = builder("a", "b", "clk")
                .outputs("q", "late")
                .add("n", "NOT", "b", "clk", "b1")
                .add("x", "XOR", "a", "q", "clk", "q")
                .add("o", "OR2", "q", "b1", "clk", "late")
                .build();
        assertEquals(netlist, PathBalancing.insert(netlist, LIBRARY, "clk", true));
    }

    @Test
    void theClockIsFoundThroughSplitters() {
        Netlist netlist = builder("a", "clk")
                .outputs("q")
                .add("c", "SPLIT", "clk", "c0", "c1")
                .add("x", "DFF", "a", "c0", "m")
                .add("y", "DFF", "m", "c1", "q")
                .build();
        assertEquals("clk", PathBalancing.clock(netlist));
        Netlist two = builder("a", "c0", "c1")
                .outputs("q")
                .add("x", "DFF", "a", "c0", "m")
                .add("y", "DFF", "m", "c1", "q")
                .build();
        InputException e = assertThrows(InputException.class, () -> PathBalancing.clock(two));
        assertEquals(
                "clocked gates of netlist t must have one clock, an input of the netlist: clocks=[c0, c1]",
                e.getMessage());
        e = assertThrows(InputException.class, () -> PathBalancing.insert(two, LIBRARY, "clock", false));
        assertEquals("clock must be a net of netlist t: clock=clock", e.getMessage());
    }

    private static String added(Netlist before, Netlist after) {
        List<String> names = after.instances().stream().map(Instance::name).toList();
        return String.join(" ", new TreeSet<>(names.subList(before.instances().size(), names.size())));
    }

    private static Netlist.Builder builder(String... inputs) {
        return Netlist.builder("t", LIBRARY).inputs(inputs);
    }
}
