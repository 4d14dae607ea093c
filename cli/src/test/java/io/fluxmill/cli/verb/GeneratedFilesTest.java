// SPDX-License-Identifier: Apache-2.0
package io.fluxmill.cli.verb;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.fluxmill.cli.CommandRun;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What {@code generate} writes, in other people's tools: designs of all kinds in one project, and the self-checking benches. */
@Tag("verilator")
@Tag("tools")
class GeneratedFilesTest {
    private static final List<String> DESIGNS = List.of(
            "npe8x8",
            "int8x8",
            "pulse-in32",
            "sfq-counter",
            "sfq-adder",
            "uart-link",
            "axi-bus",
            "jtag-link",
            "soc/pulse-soc",
            "soc/mac-soc");

    @TempDir
    private Path folder;

    /** What a program printed, and its exit code. */
    private record Run(int code, String text) {}

    private static Run run(Path folder, List<String> command) throws IOException {
        Path output = folder.resolve("output.txt");
        Process process = new ProcessBuilder(command)
                .directory(folder.toFile())
                .redirectErrorStream(true)
                .redirectOutput(output.toFile())
                .start();
        try {
            int code = process.waitFor();
            return new Run(code, Files.readString(output, StandardCharsets.UTF_8));
        } catch (InterruptedException e) {
            process.destroyForcibly();
            throw new IllegalStateException(e);
        }
    }

    private void generate(String example) {
        CommandRun run = CommandRun.of("generate", "../examples/" + example + ".yaml", "--out", folder.toString());
        assertEquals(0, run.code(), run.err());
    }

    /** The Verilog files that the file lists name; benches have lists of their own kind. */
    private List<String> listed() throws IOException {
        List<String> files = new ArrayList<>();
        try (Stream<Path> all = Files.list(folder)) {
            for (Path list :
                    all.filter(f -> f.toString().endsWith(".f")).sorted().toList()) {
                files.addAll(Files.readAllLines(list));
            }
        }
        return files;
    }

    private static List<String> command(List<String> program, List<String> files) {
        List<String> command = new ArrayList<>(program);
        command.addAll(files);
        return command;
    }

    @Test
    void designsOfAllKindsAreOneProject() throws IOException {
        DESIGNS.forEach(this::generate);
        List<String> files = listed();
        assertEquals(DESIGNS.size(), files.size());
        for (String file : files) {
            String design = file.replaceFirst("\\.v$", "");
            Pattern.compile("(?m)^module (\\w+)")
                    .matcher(Files.readString(folder.resolve(file)))
                    .results()
                    .map(module -> module.group(1))
                    .forEach(module -> assertTrue(module.matches(design + "(_[A-Z]\\w*)?"), module));
        }

        Run icarus = run(folder, command(List.of("iverilog", "-g2005", "-t", "null"), files));
        assertEquals(0, icarus.code(), icarus.text());
        assertEquals("", icarus.text());
        Run verilator = run(
                folder,
                command(List.of("verilator", "--lint-only", "-Wall", "-Wno-MULTITOP", "-Wno-EOFNEWLINE"), files));
        assertEquals(0, verilator.code(), verilator.text());
        Run yosys = run(
                folder,
                List.of("yosys", "-q", "-p", "read_verilog " + String.join(" ", files) + "; hierarchy -check; check"));
        assertEquals(0, yosys.code(), yosys.text());
    }

    @ParameterizedTest
    @ValueSource(strings = {"npe8x8", "int8x8", "pulse-in32", "sfq-counter", "sfq-digits", "axi-bus", "uart-link"})
    void theBenchPassesInIcarusAndFindsAFlippedBit(String example) throws IOException {
        generate(example);
        String bench = bench();
        List<String> compile =
                List.of("iverilog", "-g2005", "-o", "bench", bench.replaceFirst("_tb$", "") + ".v", bench + ".v");
        Run compiled = run(folder, compile);
        assertEquals(0, compiled.code(), compiled.text());
        Run passed = run(folder, List.of("vvp", "bench"));
        assertTrue(lastLine(passed).startsWith("PASS: "), passed.text());
        assertFalse(passed.text().contains("FAIL"), passed.text());

        for (int seed = 1; seed <= 3; seed++) {
            flip(bench, new Random(seed));
            Run failed = run(folder, List.of("vvp", "bench"));
            assertTrue(
                    failed.text().lines().anyMatch(line -> line.matches("FAIL: \\w+ beat \\d+ is \\w+, must be .*")),
                    failed.text());
            assertTrue(lastLine(failed).startsWith("FAIL: "), failed.text());
            generate(example);
        }
    }

    @ParameterizedTest
    @CsvSource({"int8x8, int8x8", "axi-bus, mac_int2_axi", "uart-link, mac_int2_uart"})
    void theBenchPassesInVerilatorWithTiming(String example, String name) throws IOException {
        generate(example);
        Run compiled = run(
                folder,
                List.of(
                        "verilator",
                        "--binary",
                        "--timing",
                        "-Wno-fatal",
                        "-O1",
                        "-CFLAGS",
                        "-O0",
                        "--top-module",
                        name + "_tb",
                        name + ".v",
                        name + "_tb.v"));
        assertEquals(0, compiled.code(), compiled.text());
        Run passed = run(folder, List.of("obj_dir/V" + name + "_tb"));
        assertTrue(passed.text().lines().anyMatch(line -> line.startsWith("PASS: ")), passed.text());
        flip(name + "_tb", new Random(9));
        Run failed = run(folder, List.of("obj_dir/V" + name + "_tb"));
        assertTrue(failed.text().lines().anyMatch(line -> line.startsWith("FAIL: m_axis_res beat ")), failed.text());
    }

    /** Streams of other widths than those of the examples, and the queues and waits of other families. */
    @ParameterizedTest
    @CsvSource({"axi, npe8x8", "axi, pulse-in32", "axi, sfq-counter", "uart, sfq-counter"})
    void theBenchOfAHostPassesAroundEveryFamily(String host, String example) throws IOException {
        List<String> lines = Files.readAllLines(Path.of("../examples/" + example + ".yaml"));
        int section = lines.indexOf("engine:");
        StringBuilder config = new StringBuilder("engine:\n  family: " + host + "\n  name: outer\n");
        config.append(host.equals("uart") ? "  clock-hz: 8000000\n  uart-baud: 2000000\n" : "")
                .append("  engine:\n");
        lines.stream()
                .skip(section + 1L)
                .takeWhile(line -> line.isEmpty() || line.startsWith(" "))
                .forEach(line -> config.append("  ").append(line).append('\n'));
        Path file = Files.writeString(folder.resolve("outer.yaml"), config);
        CommandRun run = CommandRun.of("generate", file.toString(), "--out", folder.toString());
        assertEquals(0, run.code(), run.err());
        Run compiled = run(folder, List.of("iverilog", "-g2005", "-o", "bench", "outer.v", "outer_tb.v"));
        assertEquals(0, compiled.code(), compiled.text());
        Run passed = run(folder, List.of("vvp", "bench"));
        assertTrue(lastLine(passed).startsWith("PASS: outer, "), passed.text());
    }

    private String bench() throws IOException {
        try (Stream<Path> files = Files.list(folder)) {
            return files.map(f -> f.getFileName().toString())
                    .filter(f -> f.endsWith("_tb.v"))
                    .findFirst()
                    .orElseThrow()
                    .replace(".v", "");
        }
    }

    private static String lastLine(Run run) {
        List<String> lines =
                run.text().lines().filter(line -> !line.contains("$finish")).toList();
        return lines.isEmpty() ? "" : lines.get(lines.size() - 1);
    }

    /** Inverts one bit of a result that is compared: a line is a mask and a beat of as many digits. */
    private void flip(String bench, Random random) throws IOException {
        Path vectors;
        try (Stream<Path> files = Files.list(folder)) {
            vectors = files.filter(f -> f.getFileName().toString().startsWith(bench + "_m_axis"))
                    .findFirst()
                    .orElseThrow();
        }
        List<String> lines = new ArrayList<>(Files.readAllLines(vectors));
        while (true) {
            int line = random.nextInt(lines.size());
            String text = lines.get(line);
            int digits = text.length() / 2;
            int digit = random.nextInt(digits);
            int bit = random.nextInt(4);
            if ((Character.digit(text.charAt(digit), 16) & 1 << bit) != 0) {
                int flipped = Character.digit(text.charAt(digits + digit), 16) ^ 1 << bit;
                lines.set(
                        line,
                        text.substring(0, digits + digit)
                                + Character.forDigit(flipped, 16)
                                + text.substring(digits + digit + 1));
                Files.write(vectors, lines);
                return;
            }
        }
    }
}
