// SPDX-License-Identifier: Apache-2.0
package io.fluxmill.netlist.insert;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import io.fluxmill.netlist.cell.CellLibrary;
import io.fluxmill.netlist.cell.Connections;
import io.fluxmill.netlist.cell.Netlist;
import io.fluxmill.netlist.timing.NetlistRules;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class MergerTreesTest {
    private static final CellLibrary LIBRARY = CellLibrary.of("rsfqlib-v3");

    @ParameterizedTest
    @ValueSource(ints = {2, 3, 4, 5, 8, 9, 33})
    void nNetsTakeNMinusOneMergersInABalancedTree(int nets) {
        Netlist.Builder builder = Netlist.builder("t", LIBRARY).outputs("q");
        List<String> all = new ArrayList<>();
        for (int i = 0; i < nets; i++) {
            builder.inputs("in" + i);
            all.add("in" + i);
        }
        assertEquals("q", MergerTrees.add(builder, "q", all));
        Netlist netlist = builder.build();
        assertEquals(List.of(), NetlistRules.check(netlist));
        assertEquals(nets - 1, netlist.instances().size());
        int deepest = 0;
        for (String net : all) {
            deepest = Math.max(deepest, depth(netlist, net));
        }
        assertEquals(32 - Integer.numberOfLeadingZeros(nets - 1), deepest);
    }

    private static int depth(Netlist netlist, String net) {
        Connections connections = new Connections(netlist);
        return connections.sinks(net).isEmpty()
                ? 0
                : 1
                        + depth(
                                netlist,
                                connections
                                        .sinks(net)
                                        .get(0)
                                        .instance()
                                        .outputs()
                                        .get(0));
    }

    @Test
    void namesDeriveFromTheNet() {
        Netlist.Builder builder =
                Netlist.builder("t", LIBRARY).inputs("x", "y", "z").outputs("q");
        assertEquals("g.a", MergerTrees.add(builder, "g.a", List.of("x", "y", "z")));
        Netlist netlist = builder.add("g", "JTL", "g.a", "q").build();
        assertEquals(
                "g.a.merge[g.a.sum, z][g.a] g.a.merge1[x, y][g.a.sum] g[g.a][q]",
                String.join(
                        " ",
                        netlist.instances().stream()
                                .map(i -> i.name() + i.inputs() + i.outputs())
                                .toList()));
    }

    @Test
    void oneNetTakesNoMergerAndNoneIsRefused() {
        Netlist.Builder builder = Netlist.builder("t", LIBRARY).inputs("x").outputs("x");
        assertEquals("x", MergerTrees.add(builder, "q", List.of("x")));
        assertEquals(List.of(), builder.build().instances());
        IllegalArgumentException e =
                assertThrows(IllegalArgumentException.class, () -> MergerTrees.add(builder, "q", List.of()));
        assertEquals("merged nets must be at least one: net=q", e.getMessage());
    }
}
