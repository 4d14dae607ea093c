// SPDX-License-Identifier: Apache-2.0
package io.fluxmill.boards.flow;

import io.fluxmill.boards.board.Board;
import java.io.IOException;
import java.util.List;
import java.util.Locale;

/** iCE40: yosys, nextpnr-ice40, icepack. DSPs are not inferred: yosys merges registered products into one DSP wrongly. */
final class Ice40Flow implements Flow {
    private static final String PLACED = "placed.asc";
    private static final String BITSTREAM = "bitstream.bin";

    @Override
    public List<Executable> tools() {
        return List.of(
                Executable.YOSYS,
                new Executable("nextpnr-ice40", "nextpnr-ice40", "--version"),
                new Executable("icepack", "fpga-icestorm", ""));
    }

    @Override
    public String synthesis(Board board, String top) {
        return "synth_ice40 -device " + kind(board) + " -top " + top;
    }

    /** Timing model of yosys. */
    private static String kind(Board board) {
        return board.flow().get("device").startsWith("up") ? "u" : "hx";
    }

    @Override
    public String models(Board board) {
        return "read_verilog -defer -D ICE40_" + kind(board).toUpperCase(Locale.ROOT) + " +/ice40/cells_sim.v";
    }

    @Override
    public void placeAndRoute(Job job) throws IOException {
        job.command(
                        "nextpnr-ice40",
                        "--" + job.board().flow().get("device"),
                        "--package",
                        job.board().flow().get("package"),
                        "--json",
                        NETLIST,
                        "--pcf",
                        job.constraints(),
                        "--asc",
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
        job.command("icepack", PLACED, BITSTREAM).writing(BITSTREAM).run();
        return BITSTREAM;
    }
}
