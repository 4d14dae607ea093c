// SPDX-License-Identifier: Apache-2.0
package io.fluxmill.boards.flow;

import io.fluxmill.boards.board.Board;
import java.io.IOException;
import java.util.List;

/** ECP5: yosys, nextpnr-ecp5, ecppack. */
final class Ecp5Flow implements Flow {
    private static final String PLACED = "placed.config";
    private static final String BITSTREAM = "bitstream.bit";

    @Override
    public List<Executable> tools() {
        return List.of(
                Executable.YOSYS,
                new Executable("nextpnr-ecp5", "nextpnr-ecp5", "--version"),
                new Executable("ecppack", "fpga-trellis", "--version"));
    }

    @Override
    public String synthesis(Board board, String top) {
        return "synth_ecp5 -top " + top;
    }

    @Override
    public String models(Board board) {
        return "read_verilog -defer +/ecp5/cells_sim.v";
    }

    @Override
    public List<String> ownModels() {
        return List.of("block_ram.v", "ecp5_cells.v");
    }

    @Override
    public void placeAndRoute(Job job) throws IOException {
        job.command(
                        "nextpnr-ecp5",
                        "--" + job.board().flow().get("device"),
                        "--package",
                        job.board().flow().get("package"),
                        "--speed",
                        job.board().flow().get("speed"),
                        "--json",
                        NETLIST,
                        "--lpf",
                        job.constraints(),
                        "--textcfg",
                        PLACED,
                        "--freq",
                        job.megahertz(),
                        "--seed",
                        Integer.toString(job.seed()),
                        "--report",
                        REPORT,
                        "--timing-allow-fail")
                .writing(PLACED, REPORT)
                .run();
    }

    @Override
    public String pack(Job job) throws IOException {
        job.command("ecppack", "--compress", PLACED, BITSTREAM)
                .writing(BITSTREAM)
                .run();
        return BITSTREAM;
    }
}
