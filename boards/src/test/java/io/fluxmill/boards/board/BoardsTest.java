// SPDX-License-Identifier: Apache-2.0
package io.fluxmill.boards.board;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.fluxmill.core.config.InputException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class BoardsTest {
    private static final Boards BOARDS = Boards.in(Path.of("."));

    private static final String SMALL =
            """
            name: Small
            revision: "1"
            source: a test
            family: ice40
            part: x
            flow: {device: up5k, package: sg48}
            clock: {pin: 35, hz: 12000000}
            uart:
              tx: {pin: 9}
              rx: {pin: 6}
              bridge: none
            programmers:
              - {into: sram, tool: iceprog, arguments: [-S, "{bitstream}"]}
            """;

    @TempDir
    private Path folder;

    @Test
    void theBoardsOfTheIssue() {
        assertEquals(
                List.of(
                        "arty-a7-35t",
                        "colorlight-i5",
                        "ice40-hx8k",
                        "icebreaker",
                        "orangecrab",
                        "tang-nano-20k",
                        "tang-nano-9k",
                        "ulx3s-85f",
                        "vcu129"),
                BOARDS.all().stream().map(Board::id).toList());
        assertEquals(Set.of(Ability.ESTIMATE), BOARDS.board("vcu129").abilities());
        assertEquals("ulx3s-85f", BOARDS.board("ulx3s").id());
        assertEquals(12_000_000, BOARDS.board("hx8k").clock().orElseThrow().hz());
        assertEquals(0x80000, BOARDS.board("orangecrab").flash().orElseThrow().offset());
        assertEquals(0x0362D093L, BOARDS.board("arty").jtag().orElseThrow().idcode());
    }

    @Test
    void programmersAndUdevRules() {
        Board board = BOARDS.board("icebreaker");
        assertEquals(
                List.of("iceprog", "-S", "t.bin"), board.programmers().get(0).command("t.bin"));
        assertEquals(
                "SUBSYSTEM==\"usb\", ATTRS{idVendor}==\"0403\", ATTRS{idProduct}==\"6010\", MODE=\"0660\","
                        + " GROUP=\"plugdev\", TAG+=\"uaccess\"",
                board.usb().orElseThrow().udevRule());
    }

    @Test
    void constraintsOfEachFamily() {
        assertEquals(
                """
                # iCEBreaker 1.0, iCE40UP5K-SG48, generated from boards/icebreaker
                set_io clk 35
                set_io -pullup yes reset_n 10
                set_io uart_rx 6
                set_io uart_tx 9
                set_io led[0] 11
                set_io led[1] 37
                # clk 12000000 Hz
                """,
                Constraints.of(BOARDS.board("icebreaker")));
        String lpf = Constraints.of(BOARDS.board("ulx3s"));
        assertContains(
                lpf, "LOCATE COMP \"uart_rx\" SITE \"M1\";\nIOBUF PORT \"uart_rx\" IO_TYPE=LVCMOS33 PULLMODE=UP;");
        assertContains(lpf, "IOBUF PORT \"led[3]\" IO_TYPE=LVCMOS33 DRIVE=4;");
        assertContains(lpf, "FREQUENCY PORT \"clk\" 25.000 MHZ;");
        String cst = Constraints.of(BOARDS.board("tang-nano-9k"));
        assertContains(cst, "IO_LOC \"uart_tx\" 17;\nIO_PORT \"uart_tx\" IO_TYPE=LVCMOS33;");
        String xdc = Constraints.of(BOARDS.board("arty"));
        assertContains(xdc, "set_property PACKAGE_PIN E3 [get_ports {clk}]\nset_property IOSTANDARD LVCMOS33");
        assertContains(xdc, "create_clock -period 10.000 [get_ports {clk}]");
        assertThrows(IllegalArgumentException.class, () -> Constraints.of(BOARDS.board("vcu129")));
    }

    private static void assertContains(String text, String part) {
        assertTrue(text.contains(part), text);
    }

    @Test
    void rulesAreHeldWithFileLineAndRemedy() throws IOException {
        Board small = read(SMALL);
        assertTrue(small.abilities().containsAll(Set.of(Ability.CONSTRAINTS, Ability.FLASH, Ability.RUN)));
        refused(
                "rx: {pin: 6}",
                "rx: {pin: 9}",
                "board.yaml:10: uart.rx.pin must be pins that nothing else has: pin=9",
                "9 is also a pin of uart.tx: correct one of them");
        refused(
                "pin: 35",
                "pin: 35b",
                "board.yaml:7: clock.pin must be a pin such as 35 or G2: pin=35b",
                "look it up in the board's schematic: 35b");
        refused(
                "package: sg48",
                "pakage: sg48",
                "board.yaml:6: flow.package must be given: a text",
                "rename pakage on line 6 to package");
        refused(
                "\"{bitstream}\"",
                "x.bin",
                "board.yaml:13: programmers[0].arguments must be a list with {bitstream} once: arguments=a list",
                "put \"{bitstream}\" where the command has the file");
        refused(
                "family: ice40", "family: ice41",
                "board.yaml:4: family must be one of ice40, ecp5, gowin, xc7, xcup: family=ice41",
                        "did you mean ice40?");
        refused(
                "part: x",
                "part: x\nusb: {id: 403-6010}",
                "board.yaml:6: usb.id must be vendor:product in hexadecimal: id=403-6010",
                "write it as lsusb does, such as \"0403:6010\"");
        refused(
                "part: x",
                "part: x\njtag: {idcode: 0x11, mask: 0x10}",
                "board.yaml:6: jtag.idcode must be 32 bits, all of them inside the mask: idcode=0x11",
                "correct it or the mask");
    }

    private Board read(String text) throws IOException {
        Path board = folder.resolve("small");
        Files.createDirectories(board);
        Files.writeString(board.resolve("board.yaml"), text);
        return Boards.in(folder).board("small");
    }

    private void refused(String text, String replacement, String fact, String remedy) {
        assertTrue(SMALL.contains(text), text);
        InputException e = assertThrows(InputException.class, () -> read(SMALL.replace(text, replacement)));
        assertEquals(fact, e.getMessage().substring(e.getMessage().lastIndexOf('/') + 1));
        assertEquals(remedy, e.remedy());
    }

    @Test
    void namesAreUniqueAndNearOnesAreNamed() throws IOException {
        read(SMALL);
        Path other = Files.createDirectories(folder.resolve("smaller"));
        Files.writeString(other.resolve("board.yaml"), "aliases: [small]\n" + SMALL);
        InputException e = assertThrows(InputException.class, () -> Boards.in(folder));
        assertTrue(e.getMessage().endsWith("small is also a name of board small"), e.getMessage());
        e = assertThrows(InputException.class, () -> BOARDS.board("icebraker"));
        assertEquals("did you mean icebreaker?", e.remedy());
        assertThrows(InputException.class, () -> Boards.in(folder.resolve("nowhere")));
    }
}
