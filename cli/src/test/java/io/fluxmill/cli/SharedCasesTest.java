// SPDX-License-Identifier: Apache-2.0
package io.fluxmill.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Small inputs with outputs that others computed, which once gave wrong results in silence; not part of the project. */
class SharedCasesTest {
    private static final Path ROOT = Path.of("../../shared/cases");

    @TempDir
    Path folder;

    private Path copy(String name) throws IOException {
        Path original = ROOT.resolve(name);
        assumeTrue(Files.isDirectory(original), () -> "skipped: " + original + " is not there");
        try (Stream<Path> files = Files.list(original)) {
            for (Path file : files.toList()) {
                Files.write(folder.resolve(file.getFileName()), Files.readAllBytes(file));
            }
        }
        return folder;
    }

    /** The error of the graph in float and on the reference, against the given outputs. */
    @ParameterizedTest
    @CsvSource({
        "a_gemm_alpha_int, INT16, 1e-4",
        "a_bn_eps_int, INT16, 1e-4",
        "a_gemm_transB_float, INT16, 1e-4",
        "q_1bit_signed_w, trained, 1e-4",
        "q_1bit_signed_in, trained, 1e-4",
        "q3_gap_pow2, trained, 1e-4",
        "z_zp20_pad1, trained, 1e-4",
        "q_ties_f32, trained, 1e-4",
        "softmax_last, INT16, 1e-4"
    })
    void resultsAreThoseOfTheModel(String name, String format, double most) throws IOException {
        JsonNode error = quantize(copy(name).resolve("c.yaml")).get("error");
        assertTrue(error.get("float").asDouble() < 1e-6, error.toString());
        assertTrue(error.get(format).asDouble() < most, error.toString());
    }

    private JsonNode quantize(Path config) throws IOException {
        Path json = folder.resolve("result.json");
        CommandRun run = CommandRun.of("quantize", config.toString(), "--json", json.toString());
        assertEquals(0, run.code(), run.err());
        return new ObjectMapper().readTree(json.toFile());
    }

    /** The scale search saw some channels only. */
    @ParameterizedTest
    @CsvSource({"32", "64", "200"})
    void moreCalibrationDataIsNotWorse(int samples) throws IOException {
        Path original = copy("thinned_channels").resolve("int16.yaml");
        double[] errors = new double[2];
        for (int i = 0; i < 2; i++) {
            String method = i == 0 ? "min-max" : "mse";
            Path config = folder.resolve(method + ".yaml");
            String text = Files.readString(original).replace("method: mse", "method: " + method);
            Files.writeString(
                    config, text.replace("method:", "calibration-samples: " + samples + "\n  fit: false\n  method:"));
            errors[i] = quantize(config).get("error").get("INT16").asDouble();
        }
        assertTrue(errors[0] < 1e-3, "min-max " + errors[0]);
        assertTrue(errors[1] <= 1.1 * errors[0], "mse " + errors[1] + ", min-max " + errors[0]);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "empty_w     | c.yaml               | m.onnx: node \"Gemm_0\" (Gemm) must have weights, not none in the shape [0, 5]",
                "x_leaky_inf | c.yaml               | m.onnx: node \"LeakyRelu_1\" (LeakyRelu) must have a finite alpha, not Infinity"
            })
    void whatCannotBeIsOneSentence(String name, String file, String sentence) throws IOException {
        CommandRun run = CommandRun.of("quantize", copy(name).resolve(file).toString());
        assertEquals(2, run.code());
        assertEquals(
                "fluxmill: " + folder + "/" + sentence,
                run.err().lines().findFirst().orElse(""));
        assertEquals(2, run.err().lines().count(), run.err());
    }

    /** A shape of five axes between two of four. */
    @Test
    void fiveAxesAreAccepted() throws IOException {
        JsonNode error = quantize(copy("unsqueeze_rank5").resolve("unsqueeze_rank5.yaml"))
                .get("error");
        assertTrue(error.size() > 1, error.toString());
        error.forEach(value -> assertTrue(value.asDouble() < 0.2, error.toString()));
    }
}
