// SPDX-License-Identifier: Apache-2.0
package io.fluxmill.cli.board;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.fluxmill.boards.bitstream.Bitstream;
import io.fluxmill.boards.bitstream.Bitstream.Fault;
import io.fluxmill.boards.board.Board;
import io.fluxmill.boards.board.Boards;
import io.fluxmill.boards.board.ChipFamily;
import io.fluxmill.boards.part.JtagPart;
import io.fluxmill.boards.part.SpiFlash;
import io.fluxmill.boards.part.Tap;
import io.fluxmill.boards.part.XvcServer;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.zip.GZIPInputStream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The real openFPGALoader loads, writes, verifies and reads back over the virtual cable. */
@Tag("verilator")
class OpenFpgaLoaderTest {
    private static final Boards BOARDS = Boards.in(Path.of("../boards"));
    private static final Path BRIDGE = Path.of("/usr/share/openFPGALoader/spiOverJtag_xc7a35tcsg324.bit.gz");

    private static final byte[] ECP5 = SampleBitstreams.ecp5(0x41111043L, 74, 300, 1);
    private static final byte[] XC7 = SampleBitstreams.xc7(0x0362D093L, "7a35tcsg324", 5000, 2);
    private static final byte[] GOWIN = SampleBitstreams.gowin(0x1100481bL, 712, 30, 3);

    @TempDir
    private Path folder;

    @BeforeEach
    void tool() {
        ToolPresent.require("openFPGALoader", "openfpgaloader");
    }

    /** A part at a cable, and what happened to it. */
    private static final class Rig implements AutoCloseable, JtagPart.Listener {
        final SpiFlash flash = SpiFlash.erased();
        final List<Bitstream> started = new ArrayList<>();
        int stopped;
        final JtagPart part;
        final XvcServer server;

        Rig(String name, long idcode, List<Bitstream> bridges) throws IOException {
            Board board = BOARDS.board(name);
            part = JtagPart.of(board, idcode, flash, bridges, this);
            part.powerUp();
            server = XvcServer.open(new Tap(part), 0);
        }

        Rig(String name) throws IOException {
            this(name, BOARDS.board(name).jtag().orElseThrow().idcode(), List.of());
        }

        @Override
        public void started(Bitstream bitstream) {
            started.add(bitstream);
        }

        @Override
        public void stopped() {
            stopped++;
        }

        String run(int status, String... arguments) throws Exception {
            List<String> command = new ArrayList<>(
                    List.of("openFPGALoader", "-c", "xvc-client", "--ip", "127.0.0.1", "--port", "" + server.port()));
            command.addAll(List.of(arguments));
            Process process =
                    new ProcessBuilder(command).redirectErrorStream(true).start();
            String text = new String(process.getInputStream().readAllBytes(), StandardCharsets.ISO_8859_1);
            assertTrue(process.waitFor(60, TimeUnit.SECONDS), text);
            assertEquals(status, process.exitValue(), text);
            return text;
        }

        @Override
        public void close() throws IOException {
            server.close();
        }
    }

    private String file(String name, byte[] content) throws IOException {
        return Files.write(folder.resolve(name), content).toString();
    }

    private static byte[] payload(ChipFamily family, byte[] file) {
        return Bitstream.read(family, file).payload();
    }

    @Test
    void ecp5IntoThePart() throws Exception {
        try (Rig rig = new Rig("colorlight-i5")) {
            String text = rig.run(0, file("t.bit", ECP5));
            assertTrue(text.contains("Disable configuration"), text);
            assertTrue(rig.part.done());
            // The tool sends a filler before the preamble, too.
            byte[] loaded = rig.part.loaded();
            assertEquals((byte) 0xFF, loaded[0]);
            assertArrayEquals(payload(ChipFamily.ECP5, ECP5), Arrays.copyOfRange(loaded, 1, loaded.length));
            assertEquals(1, rig.started.size());
            rig.run(0, file("t.bit", ECP5));
            assertEquals(1, rig.stopped);
            assertEquals(2, rig.started.size());
        }
    }

    @Test
    void ecp5IntoTheFlashAndBack() throws Exception {
        try (Rig rig = new Rig("colorlight-i5")) {
            String bit = file("t.bit", ECP5);
            String text = rig.run(0, "-f", "--verify", bit);
            assertTrue(text.contains("W25Q128"), text);
            assertTrue(rig.part.done(), "it starts from its flash");
            byte[] wanted = payload(ChipFamily.ECP5, ECP5);
            assertArrayEquals(wanted, Arrays.copyOfRange(rig.flash.content(), 1, 1 + wanted.length));
            String dump = folder.resolve("dump.bin").toString();
            rig.run(0, "--dump-flash", "--file-size", "" + (1 + wanted.length), dump);
            byte[] back = Files.readAllBytes(Path.of(dump));
            assertArrayEquals(wanted, Arrays.copyOfRange(back, 1, back.length));
            rig.part.powerUp();
            assertTrue(rig.part.done());
        }
    }

    @Test
    void ecp5RefusesAProtectedFlash() throws Exception {
        try (Rig rig = new Rig("colorlight-i5")) {
            rig.flash.protect(1 << 5 | 1 << 2);
            String text = rig.run(1, "-f", "--verify", file("t.bit", ECP5));
            assertTrue(text.contains("block protection is set"), text);
            assertArrayEquals(SpiFlash.erased().content(), rig.flash.content());
            rig.run(0, "-f", "--verify", "--unprotect-flash", file("t.bit", ECP5));
            assertTrue(rig.part.done());
        }
        // Everything is protected, which the tool does not understand: only reading back tells.
        try (Rig rig = new Rig("colorlight-i5")) {
            rig.flash.protect(7 << 2);
            String text = rig.run(1, "-f", "--verify", file("t.bit", ECP5));
            assertTrue(text.contains("Verification failed"), text);
            assertArrayEquals(SpiFlash.erased().content(), rig.flash.content());
        }
    }

    @Test
    void ecp5WrongIdcodeAndDamagedData() throws Exception {
        try (Rig rig = new Rig("ulx3s")) {
            String text = rig.run(1, file("t.bit", ECP5));
            assertTrue(text.contains("mismatch between target's idcode and bitstream idcode"), text);
        }
        byte[] damaged = ECP5.clone();
        damaged[damaged.length / 2] ^= 0x10;
        try (Rig rig = new Rig("colorlight-i5")) {
            String text = rig.run(1, file("t.bit", damaged));
            assertFalse(rig.part.done(), text);
            assertTrue(text.contains("CRC ERR"), text);
            text = rig.run(1, "-f", "--verify", file("t.bit", damaged));
            assertFalse(rig.part.done(), text);
        }
    }

    @Test
    void xc7IntoThePart() throws Exception {
        try (Rig rig = new Rig("arty")) {
            rig.run(0, file("t.bit", XC7));
            assertTrue(rig.part.done());
            assertArrayEquals(payload(ChipFamily.XC7, XC7), rig.part.loaded());
        }
    }

    /** The tool is content; only DONE tells. */
    @Test
    void xc7WrongIdcodeAndDamagedData() throws Exception {
        try (Rig rig = new Rig("arty")) {
            rig.run(0, file("t.bit", SampleBitstreams.xc7(0x0362C093L, "7a50tcsg324", 1000, 2)));
            assertFalse(rig.part.done());
            byte[] damaged = XC7.clone();
            damaged[damaged.length / 2] ^= 1;
            rig.run(0, file("t.bit", damaged));
            assertFalse(rig.part.done());
            rig.run(0, file("t.bit", XC7));
            assertTrue(rig.part.done());
        }
    }

    @Test
    void xc7IntoTheFlashOverTheToolsBridge() throws Exception {
        org.junit.jupiter.api.Assumptions.assumeTrue(
                Files.exists(BRIDGE), BRIDGE + " is not there: apt-get install openfpgaloader");
        Bitstream bridge;
        try (InputStream content = new GZIPInputStream(Files.newInputStream(BRIDGE))) {
            bridge = Bitstream.read(ChipFamily.XC7, content.readAllBytes());
        }
        assertEquals(Fault.NONE, bridge.fault(), "a bitstream of the vendor's tool");
        try (Rig rig = new Rig("arty", 0x0362D093L, List.of(bridge))) {
            rig.run(0, "-b", "arty_a7_35t", "-f", "--verify", file("t.bit", XC7));
            byte[] wanted = payload(ChipFamily.XC7, XC7);
            assertArrayEquals(wanted, Arrays.copyOf(rig.flash.content(), wanted.length));
            assertTrue(rig.part.done(), "it starts from its flash");
            assertEquals(2, rig.started.size(), "bridge and design");
        }
    }

    @Test
    void gowinIntoThePart() throws Exception {
        try (Rig rig = new Rig("tang-nano-9k")) {
            String text = rig.run(0, file("t.fs", GOWIN));
            assertFalse(text.contains("SRAM Flash: FAIL"), text);
            assertTrue(rig.part.done());
            assertArrayEquals(payload(ChipFamily.GOWIN, GOWIN), rig.part.loaded());
        }
    }

    @Test
    void gowinIntoItsFlash() throws Exception {
        try (Rig rig = new Rig("tang-nano-9k")) {
            String text = rig.run(0, "-f", file("t.fs", GOWIN));
            assertFalse(text.contains("CRC check : FAIL"), text);
            assertTrue(rig.part.done());
            byte[] wanted = payload(ChipFamily.GOWIN, GOWIN);
            assertArrayEquals(wanted, Arrays.copyOfRange(rig.flash.content(), 24, 24 + wanted.length));
            rig.part.powerUp();
            assertTrue(rig.part.done());
        }
    }

    @Test
    void gowinWrongIdcode() throws Exception {
        try (Rig rig = new Rig("tang-nano-9k")) {
            byte[] other = SampleBitstreams.gowin(0x1100581bL, 100, 30, 3);
            String text = rig.run(1, file("t.fs", other));
            assertTrue(text.contains("mismatch between target's idcode and bitstream idcode"), text);
            assertFalse(rig.part.done());
        }
    }
}
