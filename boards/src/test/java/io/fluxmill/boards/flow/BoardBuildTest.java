// SPDX-License-Identifier: Apache-2.0
package io.fluxmill.boards.flow;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.fluxmill.boards.board.Board;
import io.fluxmill.boards.board.Boards;
import io.fluxmill.core.cache.ContentCache;
import io.fluxmill.core.config.InputException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A design that is small enough for the real tools of iCE40 to take a second each. */
@Tag("tools")
class BoardBuildTest {
    private static final Boards BOARDS = Boards.in(Path.of("."));
    private static final String VERILOG =
            """
            module sum (input clk, input reset, input uart_rx, output uart_tx, output [3:0] led);
              reg [31:0] a;
              reg [31:0] b;
              always @(posedge clk) if (reset) begin a <= 1; b <= 0; end else begin
                a <= {a[30:0], a[31] ^ uart_rx};
                b <= b + a;
              end
              assign uart_tx = ^b;
              assign led = b[31:28];
            endmodule
            """;

    @TempDir
    private Path folder;

    private final List<String> steps = new ArrayList<>();

    @BeforeEach
    void tools() {
        for (Executable tool : new Ice40Flow().tools()) {
            assumeTrue(
                    Toolbox.onPath(tool.name()).isPresent(),
                    tool.name() + " is missing: sudo apt-get install " + tool.debianPackage());
        }
    }

    private BoardBuild build(Board board, String verilog, long hz) {
        LinkedDesign design = new LinkedDesign("sum", verilog, "01234567", "89abcdef", "{}\n", hz, 1_000_000, 512);
        return new BoardBuild(board, design, new Ice40Flow(), new ContentCache(folder.resolve("cache")), steps::add);
    }

    @Test
    void aBitstreamOnceAndThenFromTheCache() throws IOException {
        BoardBuild build = build(BOARDS.board("icebreaker"), VERILOG, 12_000_000);
        BoardBuild.Synthesis synthesis = build.synthesis();
        BoardBuild.Routed routed = build.route(synthesis, 1);
        BuildRecord record = build.record(routed, new NetlistCheck.Result(1000, 0, -1, 5));
        Path out = folder.resolve("out/sum");
        build.write(record, synthesis, routed, out);
        assertEquals(
                List.of(
                        "synthesis of sum_icebreaker",
                        "place and route of sum_icebreaker",
                        "bitstream of sum_icebreaker"),
                steps);
        assertEquals(record, BuildRecord.read(out));
        assertEquals("sum_icebreaker.bin", record.bitstream());
        assertEquals(104_090, record.bitstream(out).length);
        assertTrue(record.fmaxMhz() > 12, record.toString());
        assertTrue(record.utilisation().get("ICESTORM_LC").used() > 60, record.toString());
        assertTrue(
                record.criticalPath().get(0).contains(" clk-to-q core."),
                record.criticalPath().toString());
        assertEquals(List.of("sum.v", "sum_icebreaker.v"), record.verilog());
        assertFalse(record.tools().containsValue("unknown"), record.tools().toString());

        BoardBuild again = build(BOARDS.board("icebreaker"), VERILOG, 12_000_000);
        BoardBuild.Routed found = again.route(again.synthesis(), 1);
        assertEquals(3, steps.size(), "nothing is run again");
        assertArrayEquals(Files.readAllBytes(routed.bitstream()), Files.readAllBytes(found.bitstream()));
        Files.writeString(out.resolve("old"), "of an earlier build");
        again.write(record, synthesis, found, out);
        assertFalse(Files.exists(out.resolve("old")), "the folder is replaced");
        try (Stream<Path> files = Files.list(out.getParent())) {
            assertEquals(List.of(out), files.toList(), "nothing is left beside it");
        }
    }

    @Test
    void aStageThatWasDamagedInTheCacheIsRunAgain() throws IOException {
        BoardBuild build = build(BOARDS.board("icebreaker"), VERILOG, 12_000_000);
        BoardBuild.Routed routed = build.route(build.synthesis(), 1);
        byte[] bitstream = Files.readAllBytes(routed.bitstream());
        byte[] flipped = bitstream.clone();
        flipped[flipped.length / 2] ^= 1;
        Files.write(routed.bitstream(), flipped);
        Files.writeString(build.synthesis().folder().resolve("stat.json"), "");
        assertArrayEquals(
                bitstream, Files.readAllBytes(build.route(build.synthesis(), 1).bitstream()));
        assertEquals(
                List.of(
                        "synthesis of sum_icebreaker",
                        "place and route of sum_icebreaker",
                        "bitstream of sum_icebreaker",
                        "synthesis of sum_icebreaker",
                        "place and route of sum_icebreaker",
                        "bitstream of sum_icebreaker"),
                steps);
    }

    @Test
    void aFolderOfSomethingElseIsNotReplaced() throws IOException {
        Path out = Files.createDirectory(folder.resolve("thesis"));
        BoardBuild.check(out);
        Path chapter = Files.writeString(out.resolve("chapter"), "of years");
        InputException e = assertThrows(InputException.class, () -> BoardBuild.check(out));
        assertEquals(
                "--out must be the folder of a build, an empty or a new one, for it is replaced: --out=" + out,
                e.getMessage());
        assertEquals("name another folder", e.remedy());
        assertThrows(InputException.class, () -> BoardBuild.check(chapter));
        BoardBuild build = build(BOARDS.board("icebreaker"), VERILOG, 12_000_000);
        BoardBuild.Synthesis synthesis = build.synthesis();
        BoardBuild.Routed routed = build.route(synthesis, 1);
        BuildRecord record = build.record(routed, null);
        assertThrows(InputException.class, () -> build.write(record, synthesis, routed, out));
        assertEquals("of years", Files.readString(chapter));

        Path link = Files.createSymbolicLink(folder.resolve("latest"), Files.createDirectory(folder.resolve("real")));
        build.write(record, synthesis, routed, link);
        build.write(record, synthesis, routed, link);
        assertTrue(Files.isSymbolicLink(link));
        assertEquals(record, BuildRecord.read(folder.resolve("real")));
    }

    @Test
    void anotherSeedClockOrDesignIsAnotherBuild() throws IOException {
        BoardBuild build = build(BOARDS.board("icebreaker"), VERILOG, 12_000_000);
        Path first = build.synthesis().folder();
        assertEquals(first, build.synthesis().folder());
        BoardBuild other = build(BOARDS.board("icebreaker"), VERILOG.replace("b + a", "b - a"), 12_000_000);
        assertFalse(first.equals(other.synthesis().folder()));
        BoardBuild.Routed one = build.route(build.synthesis(), 1);
        assertFalse(one.folder().equals(build.route(build.synthesis(), 2).folder()));
    }

    @Test
    void aMissedTargetIsToldWithItsPath() throws IOException {
        BoardBuild build = build(BOARDS.board("icebreaker"), VERILOG, 144_000_000);
        BuildRecord record = build.record(build.route(build.synthesis(), 1), null);
        assertEquals(144, record.targetMhz());
        assertTrue(record.fmaxMhz() < 144, "a carry chain of 32 bits: " + record.fmaxMhz());
        assertTrue(record.criticalPath().stream().anyMatch(step -> step.contains("core.b")), record.toString());
        assertEquals(-1, record.netlistMismatches());
        assertTrue(record.verilog().contains("SB_PLL40_PAD.v"), record.verilog().toString());
    }

    @Test
    void toolsThatFailLeaveTheirLogAndNoEntry() throws IOException {
        BoardBuild wrong = build(BOARDS.board("icebreaker"), VERILOG.replace("b + a", "b +"), 12_000_000);
        ToolException e = assertThrows(ToolException.class, wrong::synthesis);
        assertTrue(e.summary().startsWith("yosys failed with status 1:\n"), e.summary());
        assertTrue(Files.readString(e.log()).contains("syntax error"), e.getMessage());

        Path boards = Files.createDirectories(folder.resolve("boards/odd"));
        Files.writeString(
                boards.resolve("board.yaml"),
                Files.readString(Path.of("icebreaker/board.yaml")).replace("tx: {pin: 9}", "tx: {pin: 99}"));
        BoardBuild build = build(Boards.in(boards.getParent()).board("odd"), VERILOG, 12_000_000);
        e = assertThrows(ToolException.class, () -> build.route(build.synthesis(), 1));
        assertTrue(e.summary().startsWith("nextpnr-ice40 failed with status "), e.summary());
        try (Stream<Path> entries = Files.list(folder.resolve("cache/bitstreams"))) {
            assertFalse(entries.anyMatch(Files::isDirectory), "no entry");
        }
    }

    @Test
    void clocksThatThePartCannotMakeAndBoardsWithoutAFlow() {
        assertThrows(InputException.class, () -> build(BOARDS.board("icebreaker"), VERILOG, 1_000_000));
        InputException e = assertThrows(InputException.class, () -> Flows.of(BOARDS.board("vcu129")));
        assertEquals("board vcu129 cannot be built for: no open place and route has its part", e.getMessage());
    }
}
