// SPDX-License-Identifier: Apache-2.0
package io.fluxmill.benchmarks;

import io.fluxmill.benchmarks.area.AreaBenchmark;
import io.fluxmill.benchmarks.area.ArrayArea;
import io.fluxmill.benchmarks.area.ArrayBenchmark;
import io.fluxmill.benchmarks.area.Technology;
import io.fluxmill.benchmarks.area.UnitArea;
import io.fluxmill.benchmarks.toggles.ToggleBenchmark;
import io.fluxmill.benchmarks.toggles.ToggleRow;
import io.fluxmill.core.file.JsonText;
import io.fluxmill.core.file.OutputFile;
import io.fluxmill.hw.mac.multiply.Gating;
import io.fluxmill.hw.mac.multiply.Multiplier;
import io.fluxmill.hw.mac.multiply.UnitOptions;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.Callable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** The measurements of docs/benchmarks.md: a table on stdout, the same as JSON in a file. */
@Command(
        name = "run.sh",
        mixinStandardHelpOptions = true,
        description = "Measures Fluxmill against baselines in the same run.")
final class Benchmarks implements Callable<Integer> {
    private enum Name {
        BRIDGE,
        SPINALSIM,
        BUILD,
        GENERATE,
        FORMATS,
        CALLS,
        QUANTIZE,
        SFQ,
        SPIKING,
        AREA,
        TOGGLES
    }

    @Parameters(arity = "1..*", description = "What to measure: ${COMPLETION-CANDIDATES}.")
    private List<Name> names;

    @Option(
            names = "--pairs",
            defaultValue = "5",
            description = "Repetitions of each pair (default: ${DEFAULT-VALUE}).")
    private int pairs;

    @Option(names = "--work", required = true, description = "Directory for everything that is built.")
    private Path work;

    @Option(
            names = "--peers",
            description =
                    "area: a directory of Verilog files to measure beside the units; a file has the name of its module.")
    private Path peers;

    @Option(
            names = "--arrays",
            split = ",",
            arity = "0..1",
            fallbackValue = "4,8,16",
            paramLabel = "SIDE",
            description = "area: whole engines in place of units, of 4, 8 and 16 rows and columns, or of these.")
    private List<Integer> arrays;

    @Option(
            names = "--seeds",
            defaultValue = "3",
            description = "area --arrays: placements of each (default: ${DEFAULT-VALUE}).")
    private int seeds;

    @Option(
            names = "--multipliers",
            split = ",",
            description =
                    "area, toggles: what units multiply with: ${COMPLETION-CANDIDATES} (default: auto; for toggles all).")
    private List<Multiplier> multipliers;

    @Option(
            names = "--gating",
            split = ",",
            description = "area: what is gated in the units: ${COMPLETION-CANDIDATES} (default: nothing).")
    private List<Gating> gating = List.of();

    @Option(
            names = "--beside",
            paramLabel = "DIR",
            description =
                    "formats: a folder with npe8x8.v and its manifest of another commit, to simulate in turn with this one.")
    private List<Path> beside = List.of();

    @Option(
            names = "--technologies",
            split = ",",
            description = "area: FPGA families: ${COMPLETION-CANDIDATES} (default: all).")
    private List<Technology> technologies = List.of(Technology.values());

    @Option(names = "--json", description = "Writes the results to a file.")
    private Path json;

    public static void main(String[] arguments) {
        CommandLine line = new CommandLine(new Benchmarks()).setCaseInsensitiveEnumValuesAllowed(true);
        System.exit(line.execute(arguments));
    }

    @Override
    public Integer call() throws Exception {
        if (json != null) {
            OutputFile.of("--json", json).check();
        }
        work = work.toAbsolutePath();
        Files.createDirectories(work);
        Map<String, List<?>> results = new LinkedHashMap<>();
        if (arrays != null) { // before the cache is another one: the user's has the tools of the boards
            List<ArrayArea> rows = ArrayBenchmark.run(work, seeds, arrays, technologies, System.out::println);
            results.put("arrays", ArrayBenchmark.json(rows));
        }
        System.setProperty("fluxmill.cache", work.resolve("cache").toString());
        for (Name name : names) {
            if (name == Name.AREA && arrays != null) {
                continue;
            }
            if (name == Name.AREA) {
                List<UnitOptions> options = multipliers(Multiplier.AUTO).stream()
                        .map(multiplier -> new UnitOptions(multiplier, Set.copyOf(gating)))
                        .toList();
                List<UnitArea> units = AreaBenchmark.run(work, peers, options, technologies, System.out::println);
                results.put("units", units.stream().map(UnitArea::json).toList());
            } else if (name == Name.TOGGLES) {
                List<ToggleRow> rows = ToggleBenchmark.run(work, multipliers(Multiplier.values()), System.out::println);
                results.put("toggles", rows.stream().map(ToggleRow::json).toList());
            } else {
                List<?> rows = measure(name);
                rows.forEach(System.out::println);
                results.put(name.name().toLowerCase(java.util.Locale.ROOT), rows);
            }
        }
        if (json != null) {
            OutputFile.of("--json", json).write(JsonText.of(results));
        }
        return 0;
    }

    private List<Multiplier> multipliers(Multiplier... defaults) {
        return multipliers == null ? List.of(defaults) : multipliers;
    }

    private List<?> measure(Name name) throws IOException {
        return switch (name) {
            case BRIDGE -> SpeedBenchmarks.bridge(work, pairs);
            case SPINALSIM -> SpeedBenchmarks.spinalSim(work, pairs);
            case FORMATS -> beside.isEmpty()
                    ? SpeedBenchmarks.formats(work, pairs)
                    : SpeedBenchmarks.beside(work, pairs, beside);
            case BUILD -> BuildBenchmarks.run(work, pairs);
            case GENERATE -> GenerateBenchmark.run();
            case CALLS -> CallBenchmark.run(work);
            case QUANTIZE -> QuantizeBenchmark.run();
            case SFQ -> SfqBenchmark.run(work, pairs);
            case SPIKING -> SpikingBenchmark.run(work);
            case AREA, TOGGLES -> throw new IllegalStateException("units are not rows of a speed table");
        };
    }
}
