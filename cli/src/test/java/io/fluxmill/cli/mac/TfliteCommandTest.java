// SPDX-License-Identifier: Apache-2.0
package io.fluxmill.cli.mac;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.fluxmill.cli.CommandRun;
import io.fluxmill.cli.console.Exit;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A TensorFlow Lite model through the command: all inputs, outputs as given, and what is refused with which remedy. */
class TfliteCommandTest {
    private static final Path SHARED = Path.of(System.getProperty(
                    "FLUXMILL_SHARED", System.getenv().getOrDefault("FLUXMILL_SHARED", "../../shared/data")))
            .toAbsolutePath()
            .normalize();
    private static final String ENGINE = "rescale-bits: 31, round: [double, single, fp32]";

    @TempDir
    private Path folder;

    @BeforeEach
    void needsTheModel() {
        assumeTrue(Files.exists(SHARED.resolve("tflite/hello_world_int8.tflite")), "skipped: no shared data");
    }

    /** Codes are given: the scale and offset of the file make them real values, which it rounds to the same codes. */
    private CommandRun run(String engine, String quantization) throws IOException {
        Path config = Files.writeString(
                folder.resolve("hello.yaml"),
                """
                engine: {family: mac, name: hello, rows: 4, columns: 4, formats: [INT8, INT16], %s}
                model: %s/tflite/hello_world_int8.tflite
                data:
                  inputs: %s/tflite/hello_world_int8.in.i8
                  type: int8
                  shape: [1]
                  scale: 0.024480115622282028
                  offset: 3.1334547996520996
                quantization: {%s}
                verify: {samples: 256}
                """
                        .formatted(engine, SHARED, SHARED, quantization));
        return CommandRun.of(
                "quantize",
                config.toString(),
                "--json",
                folder.resolve("result.json").toString());
    }

    private void refuses(String engine, String quantization, String message, String remedy) throws IOException {
        CommandRun run = run(engine, quantization);
        assertEquals(Exit.USAGE, run.code(), run.out() + run.err());
        assertTrue(run.err().contains(message), run.err());
        assertTrue(run.err().contains(remedy), run.err());
    }

    @Test
    void roundingIsPrintedAndWritten() throws IOException {
        for (String round : new String[] {"double", "single", "fp32"}) {
            CommandRun run = run(ENGINE, "formats: [trained, INT8], round: " + round);
            assertEquals(Exit.OK, run.code(), run.err());
            assertTrue(run.out().contains("trained (" + round + ")"), run.out());
            JsonNode result =
                    new ObjectMapper().readTree(folder.resolve("result.json").toFile());
            assertEquals(round, result.get("round").asText());
            assertEquals(256, result.get("samples").asInt());
            assertTrue(result.get("error").get("trained").asDouble() < 0.05, run.out());
            assertTrue(result.get("error").get("INT8").asDouble() < 0.05, run.out());
        }
        assertTrue(run(ENGINE, "formats: trained").out().contains("trained (double)"));
    }

    @Test
    void whatTensorFlowLiteHasNotIsRefused() throws IOException {
        refuses(ENGINE, "formats: trained, round: even", "round must be double, single or fp32", "even");
        refuses(
                ENGINE,
                "formats: trained-nearest",
                "must not name trained-nearest for a TensorFlow Lite model",
                "use trained, or a number format");
        assertEquals(Exit.OK, run(ENGINE, "formats: [trained, INT16]").code());
    }
}
