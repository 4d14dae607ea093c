// SPDX-License-Identifier: Apache-2.0
package io.fluxmill.hw.sfq;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.fluxmill.netlist.cell.CellLibrary;
import io.fluxmill.netlist.cell.Netlist;
import io.fluxmill.netlist.trace.SfqTrace;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;

class StructuralVerilogTest {
    /** Two edges in a quantum would be no change of the level: no pulse. */
    @Test
    void aStimulusThatIsGivenTwiceIsOnePulse() {
        Netlist netlist = Netlist.builder("t", CellLibrary.of("rsfqlib-v3"))
                .inputs("a", "b")
                .outputs("q")
                .add("x", "MERGE", "a", "b", "q")
                .build();
        Map<String, long[]> stimuli = new TreeMap<>(Map.of("a", new long[] {7, 3, 3, -1}, "b", new long[] {3, 10}));
        assertEquals("40 0\n40 1\n80 0\n", StructuralVerilog.stimuli(netlist, stimuli, 10));
    }

    /** Ports carry the names of their nets; an output that is an input, too, has a name of its own. */
    @Test
    void portsAreNamedAfterTheirNets() {
        Netlist netlist = Netlist.builder("t", CellLibrary.of("rsfqlib-v3"))
                .inputs("a", "wire")
                .outputs("x.q", "a")
                .add("x", "MERGE", "a", "wire", "x.q")
                .build();
        String verilog = StructuralVerilog.of(netlist, 10);
        String module = verilog.substring(verilog.indexOf("module t_Cells"), verilog.indexOf("module t_tb"));
        assertEquals(
                """
                module t_Cells (
                  input n_a, // net a: each edge is a pulse into the circuit
                  input n_wire, // net wire: each edge is a pulse into the circuit
                  output n_x$q, // net x.q: each edge is a pulse out of the circuit
                  output o_a, // net a: each edge is a pulse out of the circuit
                  output [3:0] violated // sticky, a bit for each critical time of each instance, in their order
                );
                  t_Cell_merge x_x (.p_a(n_a), .p_b(n_wire), .p_q(n_x$q), .violated(violated[3:0]));
                  assign o_a = n_a;
                endmodule

                """,
                module);
        SfqTrace trace = StructuralVerilog.trace(List.of("pulse x$q 7", "violation t_tb.dut.x_x 0 a_b 9"));
        assertEquals(7, trace.pulses().get("x.q")[0]);
        assertEquals("x", trace.violations().get(0).instance());
    }
}
