// SPDX-License-Identifier: Apache-2.0
package io.fluxmill.cli.verb;

import static org.junit.jupiter.api.Assertions.assertEquals;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.fluxmill.cli.CommandRun;
import io.fluxmill.cli.console.Exit;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class BoardsCommandTest {
    private static final String BOARDS = "../boards";

    @TempDir
    private Path folder;

    @Test
    void theListSaysWhatWorks() throws IOException {
        Path file = folder.resolve("boards.json");
        CommandRun run = CommandRun.of("boards", "--boards", BOARDS, "--json", file.toString());
        assertEquals(Exit.OK, run.code(), run.err());
        JsonNode list = new ObjectMapper().readTree(file.toFile());
        assertEquals(9, list.size());
        assertEquals(10, run.out().lines().count());
        for (JsonNode board : list) {
            boolean pins = !board.get("board").asText().equals("vcu129");
            assertEquals(pins, board.get("works").get("constraints").asBoolean());
            assertEquals(5, board.get("works").size());
        }
        String row = run.out()
                .lines()
                .filter(line -> line.startsWith("icebreaker "))
                .findFirst()
                .orElseThrow();
        assertEquals(
                "icebreaker iCEBreaker iCE40UP5K-SG48 ice40 yes yes yes yes yes mac 1x1 (INT4); SFQ netlist (sfq-toggle)",
                row.replaceAll(" +", " "));
    }

    @Test
    void constraintsAreWritten() throws IOException {
        Path out = folder.resolve("new");
        CommandRun run = CommandRun.of("boards", "icebreaker", "--boards", BOARDS, "--out", out.toString());
        assertEquals(Exit.OK, run.code(), run.err());
        assertEquals(out.resolve("icebreaker.pcf") + "\n", run.out());
        CommandRun shown = CommandRun.of("boards", "icebreaker", "--boards", BOARDS);
        assertEquals(Files.readString(out.resolve("icebreaker.pcf")), shown.out());
        assertEquals("engines that fit: mac 1x1 (INT4); SFQ netlist (sfq-toggle)\n", shown.err());
        try (Stream<Path> files = Files.list(out)) {
            assertEquals(List.of(out.resolve("icebreaker.pcf")), files.toList(), "no temporary file stays behind");
        }
    }

    @Test
    void badUse() {
        CommandRun run = CommandRun.of("boards", "icebraker", "--boards", BOARDS);
        assertEquals(Exit.USAGE, run.code());
        assertEquals("  did you mean icebreaker?", run.err().lines().toList().get(1));
        run = CommandRun.of("boards", "vcu129", "--boards", BOARDS);
        assertEquals(
                "fluxmill: board vcu129 has no pins: constraints cannot be written\n"
                        + "  list the boards that have with: fluxmill boards\n",
                run.err());
        run = CommandRun.of("boards", "--out", "x", "--boards", BOARDS);
        assertEquals(Exit.USAGE, run.code());
    }
}
