// SPDX-License-Identifier: Apache-2.0
package io.fluxmill.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTimeoutPreemptively;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.fluxmill.cli.console.Exit;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Every verb with paths, numbers, names and files as nobody should give them: exit code 1 or 2, a sentence and a remedy on stderr, nothing on stdout and
 * nothing left behind. What single sentences say is in {@link BadInputTest} and the tests of the verbs.
 */
class NoInternalErrorTest {
    @TempDir
    private Path folder;

    private TinyDesign design;
    private String config;
    private Path empty;

    @BeforeEach
    void write() throws IOException {
        design = new TinyDesign(folder);
        config = design.config().toString();
        empty = Files.createFile(folder.resolve("empty"));
        Files.createDirectory(folder.resolve("directory"));
    }

    /** Names of files that are none: a folder, below a file, empty, endless, not there, impossible. */
    private List<String> badFiles() {
        return List.of(
                folder.resolve("directory").toString(),
                folder.resolve("empty/below").toString(),
                folder.resolve("absent").toString(),
                "/proc/self/mem",
                "/dev/full",
                "",
                ".",
                "/",
                "a\0b",
                "x".repeat(300),
                "größe\n\033[2J");
    }

    private List<Path> left() throws IOException {
        try (Stream<Path> files = Files.walk(folder)) {
            return files.sorted().toList();
        }
    }

    /** Runs a command that must be refused; what is wrong with how it is refused, or nothing. */
    private List<String> complaints(String... command) throws IOException {
        List<Path> before = left();
        CommandRun run = assertTimeoutPreemptively(
                Duration.ofSeconds(20), () -> CommandRun.of(command), Arrays.toString(command));
        List<String> complaints = new ArrayList<>();
        if (run.code() != Exit.FAILED && run.code() != Exit.USAGE) {
            complaints.add("exit code " + run.code());
        }
        if (run.err().contains("internal error")
                || run.err().contains("Exception")
                || run.err().contains("\tat ")
                || run.err().contains("snakeyaml")
                || run.err().matches("(?s).*[^/]\\bnull\\b.*")) {
            complaints.add("no sentence");
        }
        if (run.err().lines().count() != 2) {
            complaints.add(run.err().lines().count() + " lines on stderr");
        }
        if (!run.out().isEmpty()) {
            complaints.add("something on stdout");
        }
        if (!before.equals(left())) {
            complaints.add("something is left behind");
        }
        return complaints.isEmpty()
                ? List.of()
                : List.of(Arrays.toString(command) + ": " + complaints + "\n" + run.err());
    }

    private void assertRefused(List<String[]> commands, int count) throws IOException {
        List<String> complaints = new ArrayList<>();
        for (String[] command : commands) {
            complaints.addAll(complaints(command));
        }
        assertEquals("", String.join("\n", complaints));
        assertEquals(count, commands.size());
    }

    private static String[] command(String... words) {
        return words;
    }

    @Test
    void filesOfEveryVerb() throws IOException {
        List<String[]> commands = new ArrayList<>();
        for (String bad : badFiles()) {
            for (String verb : List.of("verify", "quantize", "generate", "train")) {
                commands.add(command(verb, bad));
            }
            commands.add(command("estimate", bad, "--board", "ulx3s-85f", "--boards", "../boards"));
            commands.add(command("build", bad, "--board", "ulx3s-85f", "--boards", "../boards"));
            commands.add(command("run", bad, "--build", bad, "--port", "ttyNONE7"));
            commands.add(command("run", config, "--build", bad, "--port", "ttyNONE7"));
            commands.add(command("flash", bad, "--boards", "../boards"));
            commands.add(command("board-sim", "ulx3s-85f", "--boards", "../boards", "--load", bad));
            commands.add(command("board-sim", "ulx3s-85f", "--boards", "../boards", "--builds", bad));
            commands.add(command("boards", "--boards", bad));
            commands.add(command("boards", bad, "--boards", "../boards"));
            commands.add(command("estimate", config, "--board", bad, "--boards", "../boards"));
            commands.add(command("cells", "--library", bad));
            commands.add(command("formats", "--table", bad));
        }
        assertRefused(commands, 11 * 16);
    }

    @Test
    void outputsOfEveryVerb() throws IOException {
        List<String[]> commands = new ArrayList<>();
        for (String bad :
                List.of(folder.resolve("empty/below").toString(), "/proc/none/below", "a\0b", "/dev/null/below")) {
            for (String verb : List.of("verify", "quantize", "generate")) {
                commands.add(command(verb, config, "--json", bad));
            }
            for (String verb : List.of("verify", "generate")) {
                commands.add(command(verb, config, "--out", bad));
            }
            commands.add(command("verify", config, "--junit", bad));
            commands.add(command("formats", "--json", bad));
            commands.add(command("cells", "--characterise", bad));
            commands.add(command("boards", "ulx3s-85f", "--boards", "../boards", "--out", bad));
            commands.add(command("board-sim", "ulx3s-85f", "--boards", "../boards", "--flash", bad));
            commands.add(command("board-sim", "ulx3s-85f", "--boards", "../boards", "--pty-link", bad));
        }
        assertRefused(commands, 4 * 11);
    }

    /** What a run needs besides its input, in a process of its own: no folder for temporary files, a cache that cannot be one. */
    @Test
    @Tag("verilator")
    void placesOfTheComputer() throws Exception {
        String none = folder.resolve("none").toString();
        String out = folder.resolve("out").toString();
        List<String> complaints = new ArrayList<>();
        for (String[] command : List.of(
                command("-Djava.io.tmpdir=" + none, "generate", config, "--out", out),
                command("-Djava.io.tmpdir=" + none, "verify", config, "--out", out),
                command(
                        "-Djava.io.tmpdir=" + none,
                        "cells",
                        "--characterise",
                        folder.resolve("cells.yaml").toString()),
                command("-Djava.io.tmpdir=" + empty, "generate", config, "--out", out),
                command("-Dfluxmill.cache=" + empty, "verify", config, "--out", out),
                command("-Dfluxmill.cache=" + empty, "doctor"),
                command("-Dfluxmill.cache=" + empty + "/below", "verify", config, "--out", out),
                command("-Dfluxmill.cache=/proc/none", "verify", config, "--out", out))) {
            String said = inAProcess(command[0], Arrays.copyOfRange(command, 1, command.length));
            boolean doctor = command[1].equals("doctor");
            if (!said.endsWith(doctor ? "code 0\n" : "code 1\n")
                    || said.lines().count() != 3 && !doctor
                    || said.contains("internal error")
                    || said.contains("Exception")) {
                complaints.add(Arrays.toString(command) + ": " + said);
            }
        }
        assertEquals("", String.join("\n", complaints));
        String remedy = "  make it, or set TMPDIR to another folder in the environment\n";
        assertEquals(
                "fluxmill: the folder for temporary files must be there and writable: folder=" + none + "\n" + remedy
                        + "code 1\n",
                inAProcess("-Djava.io.tmpdir=" + none, "generate", config, "--out", out));
        Files.createDirectory(folder.resolve("none"));
        assertTrue(inAProcess("-Djava.io.tmpdir=" + none, "generate", config, "--out", out)
                .endsWith("code 0\n"));
    }

    private String inAProcess(String property, String... command) throws Exception {
        List<String> words = new ArrayList<>(List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-XX:TieredStopAtLevel=1",
                "-Dfluxmill.keep.results=no", // what is kept needs no temporary folder
                property,
                "-cp",
                System.getProperty("java.class.path"),
                Fluxmill.class.getName()));
        words.addAll(List.of(command));
        Process process = new ProcessBuilder(words).redirectErrorStream(true).start();
        process.getOutputStream().close();
        String said = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        return said + "code " + process.waitFor() + "\n";
    }

    @Test
    void numbersOfOptions() throws IOException {
        List<String[]> commands = new ArrayList<>();
        for (String bad : List.of("-1", "0", "99999999999999999999", "1e3", "x", "", "-2147483648")) {
            commands.add(command(
                    "generate",
                    config,
                    "--samples",
                    bad,
                    "--out",
                    folder.resolve("out").toString()));
            commands.add(command("run", config, "--build", folder.toString(), "--port", "ttyNONE7", "--silence", bad));
            commands.add(command("flash", folder.toString(), "--silence", bad));
            commands.add(command("flash", folder.toString(), "--xvc", "localhost:" + bad));
            commands.add(command("flash", folder.toString(), "--xvc", bad));
            if (!bad.equals("0")) {
                commands.add(
                        command("board-sim", "ulx3s-85f", "--boards", "../boards", "--fault", "pull-after=" + bad));
                commands.add(command("board-sim", "ulx3s-85f", "--boards", "../boards", "--xvc", bad));
            }
        }
        commands.add(command(
                "generate",
                config,
                "--samples",
                "21",
                "--out",
                folder.resolve("out").toString()));
        commands.add(command(
                "generate",
                config,
                "--samples",
                "2147483647",
                "--out",
                folder.resolve("out").toString()));
        commands.add(command("board-sim", "ulx3s-85f", "--boards", "../boards", "--xvc", "65536"));
        commands.add(command("board-sim", "ulx3s-85f", "--boards", "../boards", "--fault", "idcode=0xffffffffff"));
        assertRefused(commands, 7 * 7 - 2 + 4);
    }

    /** Every file that the configuration names, as every kind of file that it is not. */
    @Test
    void filesOfTheConfiguration() throws IOException {
        String text = Files.readString(design.config());
        Path junk = Files.write(folder.resolve("junk"), new byte[] {0, 1, 2, 3, -1, -2, 10, 13});
        List<String> names = new ArrayList<>(List.of(
                "directory",
                "empty",
                "absent",
                "empty/below",
                "/proc/self/mem",
                "/dev/full",
                "\"a\\0b\"",
                "\"\"",
                ".",
                "/"));
        names.add(junk.getFileName().toString());
        names.add("x".repeat(300));
        List<String> complaints = new ArrayList<>();
        int count = 0;
        for (String key : List.of("model: tiny.onnx", "inputs: inputs.csv", "labels: labels.csv")) {
            for (String name : names) {
                for (String suffix : List.of("", "\n  type: npy", "\n  type: idx", "\n  type: npz", "\n  type: csv")) {
                    if (key.startsWith("model") && !suffix.isEmpty()) {
                        continue;
                    }
                    Files.writeString(
                            design.config(), text.replace(key, key.replaceFirst(": .*", ": ") + name + suffix));
                    for (String verb : suffix.isEmpty() && name.length() < 10
                            ? List.of("quantize", "verify", "generate")
                            : List.of("quantize")) {
                        complaints.addAll(
                                verb.equals("quantize")
                                        ? complaints(verb, config)
                                        : complaints(
                                                verb,
                                                config,
                                                "--out",
                                                folder.resolve("out").toString()));
                        count++;
                    }
                }
            }
        }
        assertEquals("", String.join("\n", complaints));
        assertEquals(12 * (1 + 5 + 5) + 2 * 3 * 9, count);
    }

    @Test
    void configurations() throws IOException {
        List<String> texts = new ArrayList<>(List.of(
                "",
                "\n",
                "---",
                "[]",
                "null",
                "1",
                "text",
                "a: &a [*a]",
                "engine:",
                "engine: {}",
                "engine: []",
                "engine: {family: }",
                "engine: {family: mac}",
                "engine: {family: [mac]}",
                "engine: {family: {}}",
                "? [a, b]\n: 1",
                "1: 2",
                "engine: !!binary aaaa",
                "engine: !x {}",
                "%YAML 9.9\n---\na: 1",
                "a: 1\n---\nb: 2",
                "\ufeffengine: {family: none}",
                "\0",
                "engine: \"\\ud800\""));
        texts.add("[".repeat(20_000));
        texts.add("{a: ".repeat(20_000));
        texts.add("engine: {family: " + "m".repeat(100_000) + "}");
        List<String> complaints = new ArrayList<>();
        for (String text : texts) {
            Files.write(design.config(), text.getBytes(StandardCharsets.UTF_8));
            complaints.addAll(complaints("quantize", config));
            complaints.addAll(complaints("train", config));
            complaints.addAll(complaints(
                    "generate", config, "--out", folder.resolve("out").toString()));
        }
        Files.write(design.config(), new byte[] {-1, -2, 0, 1});
        complaints.addAll(complaints("quantize", config));
        assertEquals("", String.join("\n", complaints));
    }

    /** Every number of the configuration, as numbers that nobody means; a value that is allowed may work. */
    @Test
    void numbersOfConfigurations() throws IOException {
        String text = Files.readString(design.config());
        List<String> complaints = new ArrayList<>();
        int count = 0;
        for (String line : text.lines().filter(l -> l.matches(".*: \\d+")).toList()) {
            for (String value : List.of(
                    "0",
                    "-1",
                    "2147483647",
                    "2147483648",
                    "99999999999999999999999",
                    "1e308",
                    ".nan",
                    ".inf",
                    "0x7fffffff",
                    "1.5",
                    "-0",
                    "01",
                    "true",
                    "null",
                    "[1]",
                    "{a: 1}",
                    "\"1\"",
                    "1_0")) {
                Files.writeString(design.config(), text.replace(line, line.replaceFirst(": .*", ": " + value)));
                CommandRun run = CommandRun.of("quantize", config);
                if (run.code() > Exit.USAGE
                        || run.err().contains("internal error")
                        || run.err().contains("Exception")) {
                    complaints.add(line + " = " + value + "\n" + run.err());
                }
                count++;
            }
        }
        assertEquals("", String.join("\n", complaints));
        assertTrue(count > 150, "values: " + count);
    }
}
