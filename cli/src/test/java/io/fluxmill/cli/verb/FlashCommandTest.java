// SPDX-License-Identifier: Apache-2.0
package io.fluxmill.cli.verb;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.fluxmill.boards.flow.BuildRecord;
import io.fluxmill.cli.CommandRun;
import io.fluxmill.cli.console.Exit;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What flash and board-sim refuse before they touch anything. */
class FlashCommandTest {
    @TempDir
    private Path folder;

    @BeforeEach
    void record() throws IOException {
        new BuildRecord(
                        "icebreaker",
                        "iCE40UP5K-SG48",
                        "ice40",
                        "a",
                        "a_icebreaker",
                        "00000000",
                        "00000000",
                        12_000_000,
                        1_000_000,
                        512,
                        "a.bin",
                        3,
                        "0",
                        18,
                        12,
                        Map.of(),
                        List.of(),
                        0,
                        1,
                        List.of("a.v"),
                        Map.of())
                .write(folder);
    }

    private void refused(String message, String... args) {
        CommandRun run = CommandRun.of(args);
        assertEquals("fluxmill: " + message + "\n", run.err());
        assertEquals("", run.out());
        assertEquals(Exit.USAGE, run.code());
    }

    private void flash(String message, String... more) {
        String[] args = new String[more.length + 4];
        System.arraycopy(new String[] {"flash", folder.toString(), "--boards", "../boards"}, 0, args, 0, 4);
        System.arraycopy(more, 0, args, 4, more.length);
        refused(message, args);
    }

    @Test
    void contradictions() {
        flash(
                "--permanent and --into sram contradict each other\n  leave one of them out",
                "--permanent",
                "--into",
                "sram");
        flash(
                "--cable xvc needs --xvc HOST:PORT, such as 127.0.0.1:2542\n  board-sim prints it when it is ready",
                "--cable",
                "xvc");
        flash(
                "--xvc must be HOST:PORT, such as 127.0.0.1:2542: --xvc=here\n  board-sim prints it when it is ready",
                "--xvc",
                "here");
        flash("--cable usb and --xvc contradict each other\n  leave one of them out", "--cable", "usb", "--xvc", "a:1");
        flash(
                "--serial is for the board's USB, not for --cable xvc\n  leave one of them out",
                "--xvc",
                "a:1",
                "--serial",
                "7");
        flash("--silence must be at least 1: --silence=0\n  leave it out", "--silence", "0");
    }

    @Test
    void noBuild() {
        refused(
                "build must be a folder with a readable build.json: build=" + folder.resolve("no")
                        + "\n  build it again: fluxmill build CONFIG --board BOARD",
                "flash",
                folder.resolve("no").toString(),
                "--boards",
                "../boards");
    }

    @Test
    void virtualBoards() {
        refused(
                "board icebreaker has no JTAG: its design must be named\n  add --load BUILD",
                "board-sim",
                "icebreaker",
                "--boards",
                "../boards");
        refused(
                "--fault must be pull-after=BITS, idcode=0xNUMBER or done-low: --fault=smoke\n  correct it",
                "board-sim",
                "ulx3s",
                "--boards",
                "../boards",
                "--fault",
                "smoke");
        refused(
                folder + ": the build must be for board ulx3s-85f: board=icebreaker\n  build it for this board, or"
                        + " simulate that one",
                "board-sim",
                "ulx3s",
                "--boards",
                "../boards",
                "--builds",
                folder.toString());
    }
}
