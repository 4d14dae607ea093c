// SPDX-License-Identifier: Apache-2.0
package io.fluxmill.cli.board;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.fluxmill.boards.board.ChipFamily;
import io.fluxmill.boards.flow.Primitives;
import io.fluxmill.hw.hdl.Bit;
import io.fluxmill.hw.hdl.Module;
import io.fluxmill.hw.hdl.Rtl;
import io.fluxmill.hw.hdl.Word;
import io.fluxmill.hw.mac.unit.RegisteredMultiplier;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.function.Supplier;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The multiplier of ECP5 with its registers, by the model that netlists are compared with, against the module that it stands for: proved by yosys. */
@Tag("tools")
class RegisteredMultiplierTest {
    @TempDir
    private Path work;

    /** A multiplier that stands still without its enable, as behind a link. */
    private static final class Gated extends Module {
        final Word a = in(18);
        final Word b = in(18);
        final Bit run = inBit();
        final Word p = out(36);

        Gated() {
            RegisteredMultiplier multiplier = child(RegisteredMultiplier::new, Bit.of(false), run);
            multiplier.a.set(a);
            multiplier.b.set(b);
            p.set(multiplier.p);
        }
    }

    /** The multiplier alone, in a module. */
    private static final class Free extends Module {
        final Word a = in(18);
        final Word b = in(18);
        final Word p = out(36);

        Free() {
            RegisteredMultiplier multiplier = child(RegisteredMultiplier::new);
            multiplier.a.set(a);
            multiplier.b.set(b);
            p.set(multiplier.p);
        }
    }

    @Test
    void cellDoesWhatItsTwinDoes() throws Exception {
        assertEquals("", prove(Free::new, "", ""));
    }

    @Test
    void cellStandsStillWithItsTwin() throws Exception {
        assertEquals("", prove(Gated::new, "", ""));
        assertTrue(prove(Gated::new, "wire enable = ", "wire enable = 1'b1 | ").contains("proof did fail"));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                ".REG_OUTPUT_CLK(\"CLK0\"), | ''",
                ".REG_INPUTA_CLK(\"CLK0\"), | ''",
                ".REG_INPUTB_CLK(\"CLK0\"), | ''",
                ".SIGNEDB(1'b1) | .SIGNEDB(1'b0)",
                ".CE0(enable) | .CE0(1'b0)",
                ".RST0(1'b0) | .RST0(1'b1)",
                "a[3] | a[4]"
            })
    void anotherCellDoesNot(String part, String other) throws Exception {
        assertTrue(prove(Free::new, part, other).contains("proof did fail"), part);
    }

    /** What yosys says of a design with a cell some of which is replaced; nothing if it does the same as without the cell. */
    private String prove(Supplier<Module> design, String part, String other) throws IOException, InterruptedException {
        String verilog = Rtl.verilog("twin", design);
        Files.writeString(work.resolve("twin.v"), verilog);
        Primitives primitives = Primitives.of(ChipFamily.ECP5, verilog);
        primitives.write(work);
        Path map = work.resolve("ecp5_multiplier.v");
        String cell = Files.readString(map);
        if (!part.isEmpty()) {
            assertNotEquals(cell, cell.replace(part, other), part);
            Files.writeString(map, cell.replace(part, other));
        }
        try (InputStream models = Primitives.class.getResourceAsStream("ecp5_cells.v")) {
            Files.copy(models, work.resolve("cells.v"), StandardCopyOption.REPLACE_EXISTING);
        }
        String gate = "read_verilog twin.v; rename twin gate; " + primitives.commands()
                + "read_verilog -defer cells.v; hierarchy -top gate; select -assert-count 1 t:*MULT18X18D; proc; flatten; ";
        String gold = "read_verilog twin.v; rename twin gold; proc; flatten gold; ";
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
