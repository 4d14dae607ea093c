// SPDX-License-Identifier: Apache-2.0
package io.fluxmill.cli.toy;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeFalse;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.fluxmill.boards.board.Board;
import io.fluxmill.boards.board.Boards;
import io.fluxmill.boards.flow.BuildRecord;
import io.fluxmill.cli.CommandRun;
import io.fluxmill.cli.board.VirtualBoard;
import io.fluxmill.cli.family.Families;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A family of engines that is added by one line goes through the verbs: generate, verify, build with its netlist check, run on a virtual board. */
@Tag("verilator")
class ToyFamilyTest {
    private static final Families WITH_TOY = Families.BUILT_IN.with(new ToyFamily(true));

    private static final String BOARD = "icebreaker";

    @TempDir
    private Path folder;

    private String config;

    @BeforeEach
    void write() throws IOException {
        Path file = folder.resolve("toy.yaml");
        config = Files.writeString(file, "engine: {family: toy, name: inverter}\n")
                .toString();
    }

    private JsonNode read(String name) throws IOException {
        return new ObjectMapper().readTree(folder.resolve(name).toFile());
    }

    private String at(String name) {
        return folder.resolve(name).toString();
    }

    @Test
    void generate() {
        CommandRun run = CommandRun.of(WITH_TOY, "generate", config, "--out", at("rtl"));
        assertEquals(0, run.code(), run.err());
        assertTrue(Files.exists(folder.resolve("rtl/inverter.v")));
    }

    @Test
    void verify() throws IOException {
        CommandRun run = CommandRun.of(WITH_TOY, "verify", config, "--out", at("out"), "--json", at("verify.json"));
        assertEquals(0, run.code(), run.err());
        assertTrue(run.out().contains("beats: 120"), run.out());
        JsonNode json = read("verify.json");
        assertEquals("inverter", json.get("design").asText());
        assertEquals(120, json.get("words").asInt());
        assertEquals(0, json.get("mismatches").asInt());
        assertTrue(json.get("inverts").asBoolean());
        assertTrue(json.get("agrees").asBoolean());
        assertTrue(Files.exists(folder.resolve("out/report.html")));
    }

    @Test
    void aReferenceThatIsNotWhatTheHardwareDoesIsFoundOut() throws IOException {
        Families wrong = Families.BUILT_IN.with(new ToyFamily(false));
        CommandRun run = CommandRun.of(wrong, "verify", config, "--out", at("out"), "--json", at("verify.json"));
        assertEquals(1, run.code(), run.err());
        assertEquals(120, read("verify.json").get("mismatches").asInt());
    }

    @Test
    void theOthersDoNotKnowIt() {
        CommandRun run = CommandRun.of("generate", config, "--out", at("rtl"));
        assertEquals(2, run.code());
        assertTrue(
                run.err().contains("family must be one of mac, pulse, sfq, spiking, pulse-soc, soc, uart, axi, jtag"),
                run.err());
    }

    @Test
    @Tag("tools")
    void buildAndRun() throws IOException {
        String build = at("build");
        CommandRun built =
                CommandRun.of(WITH_TOY, "build", config, "--board", BOARD, "--boards", "../boards", "--out", build);
        assumeFalse(built.code() == 1 && built.err().contains("install"), built.err());
        assertEquals(0, built.code(), built.err());
        BuildRecord record = BuildRecord.read(Path.of(build));
        assertEquals(0, record.netlistMismatches());
        assertTrue(record.netlistCycles() > 10_000, "cycles: " + record.netlistCycles());
        Board board = Boards.in(Path.of("../boards")).board(BOARD);
        VirtualBoard.Setup setup = new VirtualBoard.Setup(
                board,
                List.of(),
                Optional.of(Path.of(build)),
                Optional.empty(),
                OptionalInt.empty(),
                Optional.of(folder.resolve("port")),
                VirtualBoard.Faults.NONE);
        try (VirtualBoard running = VirtualBoard.open(setup, event -> {})) {
            CommandRun run = CommandRun.of(
                    WITH_TOY,
                    "run",
                    config,
                    "--build",
                    build,
                    "--port",
                    running.port().toRealPath().toString(),
                    "--silence",
                    "3000",
                    "--out",
                    at("run"),
                    "--json",
                    at("run.json"));
            assertEquals(0, run.code(), run.err());
            JsonNode json = read("run.json");
            assertEquals(BOARD, json.get("board").asText());
            assertEquals(120, json.get("words").asInt());
            assertTrue(json.get("agrees").asBoolean());
        }
    }
}
