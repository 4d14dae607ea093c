// SPDX-License-Identifier: Apache-2.0
package io.fluxmill.boards.flow;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.fluxmill.boards.board.Board;
import io.fluxmill.boards.board.Boards;
import io.fluxmill.core.config.EnvironmentException;
import io.fluxmill.core.config.InputException;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Our models of block RAM: memories as yosys maps them, with the models, against the Verilog that they were made of. */
@Tag("tools")
class Xc7CellsTest {
    private static final String MEMORIES = "block_rams.v";
    private static final Executable SIMULATOR = new Executable("iverilog", "iverilog", "-V");
    private static final Executable RUNNER = new Executable("vvp", "iverilog", "-V");

    @TempDir
    private Path work;

    @Test
    void mappedMemoriesDoWhatTheirVerilogDoes() throws IOException {
        Xc7Flow flow = new Xc7Flow();
        Board board = Boards.in(Path.of(".")).board("arty-a7-35t");
        Toolbox synthesis;
        Toolbox simulation;
        try {
            synthesis = Toolbox.of(flow.tools(), ToolRoot.of(board.family()));
            simulation = Toolbox.require(List.of(SIMULATOR, RUNNER));
        } catch (InputException | EnvironmentException e) {
            assumeTrue(false, "skipped: " + e.getMessage());
            return;
        }
        copy(MEMORIES);
        copy("xc7_cells.v");
        String used = synthesis
                .command(
                        work,
                        "yosys",
                        "-p",
                        "read_verilog " + MEMORIES + "; " + flow.synthesis(board, "block_rams")
                                + "; stat; delete =A:blackbox =A:whitebox; read_verilog xc7_cells.v; "
                                + flow.models(board)
                                + "; hierarchy -top block_rams; proc; flatten; opt_expr; opt_clean -purge; memory_collect; setundef -zero;"
                                + " rename block_rams block_rams_netlist; write_verilog -noattr flat.v")
                .writing("flat.v")
                .run();
        assertEquals(5, count(used, "RAMB18E1"), "RAMB18E1 that yosys used");
        assertEquals(1, count(used, "RAMB36E1"), "RAMB36E1 that yosys used");
        simulation
                .command(work, "iverilog", "-g2012", "-o", "bench", MEMORIES, "flat.v")
                .writing("bench")
                .run();
        String said = simulation.command(work, "vvp", "bench").run();
        Matcher counts =
                Pattern.compile("compared (\\d+) undefined (\\d+) wrong (\\d+)").matcher(said);
        assertTrue(counts.find(), said);
        assertTrue(Integer.parseInt(counts.group(1)) > 900_000, said);
        assertEquals("0", counts.group(3), said);
    }

    private void copy(String name) throws IOException {
        try (InputStream in = Xc7CellsTest.class.getResourceAsStream(name)) {
            Files.copy(in, work.resolve(name));
        }
    }

    /** Cells of a type in what {@code stat} printed; both orders of name and number are in use. */
    private static int count(String stat, String type) {
        Matcher matcher = Pattern.compile("(?m)^ +(?:(\\d+) +" + type + "|" + type + " +(\\d+))\\s*$")
                .matcher(stat);
        int last = 0;
        while (matcher.find()) {
            last = Integer.parseInt(matcher.group(1) == null ? matcher.group(2) : matcher.group(1));
        }
        return last;
    }
}
