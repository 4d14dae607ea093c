// SPDX-License-Identifier: Apache-2.0
package io.fluxmill.cli.verb;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.fluxmill.cli.CommandRun;
import io.fluxmill.cli.TinyDesign;
import io.fluxmill.cli.console.Exit;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The whole way through the command: a small network, a small engine, real Verilog, a real simulation. */
@Tag("verilator")
class VerifyCommandTest {
    private static final int WORDS_A_SAMPLE = 5 + 3;
    private static final int SAMPLES = 12;

    @TempDir
    private Path folder;

    @Test
    void everyWordAgrees() throws IOException {
        JsonNode result = verify();
        assertEquals("mac_tiny", result.get("design").asText());
        assertEquals("tiny", result.get("model").asText());
        assertEquals(SAMPLES, result.get("samples").asInt());
        assertEquals(TinyDesign.SAMPLES, result.get("reference-samples").asInt());
        assertEquals(0, result.get("mismatches").asInt());
        assertTrue(result.get("agrees").asBoolean());
        assertEquals(2 * SAMPLES * WORDS_A_SAMPLE, result.get("words").asInt(), "two runs");
        assertEquals(2, result.get("runs").size());
        assertEquals(result.get("runs").get(0).get("layers"), result.get("layers"));
        for (String key : List.of("float", "reference", "rtl")) {
            assertTrue(result.get("accuracy").get(key).isDouble(), key);
        }
        for (String key : List.of("generate", "quantize", "verilate", "simulate")) {
            assertTrue(result.get("seconds").get(key).asDouble() > 0, key);
        }
        assertCounters(result.get("runs").get(0), 2);
        assertCounters(result.get("runs").get(1), 4);
        assertReport();
    }

    /** The reference computes in the arithmetic of the engine. */
    @Test
    void approximateProductsAgreeWithTheirReference() throws IOException {
        TinyDesign design = new TinyDesign(folder);
        String text = Files.readString(design.config())
                .replace("formats: [INT4, INT8]", "formats: [FP4_E2M1, POSIT8_0]")
                .replace("formats: [INT8, INT4]", "formats: [POSIT8_0, FP4_E2M1]");
        for (String keys :
                List.of("multiplier: auto", "multiplier: lmul\n  gating: [zeros, rows]", "multiplier: mitchell")) {
            Files.writeString(design.config(), text.replace("  pipeline: 1", "  pipeline: 3\n  " + keys));
            CommandRun run = CommandRun.of(
                    "verify",
                    design.config().toString(),
                    "--out",
                    folder.resolve("out").toString());
            assertEquals(Exit.OK, run.code(), run.err());
            assertTrue(run.out().contains("tiny on mac_tiny: RTL and reference agree in all 192 words\n"), run.out());
        }
    }

    private JsonNode verify() throws IOException {
        Path json = folder.resolve("result.json");
        TinyDesign design = new TinyDesign(folder);
        CommandRun run = CommandRun.of(
                "verify",
                design.config().toString(),
                "--out",
                folder.resolve("out").toString(),
                "--json",
                json.toString());
        assertEquals("", run.err().replaceAll("[0-9.]+ s\n", ""));
        assertEquals(Exit.OK, run.code());
        assertTrue(run.out().contains("tiny on mac_tiny: RTL and reference agree in all 192 words\n"), run.out());
        return new ObjectMapper().readTree(json.toFile());
    }

    /** The hardware's counters against the definition: multiply-accumulates of the layers, slots of a 2 x 2 array. */
    private static void assertCounters(JsonNode run, int lanes) {
        long macs = 0;
        for (JsonNode layer : run.get("layers")) {
            macs += layer.get("macs").asLong();
        }
        assertEquals(SAMPLES * (6 * 5 + 5 * 3), macs);
        long cycles = run.get("cycles").get("total").asLong();
        assertEquals(
                cycles / (double) SAMPLES, run.get("cycles").get("per-sample").asDouble());
        assertEquals(
                (double) macs / (cycles * 2 * 2 * lanes), run.get("utilisation").asDouble(), 1e-12);
    }

    private void assertReport() throws IOException {
        String page = Files.readString(folder.resolve("out/report.html"));
        assertTrue(page.contains("RTL and reference agree in all 192 result words"));
        assertTrue(page.contains("s_axi_wdata"), "waves");
        assertFalse(page.contains("None were recorded"));
    }

    @Test
    void withoutLabelsTheErrorIsMeasured() throws IOException {
        Path json = folder.resolve("result.json");
        TinyDesign design = new TinyDesign(folder)
                .with("  labels: labels.csv\n", "")
                .with("formats: [INT8, INT4]", "formats: [INT8]");
        CommandRun run = CommandRun.of(
                "verify",
                design.config().toString(),
                "--out",
                folder.resolve("out").toString(),
                "--json",
                json.toString());
        assertEquals(Exit.OK, run.code());
        JsonNode result = new ObjectMapper().readTree(json.toFile());
        assertFalse(result.has("accuracy"));
        double error = result.get("error").get("reference").asDouble();
        assertTrue(error > 0 && error < 0.05, "8 bits: " + error);
    }
}
