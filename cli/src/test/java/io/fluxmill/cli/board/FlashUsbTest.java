// SPDX-License-Identifier: Apache-2.0
package io.fluxmill.cli.board;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.fluxmill.boards.flash.Cable;
import io.fluxmill.boards.flash.FlashException;
import io.fluxmill.boards.flash.Flasher;
import io.fluxmill.boards.flash.UsbDevices;
import io.fluxmill.core.config.InputException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The way over USB as far as it goes without a device: permission first, then the real tool, which finds none. */
@Tag("verilator")
class FlashUsbTest {
    @TempDir
    private Path folder;

    private Path build;
    private Path root;
    private final List<String> steps = new ArrayList<>();

    @BeforeEach
    void plugIn() throws IOException {
        ToolPresent.require("openFPGALoader", "openfpgaloader");
        build = folder.resolve("build");
        TestBuild.write(build, "ulx3s-85f", "echo", SampleBitstreams.ecp5(0x41113043L, 142, 5, 9));
        root = folder.resolve("root");
        Path device = Files.createDirectories(root.resolve("sys/bus/usb/devices/1-1"));
        Files.writeString(device.resolve("idVendor"), "0403\n");
        Files.writeString(device.resolve("idProduct"), "6015\n");
        Files.writeString(device.resolve("busnum"), "250\n");
        Files.writeString(device.resolve("devnum"), "250\n");
        Path node = root.resolve("dev/bus/usb/250/250");
        Files.createDirectories(node.getParent());
        Files.writeString(node, "");
    }

    private FlashException refused(String board, boolean allowed, boolean permanent) {
        Flasher flasher = new Flasher(
                TestBuild.BOARDS.board(board),
                build,
                permanent,
                new Cable.OfBoard(new UsbDevices(root, node -> allowed), Optional.empty()),
                true,
                30,
                steps::add);
        return assertThrows(FlashException.class, flasher::run);
    }

    @Test
    void missingPermissionIsSaidBeforeAnyToolRuns() {
        FlashException e = refused("ulx3s-85f", false, true);
        assertEquals("this user may not use the USB device " + root.resolve("dev/bus/usb/250/250"), e.getMessage());
        assertTrue(e.remedy().contains("ATTRS{idVendor}==\"0403\", ATTRS{idProduct}==\"6015\""), e.remedy());
        assertEquals(List.of(), steps);
    }

    @Test
    void aDeviceThatDoesNotAnswerIsNotWritten() {
        FlashException e = refused("ulx3s-85f", true, true);
        assertTrue(e.getMessage().startsWith("the part of the ULX3S 85F does not answer: "), e.getMessage());
        assertTrue(e.getMessage().contains("its status was 1"), e.getMessage());
        assertEquals("reading the IDCODE", steps.get(0));
        assertTrue(steps.stream().noneMatch(step -> step.startsWith("writing")), steps.toString());
    }

    @Test
    void boardsThatAToolCannotProgramSo() throws IOException {
        TestBuild.write(build, "orangecrab", "echo", SampleBitstreams.ecp5(0x41111043L, 74, 5, 9));
        Flasher flasher = new Flasher(
                TestBuild.BOARDS.board("orangecrab"),
                build,
                false,
                new Cable.OfBoard(new UsbDevices(root, node -> true), Optional.empty()),
                true,
                30,
                steps::add);
        InputException e = assertThrows(InputException.class, flasher::run);
        assertEquals("board orangecrab cannot be programmed until power goes", e.getMessage());
        assertEquals("add --permanent", e.remedy());
    }
}
