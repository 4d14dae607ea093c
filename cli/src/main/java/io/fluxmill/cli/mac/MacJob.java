// SPDX-License-Identifier: Apache-2.0
package io.fluxmill.cli.mac;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.fluxmill.cli.console.Console;
import io.fluxmill.cli.console.TextTable;
import io.fluxmill.cli.family.Check;
import io.fluxmill.cli.family.Comparison;
import io.fluxmill.cli.family.Job;
import io.fluxmill.cli.family.Quantization;
import io.fluxmill.cli.family.Rig;
import io.fluxmill.cli.family.Verdict;
import io.fluxmill.cli.mac.MacVerification.FormatRun;
import io.fluxmill.cli.mac.MacVerification.LayerRun;
import io.fluxmill.cli.mac.MacVerification.Mismatch;
import io.fluxmill.cli.mac.program.MacExecution;
import io.fluxmill.cli.mac.program.MappedNetwork;
import io.fluxmill.core.config.InputException;
import io.fluxmill.core.format.Rounding;
import io.fluxmill.core.manifest.Manifest;
import io.fluxmill.core.program.mac.export.ProgramFiles;
import io.fluxmill.core.program.mac.export.Samples;
import io.fluxmill.hw.mac.MacArchitecture;
import io.fluxmill.quantizer.mac.graph.QuantizedNetwork;
import io.fluxmill.quantizer.mac.map.MacMapping;
import io.fluxmill.quantizer.mac.map.NetworkMapping;
import io.fluxmill.quantizer.mac.precision.AccumulatorRange;
import io.fluxmill.quantizer.mac.reference.ReferenceExecutor;
import java.io.IOException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Set;

/** A network on a matrix co-processor. */
record MacJob(MacJobConfig config) implements Job {
    @Override
    public Quantization quantize(Console console) {
        return console.stages(
                "quantize " + config.file().toAbsolutePath(),
                MacStages.quantising(config.quantization().formats()),
                () -> quantization(console));
    }

    private Quantization quantization(Console console) {
        MacWorkload workload = MacWorkload.load(config, console);
        Manifest outline = config.execution().outline();
        Map<Quantized, MappedNetwork> programs = new LinkedHashMap<>();
        Map<Quantized, ReferenceRun> runs = new LinkedHashMap<>();
        for (String format : config.quantization().formats()) {
            Quantized quantized = workload.quantize(format);
            programs.put(
                    quantized, config.execution().map(quantized.network(), outline, NetworkMapping.MOST_IMAGES, false));
            runs.put(quantized, workload.reference(quantized));
        }
        int accumulatorBits = new MacArchitecture(config.execution().array()).accumulatorBits();
        List<String> lines = new ArrayList<>(qualities(workload, runs).lines());
        lines.add("");
        lines.add(
                "Accumulators, in units of the exact sum: what no input can exceed, and the bits of the accumulator.");
        lines.addAll(ranges(runs, accumulatorBits).lines());
        Map<String, List<AccumulatorRange>> windows = new LinkedHashMap<>();
        runs.keySet().forEach(quantized -> windows.put(quantized.format(), AccumulatorRange.of(quantized.network())));
        lines.addAll(windows(windows));
        CycleTable cycles = new CycleTable(programs);
        lines.add("");
        lines.addAll(cycles.lines());
        ObjectNode result = result(workload, runs, accumulatorBits);
        cycles.write(result.putArray("cycles"));
        return new Quantization(lines, result, ranges(runs.keySet(), accumulatorBits));
    }

    @Override
    public Map<String, byte[]> program(Manifest manifest, int samples, Console console) {
        return console.stages(
                "generate " + config.file().toAbsolutePath(),
                MacStages.quantising(config.quantization().formats()),
                () -> programs(manifest, samples, console));
    }

    private Map<String, byte[]> programs(Manifest manifest, int samples, Console console) {
        if (config.execution() instanceof MacExecution.Processor) {
            console.message("no program in C is written, because its driver is for matrix co-processors");
            return Map.of();
        }
        MacModel model = MacModel.load(config, console);
        if (samples > model.data().count()) {
            throw new InputException(
                    config.file() + ": data must have as many samples as come with the program: samples="
                            + model.data().count() + ", --samples " + samples,
                    "use --samples " + model.data().count());
        }
        ProgramFiles files = new ProgramFiles(manifest);
        for (String format : config.quantization().formats()) {
            QuantizedNetwork network = model.quantize(format).network();
            if (network.matrices().stream()
                    .anyMatch(layer -> layer.rescale().operands().isBlocks())) {
                console.message(format + ": no program in C is written, because its driver does not make blocks");
                continue;
            }
            ReferenceExecutor reference = new ReferenceExecutor(network);
            short[] input = reference.encode(model.data().samples(samples));
            short[] expected = reference.run(input, samples);
            files.add(
                    format,
                    MacMapping.map(network, manifest),
                    model.coding(network),
                    new Samples(samples, input, expected));
        }
        return files.files();
    }

    /** One check per accumulator: whether it holds every sum. */
    private static List<Check> ranges(Set<Quantized> quantized, int accumulatorBits) {
        List<Check> checks = new ArrayList<>();
        for (Quantized run : quantized) {
            for (AccumulatorRange range : AccumulatorRange.of(run.network())) {
                int needed = range.neededBits();
                String failure = needed <= accumulatorBits
                        ? null
                        : "the accumulator needs " + needed + " bits of " + accumulatorBits;
                checks.add(new Check(run.format(), range.layer(), failure, 0));
            }
        }
        return checks;
    }

    @Override
    public Verdict verify(Rig rig) throws IOException {
        MacVerification verification = new MacVerifier(config, rig).run();
        List<String> lines = new ArrayList<>(table(verification).lines());
        lines.add("");
        for (FormatRun run : verification.runs()) {
            if (run.first() != null) {
                lines.add(run.format() + ": first difference: " + run.first());
            }
        }
        Map<String, List<AccumulatorRange>> windows = new LinkedHashMap<>();
        for (FormatRun run : verification.runs()) {
            windows.put(
                    run.format(),
                    run.layers().stream()
                            .filter(LayerRun::hasSums)
                            .map(LayerRun::accumulator)
                            .toList());
        }
        lines.addAll(windows(windows));
        lines.addAll(rates(verification));
        lines.add(verdict(verification));
        String first = verification.runs().stream()
                .map(FormatRun::first)
                .filter(Objects::nonNull)
                .map(Mismatch::toString)
                .findFirst()
                .orElse(null);
        return new Verdict(
                verification.manifest().design(),
                verification.network(),
                verification.runs().get(0).samples(),
                new Comparison(verification.words(), verification.mismatches(), first),
                verification.idle().isEmpty(),
                MacVerificationJson.seconds(
                        verification, verification.quantizeSeconds(), verification.simulateSeconds()),
                checks(verification),
                MacVerificationJson.of(verification),
                new MacReport(verification).render(),
                lines);
    }

    /** What the window of sums costs the layers that have one; no lines where all sums are exact. */
    private static List<String> windows(Map<String, List<AccumulatorRange>> runs) {
        List<String> lines = new ArrayList<>();
        runs.forEach((run, ranges) -> ranges.stream()
                .filter(range -> range.lost() > 0)
                .map(range -> String.format(
                        Locale.ROOT,
                        "%s: %s: sums are in a window, which changes a result before its rounding by less than %.2g (value of its code)",
                        run,
                        range.layer(),
                        range.lost()))
                .forEach(lines::add));
        if (!lines.isEmpty()) {
            lines.add(0, "");
        }
        return lines;
    }

    /** What the serial line takes; no lines where there is none. */
    private static List<String> rates(MacVerification verification) {
        List<String> lines = new ArrayList<>();
        for (FormatRun run : verification.runs()) {
            if (run.traffic().lineBytes() > 0) {
                lines.add(String.format(
                        Locale.ROOT,
                        "%s: %,.1f bytes on the line a sample, %.1f samples/s at its rate",
                        run.format(),
                        (double) run.traffic().lineBytes() / run.samples(),
                        verification.samplesPerSecond(run)));
            }
        }
        return lines;
    }

    /** One check per layer that was compared and format. */
    private static List<Check> checks(MacVerification verification) {
        List<Check> checks = new ArrayList<>();
        for (FormatRun run : verification.runs()) {
            for (LayerRun layer :
                    run.layers().stream().filter(one -> one.words() > 0).toList()) {
                checks.add(Check.of(
                        run.format(), layer.name(), new Comparison(layer.words(), layer.mismatches(), null), 0));
            }
            checks.add(Check.of(
                    run.format(),
                    "all values",
                    new Comparison(run.words(), run.mismatches(), Objects.toString(run.first(), null)),
                    run.simulateSeconds()));
        }
        return checks;
    }

    private static String verdict(MacVerification verification) {
        String where = verification.network() + " on " + verification.manifest().design() + ": ";
        if (!verification.idle().isEmpty()) {
            return where + "nothing was compared, for there was no result word in "
                    + String.join(", ", verification.idle());
        }
        return verification.mismatches() == 0
                ? String.format(Locale.ROOT, "%sRTL and reference agree in all %,d words", where, verification.words())
                : String.format(
                        Locale.ROOT,
                        "%s%,d of %,d words differ between RTL and reference",
                        where,
                        verification.mismatches(),
                        verification.words());
    }

    private static TextTable table(MacVerification verification) {
        FormatRun first = verification.runs().get(0);
        String what = verification.labels() ? "accuracy" : "error";
        TextTable table = new TextTable(
                "format",
                "reference " + what + " (" + first.referenceSamples() + ")",
                "RTL " + what + " (first " + first.samples() + ")",
                "words compared",
                "mismatches",
                "cycles/sample",
                "utilisation",
                "seconds");
        table.row("float", percent(first.quality().inFloat()), "-", "-", "-", "-", "-", "-");
        for (FormatRun run : verification.runs()) {
            table.row(
                    named(run.format(), run.round()),
                    percent(run.quality().reference()),
                    percent(run.quality().rtl()),
                    run.words(),
                    run.mismatches(),
                    String.format(Locale.ROOT, "%.1f", run.cyclesPerSample()),
                    percent(run.utilisation()),
                    String.format(
                            Locale.ROOT,
                            "%.1f",
                            run.quantizeSeconds() + run.referenceSeconds() + run.simulateSeconds()));
        }
        return table;
    }

    private static String named(String format, Rounding round) {
        return round == null ? format : format + " (" + round.key() + ")";
    }

    private static String percent(double share) {
        return String.format(Locale.ROOT, "%.2f %%", 100 * share);
    }

    private static TextTable qualities(MacWorkload workload, Map<Quantized, ReferenceRun> runs) {
        boolean labels = workload.yardstick().hasLabels();
        TextTable table = new TextTable("format", labels ? "accuracy" : "relative error", "samples", "seconds");
        table.row("float", percent(workload.yardstick().floatQuality()), workload.samples(), "-");
        runs.forEach((quantized, run) -> table.row(
                named(quantized.format(), quantized.round()),
                percent(run.quality()),
                workload.samples(),
                String.format(Locale.ROOT, "%.1f", quantized.seconds() + run.seconds())));
        return table;
    }

    private static TextTable ranges(Map<Quantized, ReferenceRun> runs, int accumulatorBits) {
        TextTable table = new TextTable("run", "layer", "format", "depth", "smallest", "largest", "bits", "of");
        for (Quantized quantized : runs.keySet()) {
            for (AccumulatorRange range : AccumulatorRange.of(quantized.network())) {
                table.row(
                        quantized.format(),
                        range.layer(),
                        range.format().name(),
                        range.depth(),
                        range.min(),
                        range.max(),
                        range.neededBits(),
                        accumulatorBits);
            }
        }
        return table;
    }

    private static ObjectNode result(MacWorkload workload, Map<Quantized, ReferenceRun> runs, int accumulatorBits) {
        ObjectNode root = JsonNodeFactory.instance.objectNode();
        root.put("model", workload.network().name()).put("samples", workload.samples());
        ObjectNode qualities = root.putObject(workload.yardstick().hasLabels() ? "accuracy" : "error");
        qualities.put("float", workload.yardstick().floatQuality());
        runs.forEach((quantized, run) -> qualities.put(quantized.format(), run.quality()));
        runs.keySet().stream()
                .map(Quantized::round)
                .filter(Objects::nonNull)
                .findFirst()
                .ifPresent(round -> root.put("round", round.key()));
        ArrayNode ranges = root.putArray("accumulators");
        for (Quantized quantized : runs.keySet()) {
            for (AccumulatorRange range : AccumulatorRange.of(quantized.network())) {
                ranges.addObject()
                        .put("run", quantized.format())
                        .put("layer", range.layer())
                        .put("format", range.format().name())
                        .put("depth", range.depth())
                        .put("smallest", range.min())
                        .put("largest", range.max())
                        .put("bits", range.neededBits())
                        .put("lane-bits", accumulatorBits)
                        .put("lost", range.lost());
            }
        }
        return root;
    }
}
