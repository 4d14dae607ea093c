// SPDX-License-Identifier: Apache-2.0
package io.fluxmill.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.fluxmill.cli.console.Exit;
import io.fluxmill.cli.family.Families;
import io.fluxmill.core.config.ConfigNode;
import io.fluxmill.hw.emit.EngineConfig;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Every example through the command, with the figures that its model is published with. The suite gives the large ones fewer samples;
 * {@code -Dexamples.full=true} runs all that the files say (docs/testing.md).
 */
@Tag("verilator")
class ExamplesTest {
    private static final Path EXAMPLES = Path.of("../examples");
    private static final Path SHARED = Path.of(System.getProperty(
            "FLUXMILL_SHARED", System.getenv().getOrDefault("FLUXMILL_SHARED", "../../shared/data")));

    private static final boolean FULL = Boolean.getBoolean("examples.full");
    /** Samples in float and on the reference in the suite, of the examples that have 10,000 and four formats. */
    private static final int SOME = 1_000;

    @TempDir
    private Path folder;

    @Test
    void enginesOfOneNameAreTheSame() throws IOException {
        Map<String, EngineConfig> engines = new HashMap<>();
        int seen = 0;
        for (Path file : examples()) {
            if (Files.readString(file).contains("\nengine:")) {
                EngineConfig engine =
                        Families.BUILT_IN.design(ConfigNode.read(file)).design();
                assertEquals(engines.computeIfAbsent(engine.name(), name -> engine), engine, file.toString());
                seen++;
            }
        }
        assertTrue(seen >= 12, "examples with an engine: " + seen);
        try (Stream<Path> committed = Files.list(Path.of("../rtl-out"))) {
            committed.forEach(design ->
                    assertTrue(engines.containsKey(design.getFileName().toString()), design + " has an example"));
        }
    }

    @Test
    void everyExampleSaysWhereItsFilesComeFrom() throws IOException {
        int seen = 0;
        for (Path file : examples()) {
            String text = Files.readString(file);
            if (text.contains("\ndata:") || text.contains("\nrecords:")) {
                assertTrue(text.contains("\norigin: "), file.toString());
                seen++;
            }
        }
        assertTrue(seen >= 7, "examples with data: " + seen);
    }

    private static List<Path> examples() throws IOException {
        try (Stream<Path> files = Files.list(EXAMPLES)) {
            return files.filter(file -> file.toString().endsWith(".yaml"))
                    .sorted()
                    .toList();
        }
    }

    @Test
    void tfcOnMnist() throws IOException {
        JsonNode result = verify("mnist-tfc", "qonnx", "waves: 0");
        assertEquals(10_000, result.get("reference-samples").asInt());
        assertTrue(result.get("samples").asInt() >= 1000);
        assertEquals(0.966, result.get("accuracy").get("float").asDouble(), 1e-9, "published: 96.60 %");
        assertEquals(0.966, result.get("accuracy").get("reference").asDouble(), 1e-9, "published: 96.60 %");
    }

    @Test
    void keywordSpotting() throws IOException {
        JsonNode result = verify("kws-mlp", "kws", "waves: 0");
        assertEquals(1000, result.get("samples").asInt());
        assertEquals(0.825, result.get("accuracy").get("rtl").asDouble(), 1e-9, "published: 82.5 %");
        assertFromOneStart(result, 64);
    }

    @Test
    void keywordSpottingOfTensorFlowLite() throws IOException {
        JsonNode result = verify("kws-tflite", "kws", "samples: 2");
        assertEquals("double", result.get("round").asText());
        assertEquals(1000, result.get("reference-samples").asInt());
        assertEquals(0.912, result.get("accuracy").get("reference").asDouble(), 1e-9, "reference kernels: 91.2 %");
        assertFromOneStart(result, 2);
        assertTrue(result.get("runs").get(0).get("cycles").get("per-sample").asDouble() <= 32_000, result.toString());
    }

    @Test
    void residualNetworkOfTensorFlowLite() throws IOException {
        Path data = SHARED.toAbsolutePath().normalize();
        assumeTrue(Files.isDirectory(data.resolve("tflite")), data.resolve("tflite") + " is not there");
        String text = Files.readString(EXAMPLES.resolve("resnet-tflite.yaml"))
                .replace("../../shared/data", data.toString())
                .replace(
                        "inputs: tflite/",
                        "inputs: " + EXAMPLES.toAbsolutePath().normalize() + "/tflite/");
        JsonNode result = verifyText("resnet-tflite", text, "samples: 1");
        assertFromOneStart(result, 1);
    }

    /** Nothing on the host, a start for so many samples, and values compared. */
    private static void assertFromOneStart(JsonNode result, int samples) {
        assertEquals(0, result.get("host-steps").asInt());
        assertEquals(0, result.get("mismatches").asInt());
        for (JsonNode run : result.get("runs")) {
            int batches = (run.get("samples").asInt() + samples - 1) / samples;
            assertEquals(batches, run.get("starts").asInt(), run.get("format").asText());
            assertTrue(run.get("words").asInt() >= run.get("samples").asInt() * 12, run.toString());
        }
    }

    @Test
    void convolutionsOnMnist() throws IOException {
        JsonNode result = verify("mnist-conv", "onnx", "samples: 64", "reference-samples: " + SOME);
        assertEquals(FULL ? 200 : 64, result.get("samples").asInt());
        assertEquals(FULL ? 10_000 : SOME, result.get("reference-samples").asInt());
        double published = result.get("accuracy").get("float").asDouble();
        assertEquals(0.9891, published, FULL ? 1e-9 : 0.01, "published: 98.91 %");
        assertEquals(4, result.get("runs").size());
        for (JsonNode run : result.get("runs")) {
            double accuracy = run.get("accuracy").get("reference").asDouble();
            assertTrue(accuracy > 0.97, run.get("format").asText() + ": " + accuracy);
        }
        assertEquals(0, result.get("host-steps").asInt());
    }

    @Test
    void inertialEncoder() throws IOException {
        JsonNode result = verify("ulvio-inertial", "ulvio", "samples: 40", "reference-samples: 200");
        assertEquals(FULL ? 100 : 40, result.get("samples").asInt());
        assertEquals(4, result.get("runs").size());
        JsonNode posit16 = result.get("runs").get(3);
        assertEquals("POSIT16_1", posit16.get("format").asText());
        double error = posit16.get("error").get("rtl").asDouble();
        assertTrue(error < 0.002, "relative error in POSIT16_1: " + error);
        assertEquals(0, result.get("host-steps").asInt());
    }

    @Test
    void demo() throws IOException {
        assumeTrue(
                Files.isDirectory(Path.of("/usr/share/datasets/fashion-mnist")),
                "Fashion-MNIST is not installed: apt-get install dataset-fashion-mnist");
        String text = Files.readString(EXAMPLES.resolve("fashion.yaml"))
                .replace("model: ", "model: " + EXAMPLES.toRealPath() + "/");
        JsonNode result = verifyText("fashion", text, "reference-samples: " + SOME);
        assertEquals(128, result.get("samples").asInt());
        assertEquals(FULL ? 10_000 : SOME, result.get("reference-samples").asInt());
        assertEquals(4, result.get("runs").size());
        double expected = result.get("accuracy").get("float").asDouble();
        assertTrue(expected > (FULL ? 0.90 : 0.89), "float: " + expected);
        for (JsonNode run : result.get("runs")) {
            double accuracy = run.get("accuracy").get("reference").asDouble();
            assertTrue(accuracy > expected - 0.03, run.get("format").asText() + ": " + accuracy);
        }
    }

    /** Time and amplitude at the Cramér-Rao bound, in integers. */
    @Test
    void pulsesInSixteenBits() throws IOException {
        JsonNode result = verify(EXAMPLES.resolve("pulse-in32.yaml"));
        assertEquals(20_000, result.get("resolution").get("events").asInt());
        assertResolution(result, 1.05, 1.05);
        JsonNode range = result.get("resolution").get("range");
        assertTrue(range.get("sigma-t-over-bound").asDouble() <= 1.2, range.toString());
        assertTrue(range.get("sigma-a-over-bound").asDouble() <= 1.2, range.toString());
        assertEquals(9, result.get("resolution").get("snr-db").size(), "20 to 60 dB");
        assertTrue(
                result.get("cycles").get("per-event").asDouble() <= 200,
                result.get("cycles").toString());
        assertTrue(
                result.get("utilisation").asDouble() >= 0.8,
                result.get("utilisation").toString());
    }

    @Test
    void fasterPulses() throws IOException {
        JsonNode resolution = verify(EXAMPLES.resolve("pulse-in32-42ns.yaml")).get("resolution");
        assertTrue(
                resolution.get("sigma-t-ps").asDouble() <= 66,
                resolution.get("sigma-t-ps").toString());
    }

    @Test
    void pulsesInEightBits() throws IOException {
        assertResolution(verify(EXAMPLES.resolve("pulse-in32-a8.yaml")), 1.12, 1.12);
    }

    private static void assertResolution(JsonNode result, double time, double amplitude) {
        JsonNode resolution = result.get("resolution");
        double timeOfBound = resolution.get("sigma-t-ps").asDouble()
                / resolution.get("bound-t-ps").asDouble();
        double amplitudeOfBound = resolution.get("sigma-a-percent").asDouble()
                / resolution.get("bound-a-percent").asDouble();
        assertTrue(timeOfBound <= time, "time: " + timeOfBound + " of the bound");
        assertTrue(amplitudeOfBound <= amplitude, "amplitude: " + amplitudeOfBound + " of the bound");
    }

    @Test
    void germaniumDetector() throws IOException {
        JsonNode records = verify("pulse-hpge", "pulse").get("records");
        assertEquals(100, records.get("events").asInt(), "an event in every record");
        double bound = records.get("bound-counts").asDouble();
        assertTrue(records.get("optimal-filter-noise-counts").asDouble() < 1.3 * bound, records.toString());
        assertTrue(records.get("trapezoid-rtl-minus-software-rms-counts").asDouble() < 0.1, records.toString());
    }

    @Test
    void siliconPhotomultipliers() throws IOException {
        JsonNode records = verify("pulse-sipm", "pulse").get("records");
        assertTrue(records.get("events").asInt() > 150, records.toString());
        double bound = records.get("bound-counts").asDouble();
        assertTrue(records.get("optimal-filter-noise-counts").asDouble() < 1.3 * bound, records.toString());
    }

    /** Verifies an example that needs a folder of the shared data, with other lines of its section verify in the suite. */
    private JsonNode verify(String name, String needed, String... lines) throws IOException {
        Path data = SHARED.toAbsolutePath().normalize();
        assumeTrue(Files.isDirectory(data.resolve(needed)), data.resolve(needed) + " is not there");
        String text = Files.readString(EXAMPLES.resolve(name + ".yaml"));
        return verifyText(name, text.replace("../../shared/data", data.toString()), lines);
    }

    private JsonNode verifyText(String name, String text, String... lines) throws IOException {
        String changed = text;
        for (String line : FULL ? new String[0] : lines) {
            String key = line.substring(0, line.indexOf(':') + 1);
            String without = changed.replaceFirst("(?m)^  " + key + ".*\\n", "");
            changed = without.replace("\nverify:\n", "\nverify:\n  " + line + "\n");
            assertTrue(changed.contains(line), name + ": " + line);
        }
        return verify(Files.writeString(folder.resolve(name + ".yaml"), changed));
    }

    private JsonNode verify(Path config) throws IOException {
        Path json = folder.resolve("result.json");
        CommandRun run = CommandRun.of(
                "verify", config.toString(), "--out", folder.resolve("out").toString(), "--json", json.toString());
        assertEquals(Exit.OK, run.code(), run.out() + run.err());
        JsonNode result = new ObjectMapper().readTree(json.toFile());
        assertEquals(0, result.get("mismatches").asInt());
        assertTrue(result.get("words").asLong() > 1_000);
        return result;
    }
}
