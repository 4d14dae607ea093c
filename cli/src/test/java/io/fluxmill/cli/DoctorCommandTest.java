// SPDX-License-Identifier: Apache-2.0
package io.fluxmill.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class DoctorCommandTest {
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
    void nothingOnThePath() throws Exception {
        String java = Path.of(System.getProperty("java.home"), "bin", "java").toString();
        ProcessBuilder builder = new ProcessBuilder(
                java, "-cp", System.getProperty("java.class.path"), Fluxmill.class.getName(), "doctor");
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
