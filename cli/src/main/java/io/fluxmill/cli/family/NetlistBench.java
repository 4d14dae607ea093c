// SPDX-License-Identifier: Apache-2.0
package io.fluxmill.cli.family;

import io.fluxmill.boards.board.Board;
import io.fluxmill.boards.board.BoardTop;
import io.fluxmill.boards.flow.NetlistCheck;
import io.fluxmill.core.manifest.Direction;
import io.fluxmill.core.manifest.Manifest;
import io.fluxmill.core.manifest.Manifest.Stream;
import io.fluxmill.driver.device.UartLink;
import io.fluxmill.driver.transport.SerialTransport;
import io.fluxmill.driver.transport.TransportException;
import io.fluxmill.hw.emit.Ports;
import io.fluxmill.hw.host.uart.UartDesign;
import io.fluxmill.simulator.verilator.Options;
import io.fluxmill.simulator.verilator.SimulatedLine;
import io.fluxmill.simulator.verilator.VerilatedTransport;
import io.fluxmill.simulator.verilator.Verilator;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;

/**
 * Netlist and RTL of a board's top side by side in Verilator, with one modem at the serial inputs of both and a counter of the cycles in which
 * any output differs. The driver that drives boards drives the RTL's side. Memories and registers without a reset start at 0, as they do after
 * configuration.
 *
 * @param top of the board
 * @param design behind its link
 * @param cyclesLimit after which no further access is started
 */
public record NetlistBench(BoardTop top, BoardDesign design, long cyclesLimit, long seed) implements NetlistCheck {
    /** Enough for some hundred accesses and a few programs, and some seconds to half a minute of simulation. */
    public static final long DEFAULT_CYCLES = 250_000;

    public static final long DEFAULT_SEED = 1;

    private static final String NAME = "netlist_bench";
    private static final String MODEM = "netlist_modem";
    private static final int SILENCE_BITS = 2000;
    /** Before the reset of a top begins, its outputs have their power-up values. */
    private static final int FIRST_CYCLE = 4;

    @Override
    public String key() {
        return bench() + " " + cyclesLimit + " " + seed + " " + EngineVectors.VERSION;
    }

    @Override
    public Result compare(Path folder, List<String> rtl, String netlist) throws IOException {
        Files.writeString(folder.resolve(NAME + ".v"), bench());
        Files.writeString(
                folder.resolve(MODEM + ".v"),
                UartDesign.modem(MODEM, design.config().divider()));
        List<String> sources = new ArrayList<>(List.of(NAME + ".v", MODEM + ".v", netlist));
        sources.addAll(rtl);
        Manifest manifest = manifest(sources);
        try (VerilatedTransport simulation = VerilatedTransport.open(Verilator.build(manifest, folder, Options.FAST))) {
            simulation.step(2L * top.resetCycles() + 64);
            long accesses = drive(simulation);
            simulation.step(1);
            return new Result(
                    simulation.peek("compared"),
                    simulation.peek("mismatches"),
                    simulation.peek("mismatches") == 0 ? -1 : simulation.peek("first"),
                    accesses);
        }
    }

    private long drive(VerilatedTransport simulation) {
        SimulatedLine line = new SimulatedLine(
                simulation, (long) SILENCE_BITS * design.config().divider());
        try (SerialTransport link = UartLink.open(line.keptOpen(), design.engine())) {
            return new EngineVectors(design, link, new Random(seed), () -> simulation.cycles() / (double) cyclesLimit)
                    .drive();
        } catch (TransportException stopped) {
            if (simulation.peek("mismatches") == 0) {
                throw stopped;
            }
            return 0;
        }
    }

    private Manifest manifest(List<String> sources) {
        List<Stream> streams = List.of(
                new Stream("s_axis_uart", Direction.IN, 8, false), new Stream("m_axis_uart", Direction.OUT, 8, false));
        Ports ports = new Ports();
        streams.forEach(ports::stream);
        ports.out("compared", 32).out("mismatches", 32).out("first", 32);
        return Manifest.builder(NAME, "uart")
                .verilog(sources)
                .ports(ports.list())
                .streams(streams)
                .build();
    }

    private String bench() {
        Board board = top.board();
        int leds = top.leds();
        String reset = board.reset()
                .map(pins -> pins.activeLow() ? ".reset_n(1'b1), " : ".reset(1'b0), ")
                .orElse("");
        StringBuilder text = new StringBuilder(
                """
                // SPDX-License-Identifier: Apache-2.0
                module netlist_bench (
                  input clk,
                  input reset,
                  input [7:0] s_axis_uart_tdata,
                  input s_axis_uart_tvalid,
                  output s_axis_uart_tready,
                  output [7:0] m_axis_uart_tdata,
                  output m_axis_uart_tvalid,
                  input m_axis_uart_tready,
                  output reg [31:0] compared,
                  output reg [31:0] mismatches,
                  output reg [31:0] first
                );
                  wire to_design;
                  wire from_rtl, from_netlist;
                """);
        text.append("  ")
                .append(MODEM)
                .append(" modem (.clk(clk), .reset(reset), .line_to(to_design), .line_from(from_rtl),\n")
                .append("    .s_axis_uart_tdata(s_axis_uart_tdata), .s_axis_uart_tvalid(s_axis_uart_tvalid),\n")
                .append("    .s_axis_uart_tready(s_axis_uart_tready), .m_axis_uart_tdata(m_axis_uart_tdata),\n")
                .append("    .m_axis_uart_tvalid(m_axis_uart_tvalid), .m_axis_uart_tready(m_axis_uart_tready));\n");
        for (String side : List.of("rtl", "netlist")) {
            if (leds > 0) {
                text.append("  wire [")
                        .append(leds - 1)
                        .append(":0] led_")
                        .append(side)
                        .append(";\n");
            }
            text.append("  ")
                    .append(top.name())
                    .append(side.equals("rtl") ? "" : SUFFIX)
                    .append(' ')
                    .append(side)
                    .append(" (.clk(clk), ")
                    .append(reset)
                    .append(".uart_rx(to_design), .uart_tx(from_")
                    .append(side)
                    .append(')');
            if (leds > 0) {
                text.append(", .led(led_").append(side).append(')');
            }
            board.outputs()
                    .keySet()
                    .forEach(name -> text.append(", .").append(name).append("()"));
            text.append(");\n");
        }
        text.append("  wire differ = from_rtl != from_netlist")
                .append(leds > 0 ? " || led_rtl != led_netlist;\n" : ";\n");
        return text.append(
                        """
                          reg [2:0] started;
                          initial begin
                            compared = 0; mismatches = 0; first = 0; started = 0;
                          end
                          always @(posedge clk) begin
                            if (started != FIRST) started <= started + 3'd1;
                            else begin
                              compared <= compared + 1;
                              if (differ) begin
                                mismatches <= mismatches + 1;
                                if (mismatches == 0) first <= compared;
                              end
                            end
                          end
                        endmodule
                        """
                                .replace("FIRST", "3'd" + FIRST_CYCLE))
                .toString();
    }
}
