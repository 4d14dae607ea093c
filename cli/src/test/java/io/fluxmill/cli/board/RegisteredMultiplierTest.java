// SPDX-License-Identifier: Apache-2.0
package io.fluxmill.cli.board;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.fluxmill.boards.board.ChipFamily;
import io.fluxmill.boards.flow.Primitives;
import io.fluxmill.hw.hdl.Rtl;
import io.fluxmill.hw.mac.unit.RegisteredMultiplier;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The multiplier of ECP5 with its registers, by the model that netlists are compared with, against the module that it stands for: proved by yosys. */
@Tag("tools")
class RegisteredMultiplierTest {
    private static final String TWIN = "twin_RegisteredMultiplier";
    private static final String PORTS = "input clk, input reset, input [17:0] a, input [17:0] b, output [35:0] p";

    @TempDir
    private Path work;

    @Test
    void cellDoesWhatItsTwinDoes() throws Exception {
        assertEquals("", prove("", ""));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                ".REG_OUTPUT_CLK(\"CLK0\"), | ''",
                ".REG_INPUTA_CLK(\"CLK0\"), | ''",
                ".REG_INPUTB_CLK(\"CLK0\"), | ''",
                ".SIGNEDB(1'b1) | .SIGNEDB(1'b0)",
                ".CE0(1'b1) | .CE0(1'b0)",
                ".RST0(1'b0) | .RST0(1'b1)",
                "a[3] | a[4]"
            })
    void anotherCellDoesNot(String part, String other) throws Exception {
        assertTrue(prove(part, other).contains("proof did fail"), part);
    }

    /** What yosys says of a cell some of which is replaced; nothing if both do the same. */
    private String prove(String part, String other) throws IOException, InterruptedException {
        String verilog = Rtl.verilog(TWIN, RegisteredMultiplier::new);
        Files.writeString(work.resolve("twin.v"), verilog);
        Files.writeString(
                work.resolve("gate.v"),
                "module gate (" + PORTS + ");\n  " + TWIN
                        + " m (.clk(clk), .reset(reset), .a(a), .b(b), .p(p));\nendmodule\n");
        Primitives primitives = Primitives.of(ChipFamily.ECP5, verilog);
        primitives.write(work);
        Path map = work.resolve("ecp5_multiplier.v");
        String cell = Files.readString(map);
        if (!part.isEmpty()) {
            assertNotEquals(cell, cell.replace(part, other), part);
            Files.writeString(map, cell.replace(part, other));
        }
        try (InputStream models = Primitives.class.getResourceAsStream("ecp5_cells.v")) {
            Files.copy(models, work.resolve("cells.v"));
        }
        String gate = "read_verilog twin.v gate.v; " + primitives.commands()
                + "read_verilog -defer cells.v; hierarchy -top gate; select -assert-count 1 t:*MULT18X18D; proc; flatten; ";
        String gold = "read_verilog twin.v; rename " + TWIN + " gold; proc; ";
        // Both have the same multiplication, which is merged: nothing of it is left to the solver.
        String proof = "miter -equiv -flatten gold gate miter; hierarchy -top miter; opt -full; wreduce; opt -full;"
                + " opt_merge -share_all; opt -full; sat -verify -prove trigger 0 -tempinduct -seq 3 -timeout 60 miter";
        Process yosys = new ProcessBuilder("yosys", "-q", "-p", gate + gold + proof)
                .directory(work.toFile())
                .redirectErrorStream(true)
                .start();
        String said = new String(yosys.getInputStream().readAllBytes());
        assertEquals(said.isEmpty() ? 0 : 1, yosys.waitFor(), said);
        return said;
    }
}
