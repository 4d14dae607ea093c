// SPDX-License-Identifier: Apache-2.0
package io.fluxmill.cli.verb;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.fluxmill.cli.CommandRun;
import io.fluxmill.cli.console.Exit;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What is refused before any tool runs; BoardBuildTest and NetlistBenchTest have the rest. */
class BuildCommandTest {
    private static final String BOARDS = "../boards";

    @TempDir
    private Path folder;

    private void refused(String message, String... args) {
        CommandRun run = CommandRun.of(args);
        assertEquals(Exit.USAGE, run.code(), run.err());
        assertTrue(run.err().contains(message), run.err());
        assertFalse(Files.exists(folder.resolve("out")));
    }

    @Test
    void boardsAndConfigurations() throws IOException {
        String out = folder.resolve("out").toString();
        String link = "../examples/uart-link.yaml";
        refused("did you mean icebreaker?", "build", link, "--board", "icebraker", "--boards", BOARDS, "--out", out);
        refused(
                "board vcu129 cannot be built for: no open place and route has its part",
                "build",
                link,
                "--board",
                "vcu129",
                "--boards",
                BOARDS,
                "--out",
                out);
        refused("Missing required option: '--board=BOARD'", "build", link);
        refused(
                "configuration must be a readable file",
                "build",
                folder.resolve("none.yaml").toString(),
                "--board",
                "hx8k",
                "--boards",
                BOARDS,
                "--out",
                out);
        refused("did you mean gowin?", "tools", "install", "gowing");
    }
}
