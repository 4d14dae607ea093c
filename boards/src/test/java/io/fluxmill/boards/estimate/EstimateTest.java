// SPDX-License-Identifier: Apache-2.0
package io.fluxmill.boards.estimate;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.fluxmill.boards.board.Board;
import io.fluxmill.boards.board.Boards;
import io.fluxmill.core.cache.ContentCache;
import io.fluxmill.core.config.EnvironmentException;
import io.fluxmill.core.config.InputException;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Samples against the synthesis of the whole: 16 equal units, one input of which is constant in all of them. */
@Tag("tools")
class EstimateTest {
    private static final Boards BOARDS = Boards.in(Path.of("."));
    private static final int UNITS = 16;
    private static final double LUTS = 0.05;

    @TempDir
    private Path folder;

    private final List<String> steps = new ArrayList<>();

    private static String verilog() {
        StringBuilder text = new StringBuilder(
                """
                module unit (input clk, input first, input [3:0] down, input [11:0] a, input [11:0] b, input [31:0] in,
                    input shift, output reg [31:0] out);
                  reg [23:0] product;
                  reg [31:0] sum;
                  reg [7:0] memory [0:511];
                  reg [7:0] read;
                  always @(posedge clk) begin
                    product <= (a * b) >> down;
                    sum <= (first ? 32'd0 : sum) + product;
                    if (first) memory[sum[8:0]] <= in[7:0];
                    read <= memory[product[8:0]];
                    out <= shift ? in : sum ^ {24'd0, read};
                  end
                endmodule
                module top (input clk, input first, input shift, input [11:0] a, input [11:0] b, output [31:0] out);
                """);
        text.append(
                "  wire [31:0] w [0:" + UNITS + "];\n  assign w[0] = {20'd0, a};\n  assign out = w[" + UNITS + "];\n");
        for (int i = 0; i < UNITS; i++) {
            text.append("  unit u" + i + " (.clk(clk), .first(first), .down(4'd1), .a(a ^ 12'd" + i * 77
                    + "), .b(b + 12'd" + i * 31 + "), .in(w[" + i + "]), .shift(shift), .out(w[" + (i + 1) + "]));\n");
        }
        return text + "endmodule\n";
    }

    private Estimate estimate(Board board, String verilog, boolean whole) {
        try {
            return new Estimate(board, "top", verilog, whole, new ContentCache(folder.resolve("cache")), steps::add);
        } catch (InputException | EnvironmentException e) {
            assumeTrue(false, e.getMessage());
            throw e;
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"ulx3s-85f", "ice40-hx8k"})
    void samplesAndTheWhole(String name) throws IOException {
        Board board = BOARDS.board(name);
        Estimate samples = estimate(board, verilog(), false);
        assertTrue(samples.sampled());
        Count early = samples.early();
        assertFalse(early.complete());
        Count sampled = samples.complete();
        Count whole = estimate(board, verilog(), true).complete();
        assertTrue(sampled.sampled());
        assertFalse(whole.sampled());
        for (int i = 0; i < whole.resources().size(); i++) {
            Resource exact = whole.resources().get(i);
            int used = sampled.resources().get(i).used().getAsInt();
            if (i == 0) {
                assertTrue(exact.used().getAsInt() > UNITS * 50, "logic of all units: " + exact);
                assertEquals(exact.used().getAsInt(), used, LUTS * exact.used().getAsInt(), exact.name());
            } else {
                assertEquals(exact.used().getAsInt(), used, exact.name());
            }
            early.resources().get(i).used().ifPresent(known -> assertEquals(used, known, exact.name()));
        }
        assertEquals(
                UNITS,
                whole.resources().get(name.startsWith("ulx3s") ? 2 : 1).used().getAsInt(),
                "memories");
        int ran = steps.size();
        assertEquals(sampled, estimate(board, verilog(), false).complete());
        assertEquals(ran, steps.size(), "from the cache");
    }

    @Test
    void theStagesAreTold() throws IOException {
        String small = "module top (input clk, input a, output reg q); always @(posedge clk) q <= a ^ q; endmodule\n";
        Count count = estimate(BOARDS.board("ice40-hx8k"), small, false).complete();
        assertEquals(
                List.of(
                        "estimating top: modules",
                        "estimating top: memories and multipliers",
                        "estimating top: LUTs and flip-flops"),
                steps);
        assertEquals(1, count.resources().get(0).used().getAsInt(), "a LUT and a flip-flop in one cell");
        assertEquals(true, count.fits().orElseThrow());
    }
}
