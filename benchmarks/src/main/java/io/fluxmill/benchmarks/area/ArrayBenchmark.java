// SPDX-License-Identifier: Apache-2.0
package io.fluxmill.benchmarks.area;

import io.fluxmill.boards.board.ChipFamily;
import io.fluxmill.boards.flow.Flows;
import io.fluxmill.boards.flow.PlaceReport;
import io.fluxmill.boards.flow.ToolRoot;
import io.fluxmill.boards.flow.Toolbox;
import io.fluxmill.core.format.NumberFormat;
import io.fluxmill.core.format.NumberFormats;
import io.fluxmill.hw.mac.MacConfig;
import io.fluxmill.hw.mac.MacDesign;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;

/**
 * Cells and clock of whole engines, with output stages, buffers and registers, without a link: arrays of three sizes in three sets of formats. On ECP5 they are
 * placed and routed without pins where they fit; iCE40 has too few pins for it, and for 7-series there is the netlist alone.
 */
public final class ArrayBenchmark {
    private static final List<List<String>> SETS = List.of(
            List.of("INT8"), List.of("FP4_E2M1", "POSIT8_0"), List.of("FP4_E2M1", "POSIT4_1", "POSIT8_0", "POSIT16_1"));

    private static final int[] SIDES = {4, 8, 16};
    private static final String TOP = "mac_array";
    private static final String NETLIST = TOP + ".json";
    private static final String REPORT = "report.json";

    /** A part to fit: look-up tables, DSP blocks, block RAMs. */
    private record Part(String name, int lut, int dsp, int ram) {
        static Part of(Technology technology) {
            return switch (technology) {
                case XC7 -> new Part("XC7A200T", 134_600, 740, 365);
                case ECP5 -> new Part("LFE5U-85F-6", 83_640, 156, 208);
                case ICE40 -> new Part("iCE40UP5K", 5_280, 8, 30);
            };
        }

        /** What it has too few of, or null. */
        String shortOf(Netlist netlist) {
            return netlist.dsp() > dsp ? "DSP" : netlist.lut() > lut ? "LUT" : netlist.ram() > ram ? "RAM" : null;
        }
    }

    private final Path work;
    private final int seeds;
    private final Consumer<ArrayArea> progress;

    private ArrayBenchmark(Path work, int seeds, Consumer<ArrayArea> progress) {
        this.work = work;
        this.seeds = seeds;
        this.progress = progress;
    }

    /**
     * Measures all arrays.
     *
     * @param seeds placements of each, with the seeds 1 and up
     * @param sides only arrays of these sizes; empty for all
     * @param technologies FPGA families
     * @param progress is given each row
     */
    public static List<ArrayArea> run(
            Path work, int seeds, List<Integer> sides, List<Technology> technologies, Consumer<ArrayArea> progress)
            throws IOException {
        ArrayBenchmark benchmark = new ArrayBenchmark(Files.createDirectories(work.resolve("arrays")), seeds, progress);
        List<ArrayArea> rows = new ArrayList<>();
        for (int side : SIDES) {
            if (!sides.isEmpty() && !sides.contains(side)) {
                continue;
            }
            for (List<String> formats : SETS) {
                for (Technology technology : technologies) {
                    rows.add(benchmark.array(formats, side, technology));
                }
            }
        }
        return rows;
    }

    private ArrayArea array(List<String> names, int side, Technology technology) throws IOException {
        List<NumberFormat> formats = names.stream().map(NumberFormats::of).toList();
        MacConfig config = new MacConfig(TOP, side, side, formats, List.of(), 1024, 512, 64, 4, 32, 1, 16)
                .withTarget(technology.target(true));
        Path folder =
                Files.createDirectories(work.resolve(technology.key() + "-" + side + "-" + String.join("-", names)));
        Files.writeString(folder.resolve(TOP + ".v"), MacDesign.generate(config).verilog());
        Netlist netlist = new Yosys(folder).netlist(TOP + ".v", TOP, technology, true);
        Part part = Part.of(technology);
        List<Double> megahertz = new ArrayList<>();
        List<String> path = new ArrayList<>();
        if (technology == Technology.ECP5 && part.shortOf(netlist) == null) {
            place(folder, megahertz, path);
        }
        ArrayArea row =
                new ArrayArea(names, side, technology, netlist, part.name(), part.shortOf(netlist), megahertz, path);
        progress.accept(row);
        return row;
    }

    private void place(Path folder, List<Double> megahertz, List<String> path) throws IOException {
        Toolbox tools = Toolbox.of(Flows.tools(ChipFamily.ECP5), ToolRoot.of(ChipFamily.ECP5));
        double slowest = Double.MAX_VALUE;
        for (int seed = 1; seed <= seeds; seed++) {
            tools.command(
                            folder,
                            "nextpnr-ecp5",
                            "--85k",
                            "--package",
                            "CABGA756",
                            "--speed",
                            "6",
                            "--json",
                            NETLIST,
                            "--freq",
                            "120",
                            "--seed",
                            Integer.toString(seed),
                            "--report",
                            REPORT,
                            "--timing-allow-fail",
                            "--lpf-allow-unconstrained",
                            "--out-of-context")
                    .writing(REPORT)
                    .run();
            PlaceReport report = PlaceReport.read(folder.resolve(REPORT));
            megahertz.add(report.fmaxMhz());
            if (report.fmaxMhz() < slowest) {
                slowest = report.fmaxMhz();
                path.clear();
                path.addAll(report.criticalPath());
            }
        }
    }

    /** The rows of the JSON. */
    public static List<Map<String, Object>> json(List<ArrayArea> rows) {
        return rows.stream().map(ArrayArea::json).toList();
    }
}
