// SPDX-License-Identifier: Apache-2.0
package io.fluxmill.cli.verb;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.fluxmill.cli.CommandRun;
import io.fluxmill.cli.console.Exit;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What fits and what does not, with the real yosys; what a message recommends is done and must help. */
@Tag("tools")
class EstimateCommandTest {
    private static final String SHORT =
            "mac_tiny_uart does not fit ice40-hx8k (iCE40HX8K-CT256): 48 block RAM SB_RAM40_4K are needed, the part has 32";

    @TempDir
    private Path folder;

    /** An engine whose weights do not fit a HX8K, as a row of 16 bits and 8192 words needs 32 of its 32 memories. */
    private Path config(int weightWords) throws IOException {
        String text = Files.readString(Path.of("../examples/fashion-hx8k.yaml"));
        return Files.writeString(
                folder.resolve("tiny.yaml"), text.replace("weight-words: 2048", "weight-words: " + weightWords));
    }

    private static CommandRun run(String verb, Path config, String board, String... more) {
        List<String> args =
                new ArrayList<>(List.of(verb, config.toString(), "--board", board, "--boards", "../boards"));
        args.addAll(Arrays.asList(more));
        CommandRun run = CommandRun.of(args.toArray(String[]::new));
        assumeTrue(!run.err().contains("tools are missing"), run.err());
        return run;
    }

    @Test
    void memoriesDecideEarlyAndTheRemedyHelps() throws IOException {
        Path json = folder.resolve("e.json");
        CommandRun run = run("estimate", config(8192), "ice40-hx8k", "--json", json.toString());
        assertEquals(Exit.FAILED, run.code(), run.err());
        assertEquals(
                List.of(
                        "fluxmill: the check failed: " + SHORT,
                        "  engine.weight-words: 4096 makes what was counted fit"),
                run.err().lines().toList());
        assertTrue(run.out().contains("short by 16"), run.out());
        assertTrue(
                run.out().contains("LUTs and flip-flops were not counted: memories and multipliers decide"), run.out());
        JsonNode result = new ObjectMapper().readTree(json.toFile());
        assertFalse(result.path("fits").asBoolean(true));
        assertFalse(result.path("complete").asBoolean(true));
        JsonNode memory = result.path("resources").path("block RAM SB_RAM40_4K");
        assertEquals(48, memory.path("used").asInt());
        assertEquals(32, memory.path("available").asInt());
        assertFalse(memory.path("fits").asBoolean(true));
        assertTrue(result.path("resources").path("logic cells").path("used").isNull());
        assertEquals(1, result.path("remedies").size());

        CommandRun smaller = run("estimate", config(4096), "ice40-hx8k", "--json", json.toString());
        JsonNode helped = new ObjectMapper().readTree(json.toFile());
        assertTrue(
                helped.path("resources")
                        .path("block RAM SB_RAM40_4K")
                        .path("fits")
                        .asBoolean(),
                smaller.err());
        assertTrue(helped.path("complete").asBoolean());
    }

    @Test
    void aBuildStopsWithTheSameWords() throws IOException {
        Path out = folder.resolve("out");
        CommandRun run = run("build", config(8192), "ice40-hx8k", "--out", out.toString());
        assertEquals(Exit.FAILED, run.code(), run.err());
        assertTrue(run.err().startsWith("fluxmill: the check failed: " + SHORT + "\n"), run.err());
        assertFalse(Files.exists(out));
    }

    /** Memories are enough, logic is not: known after synthesis. BoardEnginesTest tries the board that is recommended. */
    @Test
    void aBuildStopsAfterSynthesis() throws IOException {
        Path json = folder.resolve("b.json");
        Path out = folder.resolve("out");
        CommandRun run = run(
                "build",
                Path.of("../examples/fashion-hx8k.yaml"),
                "icebreaker",
                "--out",
                out.toString(),
                "--json",
                json.toString());
        assertEquals(Exit.FAILED, run.code(), run.err());
        List<String> lines = run.err().lines().toList();
        assertTrue(
                lines.get(0)
                        .matches(
                                "fluxmill: the check failed: mac_tiny_uart does not fit icebreaker \\(iCE40UP5K-SG48\\):"
                                        + " [0-9]+ logic cells are needed, the part has 5280"),
                run.err());
        assertEquals(List.of("  board ice40-hx8k has enough"), lines.subList(1, lines.size()));
        JsonNode result = new ObjectMapper().readTree(json.toFile());
        assertTrue(result.path("complete").asBoolean());
        assertTrue(result.has("bitstream") && result.path("bitstream").isNull(), "no bitstream");
        assertFalse(Files.exists(out));
    }

    @Test
    void theEngineAlone() throws IOException {
        Path json = folder.resolve("e.json");
        Path toggle = Path.of("../examples/sfq-toggle.yaml");
        CommandRun linked = run("estimate", toggle, "icebreaker", "--json", json.toString());
        assertEquals(Exit.OK, linked.code(), linked.err());
        assertTrue(linked.out().contains("sfq_toggle_uart fits icebreaker (iCE40UP5K-SG48)"), linked.out());
        int cells = cells(json);
        CommandRun bare = run("estimate", toggle, "icebreaker", "--bare", "--json", json.toString());
        assertTrue(bare.out().contains("sfq_toggle fits icebreaker (iCE40UP5K-SG48)"), bare.out());
        assertTrue(cells(json) < cells, "the link is not in it");
        assertTrue(new ObjectMapper().readTree(json.toFile()).path("bare").asBoolean());
    }

    private static int cells(Path json) throws IOException {
        return new ObjectMapper()
                .readTree(json.toFile())
                .path("resources")
                .path("logic cells")
                .path("used")
                .asInt();
    }
}
