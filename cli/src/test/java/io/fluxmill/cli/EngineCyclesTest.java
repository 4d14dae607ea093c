// SPDX-License-Identifier: Apache-2.0
package io.fluxmill.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.fluxmill.cli.console.Exit;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Random;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The cycles that {@code quantize} computes against those that the simulated engine counts in {@code verify}. */
class EngineCyclesTest {
    /** As many as run together. */
    private static final int BATCH = 64;

    @TempDir
    private Path folder;

    private TinyDesign design(int samples) throws IOException {
        TinyDesign design = new TinyDesign(folder)
                .with("idle: 20", "idle: 0")
                .with("back-pressure: 30", "back-pressure: 0")
                .with("samples: 12", "samples: " + samples)
                .with("weight-words: 16", "weight-words: 256")
                .with("parameter-tiles: 4", "parameter-tiles: 8")
                .withNetwork(30, 18, 7);
        StringBuilder inputs = new StringBuilder();
        StringBuilder labels = new StringBuilder();
        Random random = new Random(3);
        for (int i = 0; i < BATCH; i++) {
            for (int k = 0; k < 30; k++) {
                inputs.append(k == 0 ? "" : ",").append((float) random.nextGaussian());
            }
            inputs.append('\n');
            labels.append(i % 7).append('\n');
        }
        Files.writeString(design.file("inputs.csv"), inputs);
        Files.writeString(design.file("labels.csv"), labels);
        return design;
    }

    @Test
    @Tag("verilator")
    void sixtyFourSamplesTogether() throws IOException {
        assertCycles(design(BATCH), "cycles-together", BATCH);
    }

    @Test
    @Tag("verilator")
    void oneSampleAlone() throws IOException {
        assertCycles(design(1), "cycles-alone", 1);
    }

    /** An output stage of four cycles limits sums of fewer words. */
    @Test
    @Tag("verilator")
    void aSlowOutputStage() throws IOException {
        TinyDesign slow = design(BATCH).with("pipeline: 1", "pipeline: 3\n  output-cycles: 8");
        assertCycles(slow, "cycles-together", BATCH);
    }

    /** To the cycle. */
    private void assertCycles(TinyDesign design, String key, int samples) throws IOException {
        JsonNode computed = json(design, "quantize").get("cycles");
        JsonNode runs = json(design, "verify", "--out", folder.resolve("out").toString())
                .get("runs");
        int compared = 0;
        for (JsonNode run : runs) {
            assertEquals(samples, run.get("samples").asInt());
            for (JsonNode layer : run.get("layers")) {
                JsonNode row = computed.get(compared++);
                assertEquals(run.get("format"), row.get("run"));
                assertEquals(layer.get("name"), row.get("layer"));
                assertEquals(
                        layer.get("macs").asLong(), samples * row.get("macs").asLong());
                double counted = layer.get("cycles").asDouble();
                double expected = row.get(key).asDouble() * samples;
                assertEquals(expected, counted, 1e-3, row.toString());
            }
        }
        assertEquals(4, compared, "two layers in two formats");
    }

    /** The mapper's own sentences; the remedies help. */
    @Test
    void buffersThatAreTooSmall() throws IOException {
        TinyDesign design = new TinyDesign(folder).withNetwork(100, 5, 3);
        assertRefused(
                design,
                "fluxmill: layer hidden needs 50 words of activationWords for one tile, but the design has 16\n"
                        + "  raise engine.activation-words to 64 or use a narrower format\n");
        design.with("activation-words: 16", "activation-words: 64");
        assertRefused(
                design,
                "fluxmill: layer hidden needs 50 words of weightWords for one tile, but the design has 16\n"
                        + "  raise engine.weight-words to 64 or use a narrower format\n");
        design.with("weight-words: 16", "weight-words: 64");
        CommandRun run = CommandRun.of("quantize", design.config().toString());
        assertEquals(Exit.OK, run.code(), run.err());
    }

    private static void assertRefused(TinyDesign design, String sentence) {
        CommandRun run = CommandRun.of("quantize", design.config().toString());
        assertEquals(Exit.USAGE, run.code());
        assertEquals(sentence, run.err());
    }

    private JsonNode json(TinyDesign design, String verb, String... more) throws IOException {
        Path file = folder.resolve(verb + ".json");
        String[] args = new String[4 + more.length];
        args[0] = verb;
        args[1] = design.config().toString();
        args[2] = "--json";
        args[3] = file.toString();
        System.arraycopy(more, 0, args, 4, more.length);
        CommandRun run = CommandRun.of(args);
        assertEquals(Exit.OK, run.code(), run.err());
        return new ObjectMapper().readTree(file.toFile());
    }
}
