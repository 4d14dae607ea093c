// SPDX-License-Identifier: Apache-2.0
package io.fluxmill.cli.mac;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.fluxmill.cli.CommandRun;
import io.fluxmill.core.manifest.Manifest;
import io.fluxmill.core.manifest.ManifestFile;
import io.fluxmill.simulator.verilator.Options;
import io.fluxmill.simulator.verilator.Verilator;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.stream.Stream;
import java.util.zip.GZIPInputStream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What {@code generate} writes of the demo's network runs outside of Fluxmill: the C driver on the simulated engine, every word as expected. */
@Tag("verilator")
class GeneratedProgramTest {
    private static final List<String> FORMATS = List.of("FP4_E2M1", "POSIT4_1", "POSIT8_0", "POSIT16_1");
    private static final int SAMPLES = 16;
    private static final int CLASSES = 10;

    @TempDir
    private static Path folder;

    private static Path library;

    private record Run(int exit, String output) {}

    @BeforeAll
    static void generate() throws IOException {
        CommandRun run = CommandRun.of(
                "generate", "../examples/fashion.yaml", "--out", folder.toString(), "--samples", "" + SAMPLES);
        assertEquals(0, run.code(), run.err());
        Manifest manifest = ManifestFile.read(folder.resolve("npe8x8.manifest.json"));
        library = Verilator.build(manifest, folder, Options.FAST).library();
        try (InputStream port = GeneratedProgramTest.class.getResourceAsStream("port_verilator.c")) {
            Files.write(folder.resolve("port_verilator.c"), port.readAllBytes());
        }
    }

    private static Run run(String... command) throws Exception {
        Process process = new ProcessBuilder(command)
                .directory(folder.resolve("program").toFile())
                .redirectErrorStream(true)
                .start();
        String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        return new Run(process.waitFor(), output);
    }

    /** The program of a format, as its README says, with the simulated engine as the port. */
    private static Run compiled(String format, int batch, int pauses) throws Exception {
        List<String> command = new ArrayList<>(List.of(
                "gcc", "-std=c99", "-Wall", "-Wextra", "-pedantic", "-Werror", "-O1", "-fsanitize=address,undefined"));
        command.addAll(List.of("-fno-sanitize-recover=all", "-DBATCH=" + batch + "u", "-DPAUSES=" + pauses));
        command.addAll(List.of("-I.", "-I" + format, "-o", "run", "fmac.c", "fmac_steps.c", "../port_verilator.c"));
        try (Stream<Path> files = Files.list(folder.resolve("program").resolve(format))) {
            files.map(Path::toString).filter(file -> file.endsWith(".c")).forEach(command::add);
        }
        command.add(library.toString());
        command.add("-Wl,-rpath," + library.getParent());
        Run compiler = run(command.toArray(String[]::new));
        assertEquals(0, compiler.exit(), compiler.output());
        assertEquals("", compiler.output());
        return run("./run");
    }

    @Test
    void everyFormatGivesTheExpectedWords() throws Exception {
        for (int i = 0; i < FORMATS.size(); i++) {
            Run run = compiled(FORMATS.get(i), 1 + 4 * i, 10 * i);
            String expected = "status 0, " + SAMPLES * CLASSES + " words compared, 0 mismatches, ";
            assertTrue(run.output().startsWith(expected), run.output());
            assertEquals(0, run.exit());
        }
    }

    @Test
    void aFlippedBitOfAWeightIsFound() throws Exception {
        Path source = folder.resolve("program/POSIT8_0/fashion_posit8_0.c");
        String text = Files.readString(source);
        // The last word of the last layer's bias and scale: the sign of a scale.
        int at = text.indexOf("parameters_4_0[") + 120;
        int word = text.indexOf("0x", at);
        String wrong = String.format("0x%04x", Integer.decode(text.substring(word, word + 6)) ^ 0x4000);
        try {
            Files.writeString(source, text.substring(0, word) + wrong + text.substring(word + 6));
            Run run = compiled("POSIT8_0", 8, 0);
            assertEquals(1, run.exit(), run.output());
            assertTrue(run.output().contains("must be 0x"), run.output());
            assertFalse(run.output().contains(", 0 mismatches"), run.output());
        } finally {
            Files.writeString(source, text);
        }
    }

    @Test
    void theImagesAreWhereTheJobListSays() throws IOException {
        for (String format : FORMATS) {
            Path program = folder.resolve("program").resolve(format);
            JsonNode root =
                    new ObjectMapper().readTree(program.resolve("program.json").toFile());
            long weights = 0;
            long parameters = 0;
            for (JsonNode step : root.get("steps")) {
                for (JsonNode job : step.path("jobs")) {
                    assertEquals(weights, job.get("first-weight-beat").asLong());
                    assertEquals(parameters, job.get("first-parameter-beat").asLong());
                    long tiles = (job.get("COLUMNS").asLong() + 7) / 8;
                    assertEquals(
                            tiles * step.get("registers").get("DEPTH_WORDS").asLong(),
                            job.get("weight-beats").asLong());
                    weights += job.get("weight-beats").asLong();
                    parameters += job.get("parameter-beats").asLong();
                }
            }
            assertTrue(weights > 1000, "weights: " + weights);
            assertEquals(16 * weights, Files.size(program.resolve("weights.bin")));
            assertEquals(16 * parameters, Files.size(program.resolve("parameters.bin")));
            assertEquals(2L * SAMPLES * 784, Files.size(program.resolve("input.bin")));
            assertEquals(2L * SAMPLES * CLASSES, Files.size(program.resolve("expected.bin")));
        }
    }

    /** Pixels of the images file (IDX: 16 bytes of header), translated with the table, are the samples' codes. */
    @Test
    void theTableOfBytesGivesTheSamplesCodes() throws IOException {
        byte[] pixels = new byte[16 + SAMPLES * 784];
        Path images = Path.of("/usr/share/datasets/fashion-mnist/t10k-images-idx3-ubyte.gz");
        try (InputStream in = new GZIPInputStream(Files.newInputStream(images))) {
            assertEquals(pixels.length, in.readNBytes(pixels, 0, pixels.length));
        }
        for (String format : FORMATS) {
            Path program = folder.resolve("program").resolve(format);
            String name = "fashion_" + format.toLowerCase(Locale.ROOT);
            String text = Files.readString(program.resolve(name + ".c"));
            String[] table = text.substring(text.indexOf(name + "_code_of_byte[256] = {"))
                    .replaceAll("(?s)^[^{]*\\{\\s*|,\\s*}.*", "")
                    .split(",\\s*");
            assertEquals(256, table.length);
            byte[] codes = Files.readAllBytes(program.resolve("input.bin"));
            for (int i = 0; i < SAMPLES * 784; i++) {
                int code = codes[2 * i] & 0xFF | (codes[2 * i + 1] & 0xFF) << 8;
                assertEquals(Integer.decode(table[pixels[16 + i] & 0xFF]), code, format + " " + i);
            }
        }
    }

    @Test
    void theHeaderOfTheDesignHasItsSizes() throws IOException {
        String header = Files.readString(folder.resolve("npe8x8.h"));
        for (String line : List.of(
                "NPE8X8_ROWS 8u",
                "NPE8X8_COLUMNS 8u",
                "NPE8X8_WEIGHT_WORDS 8192u",
                "NPE8X8_FORMAT_FP4_E2M1_LANES 4u",
                "NPE8X8_FORMAT_POSIT16_1 3u",
                "NPE8X8_S_AXIS_ACT_BITS 128u",
                "NPE8X8_ROWS_OFFSET 0x18u")) {
            assertTrue(header.contains("#define " + line + "\n"), line);
        }
    }

    @Test
    void moreSamplesThanTheDataHasAreRefused() {
        CommandRun run = CommandRun.of(
                "generate",
                "../examples/fashion.yaml",
                "--out",
                folder.resolve("x").toString(),
                "--samples",
                "10001");
        assertEquals(2, run.code());
        assertTrue(run.err().contains("--samples 10001") && run.err().contains("use --samples 10000"), run.err());
        assertFalse(Files.exists(folder.resolve("x")));
        assertEquals(
                2,
                CommandRun.of("generate", "../examples/fashion.yaml", "--samples", "0")
                        .code());
    }

    @Test
    void withoutTheModelThereIsTheHardwareAlone() throws IOException {
        Path config = folder.resolve("no-model.yaml");
        String text = Files.readString(Path.of("../examples/fashion.yaml"));
        Files.writeString(config, text.replace("fashion/fashion.onnx", "nowhere.onnx"));
        Path out = folder.resolve("no-model");
        CommandRun refused = CommandRun.of("generate", config.toString(), "--out", out.toString());
        assertEquals(2, refused.code());
        assertTrue(refused.err().contains("nowhere.onnx") && refused.err().contains("--no-program"), refused.err());
        assertFalse(Files.exists(out));
        CommandRun taken = CommandRun.of("generate", config.toString(), "--out", out.toString(), "--no-program");
        assertEquals(0, taken.code(), taken.err());
        assertTrue(Files.exists(out.resolve("npe8x8.v")) && !Files.exists(out.resolve("program")));
        assertEquals("", taken.err());
        Files.createDirectory(out.resolve("program"));
        CommandRun again =
                CommandRun.of("generate", config.toString(), "--out", out.toString(), "--no-program", "--samples", "2");
        assertTrue(again.err().contains("--samples has no effect"), again.err());
        assertTrue(again.err().contains("program is of an earlier run"), again.err());
    }
}
