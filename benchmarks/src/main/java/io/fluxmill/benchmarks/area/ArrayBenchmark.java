// SPDX-License-Identifier: Apache-2.0
package io.fluxmill.benchmarks.area;

import io.fluxmill.benchmarks.area.ArrayPlacer.Placed;
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
 * Cells and clock of whole engines, with output stages, buffers and registers, without a link: arrays of three sizes in three sets of formats. On ECP5 and 7-series they are
 * placed and routed where they fit; no part of iCE40 has room for one.
 */
public final class ArrayBenchmark {
    private static final List<List<String>> SETS = List.of(
            List.of("INT8"), List.of("FP4_E2M1", "POSIT8_0"), List.of("FP4_E2M1", "POSIT4_1", "POSIT8_0", "POSIT16_1"));

    private static final int[] SIDES = {4, 8, 16};
    private static final String TOP = "mac_array";

    /** A part to fit: look-up tables, DSP blocks, block RAMs. */
    private record Part(String name, int lut, int dsp, int ram) {
        static Part of(Technology technology) {
            return switch (technology) {
                case XC7 -> new Part("XC7A200T-1", 134_600, 740, 365);
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
        String shortOf = part.shortOf(netlist);
        Placed placed = shortOf == null && ArrayPlacer.has(technology)
                ? new ArrayPlacer(folder, technology).place(TOP + ".v", TOP, seeds)
                : Placed.NOT;
        ArrayArea row = new ArrayArea(
                names, side, technology, netlist, part.name(), shortOf, placed.megahertz(), placed.path());
        progress.accept(row);
        return row;
    }

    /** The rows of the JSON. */
    public static List<Map<String, Object>> json(List<ArrayArea> rows) {
        return rows.stream().map(ArrayArea::json).toList();
    }
}
