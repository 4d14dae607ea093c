// SPDX-License-Identifier: Apache-2.0
package io.fluxmill.cli.board;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeFalse;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.fluxmill.boards.bitstream.Bitstream;
import io.fluxmill.boards.board.Board;
import io.fluxmill.boards.flow.BuildRecord;
import io.fluxmill.cli.CommandRun;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** From a configuration to pulses that a board has counted, with the real tools of synthesis, placement and programming. */
@Tag("verilator")
class BuildFlashRunTest {
    private static final String CONFIG = "../examples/sfq-toggle.yaml";

    @TempDir
    private Path folder;

    @ParameterizedTest
    @ValueSource(strings = {"ulx3s-85f", "tang-nano-9k"})
    void aPulseCircuit(String name) throws IOException {
        ToolPresent.require("openFPGALoader", "openfpgaloader");
        ToolPresent.requirePseudoTerminal();
        Board part = TestBuild.BOARDS.board(name);
        Path build = folder.resolve("build");
        CommandRun built =
                CommandRun.of("build", CONFIG, "--board", name, "--boards", "../boards", "--out", build.toString());
        String said = built.err().lines().findFirst().orElse("");
        assumeFalse(built.code() == 2 && built.err().contains("tools install"), said);
        assumeFalse(built.code() == 1 && said.contains("and neither works here"), said);
        assertEquals(0, built.code(), built.err());
        BuildRecord record = BuildRecord.read(build);
        assertEquals(0, record.netlistMismatches());
        assertTrue(record.netlistCycles() >= 250_000, "cycles: " + record.netlistCycles());
        assertTrue(record.fmaxMhz() >= record.targetMhz(), "MHz: " + record.fmaxMhz());
        byte[] bitstream = Files.readAllBytes(build.resolve(record.bitstream()));
        assertEquals(
                part.jtag().orElseThrow().idcode(),
                Bitstream.read(part.family(), bitstream).idcode().orElseThrow());
        try (VirtualBoard board = VirtualBoard.open(
                new VirtualBoard.Setup(
                        part,
                        List.of(build),
                        Optional.empty(),
                        Optional.empty(),
                        OptionalInt.of(0),
                        Optional.of(folder.resolve("port")),
                        VirtualBoard.Faults.NONE),
                event -> {})) {
            String port = board.port().toRealPath().toString();
            CommandRun flashed = CommandRun.of(
                    "flash",
                    build.toString(),
                    "--boards",
                    "../boards",
                    "--port",
                    port,
                    "--xvc",
                    "127.0.0.1:" + board.xvcPort().getAsInt());
            assertEquals(0, flashed.code(), flashed.err());
            Path json = folder.resolve("run.json");
            CommandRun ran = CommandRun.of(
                    "run",
                    CONFIG,
                    "--build",
                    build.toString(),
                    "--port",
                    port,
                    "--silence",
                    "3000",
                    "--out",
                    folder.resolve("run").toString(),
                    "--json",
                    json.toString());
            assertEquals(0, ran.code(), ran.err());
            JsonNode result = new ObjectMapper().readTree(json.toFile());
            assertEquals(name, result.get("board").asText());
            assertTrue(result.get("link").get("bytes-received").asLong() > 0);
            assertTrue(result.get("seconds").get("kernel").asDouble() > 0);
        }
    }
}
