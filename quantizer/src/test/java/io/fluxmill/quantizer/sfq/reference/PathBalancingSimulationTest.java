// SPDX-License-Identifier: Apache-2.0
package io.fluxmill.quantizer.sfq.reference;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.fluxmill.netlist.cell.Netlist;
import io.fluxmill.netlist.insert.PathBalancing;
import io.fluxmill.netlist.timing.NetlistRules;
import io.fluxmill.netlist.trace.SfqTrace;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.Test;

class PathBalancingSimulationTest {
    private static final long PERIOD = 300;

    /** All gates see the same clock here; pulses of period n leave the gates 50 to 63 quanta after its clock. */
    @Test
    void balancedCircuitsComputeAVectorEveryPeriod() {
        int unbalanced = 0;
        for (int seed = 0; seed < 60; seed++) {
            Random random = new Random(seed);
            Netlist logic = LogicNetlists.random(random, 2 + seed % 4, 4 + seed % 20);
            unbalanced +=
                    NetlistRules.check(logic).stream().anyMatch(f -> f.rule().equals("balance")) ? 1 : 0;
            Netlist balanced = PathBalancing.insert(logic, LogicNetlists.LIBRARY, "clk", seed % 2 == 0);
            assertTrue(
                    NetlistRules.check(balanced).stream()
                            .noneMatch(f -> f.rule().equals("balance")),
                    "seed " + seed);
            assertEquals(logic.outputs(), balanced.outputs());
            List<Map<String, Boolean>> vectors = LogicNetlists.vectors(logic, random, 40);
            SfqTrace trace = LogicNetlists.run(balanced, vectors, PERIOD, 0, 100);
            Map<String, Long> starts = new HashMap<>();
            logic.outputs().forEach(net -> starts.put(net, 100L));
            assertEquals(
                    List.of(), LogicNetlists.wrong(logic, balanced, vectors, trace, PERIOD, starts), "seed " + seed);
        }
        assertTrue(unbalanced > 30, "unbalanced " + unbalanced);
    }
}
