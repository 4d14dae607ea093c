// SPDX-License-Identifier: Apache-2.0
package io.fluxmill.boards.estimate;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.fluxmill.boards.board.Board;
import io.fluxmill.boards.board.Boards;
import io.fluxmill.boards.flow.BoardBuild;
import io.fluxmill.boards.flow.Flow;
import io.fluxmill.boards.flow.LinkedDesign;
import io.fluxmill.core.config.EnvironmentException;
import io.fluxmill.core.config.InputException;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Capacities and counts against nextpnr's own report of a build: adders, counters, a memory and a product. */
@Tag("tools")
class PackingTest {
    private static final Boards BOARDS = Boards.in(Path.of("."));
    /** iCE40: carries may share a cell that is not seen here. Gowin: what begins and ends a chain of ALUs is not counted. */
    private static final Map<String, Double> TOLERANCE = Map.of("ice40", 0.03, "ecp5", 0.0, "gowin", 0.05);

    private static final String VERILOG =
            """
            module mixed (input clk, input reset, input uart_rx, output uart_tx, output [3:0] led);
              reg [31:0] a, b, c;
              reg [15:0] line, word, held;
              reg [15:0] memory [0:511];
              reg [31:0] product;
              always @(posedge clk) begin
                line <= {line[14:0], uart_rx};
                held <= line;
                if (line[15]) memory[a[8:0]] <= b[15:0];
                word <= memory[c[8:0]];
                product <= word * held;
                if (reset) begin a <= 1; b <= 0; c <= 0; end else begin
                  a <= a + product;
                  b <= b + (a ^ {16'd0, line});
                  c <= (b < a) ? c + 1 : c - b;
                end
              end
              assign uart_tx = ^b;
              assign led = c[31:28];
            endmodule
            """;

    /** What nextpnr calls our resources. */
    private static final Map<String, Map<String, String>> NAMES = Map.of(
            "ice40",
            Map.of(
                    "logic cells",
                    "ICESTORM_LC",
                    "block RAM SB_RAM40_4K",
                    "ICESTORM_RAM",
                    "SB_SPRAM256KA",
                    "ICESTORM_SPRAM",
                    "SB_MAC16",
                    "ICESTORM_DSP"),
            "ecp5",
            Map.of(
                    "LUT4",
                    "TRELLIS_COMB",
                    "flip-flops",
                    "TRELLIS_FF",
                    "block RAM DP16KD",
                    "DP16KD",
                    "MULT18X18D",
                    "MULT18X18D"),
            "gowin",
            Map.of("LUT4", "LUT4", "flip-flops", "DFF", "block RAM BSRAM", "BSRAM", "RAM16SDP4", "RAM16SDP4"));

    @ParameterizedTest
    @ValueSource(strings = {"icebreaker", "ice40-hx8k", "ulx3s-85f", "colorlight-i5", "tang-nano-9k", "tang-nano-20k"})
    void asNextpnrSays(String name) throws IOException {
        Board board = BOARDS.board(name);
        LinkedDesign design = new LinkedDesign(
                "mixed",
                VERILOG,
                "01234567",
                "89abcdef",
                "{}\n",
                board.clock().orElseThrow().hz(),
                1_000_000,
                512);
        BoardBuild.Synthesis synthesis;
        JsonNode report;
        try {
            BoardBuild build = new BoardBuild(board, design, step -> {});
            synthesis = build.synthesis();
            report = new ObjectMapper()
                    .readTree(build.route(synthesis, 1)
                            .folder()
                            .resolve(Flow.REPORT)
                            .toFile())
                    .path("utilization");
        } catch (InputException | EnvironmentException e) {
            assumeTrue(false, e.getMessage());
            return;
        }
        int compared = 0;
        for (Resource resource : Count.of(board, synthesis).resources()) {
            String cell = NAMES.get(board.family().id()).get(resource.name());
            assertEquals(
                    report.path(cell).path("available").asInt(),
                    resource.available().getAsInt(),
                    cell);
            int used = report.path(cell).path("used").asInt();
            boolean logic = resource.name().equals("LUT4") || resource.name().equals("logic cells");
            if (cell.equals("LUT4")) {
                used += report.path("ALU").path("used").asInt();
            }
            if (logic) {
                assertTrue(used > 100, cell + " of a design with adders: " + used);
                assertEquals(
                        used,
                        resource.used().getAsInt(),
                        TOLERANCE.get(board.family().id()) * used,
                        cell);
            } else {
                assertEquals(used, resource.used().getAsInt(), cell);
            }
            System.out.println(name + " " + cell + " nextpnr " + used + " ours "
                    + resource.used().getAsInt());
            compared++;
        }
        assertEquals(4, compared);
    }
}
