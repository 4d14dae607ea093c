// SPDX-License-Identifier: Apache-2.0
package io.fluxmill.simulator.verilator;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.List;
import org.junit.jupiter.api.Test;

class RepeatedModulesTest {
    private static final String UNIT = "module unit (\n  input a\n);\nendmodule\n";

    private static String top(int units, String parameters) {
        StringBuilder text = new StringBuilder("module top (\n  input a\n);\n  wire unit_a;\n");
        for (int i = 0; i < units; i++) {
            text.append("  unit ").append(parameters).append("unit_").append(i).append(" (\n    .a(a)\n  );\n");
        }
        return text.append("  assign unit_a = (a);\nendmodule\n").toString();
    }

    @Test
    void eightInstancesShareTheirCode() {
        String expected = "`verilator_config\nno_inline -module \"unit\"\npublic_flat_rd -module \"unit\" -var \"a\"\n";
        assertEquals(expected, RepeatedModules.configuration(List.of(top(8, ""), UNIT)));
        assertEquals(
                expected,
                RepeatedModules.configuration(
                        List.of(top(4, ""), UNIT, top(4, "").replace("top", "other"))));
        assertEquals(expected, RepeatedModules.configuration(List.of(UNIT + top(9, "#(.W(8)) "))));
    }

    @Test
    void sevenInstancesAreCopied() {
        assertEquals("`verilator_config\n", RepeatedModules.configuration(List.of(top(7, ""), UNIT)));
    }

    /** Instances are counted in the whole design, and rows of units are copied: they have no code. */
    @Test
    void rowsThatOnlyConnectAreCopied() {
        String row = top(3, "").replace("module top", "module row").replace("unit_a = (a)", "unit_a = a");
        String array = top(3, "").replace("module top", "module array").replace("  unit ", "  row ");
        assertEquals(
                "`verilator_config\nno_inline -module \"unit\"\npublic_flat_rd -module \"unit\" -var \"a\"\n",
                RepeatedModules.configuration(List.of(array, row, UNIT)));
        String long_ = top(8, "").replace("module top", "module array").replace("  unit ", "  row ");
        assertEquals(
                "`verilator_config\ninline -module \"row\"\nno_inline -module \"unit\"\npublic_flat_rd -module \"unit\" -var \"a\"\n",
                RepeatedModules.configuration(List.of(long_, row, UNIT)));
        assertEquals(
                "`verilator_config\nno_inline -module \"row\"\npublic_flat_rd -module \"row\" -var \"a\"\nno_inline -module \"unit\"\npublic_flat_rd -module \"unit\" -var \"a\"\n",
                RepeatedModules.configuration(List.of(long_, row.replace("unit_a = a", "unit_a = !a"), UNIT)));
        assertEquals(
                "`verilator_config\nno_inline -module \"row\"\nno_inline -module \"unit\"\npublic_flat_rd -module \"unit\" -var \"a\"\n",
                RepeatedModules.configuration(List.of(
                        long_, row.replace("endmodule", "  always @(posedge a) begin\n  end\nendmodule"), UNIT)));
    }
}
