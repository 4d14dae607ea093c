// SPDX-License-Identifier: Apache-2.0
package io.fluxmill.cli.mac;

import com.fasterxml.jackson.databind.node.ArrayNode;
import io.fluxmill.cli.console.TextTable;
import io.fluxmill.cli.mac.program.MappedNetwork;
import io.fluxmill.cli.mac.program.MappedNetwork.Estimate;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/**
 * Jobs, cycles and utilisation of every layer in every format, computed and not simulated.
 *
 * @param programs what was mapped, by run
 */
record CycleTable(Map<Quantized, MappedNetwork> programs) {

    List<String> lines() {
        TextTable table = new TextTable(
                "run", "layer", "format", "jobs", "cycles of one", "together", "cycles/sample", "utilisation");
        for (Quantized run : programs.keySet()) {
            List<Estimate> alone = layers(run, 1);
            List<Estimate> together = layers(run, batch(run));
            for (int i = 0; i < alone.size(); i++) {
                Estimate layer = together.get(i);
                row(table, run, alone.get(i), layer.format(), layer);
            }
            row(table, run, sum(alone), "", sum(together));
        }
        List<String> lines = new ArrayList<>();
        lines.add(
                "Cycles of the engine if streams never wait (docs/mac-engine.md, docs/network-processor.md): one sample alone, and the"
                        + " samples that run together; utilisation of these.");
        lines.addAll(table.lines());
        return lines;
    }

    /** Adds one object for each layer of each run. */
    void write(ArrayNode array) {
        for (Quantized run : programs.keySet()) {
            List<Estimate> alone = layers(run, 1);
            List<Estimate> together = layers(run, batch(run));
            for (int i = 0; i < alone.size(); i++) {
                array.addObject()
                        .put("run", run.format())
                        .put("layer", alone.get(i).name())
                        .put("format", alone.get(i).format())
                        .put("jobs", alone.get(i).jobs())
                        .put("macs", alone.get(i).macs())
                        .put("cycles-alone", alone.get(i).cycles())
                        .put("utilisation-alone", alone.get(i).utilisation())
                        .put("cycles-together", (double) together.get(i).cycles() / batch(run))
                        .put("utilisation-together", together.get(i).utilisation());
            }
        }
    }

    private List<Estimate> layers(Quantized run, int samples) {
        return programs.get(run).estimate(samples);
    }

    /** As many samples as {@code verify} runs together. */
    private int batch(Quantized run) {
        return programs.get(run).partSamples();
    }

    private void row(TextTable table, Quantized run, Estimate alone, String format, Estimate together) {
        table.row(
                run.format(),
                alone.name(),
                format,
                alone.jobs(),
                alone.cycles(),
                batch(run),
                String.format(Locale.ROOT, "%.1f", (double) together.cycles() / batch(run)),
                String.format(Locale.ROOT, "%.2f %%", 100 * together.utilisation()));
    }

    private static Estimate sum(List<Estimate> layers) {
        return new Estimate(
                "all layers",
                "",
                layers.stream().mapToInt(Estimate::jobs).sum(),
                layers.stream().mapToLong(Estimate::macs).sum(),
                layers.stream().mapToLong(Estimate::cycles).sum(),
                layers.stream().mapToLong(Estimate::slots).sum());
    }
}
