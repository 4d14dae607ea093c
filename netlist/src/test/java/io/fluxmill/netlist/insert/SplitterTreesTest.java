// SPDX-License-Identifier: Apache-2.0
package io.fluxmill.netlist.insert;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.fluxmill.netlist.cell.CellLibrary;
import io.fluxmill.netlist.cell.Instance;
import io.fluxmill.netlist.cell.Netlist;
import io.fluxmill.netlist.timing.NetlistRules;
import io.fluxmill.netlist.trace.NetlistCosts;
import io.fluxmill.netlist.trace.SfqTrace;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class SplitterTreesTest {
    private static final CellLibrary LIBRARY = CellLibrary.of("rsfqlib-v3");

    @ParameterizedTest
    @ValueSource(ints = {1, 2, 3, 4, 5, 8, 9, 33})
    void nSinksTakeNMinusOneSplittersInABalancedTree(int sinks) {
        Netlist.Builder builder = Netlist.builder("t", LIBRARY).inputs("a");
        for (int i = 0; i < sinks; i++) {
            builder.add("x" + i, "JTL", "a", "q" + i).outputs("q" + i);
        }
        Netlist divided = SplitterTrees.insert(builder.build(), LIBRARY);
        assertEquals(List.of(), NetlistRules.check(divided));
        assertEquals(2 * sinks - 1, divided.instances().size());
        Map<String, Integer> levels = new HashMap<>(Map.of("a", 0));
        for (Instance instance : divided.instances()) {
            if (instance.cell().name().equals("SPLIT")) {
                int level = levels.get(instance.inputs().get(0)) + 1;
                instance.outputs().forEach(net -> levels.put(net, level));
            }
        }
        int deepest = levels.values().stream().mapToInt(l -> l).max().orElseThrow();
        assertEquals(sinks == 1 ? 0 : 32 - Integer.numberOfLeadingZeros(sinks - 1), deepest);
    }

    @Test
    void outputsKeepTheirNames() {
        Netlist netlist = Netlist.builder("t", LIBRARY)
                .inputs("a")
                .outputs("m", "q")
                .add("x", "JTL", "a", "m")
                .add("y", "MERGE", "m", "m", "q")
                .build();
        Netlist divided = SplitterTrees.insert(netlist, LIBRARY);
        assertEquals(List.of("m", "q"), divided.outputs());
        assertEquals(List.of(), NetlistRules.check(divided));
        assertEquals(4, divided.instances().size());
    }

    @Test
    void anObservedInputGetsANetOfItsOwn() {
        Netlist netlist = Netlist.builder("t", LIBRARY)
                .inputs("a")
                .outputs("a", "q")
                .add("x", "JTL", "a", "q")
                .build();
        Netlist divided = SplitterTrees.insert(netlist, LIBRARY);
        assertEquals(List.of("a.observed", "q"), divided.outputs());
        assertEquals(List.of(), NetlistRules.check(divided));
    }

    @Test
    void costsAreTheSumsOfTheCells() {
        Netlist netlist = Netlist.builder("t", LIBRARY)
                .inputs("a", "clk")
                .outputs("q")
                .add("x", "JTL", "a", "m")
                .add("y", "DFF", "m", "clk", "q")
                .build();
        NetlistCosts costs = NetlistCosts.of(netlist);
        assertEquals(new NetlistCosts(9, 1097, 3500), costs);
        assertEquals(2852.2, costs.staticNanowatts(2.6), 1e-9);
        SfqTrace trace =
                new SfqTrace(Map.of("a", new long[] {1, 2}, "m", new long[] {3}, "clk", new long[] {4, 5}), List.of());
        assertEquals((2 * 2 + 3 * 7) * 0.52, NetlistCosts.switchingAttojoules(netlist, trace), 1e-9);
        assertTrue(SplitterTrees.insert(netlist, LIBRARY).equals(netlist));
    }
}
