// SPDX-License-Identifier: Apache-2.0
package io.fluxmill.cli.verb;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import com.fasterxml.jackson.databind.ObjectMapper;
import io.fluxmill.cli.CommandRun;
import io.fluxmill.cli.TinyDesign;
import io.fluxmill.cli.console.Environment;
import io.fluxmill.cli.console.Exit;
import io.fluxmill.core.config.EnvironmentException;
import java.io.File;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** {@code --json} and other named files through the command. Kinds of files and the text: OutputFileTest and JsonTextTest of core. */
class JsonOptionTest {
    /** The kernel has no files of ours in /proc; whether it gets so far depends on who asks. */
    private static final String REFUSAL =
            Files.isWritable(Path.of("/proc")) ? "No such file or directory" : "Permission denied";

    @TempDir
    private Path folder;

    @Test
    void linksAreFollowedByEveryVerb() throws IOException {
        Path target = folder.resolve("target.json");
        Path link = Files.createSymbolicLink(folder.resolve("link"), target);
        for (String verb : List.of("formats", "cells")) {
            assertEquals(Exit.OK, CommandRun.of(verb, "--json", link.toString()).code());
            assertTrue(Files.isSymbolicLink(link));
            assertTrue(new ObjectMapper().readTree(target.toFile()).size() > 0, verb);
            Files.delete(target);
        }
    }

    @Test
    void aFolderIsRefusedBeforeAnyWork() throws IOException {
        TinyDesign design = new TinyDesign(folder);
        for (String verb : List.of("verify", "quantize", "generate", "estimate", "train")) {
            CommandRun run = CommandRun.of(verb, design.config().toString(), "--json", folder.toString());
            if (verb.equals("estimate")) {
                run = CommandRun.of(
                        verb, design.config().toString(), "--board", "icebreaker", "--json", folder.toString());
            }
            assertEquals(
                    "fluxmill: --json must be a file, not a folder: --json=" + folder + "\n  name a file in it\n",
                    run.err());
            assertEquals("", run.out());
            assertEquals(Exit.USAGE, run.code());
        }
        try (Stream<Path> files = Files.list(folder)) {
            assertEquals(4, files.count(), "the design alone");
        }
    }

    @Test
    void aDiskThatIsFullIsTheComputersFault() throws Exception {
        Path full = folder.resolve("full");
        Process mknod = new ProcessBuilder("mknod", full.toString(), "c", "1", "7").start();
        assumeTrue(mknod.waitFor() == 0, "mknod is not possible here");
        CommandRun run = CommandRun.of("cells", "--json", full.toString());
        assertEquals(
                "fluxmill: --json: " + full + " cannot be written: No space left on device\n"
                        + "  make room there, or name a file on another disk\n",
                run.err());
        assertEquals(Exit.FAILED, run.code());
    }

    /** Every part of a run that does not fit is one sentence, and no half of a file is left. */
    @Test
    void aDiskThatFillsUp() throws Exception {
        Path disk = Files.createDirectory(folder.resolve("disk"));
        Process mount = new ProcessBuilder("mount", "-t", "tmpfs", "-o", "size=64k", "tmpfs", disk.toString()).start();
        assumeTrue(mount.waitFor() == 0, "mount is not possible here");
        try {
            TinyDesign design = new TinyDesign(folder);
            Path verilog = disk.resolve("mac_tiny.v");
            CommandRun run = CommandRun.of("generate", design.config().toString(), "--out", disk.toString());
            assertEquals(
                    "fluxmill: design: " + verilog + " cannot be written: No space left on device\n"
                            + "  make room there, or name a file on another disk\n",
                    run.err());
            assertEquals(Exit.FAILED, run.code());
            try (Stream<Path> left = Files.list(disk)) {
                assertEquals(List.of(), left.toList());
            }
        } finally {
            assertEquals(
                    0, new ProcessBuilder("umount", disk.toString()).start().waitFor());
        }
    }

    @Test
    void refusalsOfTheComputerAreNoInternalErrors() {
        IOException full = new FileSystemException("/out/waves.vcd", null, "No space left on device");
        EnvironmentException e = Environment.failure(new IllegalStateException(new UncheckedIOException(full)))
                .orElseThrow();
        assertEquals("/out/waves.vcd: a file cannot be read or written: No space left on device", e.getMessage());
        assertEquals("make room, or give the permission, and run the command again", e.remedy());
        assertEquals(
                "a file cannot be read or written: No space left on device",
                Environment.failure(new IOException("No space left on device"))
                        .orElseThrow()
                        .getMessage());
        assertTrue(Environment.failure(new IOException("something else")).isEmpty());
        assertTrue(Environment.failure(new IllegalStateException("a mistake")).isEmpty());
    }

    @Test
    void aFolderThatCannotBeWrittenIsToldBeforeAnyWork() {
        CommandRun run = CommandRun.of("cells", "--json", "/proc/result.json");
        assertEquals(
                "fluxmill: --json: /proc/result.json cannot be written: " + REFUSAL + "\n"
                        + "  make it and its folder writable, or name another file\n",
                run.err());
        assertEquals("", run.out());
        assertEquals(Exit.FAILED, run.code());
    }

    /** The table and the JSON on one stream, each whole: the JSON comes last. */
    @Test
    void standardOutput() throws Exception {
        Path said = folder.resolve("said");
        Process process = new ProcessBuilder(
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        "-cp",
                        System.getProperty("java.class.path"),
                        "io.fluxmill.cli.Fluxmill",
                        "cells",
                        "--json",
                        "/dev/stdout")
                .redirectInput(new File("/dev/null"))
                .redirectErrorStream(true)
                .redirectOutput(said.toFile())
                .start();
        assertTrue(process.waitFor(60, TimeUnit.SECONDS));
        assertEquals(Exit.OK, process.exitValue());
        String text = Files.readString(said);
        int json = text.indexOf("\n[ {\n") + 1;
        assertEquals(CommandRun.of("cells").out(), text.substring(0, json));
        assertTrue(new ObjectMapper().readTree(text.substring(json)).size() > 10);
    }

    @Test
    void foldersOfOtherOptions() throws IOException {
        TinyDesign design = new TinyDesign(folder);
        for (String verb : List.of("verify", "generate")) {
            CommandRun run = CommandRun.of(
                    verb,
                    design.config().toString(),
                    "--out",
                    design.config().resolve("out").toString());
            assertEquals(
                    "fluxmill: --out must be a folder: " + design.config() + " is none: --out="
                            + design.config().resolve("out") + "\n  name another folder\n",
                    run.err());
            assertEquals(Exit.USAGE, run.code());
            run = CommandRun.of(verb, design.config().toString(), "--out", "/proc/out");
            assertEquals(
                    "fluxmill: --out: /proc/out cannot be written: " + REFUSAL + "\n"
                            + "  make the folder writable, or name another one\n",
                    run.err());
            assertEquals(Exit.FAILED, run.code());
        }
        CommandRun cells = CommandRun.of("cells", "--characterise", folder.toString());
        assertEquals(
                "fluxmill: --characterise must be a file, not a folder: --characterise=" + folder
                        + "\n  name a file in it\n",
                cells.err());
        assertEquals(Exit.USAGE, cells.code());
        assertTrue(Files.isRegularFile(design.config()));
        assertFalse(Files.exists(Path.of("/proc/out")));
    }

    @Test
    void theModelOfATrainingIsCheckedBeforeIt() throws IOException {
        Files.createDirectories(folder.resolve("sfq"));
        String text = Files.readString(Path.of("../examples/sfq-digits-train.yaml"));
        Path config = Files.writeString(
                folder.resolve("train.yaml"), text.replace("model: sfq/digits.json", "model: train.yaml/digits.json"));
        CommandRun run = CommandRun.of("train", config.toString());
        assertEquals(
                "fluxmill: " + config + ":7: train.model must be in a folder: " + config + " is none: model="
                        + config.resolve("digits.json") + "\n  name another file\n",
                run.err());
        assertEquals(Exit.USAGE, run.code());
    }

    @Test
    void aLinkToATerminalReplacesNothingElse() throws IOException {
        Path file = Files.writeString(folder.resolve("notes"), "of years");
        CommandRun run =
                CommandRun.of("board-sim", "colorlight-i5", "--boards", "../boards", "--pty-link", file.toString());
        assertEquals(
                "fluxmill: --pty-link must be a new name or a link to a terminal: --pty-link=" + file
                        + "\n  name another\n",
                run.err());
        assertEquals(Exit.USAGE, run.code());
        assertEquals("of years", Files.readString(file));
    }
}
