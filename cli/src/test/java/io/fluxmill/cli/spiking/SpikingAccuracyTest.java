// SPDX-License-Identifier: Apache-2.0
package io.fluxmill.cli.spiking;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.fluxmill.cli.CommandRun;
import io.fluxmill.cli.console.Exit;
import io.fluxmill.quantizer.spiking.nir.NirWriter;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Random;
import java.util.Set;
import java.util.stream.Collectors;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Values with labels: their classes are those of the network's equations, in integers, in floating point and on the RTL. */
class SpikingAccuracyTest {
    private static final int SAMPLES = 120;
    private static final int SKIPPED = 3;
    private static final int TICKS = 9;
    private static final int MOST = 15;
    private static final double FULL_SCALE = 100;

    private static final String CONFIG =
            """
            engine:
              family: spiking
              name: tiny
              lanes: 2
              neurons: 32
              sources: 64
              weight-words: 64
              row-words: 64
              parameter-words: 4
              populations: 2
              weight-bits: 12
              accumulator-bits: 24
              guard-bits: 8
              state-bits: 28
              value-bits: 4
            model: net.nir
            contract:
              preset: norse
              dt: 1.0e-3
            data:
              inputs: values.csv
              labels: labels.csv
              skip: 3
            encoding:
              kind: direct
              ticks: 9
              bits: 4
              full-scale: 100
            quantization:
              fraction-bits: 12
            verify:
              samples: 10
              states: end
            """;

    @TempDir
    private Path folder;

    private Path config;
    private long right;
    private long rightOfTen;
    private long clipped;
    private long operations;
    private final Set<Integer> classes = new HashSet<>();

    /** Every other label is the class of the equations, the others are the next class. */
    @BeforeEach
    void write() throws IOException {
        NirWriter.write(TinyNetwork.graph(), folder.resolve("net.nir"));
        Random random = new Random(8);
        List<String> rows = new ArrayList<>();
        List<String> labels = new ArrayList<>();
        for (int s = 0; s < SAMPLES; s++) {
            int[] values = random.ints(TinyNetwork.INPUTS, -20, 60).toArray();
            values[s % values.length] = 108;
            int[] codes = Arrays.stream(values)
                    .map(v -> (int) Math.max(0, Math.min(MOST, Math.rint(v * MOST / FULL_SCALE))))
                    .toArray();
            int[][] spikes = new int[TICKS][];
            Arrays.fill(spikes, codes);
            TinyNetwork.Truth truth = TinyNetwork.run(spikes);
            int best = 0;
            for (int n = 1; n < TinyNetwork.SECOND; n++) {
                best = truth.outputs().get(n).size() > truth.outputs().get(best).size() ? n : best;
            }
            rows.add(Arrays.stream(values).mapToObj(String::valueOf).collect(Collectors.joining(",")));
            classes.add(best);
            labels.add("" + (s % 2 == 0 ? best : (best + 1) % TinyNetwork.SECOND));
            if (s >= SKIPPED) {
                right += 1 - s % 2;
                rightOfTen += s < SKIPPED + 10 ? 1 - s % 2 : 0;
                clipped += Arrays.stream(values)
                        .filter(v -> Math.rint(v * MOST / FULL_SCALE) < 0 || Math.rint(v * MOST / FULL_SCALE) > MOST)
                        .count();
                operations += truth.operations();
            }
        }
        assertTrue(classes.size() > 1, "classes of the equations: " + classes);
        Files.write(folder.resolve("values.csv"), rows);
        Files.write(folder.resolve("labels.csv"), labels);
        config = Files.writeString(folder.resolve("tiny.yaml"), CONFIG);
    }

    private JsonNode run(String verb) throws IOException {
        Path json = folder.resolve(verb + ".json");
        CommandRun run = verb.equals("verify")
                ? CommandRun.of(
                        verb, config.toString(), "--out", folder.resolve("out").toString(), "--json", json.toString())
                : CommandRun.of(verb, config.toString(), "--json", json.toString());
        assertEquals(Exit.OK, run.code(), run.out() + run.err());
        assertTrue(run.out().contains("accuracy of "), run.out());
        assertTrue(
                run.out()
                        .contains(String.format(
                                "%,d values lie beyond 0 to 100.0 (encoding.full-scale) and are clipped", clipped)),
                run.out());
        return new ObjectMapper().readTree(json.toFile());
    }

    @Test
    void quantizeHasTheAccuracyOfAllSamples() throws IOException {
        JsonNode json = run("quantize");
        int count = SAMPLES - SKIPPED;
        assertEquals(count, json.get("samples").asInt());
        assertEquals(right / (double) count, json.get("integer-accuracy").asDouble(), 1e-12);
        assertEquals(right / (double) count, json.get("float-accuracy").asDouble(), 1e-12);
        assertEquals(clipped, json.get("clipped").asLong());
        assertEquals(
                operations / (double) count, json.get("operations-per-sample").asDouble(), 1e-9);
    }

    @Test
    @Tag("verilator")
    void verifyHasTheAccuracyOfTheHardware() throws IOException {
        JsonNode json = run("verify").get("spiking");
        assertEquals(10, json.get("samples").asInt());
        assertEquals(rightOfTen / 10.0, json.get("accuracy").asDouble(), 1e-12);
        assertEquals(rightOfTen / 10.0, json.get("integer-accuracy").asDouble(), 1e-12);
        assertEquals("count", json.get("read-out").asText());
        assertEquals(
                json.get("cycles").asDouble() / 10,
                json.get("cycles-per-sample").asDouble(),
                1e-9);
        assertEquals(
                json.get("synaptic-operations").asDouble() / 10,
                json.get("operations-per-sample").asDouble(),
                1e-9);
    }

    /** The engine makes the spikes, counts those of the outputs and names the class: the same, and what it reads is compared. */
    @Test
    @Tag("verilator")
    void theEngineEncodesAndReads() throws IOException {
        JsonNode byHost = run("verify");
        assertEquals("host", byHost.get("spiking").get("encoded-by").asText());
        assertEquals("host", byHost.get("spiking").get("read-by").asText());
        String engine = CONFIG.replace("value-bits: 4\n", "value-bits: 4\n  encoder-bits: 6\n  read-outs: true\n");
        Files.writeString(config, engine);
        JsonNode byEngine = run("verify");
        assertEquals("engine", byEngine.get("spiking").get("encoded-by").asText());
        assertEquals("engine", byEngine.get("spiking").get("read-by").asText());
        assertEquals(rightOfTen / 10.0, byEngine.get("spiking").get("accuracy").asDouble(), 1e-12);
        int read = 10 * (TinyNetwork.SECOND + 1);
        assertEquals(byHost.get("words").asInt() + read, byEngine.get("words").asInt(), "read-outs and classes");
        Files.writeString(
                config,
                engine.replace("states: end", "states: none").replace("kind: direct", "kind: direct\n  place: host"));
        JsonNode few = run("verify");
        assertEquals("host", few.get("spiking").get("encoded-by").asText());
        int neurons = TinyNetwork.FIRST + TinyNetwork.SECOND;
        assertEquals(10 * TICKS * neurons + read, few.get("words").asInt(), "spikes, read-outs and classes");
    }

    @Test
    void refusals() throws IOException {
        refused(
                "bits: 4\n  full",
                "bits: 5\n  full",
                "bits must be at most engine.value-bits with kind: direct, which is 4",
                "set engine.value-bits: 5, or encoding.bits: 4");
        refused("states: end\n", "states: end\nread-out: first\nunknown: 1\n", "unknown", "");
        refused(
                "kind: direct",
                "kind: direct\n  place: engine",
                "place must be host unless engine.encoder-bits is at least encoding.bits: place=engine",
                "set engine.encoder-bits: 4, or encoding.place: host");
        Files.writeString(folder.resolve("labels.csv"), "3\n".repeat(SAMPLES));
        refused(
                "skip: 3",
                "skip: 4",
                "the label of sample 4 is 3, but the network has 3 output neurons",
                "use labels from 0 to 2");
    }

    private void refused(String from, String to, String fact, String remedy) throws IOException {
        assertTrue(CONFIG.contains(from), from);
        Files.writeString(config, CONFIG.replace(from, to));
        CommandRun run = CommandRun.of("quantize", config.toString());
        assertEquals(Exit.USAGE, run.code(), run.out() + run.err());
        assertTrue(run.err().contains(fact) && run.err().contains(remedy), run.err());
    }
}
