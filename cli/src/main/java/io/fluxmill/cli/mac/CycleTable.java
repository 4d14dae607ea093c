// SPDX-License-Identifier: Apache-2.0
package io.fluxmill.cli.mac;

import com.fasterxml.jackson.databind.node.ArrayNode;
import io.fluxmill.cli.console.TextTable;
import io.fluxmill.core.program.mac.MacProgram;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/**
 * Jobs, cycles and utilisation of every layer in every format, computed and not simulated.
 *
 * @param programs what was mapped, by run
 */
record CycleTable(EngineCycles engine, Map<Quantized, MacProgram> programs) {

    List<String> lines() {
        TextTable table = new TextTable(
                "run", "layer", "format", "jobs", "cycles of one", "cycles/sample of " + batch(), "utilisation");
        for (Quantized run : programs.keySet()) {
            List<EngineCycles.Layer> alone = layers(run, 1);
            List<EngineCycles.Layer> together = layers(run, batch());
            for (int i = 0; i < alone.size(); i++) {
                EngineCycles.Layer layer = together.get(i);
                row(table, run, alone.get(i), layer.format(), layer);
            }
            row(table, run, sum(alone), "", sum(together));
        }
        List<String> lines = new ArrayList<>();
        lines.add("Cycles of the engine if streams never wait (docs/mac-engine.md): one sample alone, and of " + batch()
                + " together; utilisation of these.");
        lines.addAll(table.lines());
        return lines;
    }

    /** Adds one object for each layer of each run. */
    void write(ArrayNode array) {
        for (Quantized run : programs.keySet()) {
            List<EngineCycles.Layer> alone = layers(run, 1);
            List<EngineCycles.Layer> together = layers(run, batch());
            for (int i = 0; i < alone.size(); i++) {
                array.addObject()
                        .put("run", run.format())
                        .put("layer", alone.get(i).name())
                        .put("format", alone.get(i).format())
                        .put("jobs", alone.get(i).jobs())
                        .put("macs", alone.get(i).macs())
                        .put("cycles-alone", alone.get(i).cycles())
                        .put("utilisation-alone", alone.get(i).utilisation())
                        .put("cycles-together", (double) together.get(i).cycles() / batch())
                        .put("utilisation-together", together.get(i).utilisation());
            }
        }
    }

    private List<EngineCycles.Layer> layers(Quantized run, int samples) {
        return engine.layers(run.network(), programs.get(run), samples);
    }

    /** As many samples as {@code verify} runs together. */
    private static int batch() {
        return MacSimulation.PART_SAMPLES;
    }

    private static void row(
            TextTable table, Quantized run, EngineCycles.Layer alone, String format, EngineCycles.Layer together) {
        table.row(
                run.format(),
                alone.name(),
                format,
                alone.jobs(),
                alone.cycles(),
                String.format(Locale.ROOT, "%.1f", (double) together.cycles() / batch()),
                String.format(Locale.ROOT, "%.2f %%", 100 * together.utilisation()));
    }

    private static EngineCycles.Layer sum(List<EngineCycles.Layer> layers) {
        return new EngineCycles.Layer(
                "all layers",
                "",
                layers.stream().mapToInt(EngineCycles.Layer::jobs).sum(),
                layers.stream().mapToLong(EngineCycles.Layer::macs).sum(),
                layers.stream().mapToLong(EngineCycles.Layer::cycles).sum(),
                layers.stream().mapToLong(EngineCycles.Layer::slots).sum());
    }
}
