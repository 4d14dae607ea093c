// SPDX-License-Identifier: Apache-2.0
package io.fluxmill.boards.flow;

import io.fluxmill.boards.board.Board;
import java.io.IOException;
import java.util.List;

/** Gowin: yosys, nextpnr-himbaechel-gowin, gowin_pack. */
final class GowinFlow implements Flow {
    private static final String PLACED = "placed.json";
    private static final String BITSTREAM = "bitstream.fs";

    @Override
    public List<Executable> tools() {
        return List.of(
                Executable.YOSYS,
                new Executable("nextpnr-himbaechel-gowin", "nextpnr-himbaechel-gowin", "--version"),
                new Executable("gowin_pack", "python3-apycula", ""));
    }

    /** Products are made of LUTs: there is no model of the multiplier cells, so their netlists could not be compared with the RTL. */
    @Override
    public String synthesis(Board board, String top) {
        return "synth_gowin -nodsp -top " + top;
    }

    @Override
    public String models(Board board) {
        return "read_verilog -defer +/gowin/cells_sim.v";
    }

    @Override
    public List<String> ownModels() {
        return List.of("block_ram.v", "gowin_cells.v");
    }

    @Override
    public void placeAndRoute(Job job) throws IOException {
        job.command(
                        "nextpnr-himbaechel-gowin",
                        "--device",
                        job.board().flow().get("device"),
                        "--vopt",
                        "family=" + job.board().flow().get("family"),
                        "--vopt",
                        "cst=" + job.constraints(),
                        "--json",
                        NETLIST,
                        "--write",
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

    /** Designs may use the pins that the part configures itself with, but not those of JTAG. */
    @Override
    public String pack(Job job) throws IOException {
        job.command(
                        "gowin_pack",
                        "--sspi_as_gpio",
                        "--mspi_as_gpio",
                        "-d",
                        job.board().flow().get("family"),
                        "-o",
                        BITSTREAM,
                        PLACED)
                .writing(BITSTREAM)
                .run();
        return BITSTREAM;
    }
}
