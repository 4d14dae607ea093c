// SPDX-License-Identifier: Apache-2.0
package io.fluxmill.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.fluxmill.cli.console.Exit;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Bad input through the command line: one sentence that names file and line, one line of remedy, exit code 2, nothing on
 * stdout, nothing written.
 */
class BadInputTest {
    @TempDir
    private Path folder;

    private TinyDesign design;

    @BeforeEach
    void write() throws IOException {
        design = new TinyDesign(folder);
    }

    @Test
    void noSuchConfiguration() throws IOException {
        Files.delete(design.config());
        assertRefused("configuration must be a readable file: file=DIR/tiny.yaml", "check the path");
    }

    @Test
    void malformedYaml() throws IOException {
        design.with("formats: [INT4, INT8]\n", "formats: [INT4, INT8\n");
        assertRefused(
                "DIR/tiny.yaml:7: configuration must be valid YAML: expected ',' or ']', but got :",
                "correct the indentation or the quotes near this line");
    }

    @Test
    void unknownKey() throws IOException {
        design.with("  samples: 12", "  sampels: 12");
        assertRefused(
                "DIR/tiny.yaml:20: key of verify must be one of back-pressure, idle, reference-samples, samples, seed, waves: key=sampels",
                "did you mean samples?");
    }

    @Test
    void unknownSection() throws IOException {
        design.with("verify:", "verfy:");
        assertRefused(
                "DIR/tiny.yaml:19: key of the configuration must be one of data, engine, model, model-output, origin, quantization, verify: key=verfy",
                "did you mean verify?");
    }

    @Test
    void unknownFormat() throws IOException {
        design.with("formats: [INT8, INT4]", "formats: [POSIT8_3]");
        assertRefused(
                "DIR/tiny.yaml:17: quantization.formats: number format must be INTn or UINTn (n 2 to 16), BINARY, TERNARY, FP4_E2M1, FP6_E2M3, FP6_E3M2, FP8_E4M3FN, FP8_E5M2, FP16, BF16, MXFP4, MXFP6_E2M3, MXFP6_E3M2, MXFP8_E4M3, MXFP8_E5M2, MXINT8, NVFP4, POSITn_es (n 3 to 16, es 0 to 2) or BINARYkPpXY of IEEE P3109 (k 3 to 8, p below k or, unsigned, k; X: S signed, U unsigned; Y: E extended, F finite): name=POSIT8_3; did you mean POSIT8_0?",
                "correct quantization.formats");
    }

    @Test
    void formatThatTheEngineLacks() throws IOException {
        design.with("formats: [INT8, INT4]", "formats: [POSIT8_0]");
        assertRefused(
                "DIR/tiny.yaml:17: quantization.formats: format must be one of engine.formats (INT4, INT8), not POSIT8_0",
                "correct quantization.formats");
    }

    /** What the message offers instead works. */
    @Test
    void formatWithoutNegativeValues() throws IOException {
        design.with("  formats: [INT4, INT8]", "  formats: [INT4, INT8, UINT8]");
        design.with("formats: [INT8, INT4]", "formats: [UINT8]");
        assertRefused(
                "DIR/tiny.yaml:17: quantization.formats: format must have negative values for weights: UINT8; UINT8 can be the result-format, or the activations', as in INT8 x UINT8",
                "correct quantization.formats");
        design.with("formats: [UINT8]", "formats: [INT8]\n  result-format: UINT8");
        assertEquals(
                Exit.OK, CommandRun.of("quantize", design.config().toString()).code());
        design.with("[INT4, INT8, UINT8]", "[INT4, INT8, INT8 x UINT8]");
        design.with("formats: [INT8]\n  result-format: UINT8", "formats: [INT8 x UINT8]\n  layers: {hidden: INT8}");
        CommandRun pair = CommandRun.of("quantize", design.config().toString());
        assertEquals(Exit.OK, pair.code(), pair.err());
    }

    @Test
    void mixedWithoutItsSection() throws IOException {
        design.with("formats: [INT8, INT4]", "formats: [INT8, mixed]");
        assertRefused("DIR/tiny.yaml:17: quantization.mixed must be given: a section", "add mixed: ...");
    }

    @Test
    void unknownLayer() throws IOException {
        design.with("formats: [INT8, INT4]", "formats: [INT8]\n  layers: {lost: INT4}");
        assertRefused(
                "DIR/tiny.yaml: quantization.layers: layer must be one of hidden, last: layer=lost",
                "did you mean last?");
    }

    @Test
    void modelMissing() throws IOException {
        design.with("model: tiny.onnx", "model: tinny.onnx");
        assertRefused(
                "DIR/tiny.yaml:12: model must be a readable file: model=DIR/tinny.onnx",
                "paths are relative to the folder of DIR/tiny.yaml");
    }

    @Test
    void modelMissingWithAnOrigin() throws IOException {
        design.with("model: tiny.onnx", "origin: get it from the model zoo\nmodel: tinny.onnx");
        assertRefused(
                "DIR/tiny.yaml:13: model must be a readable file: model=DIR/tinny.onnx", "get it from the model zoo");
    }

    @Test
    void modelTruncated() throws IOException {
        byte[] model = Files.readAllBytes(design.file("tiny.onnx"));
        Files.write(design.file("tiny.onnx"), Arrays.copyOf(model, model.length / 2));
        CommandRun run = verify();
        // the middle of the sentence is the protobuf library's
        String fact = "fluxmill: " + design.file("tiny.onnx") + ": is not a readable ONNX model: ";
        assertTrue(run.err().startsWith(fact), run.err());
        String remedy = "\n  export the model again, or copy it again: the file is truncated or not ONNX\n";
        assertTrue(run.err().endsWith(remedy), run.err());
        assertEquals(Exit.USAGE, run.code());
    }

    @Test
    void unsupportedOperator() throws IOException {
        String model = Files.readString(design.file("tiny.onnx"), StandardCharsets.ISO_8859_1);
        Files.writeString(design.file("tiny.onnx"), model.replace("Relu", "Rely"), StandardCharsets.ISO_8859_1);
        assertRefused(
                "DIR/tiny.onnx: node \"hidden_relu\" (Rely) is not supported",
                "replace it, or end before this node with model-output and leave the rest to the host; docs/operators.md lists what is supported");
    }

    @Test
    void samplesOfAnotherShape() throws IOException {
        design.withColumns(7);
        assertRefused(
                "DIR/inputs.csv: a sample must have 6 values for the input [6] of tiny: shape=[7]",
                "set shape to the shape of one sample");
    }

    @Test
    void tooFewLabels() throws IOException {
        Files.writeString(design.file("labels.csv"), "0\n1\n2\n");
        assertRefused(
                "DIR/labels.csv: must have one label for each sample of DIR/inputs.csv: labels=3, samples=20",
                "check that the files belong together, and shape and type of the inputs");
    }

    @Test
    void labelBeyondTheOutputs() throws IOException {
        Files.writeString(design.file("labels.csv"), "3\n".repeat(TinyDesign.SAMPLES));
        assertRefused(
                "DIR/labels.csv: labels must be from 0 to 2 for the 3 outputs of tiny: label of sample 0=3",
                "check that the labels belong to the model");
    }

    @Test
    void wantedOutputsOfAnotherSize() throws IOException {
        Files.writeString(design.file("outputs.csv"), "1,2\n".repeat(TinyDesign.SAMPLES));
        design.with("  labels: labels.csv", "  outputs: outputs.csv");
        assertRefused(
                "DIR/outputs.csv: must have 3 values for each of 20 samples: samples=20, values=2",
                "check that inputs and outputs belong together");
    }

    @Test
    void rowsThatAreNoPowerOfTwo() throws IOException {
        design.with("rows: 2", "rows: 3");
        assertRefused("DIR/tiny.yaml:4: engine.rows must be a power of two from 1 to 32: rows=3", "use 2 or 4");
    }

    /** Of generate, whose configuration needs no model; the remedy is tried. */
    @Test
    void aNameThatIsAReservedWord() throws IOException {
        design.with("name: mac_tiny", "name: module");
        String out = folder.resolve("rtl").toString();
        CommandRun run = CommandRun.of("generate", design.config().toString(), "--out", out);
        assertEquals(
                "fluxmill: " + design.config()
                        + ":3: engine.name must be no reserved word of Verilog-2005: name=module\n"
                        + "  call it for example module_1\n",
                run.err());
        assertEquals(Exit.USAGE, run.code());
        assertTrue(Files.notExists(folder.resolve("rtl")));
        design.with("name: module", "name: module_1");
        assertEquals(
                Exit.OK,
                CommandRun.of("generate", design.config().toString(), "--out", out)
                        .code());
        assertTrue(Files.exists(folder.resolve("rtl/module_1.v")));
    }

    @Test
    void layerBeyondTheBuffers() throws IOException {
        TinyDesign wide = design.withNetwork(40, 5, 3);
        wide.with("formats: [INT8, INT4]", "formats: [INT8]");
        assertRefused(
                "layer hidden needs 20 words of activationWords for one tile, but the design has 16",
                "raise engine.activation-words to 32 or use a narrower format");
    }

    @Test
    void aResultBelowAFile() {
        Path json = design.config().resolve("result.json");
        for (String option : List.of("--json", "--junit")) {
            CommandRun run = CommandRun.of("quantize", design.config().toString(), option, json.toString());
            assertEquals(
                    "fluxmill: " + option + " must be in a folder: " + design.config() + " is none: " + option + "="
                            + json + "\n  name another file\n",
                    run.err());
            assertEquals(Exit.USAGE, run.code());
        }
    }

    @Test
    void foldersOfResultsAreMade() {
        for (String option : List.of("--json", "--junit")) {
            Path file = folder.resolve("made" + option).resolve("for/it");
            assertEquals(
                    Exit.OK,
                    CommandRun.of("quantize", design.config().toString(), option, file.toString())
                            .code());
            assertTrue(Files.isRegularFile(file));
        }
    }

    @Test
    @Tag("slow")
    void noVerilatorOnThePath() throws Exception {
        Path empty = Files.createDirectory(folder.resolve("bin"));
        String java = Path.of(System.getProperty("java.home"), "bin", "java").toString();
        ProcessBuilder builder = new ProcessBuilder(
                java,
                "-cp",
                System.getProperty("java.class.path"),
                Fluxmill.class.getName(),
                "verify",
                design.config().toString(),
                "--out",
                folder.resolve("out").toString());
        builder.environment().put("PATH", empty.toString());
        Process process = builder.start();
        String out = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        String err = new String(process.getErrorStream().readAllBytes(), StandardCharsets.UTF_8);
        assertEquals(Exit.USAGE, process.waitFor());
        assertEquals("", out);
        assertEquals(
                "fluxmill: verilator is needed to simulate and is not on the PATH\n"
                        + "  install it with: apt-get install verilator g++\n",
                err);
    }

    @Test
    void stackTraceOnlyWithDebug() throws IOException {
        Files.delete(design.config());
        CommandRun run = CommandRun.of("verify", "--debug", design.config().toString());
        assertEquals(Exit.USAGE, run.code());
        assertTrue(run.err().contains("\tat io.fluxmill.cli.verb.VerifyCommand.call"), run.err());
    }

    /** DIR stands for the folder of the configuration. */
    private void assertRefused(String fact, String remedy) {
        CommandRun run = verify();
        String expected = "fluxmill: " + fact + "\n  " + remedy + "\n";
        assertEquals(expected.replace("DIR", folder.toString()), run.err());
        assertEquals("", run.out());
        assertEquals(Exit.USAGE, run.code());
    }

    private CommandRun verify() {
        return CommandRun.of(
                "verify",
                design.config().toString(),
                "--out",
                folder.resolve("out").toString());
    }
}
