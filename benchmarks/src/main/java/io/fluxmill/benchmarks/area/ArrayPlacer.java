// SPDX-License-Identifier: Apache-2.0
package io.fluxmill.benchmarks.area;

import io.fluxmill.boards.board.ChipFamily;
import io.fluxmill.boards.flow.Flows;
import io.fluxmill.boards.flow.PlaceReport;
import io.fluxmill.boards.flow.ToolRoot;
import io.fluxmill.boards.flow.Toolbox;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;

/**
 * Places and routes an engine on its own, asked for 120 MHz. nextpnr for ECP5 does that without pins. That for 7-series wants a pin for each port, so there the
 * ports are registers of two shift chains with three pins, whose cells are not in the engine's numbers.
 */
final class ArrayPlacer {
    private static final String REPORT = "report.json";
    private static final String CHAIN = "chain";
    private static final String PINS = CHAIN + ".xdc";

    /** Pins of an SBG484 package that take any signal, R4 being a clock pin. */
    private static final String CONSTRAINTS = Stream.of("R4 clk", "T14 si", "T15 so")
            .map(pin -> pin.split(" "))
            .map(pin ->
                    "set_property -dict {PACKAGE_PIN " + pin[0] + " IOSTANDARD LVCMOS33} [get_ports " + pin[1] + "]\n")
            .reduce("", String::concat);

    private final Path folder;
    private final Technology technology;
    private final Toolbox tools;

    /** Clocks reached with each seed, and the slowest path of the slowest seed, a line for each step. */
    record Placed(List<Double> megahertz, List<String> path) {
        static final Placed NOT = new Placed(List.of(), List.of());
    }

    /** @param folder with the design and its netlist */
    ArrayPlacer(Path folder, Technology technology) {
        this.folder = folder;
        this.technology = technology;
        ChipFamily family = ChipFamily.valueOf(technology.name());
        tools = Toolbox.of(Flows.tools(family), ToolRoot.of(family));
    }

    static boolean has(Technology technology) {
        return technology != Technology.ICE40;
    }

    /** @param seeds placements, with the seeds 1 and up */
    Placed place(String verilog, String top, int seeds) throws IOException {
        List<String> command = technology == Technology.ECP5 ? ecp5(top) : xc7(verilog, top);
        List<Double> megahertz = new ArrayList<>();
        List<String> path = List.of();
        double slowest = Double.MAX_VALUE;
        for (int seed = 1; seed <= seeds; seed++) {
            List<String> words = new ArrayList<>(command);
            words.addAll(List.of(
                    "--freq", "120", "--seed", Integer.toString(seed), "--report", REPORT, "--timing-allow-fail"));
            tools.command(folder, words.toArray(String[]::new)).writing(REPORT).run();
            PlaceReport report = PlaceReport.read(folder.resolve(REPORT));
            megahertz.add(report.fmaxMhz());
            if (report.fmaxMhz() < slowest) {
                slowest = report.fmaxMhz();
                path = report.criticalPath();
            }
        }
        return new Placed(megahertz, path);
    }

    private static List<String> ecp5(String top) {
        return List.of(
                "nextpnr-ecp5",
                "--85k",
                "--package",
                "CABGA756",
                "--speed",
                "6",
                "--json",
                top + ".json",
                "--lpf-allow-unconstrained",
                "--out-of-context");
    }

    private List<String> xc7(String verilog, String top) throws IOException {
        String chain = CHAIN + ".v";
        Files.writeString(folder.resolve(chain), ShiftChain.around(folder.resolve(top + ".json"), top, CHAIN));
        Files.writeString(folder.resolve(PINS), CONSTRAINTS);
        new Yosys(folder).netlist(verilog + " " + chain, CHAIN, technology.synthesis(true, CHAIN));
        return List.of(
                "nextpnr-himbaechel-xilinx",
                "--device",
                "xc7a200tsbg484-1",
                "--json",
                CHAIN + ".json",
                "-o",
                "xdc=" + PINS,
                "--placer",
                "static",
                "--router",
                "router2");
    }
}
