// SPDX-License-Identifier: Apache-2.0
package io.fluxmill.benchmarks.area;

import io.fluxmill.core.format.FormatPair;
import io.fluxmill.core.format.NumberFormat;
import io.fluxmill.core.format.NumberFormats;
import io.fluxmill.core.manifest.Design;
import io.fluxmill.hw.mac.MacArchitecture;
import io.fluxmill.hw.mac.MacConfig;
import io.fluxmill.hw.mac.MacDesign;
import io.fluxmill.hw.mac.multiply.UnitOptions;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;
import java.util.stream.Stream;

/**
 * Cells of one multiply-accumulate unit by yosys, for each set of formats, FPGA family, with and without DSP blocks: the unit's module of a generated engine with
 * 1,024 words of activations and four pipeline stages, alone and flat. Its decoder is synthesised apart.
 */
public final class AreaBenchmark {
    private static final List<List<String>> SETS = List.of(
            List.of("INT8"),
            List.of("POSIT8_0"),
            List.of("POSIT16_1"),
            List.of("FP4_E2M1"),
            List.of("POSIT4_1"),
            List.of("FP4_E2M1", "POSIT4_1", "POSIT8_0", "POSIT16_1"),
            List.of("FP4_E2M1", "POSIT8_0"),
            List.of("INT4"),
            List.of("INT16"));

    private final Path work;
    private final Yosys yosys;
    private final UnitOptions options;
    private final Consumer<UnitArea> progress;

    private AreaBenchmark(Path work, UnitOptions options, Consumer<UnitArea> progress) throws IOException {
        this.work = work;
        yosys = new Yosys(work);
        this.options = options;
        this.progress = progress;
    }

    /**
     * Measures all units, then the INT8 unit that was written by hand, and the peers.
     *
     * @param technologies FPGA families
     * @param options multipliers and gating to measure, each with all units that it takes
     * @param peers a directory of Verilog files, each with a module of the file's name; null for none
     * @param progress is given each row
     */
    public static List<UnitArea> run(
            Path work,
            Path peers,
            List<UnitOptions> options,
            List<Technology> technologies,
            Consumer<UnitArea> progress)
            throws IOException {
        Path directory = Files.createDirectories(work.resolve("area"));
        List<UnitArea> rows = new ArrayList<>();
        for (UnitOptions option : options) {
            AreaBenchmark benchmark = new AreaBenchmark(directory, option, progress);
            for (List<String> formats : SETS) {
                if (option.refused(formats.stream().map(FormatPair::of).toList())
                        .isPresent()) {
                    continue;
                }
                for (Technology technology : technologies) {
                    rows.add(benchmark.unit(formats, technology, true));
                    rows.add(benchmark.unit(formats, technology, false));
                }
            }
        }
        AreaBenchmark benchmark = new AreaBenchmark(directory, UnitOptions.DEFAULT, progress);
        for (Path peer : benchmark.peers(peers)) {
            for (Technology technology : technologies) {
                rows.add(benchmark.peer(peer, technology, true));
                rows.add(benchmark.peer(peer, technology, false));
            }
        }
        return rows;
    }

    private UnitArea unit(List<String> names, Technology technology, boolean dspAllowed) throws IOException {
        List<NumberFormat> formats = names.stream().map(NumberFormats::of).toList();
        MacConfig config = new MacConfig("area", 1, 1, formats, List.of(), 1024, 1024, 64, 4, 32, 1, 16)
                .withTarget(technology.target(dspAllowed))
                .withOptions(options);
        Design design = MacDesign.generate(config);
        Files.writeString(work.resolve("area.v"), design.verilog());
        Netlist unit = yosys.netlist("area.v", "area_MacUnit", technology, dspAllowed);
        if (unit.lut() + unit.ff() == 0) {
            throw new IllegalStateException("a unit of " + names + " has no cells");
        }
        int registers = new MacArchitecture(config).rowBits();
        Netlist decoder = yosys.netlist("area.v", "area_OperandDecoder", technology, dspAllowed);
        Netlist registered =
                new Netlist(decoder.lut(), decoder.ff() + registers, decoder.dsp(), decoder.ram(), decoder.depth());
        return report(new UnitArea(names, options, technology, dspAllowed, unit, registered));
    }

    /** Files of peers, after the unit that was written by hand. */
    private List<Path> peers(Path directory) throws IOException {
        List<Path> files = new ArrayList<>();
        Path hand = Files.createDirectories(work.resolve("by-hand")).resolve("hand_int8.v");
        try (InputStream source = AreaBenchmark.class.getResourceAsStream("hand_int8.v")) {
            Files.write(hand, source.readAllBytes());
        }
        files.add(hand);
        if (directory != null) {
            try (Stream<Path> found = Files.list(directory)) {
                found.filter(file -> file.toString().endsWith(".v")).sorted().forEach(files::add);
            }
        }
        return files;
    }

    private UnitArea peer(Path file, Technology technology, boolean dspAllowed) throws IOException {
        String name = file.getFileName().toString().replaceAll("\\.v$", "");
        Files.copy(file, work.resolve(name + ".v"), StandardCopyOption.REPLACE_EXISTING);
        Netlist netlist = yosys.netlist(name + ".v", name, technology, dspAllowed);
        return report(new UnitArea(List.of(name), options, technology, dspAllowed, netlist, null));
    }

    private UnitArea report(UnitArea row) {
        progress.accept(row);
        return row;
    }
}
