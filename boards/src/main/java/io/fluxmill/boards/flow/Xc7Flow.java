// SPDX-License-Identifier: Apache-2.0
package io.fluxmill.boards.flow;

import io.fluxmill.boards.board.Board;
import io.fluxmill.boards.flow.xc7.BitreadCheck;
import io.fluxmill.boards.flow.xc7.FrameAssembler;
import io.fluxmill.boards.flow.xc7.FrameAssembler.Assembled;
import io.fluxmill.boards.flow.xc7.XrayDatabase;
import io.fluxmill.core.config.InputException;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** 7-series: yosys, nextpnr, our own step from FASM to frames, xc7frames2bit; bitread checks what came out. docs/xc7-frames.md. */
final class Xc7Flow implements Flow {
    private static final String FASM = "placed.fasm";
    private static final String FRAMES = "placed.frm";
    private static final String BITSTREAM = "bitstream.bit";
    private static final String BITS = "bitstream.bits";

    /** With the default, heap, nets are half as long again and large designs do not finish routing; docs/xc7-frames.md has figures. */
    private static final String PLACER = "static";

    /** Folder of the databases, from the root of the tools' file system. */
    private static final String DATABASES = "usr/share/prjxray/database";

    /** Folders by the first letters of a device. */
    private static final Map<String, String> FAMILIES =
            Map.of("xc7a", "artix7", "xc7k", "kintex7", "xc7s", "spartan7", "xc7z", "zynq7");

    @Override
    public List<Executable> tools() {
        return List.of(
                Executable.YOSYS,
                new Executable("nextpnr-himbaechel-xilinx", "nextpnr-himbaechel-xilinx", "--version"),
                new Executable("xc7frames2bit", "prjxray", ""),
                new Executable("bitread", "prjxray", ""));
    }

    @Override
    public String synthesis(Board board, String top) {
        return "synth_xilinx -flatten -abc9 -arch xc7 -top " + top;
    }

    @Override
    public String models(Board board) {
        return "read_verilog -defer +/xilinx/cells_sim.v";
    }

    @Override
    public List<String> ownModels() {
        return List.of("xc7_cells.v");
    }

    @Override
    public void placeAndRoute(Job job) throws IOException {
        job.command(
                        "nextpnr-himbaechel-xilinx",
                        "--device",
                        device(job),
                        "--json",
                        NETLIST,
                        "-o",
                        "xdc=" + job.constraints(),
                        "-o",
                        "fasm=" + FASM,
                        "--placer",
                        PLACER,
                        "--router",
                        "router2",
                        "--freq",
                        job.megahertz(),
                        "--seed",
                        Integer.toString(job.seed()),
                        "--report",
                        REPORT,
                        "--timing-allow-fail")
                .writing(FASM, REPORT)
                .run();
    }

    private static String device(Job job) {
        return job.board().flow().get("device");
    }

    @Override
    public String pack(Job job) throws IOException {
        String family = family(device(job));
        XrayDatabase database =
                XrayDatabase.open(job.tools().system().resolve(DATABASES).resolve(family), device(job));
        Assembled design = FrameAssembler.assemble(database, job.work().resolve(FASM));
        design.frames().write(job.work().resolve(FRAMES));
        String part = "/" + DATABASES + "/" + family + "/" + XrayDatabase.partFile(device(job));
        job.command(
                        "xc7frames2bit",
                        "--part_file",
                        part,
                        "--part_name",
                        device(job),
                        "--frm_file",
                        FRAMES,
                        "--output_file",
                        BITSTREAM)
                .writing(BITSTREAM)
                .run();
        job.command("bitread", "-part_file", part, "-y", "-z", "-o", BITS, BITSTREAM)
                .writing(BITS)
                .run();
        Path bits = job.work().resolve(BITS);
        Optional<String> problem = BitreadCheck.problem(database, design, bits);
        if (problem.isPresent()) {
            throw new ToolException(BITSTREAM + " is not the design: " + problem.get(), bits);
        }
        return BITSTREAM;
    }

    private static String family(String device) {
        return Optional.ofNullable(FAMILIES.get(device.substring(0, Math.min(4, device.length()))))
                .orElseThrow(() -> new InputException(
                        "device must be a part of " + String.join(", ", FAMILIES.values()) + ": device=" + device,
                        "correct flow in the board's file"));
    }
}
