// SPDX-License-Identifier: Apache-2.0
package io.fluxmill.cli.board;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.fluxmill.boards.flow.BuildRecord;
import io.fluxmill.boards.part.XvcClient;
import io.fluxmill.cli.toy.ToyEngine;
import io.fluxmill.core.config.InputException;
import io.fluxmill.core.manifest.ManifestFile;
import io.fluxmill.driver.device.UartLink;
import io.fluxmill.driver.transport.JSerialCommLine;
import io.fluxmill.driver.transport.SerialTransport;
import java.io.BufferedReader;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Boards without JTAG, designs with a PLL, and the verb as a process. */
@Tag("verilator")
class VirtualBoardTest {
    /** Preamble, a reset of the check sum, and the command that starts a design. */
    private static final byte[] ICE40 = {0x7E, (byte) 0xAA, (byte) 0x99, 0x7E, 0x01, 0x05, 0x01, 0x06};

    @TempDir
    private Path folder;

    @BeforeEach
    void tools() {
        ToolPresent.require("verilator", "verilator");
        ToolPresent.requirePseudoTerminal();
    }

    private static VirtualBoard.Setup setup(String board, Path load, OptionalInt xvc) {
        return new VirtualBoard.Setup(
                TestBuild.BOARDS.board(board),
                List.of(),
                Optional.of(load),
                Optional.empty(),
                xvc,
                Optional.empty(),
                VirtualBoard.Faults.NONE);
    }

    private static void answers(String port, Path build) {
        try (SerialTransport link = UartLink.open(
                JSerialCommLine.open(port, 1_000_000, 500), ManifestFile.read(build.resolve(BuildRecord.ENGINE)))) {
            link.reset();
            link.write(ToyEngine.ADD, 40);
            link.write(ToyEngine.ADD, 2);
            assertEquals(42, link.read(ToyEngine.SUM));
        }
    }

    @Test
    void aBoardWithoutJtagRunsWhatItIsLoadedWith() throws IOException {
        Path build = folder.resolve("b");
        TestBuild.write(build, "icebreaker", "echo", ICE40);
        try (VirtualBoard board = VirtualBoard.open(setup("icebreaker", build, OptionalInt.empty()), ignored -> {})) {
            assertTrue(board.xvcPort().isEmpty());
            answers(board.port().toString(), build);
        }
    }

    @Test
    void aPllPassesItsClockThrough() throws IOException {
        Path build = folder.resolve("b");
        TestBuild.write(build, "ulx3s-85f", "echo", SampleBitstreams.ecp5(0x41113043L, 142, 5, 9), 50_000_000);
        try (VirtualBoard board = VirtualBoard.open(setup("ulx3s-85f", build, OptionalInt.of(0)), ignored -> {})) {
            assertTrue(board.done());
            answers(board.port().toString(), build);
            InputException e = assertThrows(
                    InputException.class,
                    () -> VirtualBoard.open(setup("ulx3s-85f", build, board.xvcPort()), ignored -> {}));
            assertTrue(e.getMessage().startsWith("port of the JTAG cable must be free: --xvc="), e.getMessage());
        }
    }

    /** Ready when it says so, and nothing left behind when it is interrupted. */
    @Test
    void theVerbUntilItIsInterrupted() throws Exception {
        Path build = folder.resolve("b");
        TestBuild.write(build, "icebreaker", "echo", ICE40);
        TestBuild.write(folder.resolve("c"), "colorlight-i5", "echo", SampleBitstreams.ecp5(0x41111043L, 74, 5, 9));
        Path link = folder.resolve("port");
        List<String> command = new ArrayList<>(List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-cp",
                System.getProperty("java.class.path"),
                "io.fluxmill.cli.Fluxmill",
                "board-sim",
                "colorlight-i5",
                "--boards",
                "../boards",
                "--builds",
                folder.resolve("c").toString(),
                "--pty-link",
                link.toString(),
                "--flash",
                folder.resolve("flash.bin").toString()));
        Process process = new ProcessBuilder(command)
                .redirectError(folder.resolve("messages").toFile())
                .start();
        try (BufferedReader out = process.inputReader(StandardCharsets.UTF_8)) {
            String port = out.readLine();
            assertTrue(port != null && port.startsWith("serial port: /dev/pts/"), port + " " + messages());
            String cable = out.readLine();
            assertTrue(cable.startsWith("JTAG cable: 127.0.0.1:"), cable);
            assertEquals("ready", out.readLine());
            assertEquals(port.substring(13), link.toRealPath().toString());
            int number = Integer.parseInt(cable.substring(cable.lastIndexOf(':') + 1));
            try (XvcClient client = XvcClient.open("127.0.0.1", number)) {
                assertEquals(0x41111043L, client.idcode());
            }
            process.destroy();
            assertTrue(process.waitFor(20, TimeUnit.SECONDS), "it ends when it is told to");
            assertFalse(Files.exists(link, LinkOption.NOFOLLOW_LINKS));
            assertThrows(IOException.class, () -> XvcClient.open("127.0.0.1", number));
        } finally {
            process.destroyForcibly();
        }
    }

    private String messages() throws IOException {
        return Files.readString(folder.resolve("messages"));
    }
}
