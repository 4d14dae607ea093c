// SPDX-License-Identifier: Apache-2.0
package io.fluxmill.cli.board;

import io.fluxmill.boards.board.Board;
import io.fluxmill.boards.board.BoardTop;
import io.fluxmill.boards.flow.BuildRecord;
import io.fluxmill.core.config.InputException;
import io.fluxmill.core.manifest.Direction;
import io.fluxmill.core.manifest.Manifest;
import io.fluxmill.hw.emit.Ports;
import io.fluxmill.simulator.verilator.Options;
import io.fluxmill.simulator.verilator.VerilatedModel;
import io.fluxmill.simulator.verilator.Verilator;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;

/**
 * The top of a build in simulation, with a modem at its serial pins: bytes of the stream {@code s_axis_uart} go to {@code uart_rx} and bytes from
 * {@code uart_tx} come from {@code m_axis_uart}, bit by bit. The clock is the design's: a PLL passes it through.
 */
final class SimulatedTop {
    private static final String MODEM =
            """
            // SPDX-License-Identifier: Apache-2.0
            module NAME (
              input clk, input reset,
              input [7:0] s_axis_uart_tdata, input s_axis_uart_tvalid, output s_axis_uart_tready,
              output [7:0] m_axis_uart_tdata, output m_axis_uart_tvalid, input m_axis_uart_tready
            );
              reg [8:0] sending = 9'h1FF;
              reg [3:0] sendingBits = 4'd0;
              reg [15:0] sendingClocks = 16'd0;
              assign s_axis_uart_tready = sendingBits == 4'd0;
              wire line = sending[0];
              always @(posedge clk) begin
                if (reset) begin
                  sending <= 9'h1FF;
                  sendingBits <= 4'd0;
                end else if (sendingBits == 4'd0) begin
                  if (s_axis_uart_tvalid) begin
                    sending <= {s_axis_uart_tdata, 1'b0};
                    sendingBits <= 4'd10;
                    sendingClocks <= DIVIDER - 16'd1;
                  end
                end else if (sendingClocks != 16'd0) begin
                  sendingClocks <= sendingClocks - 16'd1;
                end else begin
                  sending <= {1'b1, sending[8:1]};
                  sendingBits <= sendingBits - 4'd1;
                  sendingClocks <= DIVIDER - 16'd1;
                end
              end

              wire answer;
              reg [7:0] receiving = 8'd0;
              reg [3:0] receivingBits = 4'd0;
              reg [15:0] receivingClocks = 16'd0;
              reg [7:0] queue [0:15];
              reg [4:0] written = 5'd0;
              reg [4:0] taken = 5'd0;
              assign m_axis_uart_tvalid = written != taken;
              assign m_axis_uart_tdata = queue[taken[3:0]];
              always @(posedge clk) begin
                if (reset) begin
                  receivingBits <= 4'd0;
                  written <= 5'd0;
                  taken <= 5'd0;
                end else begin
                  if (m_axis_uart_tvalid && m_axis_uart_tready) taken <= taken + 5'd1;
                  if (receivingBits == 4'd0) begin
                    if (!answer) begin
                      receivingBits <= 4'd10;
                      receivingClocks <= DIVIDER / 16'd2;
                    end
                  end else if (receivingClocks != 16'd0) begin
                    receivingClocks <= receivingClocks - 16'd1;
                  end else begin
                    receivingClocks <= DIVIDER - 16'd1;
                    receivingBits <= receivingBits - 4'd1;
                    receiving <= {answer, receiving[7:1]};
                    if (receivingBits == 4'd10 && answer) receivingBits <= 4'd0;
                    if (receivingBits == 4'd1 && answer) begin
                      queue[written[3:0]] <= receiving;
                      written <= written + 5'd1;
                    end
                  end
                end
              end

              /* verilator lint_off PINMISSING */
              TOP board (.clk(clk), RESET.uart_rx(line), .uart_tx(answer));
            endmodule
            """;

    private SimulatedTop() {}

    /**
     * The compiled top of a build.
     *
     * @param folder of the build
     * @throws InputException if the build does not belong to the board, or Verilator is missing
     */
    static VerilatedModel build(Board board, Path folder, BuildRecord build) throws IOException {
        BoardTop top = BoardTop.of(board, build.design(), build.clockHz());
        if (!top.name().equals(build.top())) {
            throw new InputException(
                    folder + ": the build's top must be " + top.name() + ": top=" + build.top(),
                    "build it again: fluxmill build CONFIG --board " + board.id());
        }
        Path work = Files.createTempDirectory("fluxmill-board");
        try {
            Manifest manifest = write(board, top, folder, build, work);
            return Verilator.build(manifest, work, Options.FAST);
        } finally {
            delete(work);
        }
    }

    private static Manifest write(Board board, BoardTop top, Path folder, BuildRecord build, Path work)
            throws IOException {
        List<String> files = new ArrayList<>();
        for (String file : build.verilog()) {
            Path source = folder.resolve(file);
            if (!Files.isRegularFile(source)) {
                throw new InputException(
                        "the build's Verilog must be there: file=" + source,
                        "build it again: fluxmill build CONFIG --board " + board.id());
            }
            Files.copy(source, work.resolve(source.getFileName().toString()));
            files.add(source.getFileName().toString());
        }
        if (top.model().isPresent() && !files.contains(top.modelName())) {
            Files.writeString(work.resolve(top.modelName()), top.model().get());
            files.add(0, top.modelName());
        }
        String name = top.name() + "_bench";
        files.add(name + ".v");
        Files.writeString(work.resolve(name + ".v"), bench(board, top, build, name));
        return manifest(build, name, files);
    }

    private static String bench(Board board, BoardTop top, BuildRecord build, String name) {
        long divider = (build.clockHz() + build.uartBaud() / 2) / build.uartBaud();
        String reset = board.reset()
                .map(pins -> pins.activeLow() ? ".reset_n(!reset), " : ".reset(reset), ")
                .orElse("");
        return MODEM.replace("NAME", name)
                .replace("DIVIDER", "16'd" + divider)
                .replace("TOP", top.name())
                .replace("RESET", reset);
    }

    private static Manifest manifest(BuildRecord build, String name, List<String> files) {
        List<Manifest.Stream> streams = List.of(
                new Manifest.Stream("s_axis_uart", Direction.IN, 8, false),
                new Manifest.Stream("m_axis_uart", Direction.OUT, 8, false));
        Ports ports = new Ports();
        streams.forEach(ports::stream);
        return Manifest.builder(name, "uart")
                .hash(build.designHash())
                .verilog(files)
                .ports(ports.list())
                .streams(streams)
                .build();
    }

    private static void delete(Path folder) throws IOException {
        try (Stream<Path> files = Files.list(folder)) {
            for (Path file : files.toList()) {
                Files.deleteIfExists(file);
            }
        }
        Files.deleteIfExists(folder);
    }
}
