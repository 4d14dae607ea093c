// SPDX-License-Identifier: Apache-2.0
package io.fluxmill.boards.board;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.fluxmill.core.config.InputException;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

@Tag("tools")
class BoardTopTest {
    private static final Boards BOARDS = Boards.in(Path.of("."));
    /** Shows the level of its reset on the serial line's output. */
    private static final String DESIGN =
            """
            /* verilator lint_off UNUSED */
            /* verilator lint_off DECLFILENAME */
            module thing (input clk, input reset, input uart_rx, output uart_tx, output [3:0] led);
              assign uart_tx = !reset && uart_rx && clk;
              assign led = 4'b0101;
            endmodule
            """;

    @TempDir
    private Path folder;

    @Test
    void everyTopIsCleanVerilog() throws Exception {
        assumeTrue(present("verilator"), "verilator is missing: sudo apt-get install verilator");
        int checked = 0;
        for (Board board : BOARDS.all()) {
            if (!board.abilities().contains(Ability.CONSTRAINTS)) {
                continue;
            }
            for (long hz : List.of((long) board.clock().orElseThrow().hz(), 36_000_000L)) {
                BoardTop top = BoardTop.of(board, "thing", hz);
                List<String> command =
                        new ArrayList<>(List.of("verilator", "--lint-only", "-Wall", "--top-module", top.name()));
                command.addAll(write(top));
                assertEquals("", run(command), top.name());
                assertEquals(board.clock().orElseThrow().hz() == hz, top.pll().isEmpty());
                checked++;
            }
        }
        assertEquals(16, checked);
    }

    private List<String> write(BoardTop top) throws IOException {
        List<String> files = new ArrayList<>(List.of("thing.v", top.name() + ".v"));
        Files.writeString(folder.resolve("thing.v"), DESIGN);
        Files.writeString(folder.resolve(top.name() + ".v"), top.verilog());
        if (top.pll().isPresent()) {
            Files.writeString(folder.resolve(top.modelName()), top.model().orElseThrow());
            files.add(top.modelName());
        }
        return files;
    }

    private static boolean present(String tool) {
        return List.of(System.getenv("PATH").split(":")).stream()
                .anyMatch(place -> Files.isExecutable(Path.of(place, tool)));
    }

    private String run(List<String> command) throws Exception {
        Process process = new ProcessBuilder(command)
                .directory(folder.toFile())
                .redirectErrorStream(true)
                .start();
        String text = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        assertTrue(process.waitFor(60, TimeUnit.SECONDS));
        return text;
    }

    /** At power-up and when the button is released: two cycles to see it, then those of the reset; with a PLL, eight more until its model locks. */
    @Test
    void resetLastsLongEnough() throws Exception {
        assumeTrue(present("iverilog"), "iverilog is missing: sudo apt-get install iverilog");
        BoardTop direct = BoardTop.of(BOARDS.board("icebreaker"), "thing", 12_000_000);
        assertEquals(64, direct.resetCycles(), "3 us at 12 MHz are 36 cycles");
        assertEquals("power-up 66, button 66", simulate(direct));
        BoardTop pll = BoardTop.of(BOARDS.board("icebreaker"), "thing", 48_000_000);
        assertEquals(256, pll.resetCycles());
        assertEquals("power-up 266, button 258", simulate(pll));
        assertEquals(
                16, BoardTop.of(BOARDS.board("ulx3s"), "thing", 100_000_000).resetCycles());
    }

    /** Rising edges of the clock until the design leaves its reset. */
    private String simulate(BoardTop top) throws Exception {
        Files.writeString(
                folder.resolve("bench.v"),
                """
                module bench;
                  reg clk = 0;
                  reg reset_n = 1;
                  integer edges = 0;
                  TOP dut (.clk(clk), .reset_n(reset_n), .uart_rx(1'b1), .uart_tx(), .led());
                  task until_running;
                    begin
                      edges = 0;
                      while (dut.core.reset) begin
                        #1 clk = 1;
                        edges = edges + 1;
                        #1 clk = 0;
                      end
                    end
                  endtask
                  initial begin
                    #1 until_running;
                    $write("power-up %0d", edges);
                    reset_n = 0;
                    repeat (5) begin #1 clk = 1; #1 clk = 0; end
                    reset_n = 1;
                    until_running;
                    $write(", button %0d", edges);
                  end
                endmodule
                """
                        .replace("TOP", top.name()));
        List<String> command = new ArrayList<>(List.of("iverilog", "-g2005", "-o", "sim", "-s", "bench", "bench.v"));
        command.addAll(write(top));
        assertEquals("", run(command));
        return run(List.of("vvp", "-n", "sim"));
    }

    @Test
    void pinsThatTheBoardNeedsAndItsLevels() {
        String ulx3s = BoardTop.of(BOARDS.board("ulx3s"), "thing", 25_000_000).verilog();
        assertTrue(ulx3s.contains("output wifi_gpio0"), ulx3s);
        assertTrue(ulx3s.contains("assign wifi_gpio0 = 1'b1;"), ulx3s);
        assertTrue(ulx3s.contains("assign led = lights[3:0] & {4{running}};"), ulx3s);
        assertTrue(Constraints.of(BOARDS.board("ulx3s")).contains("LOCATE COMP \"wifi_gpio0\" SITE \"L2\";"));
        String i5 =
                BoardTop.of(BOARDS.board("colorlight-i5"), "thing", 25_000_000).verilog();
        assertTrue(i5.contains("output [0:0] led"), i5);
        assertTrue(i5.contains("assign led = ~(lights[0:0] & {1{running}});"), i5);
        assertTrue(i5.contains("wire good = locked && reset_n;"), i5);
    }

    @Test
    void boardsWithoutPinsAreRefused() {
        InputException e =
                assertThrows(InputException.class, () -> BoardTop.of(BOARDS.board("vcu129"), "thing", 12_000_000));
        assertEquals("board vcu129 has no pins: nothing can be built for it", e.getMessage());
    }
}
