// SPDX-License-Identifier: Apache-2.0
package io.fluxmill.cli.board;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.fluxmill.boards.bitstream.Bitstream;
import io.fluxmill.boards.bitstream.Bitstream.Fault;
import io.fluxmill.boards.board.ChipFamily;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Map;
import java.util.OptionalLong;
import java.util.Random;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class BitstreamTest {
    private static final Map<ChipFamily, byte[]> SAMPLES = Map.of(
            ChipFamily.ECP5, SampleBitstreams.ecp5(0x41113043L, 142, 60, 1),
            ChipFamily.XC7, SampleBitstreams.xc7(0x0362D093L, "7a35tcsg324", 800, 2),
            ChipFamily.GOWIN, SampleBitstreams.gowin(0x1100481bL, 100, 30, 3));

    @Test
    void whatTheySay() {
        Bitstream ecp5 = Bitstream.read(ChipFamily.ECP5, SAMPLES.get(ChipFamily.ECP5));
        assertEquals(Fault.NONE, ecp5.fault());
        assertEquals(OptionalLong.of(0x41113043L), ecp5.idcode());
        assertEquals("85k", ecp5.device());
        assertTrue(ecp5.startsOn(0x41113043L));
        assertFalse(ecp5.startsOn(0x41111043L));
        Bitstream xc7 = Bitstream.read(ChipFamily.XC7, SAMPLES.get(ChipFamily.XC7));
        assertEquals(Fault.NONE, xc7.fault());
        assertEquals(OptionalLong.of(0x0362D093L), xc7.idcode());
        assertEquals("xc7a35tcsg324", xc7.device());
        assertTrue(xc7.startsOn(0x1362D093L), "another version of the part");
        assertFalse(xc7.startsOn(0x0362C093L));
        Bitstream gowin = Bitstream.read(ChipFamily.GOWIN, SAMPLES.get(ChipFamily.GOWIN));
        assertEquals(Fault.NONE, gowin.fault());
        assertEquals(OptionalLong.of(0x1100481bL), gowin.idcode());
        assertFalse(gowin.startsOn(0x0100481bL));
    }

    /** A payload is read as its file; in a larger memory it is recognised. */
    @Test
    void payloadsAreBitstreams() {
        SAMPLES.forEach((family, file) -> {
            Bitstream whole = Bitstream.read(family, file);
            Bitstream again = Bitstream.read(family, whole.payload());
            assertEquals(whole.fault(), again.fault(), family.id());
            assertEquals(whole.idcode(), again.idcode(), family.id());
            byte[] memory = Arrays.copyOf(whole.payload(), whole.payload().length + 1000);
            assertTrue(whole.beginsIn(memory));
            memory[whole.payload().length - 1] ^= 1;
            assertFalse(whole.beginsIn(memory));
            assertFalse(whole.beginsIn(new byte[3]));
        });
    }

    @Test
    void everyCutIsFound() {
        SAMPLES.forEach((family, file) -> {
            byte[] payload = Bitstream.read(family, file).payload();
            int tried = 0;
            for (int length = 0; length < payload.length - 60; length += 1 + payload.length / 500) {
                Fault fault =
                        Bitstream.read(family, Arrays.copyOf(payload, length)).fault();
                assertTrue(
                        fault == Fault.INCOMPLETE || fault == Fault.NO_BITSTREAM || fault == Fault.CRC,
                        family.id() + " of " + length + " bytes: " + fault);
                tried++;
            }
            assertTrue(tried > 400, "tried " + tried);
        });
    }

    /** Damage in the frames, which a check sum covers. */
    @Test
    void everyDamagedBitOfTheFramesIsFound() {
        SAMPLES.forEach((family, file) -> {
            byte[] payload = Bitstream.read(family, file).payload();
            Random random = new Random(7);
            for (int i = 0; i < 300; i++) {
                int at = payload.length / 4 + random.nextInt(payload.length / 2);
                byte[] damaged = payload.clone();
                damaged[at] ^= (byte) (1 << random.nextInt(8));
                assertTrue(
                        Bitstream.read(family, damaged).fault() != Fault.NONE,
                        family.id() + " at " + at + " of " + payload.length);
            }
        });
    }

    @Test
    void otherFilesAreNone() {
        for (ChipFamily family :
                new ChipFamily[] {ChipFamily.ICE40, ChipFamily.ECP5, ChipFamily.XC7, ChipFamily.GOWIN}) {
            assertEquals(Fault.NO_BITSTREAM, Bitstream.read(family, new byte[0]).fault());
            assertEquals(
                    Fault.NO_BITSTREAM,
                    Bitstream.read(family, "what is this?".getBytes(StandardCharsets.US_ASCII))
                            .fault());
            SAMPLES.forEach((other, file) -> {
                if (other != family) {
                    assertTrue(Bitstream.read(family, file).fault() != Fault.NONE, family + " of " + other);
                }
            });
        }
    }

    @Test
    @Tag("tools")
    void ice40OfTheRealTools(@TempDir Path folder) throws Exception {
        ToolPresent.require("icepack", "fpga-icestorm");
        ToolPresent.require("nextpnr-ice40", "nextpnr-ice40");
        ToolPresent.require("yosys", "yosys");
        Files.writeString(
                folder.resolve("t.v"),
                "module t(input clk, output reg led); always @(posedge clk) led <= !led; endmodule\n");
        run(folder, "yosys", "-q", "-p", "read_verilog t.v; synth_ice40 -top t -json t.json");
        for (String[] each : new String[][] {{"--up5k", "sg48", "5k"}, {"--hx8k", "ct256", "8k"}}) {
            run(folder, "nextpnr-ice40", each[0], "--package", each[1], "--json", "t.json", "--asc", "t.asc", "-q");
            run(folder, "icepack", "t.asc", "t.bin");
            byte[] file = Files.readAllBytes(folder.resolve("t.bin"));
            Bitstream bitstream = Bitstream.read(ChipFamily.ICE40, file);
            assertEquals(Fault.NONE, bitstream.fault());
            assertEquals(each[2], bitstream.device());
            assertEquals(OptionalLong.empty(), bitstream.idcode());
            for (int at = 1000; at < file.length; at += 9973) {
                byte[] damaged = file.clone();
                damaged[at] ^= 4;
                assertEquals(
                        Fault.CRC, Bitstream.read(ChipFamily.ICE40, damaged).fault(), "at " + at);
                assertEquals(
                        Fault.INCOMPLETE,
                        Bitstream.read(ChipFamily.ICE40, Arrays.copyOf(file, at))
                                .fault());
            }
        }
    }

    private static void run(Path folder, String... command) throws Exception {
        Process process = new ProcessBuilder(command)
                .directory(folder.toFile())
                .redirectErrorStream(true)
                .start();
        String text = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        assertTrue(process.waitFor(60, TimeUnit.SECONDS) && process.exitValue() == 0, text);
    }
}
