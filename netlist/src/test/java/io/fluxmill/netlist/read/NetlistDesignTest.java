// SPDX-License-Identifier: Apache-2.0
package io.fluxmill.netlist.read;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import io.fluxmill.core.config.ConfigNode;
import io.fluxmill.core.config.InputException;
import io.fluxmill.netlist.cell.CellLibrary;
import io.fluxmill.netlist.cell.Netlist;
import io.fluxmill.netlist.insert.PathBalancing;
import io.fluxmill.netlist.read.NetlistDesign.Step;
import io.fluxmill.netlist.timing.NetlistRules;
import io.fluxmill.netlist.timing.TimingSpec;
import io.fluxmill.netlist.trace.NetlistCosts;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;

class NetlistDesignTest {
    private static final CellLibrary LIBRARY = CellLibrary.of("rsfqlib-v3");
    private static final String ADDER =
            """
            name: half
            clock: clk
            insert: [splitters, delays, balance-outputs]
            timing: {period-ps: 40, inputs: {a: 0, b: [0, 0.5], clk: 0}}
            inputs: [a, b, clk]
            outputs: [sum, none]
            cells:
              x: {cell: XOR, a: a, b: b, q: sum}
              o: {cell: OR2, a: a, b: b, q: any}
              n: {cell: NOT, a: any, q: none}
            """;

    @Test
    void stepsComeInTheirOrderAndTheirCostsAreKept() {
        NetlistDesign design = design(ADDER);
        assertEquals(3, design.drawn().instances().size());
        assertEquals(
                List.of(Step.BALANCE_OUTPUTS, Step.SPLITTERS, Step.DELAYS),
                List.copyOf(design.costs().keySet()));
        assertEquals(
                Map.of(Step.BALANCE_OUTPUTS, 38, Step.SPLITTERS, 38 + 5 * 3),
                Map.of(
                        Step.BALANCE_OUTPUTS,
                        design.costs().get(Step.BALANCE_OUTPUTS).junctions(),
                        Step.SPLITTERS,
                        design.costs().get(Step.SPLITTERS).junctions()));
        assertEquals(NetlistCosts.of(design.netlist()), design.costs().get(Step.DELAYS));
        assertEquals(
                List.of(), NetlistRules.check(design.netlist(), design.timing().orElseThrow()));
        assertEquals(Set.of("clk"), design.timing().orElseThrow().always());
        assertEquals(Map.of("none", 2, "sum", 2), PathBalancing.latencies(design.netlist()));
    }

    @Test
    void listsOfNetsAreMerged() {
        Netlist netlist = design(
                        """
                name: t
                inputs: [x, y, z, w]
                outputs: {p: [x, g], z: z}
                cells:
                  s: {cell: SYNAPSE, a: [y, w], q: g, weight: 0.5}
                """)
                .netlist();
        assertEquals(List.of("p", "z"), netlist.outputs());
        assertEquals(
                "s[s.a][g] s.a.merge[y, w][s.a] p.merge[x, g][p]",
                String.join(
                        " ",
                        netlist.instances().stream()
                                .map(i -> i.name() + i.inputs() + i.outputs())
                                .toList()));
    }

    @Test
    void errorsNameFileAndLine() {
        refused(
                "t.yaml:3: insert: step must be one of balance, balance-outputs, splitters, delays: step=jtls",
                ADDER.replace("[splitters, delays, balance-outputs]", "[jtls]"));
        refused(
                "t.yaml:3: insert must be without delays, for no timing is given: insert=a list",
                ADDER.replaceFirst("timing.*\\n", "\n"));
        refused(
                "t.yaml:2: clock must be a net of the netlist: clock=clock",
                ADDER.replace("clock: clk", "clock: clock").replace("cell: ", "clk: clk, cell: "));
        refused(
                "t.yaml:4: net of timing.inputs must be an input of the netlist: net=c",
                ADDER.replace("{a: 0, b", "{c: 0, b"));
        refused(
                "t.yaml:4: timing.inputs.b must be a window with its earliest time first: b=a list",
                ADDER.replace("[0, 0.5]", "[1, 0.5]"));
        refused(
                "t.yaml:4: timing.inputs.b must be a multiple of 0.1 ps, at most 1000000.0: b=0.05",
                ADDER.replace("[0, 0.5]", "0.05"));
        refused(
                "t.yaml:3: netlist half must allow delays that leave every endpoint a slack of 0.0 ps in a period of 5.0 ps: "
                        + "critical time a_a in state 0 (7.0 ps) of b.split has slack -2.5 ps: b at 0.0 to 0.5 ps, b at 0.0 to 0.5 ps",
                ADDER.replace("period-ps: 40", "period-ps: 5"));
    }

    @Test
    void pulsesOfAnInputCanBeSeveral() {
        TimingSpec spec = design(ADDER.replace("[splitters, delays, balance-outputs]", "[splitters]")
                        .replace("[0, 0.5]", "[1..2, 20.5, 30..30.1]"))
                .timing()
                .orElseThrow();
        assertEquals(
                List.of(
                        new TimingSpec.Window(10, 20),
                        new TimingSpec.Window(205, 205),
                        new TimingSpec.Window(300, 301)),
                spec.arrivals().get("b"));
    }

    private static void refused(String message, String text) {
        assertEquals(
                message, assertThrows(InputException.class, () -> design(text)).getMessage());
    }

    private static NetlistDesign design(String text) {
        return NetlistReader.design(ConfigNode.parse(Path.of("t.yaml"), text), LIBRARY);
    }
}
