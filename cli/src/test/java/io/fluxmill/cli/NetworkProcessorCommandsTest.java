// SPDX-License-Identifier: Apache-2.0
package io.fluxmill.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

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

/** The verbs with a network processor in place of the co-processor. */
class NetworkProcessorCommandsTest {
    private static final int IN = 60;
    private static final int HIDDEN = 34;
    private static final int OUT = 7;
    private static final int SAMPLES = 70;

    @TempDir
    private Path folder;

    private TinyDesign design() throws IOException {
        TinyDesign design = new TinyDesign(folder)
                .with("idle: 20", "idle: 0")
                .with("back-pressure: 30", "back-pressure: 0")
                .with("samples: 12", "samples: " + SAMPLES)
                .with("rows: 2", "rows: 4")
                .with("columns: 2", "columns: 4")
                .with("result-formats: [INT16]", "result-formats: [INT16]\n  output-cycles: 2\n  map-words: 1024")
                .with("weight-words: 16", "weight-words: 1024")
                .with("activation-words: 16", "activation-words: 128")
                .with("parameter-tiles: 4", "parameter-tiles: 16")
                .withNetwork(IN, HIDDEN, OUT);
        StringBuilder inputs = new StringBuilder();
        StringBuilder labels = new StringBuilder();
        Random random = new Random(3);
        for (int i = 0; i < SAMPLES; i++) {
            for (int k = 0; k < IN; k++) {
                inputs.append(k == 0 ? "" : ",").append((float) random.nextGaussian());
            }
            inputs.append('\n');
            labels.append(i % OUT).append('\n');
        }
        Files.writeString(design.file("inputs.csv"), inputs);
        Files.writeString(design.file("labels.csv"), labels);
        return design;
    }

    private JsonNode json(Path config, String verb, String... more) throws IOException {
        Path file = folder.resolve(verb + ".json");
        String[] args = new String[4 + more.length];
        args[0] = verb;
        args[1] = config.toString();
        args[2] = "--json";
        args[3] = file.toString();
        System.arraycopy(more, 0, args, 4, more.length);
        CommandRun run = CommandRun.of(args);
        assertEquals(Exit.OK, run.code(), run.err());
        return new ObjectMapper().readTree(file.toFile());
    }

    /** One start for 64 samples, every value of both layers equal, nothing on the host, and cycles as {@code quantize} says. */
    @Test
    @Tag("verilator")
    void aWholeNetworkFromOneStart() throws IOException {
        TinyDesign design = design();
        JsonNode computed = json(design.config(), "quantize").get("cycles");
        JsonNode whole =
                json(design.config(), "verify", "--out", folder.resolve("out").toString());
        JsonNode runs = whole.get("runs");
        assertEquals(2, runs.size());
        for (JsonNode run : runs) {
            assertEquals(0, run.get("mismatches").asInt());
            assertEquals(SAMPLES * (HIDDEN + OUT), run.get("words").asInt(), "both layers' values");
            assertEquals(2, run.get("starts").asInt(), "64 samples, then 6");
            assertEquals(0, run.get("host-steps").asInt());
            int bits = run.get("format").asText().equals("INT4") ? 4 : 8;
            long least = (long) SAMPLES * IN * bits / 8;
            assertTrue(run.get("bytes-in").asLong() >= least, run.toString());
            assertTrue(run.get("bytes-in").asLong() <= least + 2 * 8, "no more than two part-filled beats");
            assertTrue(run.get("bytes-out").asLong() >= SAMPLES * OUT, run.toString());
            double counted = run.get("cycles").get("total").asDouble();
            double slots = run.get("utilisation").asDouble();
            assertEquals(
                    (double) SAMPLES * (IN * HIDDEN + HIDDEN * OUT) / (16 * 16 / bits), counted * slots, 1, "slots");
            assertTrue(run.get("bound").asDouble() >= slots && run.get("bound").asDouble() < 1, run.toString());
        }
        for (String key : new String[] {"starts", "host-steps", "bytes-in", "bytes-out"}) {
            long most =
                    Math.max(runs.get(0).get(key).asLong(), runs.get(1).get(key).asLong());
            assertEquals(most, whole.get(key).asLong(), key);
        }
        design.with("samples: " + SAMPLES, "samples: 64");
        runs = json(design.config(), "verify", "--out", folder.resolve("out").toString())
                .get("runs");
        int rows = 0;
        for (JsonNode run : runs) {
            double expected = 0;
            for (JsonNode layer : run.get("layers")) {
                JsonNode row = computed.get(rows++);
                assertEquals(run.get("format"), row.get("run"));
                assertEquals(layer.get("name"), row.get("layer"));
                double ofLayer = 64 * row.get("cycles-together").asDouble();
                expected += ofLayer;
                // The host takes its time with the output; all else ends when the hardware says it does.
                if (!layer.get("name").asText().endsWith("(output)")) {
                    double counted = layer.get("cycles").asDouble();
                    assertEquals(ofLayer, counted, 0.02 * ofLayer + 8, layer + " and " + row);
                }
            }
            double counted = run.get("cycles").get("total").asDouble();
            assertEquals(1, counted / expected, 0.02, run.toString());
        }
        assertEquals(computed.size(), rows);
    }

    /** No program in C, but the hardware. */
    @Test
    void generates() throws IOException {
        CommandRun run = CommandRun.of(
                "generate",
                design().config().toString(),
                "--out",
                folder.resolve("rtl").toString());
        assertEquals(Exit.OK, run.code(), run.err());
        assertTrue(run.err().contains("no program in C is written"), run.err());
        assertTrue(Files.readString(folder.resolve("rtl/mac_tiny.md")).contains("PROGRAM_WORD"));
    }

    /** The remedies help. */
    @Test
    void refusals() throws IOException {
        TinyDesign design = design();
        design.with("rows: 4", "rows: 8");
        assertRefused(design, "engine.rows must be at most columns with map-words", "set engine.rows: 4");
        design.with("rows: 8", "rows: 4").with("map-words: 1024", "map-words: 1000");
        assertRefused(design, "engine.map-words must be a power of two", "use 512 or 1024");
        design.with("map-words: 1000", "map-words: 16");
        assertRefused(design, "but design mac_tiny has 16 in all", "raise engine.map-words");
        design.with("map-words: 16", "map-words: 64\n  program-words: 128");
        assertRefused(design, "words of program", "raise engine.program-words to 256");
        design.with("program-words: 128", "program-words: 256");
        CommandRun run = CommandRun.of("quantize", design.config().toString());
        assertEquals(Exit.OK, run.code(), run.err());
    }

    private static void assertRefused(TinyDesign design, String fact, String remedy) {
        CommandRun run = CommandRun.of("quantize", design.config().toString());
        assertEquals(Exit.USAGE, run.code(), run.out());
        assertTrue(run.err().contains(fact), run.err());
        assertTrue(run.err().contains(remedy), run.err());
    }
}
