// SPDX-License-Identifier: Apache-2.0
package io.fluxmill.cli.board;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.fluxmill.boards.bitstream.Bitstream;
import io.fluxmill.boards.board.ChipFamily;
import io.fluxmill.boards.flash.FlashException;
import io.fluxmill.boards.flow.BuildRecord;
import io.fluxmill.cli.CommandRun;
import io.fluxmill.cli.toy.ToyEngine;
import io.fluxmill.core.manifest.ManifestFile;
import io.fluxmill.driver.device.Device;
import io.fluxmill.driver.device.UartLink;
import io.fluxmill.driver.transport.JSerialCommLine;
import io.fluxmill.driver.transport.SerialTransport;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.OptionalLong;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** From the folder of a build to a design that answers on a board, with the real tools and drivers; and everything that can go wrong. */
@Tag("verilator")
class FlashVirtualBoardTest {
    private static final long I5 = 0x41111043L;
    private static final byte[] FIRST = SampleBitstreams.ecp5(I5, 74, 400, 1);
    private static final byte[] SECOND = SampleBitstreams.ecp5(I5, 74, 500, 2);

    @TempDir
    private static Path builds;

    private static Path first;
    private static Path second;
    private static Path arty;
    private static Path nano;

    @TempDir
    private Path folder;

    private final List<String> events = Collections.synchronizedList(new ArrayList<>());
    private VirtualBoard board;

    @BeforeAll
    static void build() throws IOException {
        first = builds.resolve("first");
        second = builds.resolve("second");
        arty = builds.resolve("arty");
        nano = builds.resolve("nano");
        TestBuild.write(first, "colorlight-i5", "echo", FIRST);
        TestBuild.write(second, "colorlight-i5", "other", SECOND);
        TestBuild.write(arty, "arty-a7-35t", "echo", SampleBitstreams.xc7(0x0362D093L, "7a35tcsg324", 3000, 3));
        TestBuild.write(nano, "tang-nano-9k", "echo", SampleBitstreams.gowin(0x1100481bL, 712, 30, 4));
    }

    @BeforeEach
    void tools() {
        ToolPresent.require("openFPGALoader", "openfpgaloader");
        ToolPresent.require("verilator", "verilator");
        ToolPresent.requirePseudoTerminal();
    }

    @AfterEach
    void powerOff() throws IOException {
        if (board != null) {
            board.close();
        }
    }

    private void open(String name, VirtualBoard.Faults faults, Optional<Path> flash, Path... known) throws IOException {
        board = VirtualBoard.open(
                new VirtualBoard.Setup(
                        TestBuild.BOARDS.board(name),
                        List.of(known),
                        Optional.empty(),
                        flash,
                        OptionalInt.of(0),
                        Optional.of(folder.resolve("port")),
                        faults),
                events::add);
    }

    private void open(String name, Path... known) throws IOException {
        open(name, VirtualBoard.Faults.NONE, Optional.empty(), known);
    }

    private static VirtualBoard.Faults faults(long idcode, boolean low, long pull) {
        return new VirtualBoard.Faults(
                idcode == 0 ? OptionalLong.empty() : OptionalLong.of(idcode),
                low,
                pull == 0 ? OptionalLong.empty() : OptionalLong.of(pull));
    }

    private CommandRun flash(Path build, String... more) {
        List<String> arguments = new ArrayList<>(List.of(
                "flash",
                build.toString(),
                "--boards",
                "../boards",
                "--xvc",
                "127.0.0.1:" + board.xvcPort().getAsInt()));
        arguments.addAll(List.of(more));
        return CommandRun.of(arguments.toArray(String[]::new));
    }

    private static void failed(CommandRun run, String fact) {
        assertEquals(1, run.code(), run.err());
        assertTrue(run.err().startsWith("fluxmill: " + fact), run.err());
        assertEquals(2, run.err().lines().count(), run.err());
        assertEquals("", run.out());
    }

    @Test
    void fromABuildToADesignThatAnswers() throws IOException {
        open("colorlight-i5", first, second);
        Path json = folder.resolve("result.json");
        CommandRun run = flash(first, "--port", board.port().toRealPath().toString(), "--json", json.toString());
        assertEquals(0, run.code(), run.err());
        assertTrue(run.out().contains("identified: echo_uart"), run.out());
        JsonNode result = new ObjectMapper().readTree(json.toFile());
        assertEquals("0x41111043", result.get("idcode").asText());
        assertEquals(FIRST.length, result.get("bytes").asLong());
        assertTrue(result.get("verified").asBoolean());
        assertTrue(result.get("done").asBoolean());
        assertTrue(result.get("identified").asBoolean());
        assertEquals("sram", result.get("into").asText());
        drive(first);
        run = flash(second, "--port", board.port().toRealPath().toString());
        assertEquals(0, run.code(), run.err());
        drive(second);
        assertThrows(FlashException.class, () -> drive(first), "the other design runs now");
        board.powerCycle();
        assertFalse(board.done(), "nothing was put into the flash");
    }

    /** The same engine behind another link. */
    @Test
    void anotherDesignThatAnswersIsNotTaken() throws IOException {
        open("colorlight-i5", first);
        Path other = folder.resolve("other");
        BuildRecord record = TestBuild.write(other, "colorlight-i5", "echo", FIRST);
        Path json = other.resolve(BuildRecord.FILE);
        Files.writeString(json, Files.readString(json).replace(record.designHash(), "12345678"));
        CommandRun run = flash(other, "--port", folder.resolve("port").toString());
        assertEquals(1, run.code(), run.err());
        assertTrue(
                run.err()
                        .contains(
                                "another design answers: its LINK_HASH must be 12345678 and is " + record.designHash()),
                run.err());
    }

    /** The driver talks to the design of a build, and to no other. */
    private void drive(Path build) throws IOException {
        String port = board.port().toRealPath().toString();
        Identification.check(port, build, BuildRecord.read(build));
        var engine = ManifestFile.read(build.resolve(BuildRecord.ENGINE));
        try (SerialTransport link = UartLink.open(JSerialCommLine.open(port, 1_000_000, 500), engine)) {
            link.reset();
            new Device(engine, link).identify();
            for (int i = 0; i < 50; i++) {
                link.write(ToyEngine.ADD, i);
            }
            assertEquals(49 * 50 / 2, link.read(ToyEngine.SUM));
        }
    }

    @Test
    void whatIsInTheFlashSurvives() throws IOException {
        Path content = folder.resolve("flash.bin");
        open("colorlight-i5", VirtualBoard.Faults.NONE, Optional.of(content), first, second);
        CommandRun run =
                flash(first, "--permanent", "--port", folder.resolve("port").toString());
        assertEquals(0, run.code(), run.err());
        assertTrue(run.out().contains("verified: yes, read back and compared by openFPGALoader"), run.out());
        assertEquals(0, flash(second).code());
        drive(second);
        board.powerCycle();
        drive(first);
        board.close();
        assertFalse(Files.exists(folder.resolve("port"), java.nio.file.LinkOption.NOFOLLOW_LINKS));
        open("colorlight-i5", VirtualBoard.Faults.NONE, Optional.of(content), first);
        drive(first);
    }

    @Test
    void aWrongPartIsRefused() throws IOException {
        open("colorlight-i5", faults(0x41113043L, false, 0), Optional.empty());
        failed(
                flash(first),
                "the part answers IDCODE 0x41113043, and the Colorlight i5 has LFE5U-25F-6BG381C with 0x41111043;"
                        + " nothing was written\n  check which board is connected, and name it with --board");
        failed(
                flash(first, "--board", "ulx3s"),
                "the build in " + first + " is for board colorlight-i5, not for ulx3s");
        Path wrong = folder.resolve("wrong");
        TestBuild.write(wrong, "colorlight-i5", "echo", SampleBitstreams.ecp5(0x41113043L, 142, 20, 1));
        failed(
                flash(wrong),
                "the bitstream " + wrong.resolve("design.bit")
                        + " is for a part with IDCODE 0x41113043, and board colorlight-i5 has LFE5U-25F-6BG381C with"
                        + " 0x41111043");
        TestBuild.write(wrong, "arty-a7-35t", "echo", SampleBitstreams.xc7(0x0362C093L, "7a50tcsg324", 20, 1));
        failed(flash(wrong), "the bitstream " + wrong.resolve("design.bit") + " is for a part with IDCODE 0x0362c093");
    }

    @Test
    void aDamagedFileIsRefused() throws IOException {
        open("colorlight-i5");
        Path damaged = folder.resolve("damaged");
        TestBuild.write(damaged, "colorlight-i5", "echo", FIRST);
        byte[] other = FIRST.clone();
        other[other.length / 2] ^= 1;
        Files.write(damaged.resolve("design.bit"), other);
        failed(
                flash(damaged),
                "the bitstream " + damaged.resolve("design.bit")
                        + " is not the one that was built: its SHA-256 is not that of build.json\n  build it again:");
        TestBuild.write(damaged, "colorlight-i5", "echo", other);
        failed(
                flash(damaged),
                "the bitstream " + damaged.resolve("design.bit")
                        + " is no good for a part of family ecp5: a check sum in it is wrong");
        Files.delete(damaged.resolve("design.bit"));
        failed(flash(damaged), "the bitstream " + damaged.resolve("design.bit") + " cannot be read");
    }

    /** The cable is pulled at many places of a write into the flash: every time the command says so, and the board never starts with half a design. */
    @Test
    void aPulledCableIsReported() throws IOException {
        int incomplete = 0;
        int unchanged = 0;
        for (long bits : new long[] {100, 3_000, 40_000, 80_000, 120_000, 200_000}) {
            Path content = folder.resolve("flash.bin");
            Files.deleteIfExists(content);
            open("colorlight-i5", faults(0, false, bits), Optional.of(content), second);
            CommandRun run = flash(second, "--permanent");
            assertEquals(1, run.code(), run.err());
            assertEquals("", run.out());
            boolean said = run.err().contains("the flash is incomplete, the board will not start with this design");
            boolean same =
                    run.err().contains("nothing was written") || run.err().contains("the flash was not changed");
            assertTrue(said != same, run.err());
            byte[] found = Files.readAllBytes(content);
            boolean touched = false;
            for (byte each : found) {
                touched |= each != -1;
            }
            assertTrue(said || !touched, "a changed flash is not called unchanged: " + run.err());
            incomplete += said ? 1 : 0;
            unchanged += same ? 1 : 0;
            board.powerCycle();
            assertFalse(board.done(), "half a design does not start");
            board.cable().orElseThrow().plug();
            board.close();
        }
        assertTrue(incomplete >= 2 && unchanged >= 2, incomplete + " " + unchanged);
        open("colorlight-i5", VirtualBoard.Faults.NONE, Optional.of(folder.resolve("flash.bin")), second);
        assertEquals(0, flash(second, "--permanent").code());
        board.powerCycle();
        assertTrue(board.done());
    }

    @Test
    void aDoneThatStaysLowIsReported() throws IOException {
        open("colorlight-i5", faults(0, true, 0), Optional.empty());
        failed(flash(first), "the part did not start: DONE is low, though openFPGALoader wrote without a fault;");
        failed(
                flash(first, "--permanent"),
                "the part did not start: DONE is low, though openFPGALoader wrote without a fault; its flash was written");
        board.close();
        open("arty", faults(0, true, 0), Optional.empty());
        failed(
                flash(arty),
                "the part did not start: DONE is low, though openFPGALoader wrote without a fault; its flash was not changed");
        board.close();
        open("tang-nano-9k", faults(0, true, 0), Optional.empty());
        failed(
                flash(nano, "--silence", "2"),
                "writing with openFPGALoader failed: it said nothing for 2 s and was ended; the part has no design now;"
                        + " its flash was not changed");
    }

    @Test
    void theOtherFamilies() throws IOException {
        open("arty");
        CommandRun run = flash(arty);
        assertEquals(0, run.code(), run.err());
        assertTrue(run.out().contains("verified: yes, the part checked it and started"), run.out());
        assertTrue(run.out().contains("identified: no, there is no serial port to ask at (--port)"), run.out());
        assertTrue(
                events.contains("a design that is none of the builds runs, and is not simulated"), events.toString());
        board.close();
        open("tang-nano-9k");
        run = flash(nano, "--permanent");
        assertEquals(0, run.code(), run.err());
        assertTrue(run.out().contains("verified: yes, the part loaded it from its flash"), run.out());
        run = flash(nano);
        assertEquals(0, run.code(), run.err());
    }

    /** With status 0 of a tool whose own comparison has failed: the flash of a 7-series board is read back here. */
    @Test
    void aProtectedFlashOfA7SeriesBoardIsFound() throws IOException {
        Assumptions.assumeTrue(
                Files.exists(Path.of("/usr/share/openFPGALoader/spiOverJtag_xc7a35tcsg324.bit.gz")),
                "the bridge of openFPGALoader is not there: apt-get install openfpgaloader");
        open("arty");
        CommandRun run = flash(arty, "--permanent");
        assertEquals(0, run.code(), run.err());
        assertTrue(run.out().contains("verified: yes, read back with openFPGALoader and compared"), run.out());
        // A filler after the last command: the part starts all the same.
        byte[] payload = Bitstream.read(ChipFamily.XC7, Files.readAllBytes(arty.resolve("design.bit")))
                .payload();
        board.flash().orElseThrow().put(payload.length - 2, new byte[] {1});
        board.flash().orElseThrow().protect(7 << 2);
        failed(
                flash(arty, "--permanent"),
                "the flash does not have what was written: it differs in byte " + (payload.length - 2)
                        + "; the flash is incomplete");
        assertEquals(0, flash(arty, "--permanent", "--no-verify").code());
    }

    @Test
    void whatCannotBeAskedIsRefused() throws IOException {
        open("colorlight-i5");
        int port = board.xvcPort().getAsInt();
        board.close();
        CommandRun run = flash(first);
        failed(run, "no JTAG cable answers at 127.0.0.1:" + port + ":");
        assertTrue(run.err().contains("nothing was written"), run.err());
        assertNotEquals(0, flash(first, "--serial", "1").code());
    }
}
