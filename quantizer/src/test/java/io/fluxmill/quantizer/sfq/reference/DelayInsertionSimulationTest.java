// SPDX-License-Identifier: Apache-2.0
package io.fluxmill.quantizer.sfq.reference;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.fluxmill.netlist.cell.Netlist;
import io.fluxmill.netlist.insert.DelayInsertion;
import io.fluxmill.netlist.insert.PathBalancing;
import io.fluxmill.netlist.insert.SplitterTrees;
import io.fluxmill.netlist.timing.NetlistRules;
import io.fluxmill.netlist.timing.StaticTiming;
import io.fluxmill.netlist.timing.TimingSpec;
import io.fluxmill.netlist.timing.TimingSpec.Window;
import io.fluxmill.netlist.trace.SfqTrace;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import org.junit.jupiter.api.Test;

class DelayInsertionSimulationTest {
    private static final int PERIOD = 400;
    private static final int CLOCK = 200;

    /** Random logic through all steps: it computes a vector every period, without a violation. */
    @Test
    void builtCircuitsComputeAVectorEveryPeriodWithoutAViolation() {
        int failing = 0;
        for (int seed = 0; seed < 40; seed++) {
            Random random = new Random(seed);
            Netlist logic = LogicNetlists.random(random, 2 + seed % 4, 4 + seed % 20);
            Netlist balanced = PathBalancing.insert(logic, LogicNetlists.LIBRARY, "clk", true);
            Netlist divided = SplitterTrees.insert(balanced, LogicNetlists.LIBRARY);
            Map<String, List<Window>> arrivals = new HashMap<>();
            logic.inputs().forEach(net -> arrivals.put(net, List.of(new Window(0, 0))));
            arrivals.put("clk", List.of(new Window(CLOCK, CLOCK)));
            TimingSpec spec = new TimingSpec(PERIOD, arrivals, Set.of("clk"));
            failing += StaticTiming.of(divided, spec).failing().isEmpty() ? 0 : 1;
            Netlist built = DelayInsertion.fix(divided, LogicNetlists.LIBRARY, spec);
            assertEquals(List.of(), NetlistRules.check(built, spec), "seed " + seed);
            StaticTiming timing = StaticTiming.of(built, spec);
            assertEquals(List.of(), timing.unchecked());
            List<Map<String, Boolean>> vectors = LogicNetlists.vectors(logic, random, 40);
            SfqTrace trace = LogicNetlists.run(built, vectors, PERIOD, 0, CLOCK);
            assertEquals(List.of(), trace.violations(), "seed " + seed);
            Map<String, Long> starts = new HashMap<>();
            logic.outputs()
                    .forEach(net ->
                            starts.put(net, timing.arrivals().get(net).get(0).earliest()));
            assertEquals(List.of(), LogicNetlists.wrong(logic, built, vectors, trace, PERIOD, starts), "seed " + seed);
        }
        assertTrue(failing > 20, "failing before " + failing);
    }
}
