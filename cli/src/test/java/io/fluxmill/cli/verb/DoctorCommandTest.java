// SPDX-License-Identifier: Apache-2.0
package io.fluxmill.cli.verb;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.fluxmill.cli.CommandRun;
import io.fluxmill.cli.Fluxmill;
import io.fluxmill.cli.console.Exit;
import io.fluxmill.cli.console.Tool;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class DoctorCommandTest {
    private static final String JAVA =
            Path.of(System.getProperty("java.home"), "bin", "java").toString();
    private static final String CLASS_PATH = System.getProperty("java.class.path");

    @TempDir
    private Path empty;

    @Test
    @Tag("tools")
    void everyToolHasALine() {
        CommandRun run = CommandRun.of("doctor");
        List<String> lines = run.out().lines().toList();
        for (int i = 0; i < Tool.ALL.size(); i++) {
            assertTrue(lines.get(i + 1).startsWith(Tool.ALL.get(i).name() + " "), lines.get(i + 1));
        }
    }

    @Test
    void theCacheHasALine() throws Exception {
        Path entry = Files.createDirectories(empty.resolve("models/a-" + "0".repeat(32)));
        Files.write(entry.resolve("lib.so"), new byte[3 << 19]);
        Files.createFile(entry.resolveSibling(entry.getFileName() + ".lock"));
        Files.write(Files.createDirectories(empty.resolve("tools/ecp5")).resolve("yosys"), new byte[1 << 20]);
        assertEquals("cache: " + empty + ": 1.5 MiB, limit 512.0 MiB (FLUXMILL_CACHE_LIMIT)", lastLine(doctor("512M")));
        Process refused = doctor("lots");
        assertEquals("  set it to a size such as 4G, to none for no limit, or unset it for 4.0 GiB", lastLine(refused));
        assertEquals(Exit.USAGE, refused.waitFor());
    }

    private static String lastLine(Process process) throws Exception {
        List<String> lines = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8)
                .lines()
                .toList();
        return lines.get(lines.size() - 1);
    }

    private Process doctor(String limit) throws Exception {
        ProcessBuilder builder = new ProcessBuilder(JAVA, "-cp", CLASS_PATH, Fluxmill.class.getName(), "doctor");
        builder.environment().put("FLUXMILL_CACHE", empty.toString());
        builder.environment().put("FLUXMILL_CACHE_LIMIT", limit);
        return builder.redirectErrorStream(true).start();
    }

    @Test
    void nothingOnThePath() throws Exception {
        ProcessBuilder builder = new ProcessBuilder(JAVA, "-cp", CLASS_PATH, Fluxmill.class.getName(), "doctor");
        builder.environment().put("PATH", empty.toString());
        Process process = builder.start();
        String text = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        assertEquals(Exit.FAILED, process.waitFor());
        assertTrue(text.replaceAll(" +", " ").contains("verilator MISSING verify: simulation\n"), text);
        assertTrue(
                text.contains("get what is missing: sudo apt-get install openjdk-17-jdk-headless maven verilator g++"),
                text);
    }
}
