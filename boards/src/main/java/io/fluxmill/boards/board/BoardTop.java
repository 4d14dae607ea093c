// SPDX-License-Identifier: Apache-2.0
package io.fluxmill.boards.board;

import io.fluxmill.boards.board.Board.Pins;
import io.fluxmill.core.config.InputException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * The module around a design of host {@code uart} that has the pins of a board. It gives the design its clock, from a PLL if the board has
 * another frequency, and its reset; it adapts the levels of reset and LEDs, and drives pins that the board needs at a fixed level.
 * docs/boards.md has the ports.
 *
 * <p>The design is in reset from power-up until the clock has been good for {@link #resetCycles} cycles, and while the board's reset is pressed
 * and for as many cycles afterwards.
 *
 * @param design module with ports {@code clk}, {@code reset}, {@code uart_rx}, {@code uart_tx} and {@code led[3:0]}
 * @param clockHz frequency of the design's clock
 * @param pll that makes it, if it is not the board's
 */
public record BoardTop(Board board, String design, long clockHz, Optional<Pll> pll) {
    /** LEDs of a design. */
    static final int LEDS = 4;

    private static final int LEAST_RESET_CYCLES = 16;
    /** Block RAM of iCE40 reads as zero for the first microseconds after configuration. */
    private static final double ICE40_RESET_SECONDS = 3e-6;

    /**
     * The top of a design.
     *
     * @throws InputException if the board's clock or serial line is not known or its part cannot make the clock
     */
    public static BoardTop of(Board board, String design, long clockHz) {
        if (board.clock().isEmpty() || board.uart().isEmpty()) {
            throw new InputException(
                    "board " + board.id() + " has no pins: nothing can be built for it",
                    "list the boards that have with: fluxmill boards");
        }
        Optional<Pll> pll =
                board.clock().get().hz() == clockHz ? Optional.empty() : Optional.of(Pll.of(board, clockHz));
        return new BoardTop(board, design, clockHz, pll);
    }

    /** Name of the module. */
    public String name() {
        return design + "_" + board.id().replace('-', '_');
    }

    /** Name of the port of a board's reset. */
    static String resetPort(Pins reset) {
        return reset.activeLow() ? "reset_n" : "reset";
    }

    /** Pins by port, one each. */
    static Map<String, Pins> ports(Board board) {
        Map<String, Pins> ports = new LinkedHashMap<>();
        ports.put("clk", board.clock().orElseThrow().pin());
        board.reset().ifPresent(reset -> ports.put(resetPort(reset), reset));
        ports.put("uart_rx", board.uart().orElseThrow().rx());
        ports.put("uart_tx", board.uart().orElseThrow().tx());
        board.leds().ifPresent(leds -> {
            for (int i = 0; i < leds(board); i++) {
                ports.put("led[" + i + "]", leds.only(i));
            }
        });
        ports.putAll(board.outputs());
        return ports;
    }

    private static int leds(Board board) {
        return board.leds().map(leds -> Math.min(LEDS, leds.pins().size())).orElse(0);
    }

    /** LEDs that it has. */
    public int leds() {
        return leds(board);
    }

    /** Cycles of the design's clock, a power of two. */
    public int resetCycles() {
        double least = board.family() == ChipFamily.ICE40 ? Math.ceil(ICE40_RESET_SECONDS * clockHz) : 0;
        int cycles = LEAST_RESET_CYCLES;
        while (cycles < least) {
            cycles *= 2;
        }
        return cycles;
    }

    /** The model of the PLL's cell for simulation; its file is {@link #modelName}. */
    public Optional<String> model() {
        return pll.map(p -> p.cell().model());
    }

    /** Name of the file of the model. */
    public String modelName() {
        return pll.orElseThrow().primitive() + ".v";
    }

    /** The module in Verilog. */
    public String verilog() {
        int bits = Integer.numberOfTrailingZeros(resetCycles());
        StringBuilder text = new StringBuilder("// SPDX-License-Identifier: Apache-2.0\n")
                .append("// ")
                .append(design)
                .append(" on ")
                .append(board.name())
                .append(' ')
                .append(board.revision())
                .append(", ")
                .append(board.part())
                .append("\n")
                .append("/* verilator lint_off UNUSED */\n")
                .append("module ")
                .append(name())
                .append(" (\n")
                .append(String.join(",\n", ports()))
                .append("\n);\n")
                .append("  wire design_clk;\n  wire locked;\n");
        text.append(pll.map(p -> p.cell().instance("clk", "design_clk", "locked"))
                .orElse("  assign design_clk = clk;\n  assign locked = 1'b1;\n"));
        String pressed = board.reset()
                .map(reset -> reset.activeLow() ? " && " + resetPort(reset) : " && !" + resetPort(reset))
                .orElse("");
        text.append("  wire good = locked")
                .append(pressed)
                .append(";\n")
                .append("  reg [1:0] settled = 2'b00;\n")
                .append("  reg [")
                .append(bits)
                .append(":0] cycles = ")
                .append(bits + 1)
                .append("'d0;\n")
                .append("  always @(posedge design_clk) begin\n")
                .append("    settled <= {settled[0], good};\n")
                .append("    if (!settled[1]) cycles <= ")
                .append(bits + 1)
                .append("'d0;\n")
                .append("    else if (!cycles[")
                .append(bits)
                .append("]) cycles <= cycles + ")
                .append(bits + 1)
                .append("'d1;\n")
                .append("  end\n")
                .append("  wire running = cycles[")
                .append(bits)
                .append("];\n")
                .append("  wire line;\n  wire [3:0] lights;\n")
                .append("  ")
                .append(design)
                .append(" core (\n")
                .append(
                        "    .clk(design_clk),\n    .reset(!running),\n    .uart_rx(uart_rx),\n    .uart_tx(line),\n    .led(lights)\n  );\n")
                .append("  assign uart_tx = line || !running;\n");
        levels(text);
        return text.append("endmodule\n").toString();
    }

    private void levels(StringBuilder text) {
        int leds = leds(board);
        if (leds > 0) {
            boolean low = board.leds().orElseThrow().activeLow();
            String all = "lights[" + (leds - 1) + ":0] & {" + leds + "{running}}";
            text.append("  assign led = ").append(low ? "~(" + all + ")" : all).append(";\n");
        }
        board.outputs()
                .forEach((name, pins) ->
                        text.append("  assign ").append(name).append(pins.activeLow() ? " = 1'b0;\n" : " = 1'b1;\n"));
    }

    private List<String> ports() {
        List<String> ports = new ArrayList<>(List.of("  input clk"));
        board.reset().ifPresent(reset -> ports.add("  input " + resetPort(reset)));
        ports.add("  input uart_rx");
        ports.add("  output uart_tx");
        if (leds(board) > 0) {
            ports.add("  output [" + (leds(board) - 1) + ":0] led");
        }
        board.outputs().keySet().forEach(name -> ports.add("  output " + name));
        return ports;
    }
}
