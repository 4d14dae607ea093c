// SPDX-License-Identifier: Apache-2.0
package io.fluxmill.cli.verb;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.fluxmill.cli.console.Console;
import io.fluxmill.cli.console.Exit;
import io.fluxmill.cli.console.TextTable;
import io.fluxmill.cli.mac.MacJobConfig;
import io.fluxmill.cli.mac.MacWorkload;
import io.fluxmill.cli.mac.Quantized;
import io.fluxmill.cli.mac.ReferenceRun;
import io.fluxmill.hw.mac.MacArchitecture;
import io.fluxmill.quantizer.mac.precision.AccumulatorRange;
import java.io.IOException;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Parameters;

/** {@code fluxmill quantize}: a network in each configured format on the bit-exact reference; nothing is simulated. */
@Command(
        name = "quantize",
        description = "Quantise a network: accuracy in each format, and the range of every accumulator.")
public final class QuantizeCommand implements Callable<Integer> {
    private final Console console;

    @Mixin
    private JsonOption json;

    @Parameters(paramLabel = "CONFIG", description = "Configuration file, see docs/cli.md.")
    private Path config;

    QuantizeCommand(Console console) {
        this.console = console;
    }

    @Override
    public Integer call() throws IOException {
        json.check();
        MacJobConfig design = MacJobConfig.read(config);
        MacWorkload workload = MacWorkload.load(design, console);
        Map<Quantized, ReferenceRun> runs = new LinkedHashMap<>();
        for (String format : design.quantization().formats()) {
            console.progress("quantising to " + format);
            Quantized quantized = workload.quantize(format);
            runs.put(quantized, workload.reference(quantized));
        }
        console.clearProgress();
        int segmentBits = new MacArchitecture(design.engine()).segmentBits();
        qualities(workload, runs).lines().forEach(console::result);
        console.result("");
        console.result("Accumulators, in units of the exact sum: what no input can exceed, and the bits of the lane.");
        ranges(runs, segmentBits).lines().forEach(console::result);
        json.write(result(workload, runs, segmentBits));
        return Exit.OK;
    }

    private static TextTable qualities(MacWorkload workload, Map<Quantized, ReferenceRun> runs) {
        boolean labels = workload.yardstick().hasLabels();
        TextTable table = new TextTable("format", labels ? "accuracy" : "relative error", "samples", "seconds");
        table.row("float", percent(workload.yardstick().floatQuality()), workload.samples(), "-");
        runs.forEach((quantized, run) -> table.row(
                quantized.format(),
                percent(run.quality()),
                workload.samples(),
                String.format(Locale.ROOT, "%.1f", quantized.seconds() + run.seconds())));
        return table;
    }

    private static String percent(double value) {
        return String.format(Locale.ROOT, "%.2f %%", 100 * value);
    }

    private static TextTable ranges(Map<Quantized, ReferenceRun> runs, int segmentBits) {
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
                        range.availableBits(segmentBits));
            }
        }
        return table;
    }

    private static ObjectNode result(MacWorkload workload, Map<Quantized, ReferenceRun> runs, int segmentBits) {
        ObjectNode root = JsonNodeFactory.instance.objectNode();
        root.put("model", workload.network().name()).put("samples", workload.samples());
        ObjectNode qualities = root.putObject(workload.yardstick().hasLabels() ? "accuracy" : "error");
        qualities.put("float", workload.yardstick().floatQuality());
        runs.forEach((quantized, run) -> qualities.put(quantized.format(), run.quality()));
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
                        .put("lane-bits", range.availableBits(segmentBits));
            }
        }
        return root;
    }
}
