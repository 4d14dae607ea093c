// SPDX-License-Identifier: Apache-2.0
package io.fluxmill.boards.flash;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import io.fluxmill.boards.board.Board;
import io.fluxmill.boards.board.Boards;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class UsbDevicesTest {
    private static final Boards BOARDS = Boards.in(Path.of("."));
    private static final Board ICEBREAKER = BOARDS.board("icebreaker");

    @TempDir
    private Path root;

    private void plug(String name, String id, String product, String serial, int number) throws IOException {
        Path folder = Files.createDirectories(root.resolve("sys/bus/usb/devices/" + name));
        Map<String, String> files = Map.of(
                "idVendor",
                id.substring(0, 4),
                "idProduct",
                id.substring(5),
                "product",
                product,
                "serial",
                serial,
                "busnum",
                "1",
                "devnum",
                "" + number);
        for (Map.Entry<String, String> file : files.entrySet()) {
            Files.writeString(folder.resolve(file.getKey()), file.getValue() + "\n");
        }
        Path node = root.resolve(String.format("dev/bus/usb/001/%03d", number));
        Files.createDirectories(node.getParent());
        Files.writeString(node, "");
    }

    private UsbDevices devices() {
        return new UsbDevices(root, node -> true);
    }

    private void refused(UsbDevices devices, Optional<String> serial, String fact, String remedy) {
        FlashException e = assertThrows(FlashException.class, () -> devices.find(ICEBREAKER, serial));
        assertEquals(fact, e.getMessage());
        assertEquals(remedy, e.remedy());
    }

    @Test
    void theOnlyOneIsFoundWithItsPorts() throws IOException {
        plug("1-1", "0403:6010", "iCEBreaker V1.0e", "ib42", 5);
        plug("1-2", "046d:c077", "USB Optical Mouse", "", 6);
        Files.createDirectories(root.resolve("sys/bus/usb/devices/1-1/1-1:1.0/ttyUSB3"));
        Files.createDirectories(root.resolve("sys/bus/usb/devices/1-1/1-1:1.1/ttyUSB4"));
        Files.createDirectories(root.resolve("sys/bus/usb/devices/1-1/1-1:1.2/tty/ttyACM0"));
        UsbDevice found = devices().find(ICEBREAKER, Optional.empty());
        assertEquals(5, found.number());
        assertEquals("ib42", found.serial());
        assertEquals(List.of("/dev/ttyUSB3", "/dev/ttyUSB4", "/dev/ttyACM0"), found.ports());
        assertEquals(root.resolve("dev/bus/usb/001/005"), found.node());
    }

    @Test
    void noneAndTwoAreRefused() throws IOException {
        refused(
                devices(),
                Optional.empty(),
                "this computer shows no USB: " + root.resolve("sys/bus/usb/devices") + " is not there",
                "plug the board in; in a container or a virtual machine, pass its USB device through");
        plug("1-2", "046d:c077", "USB Optical Mouse", "", 6);
        refused(
                devices(),
                Optional.empty(),
                "no iCEBreaker is connected: no USB device has 0403:6010",
                "plug the board in; in a container or a virtual machine, pass its USB device through");
        plug("1-1", "0403:6010", "one", "ib42", 5);
        plug("1-3", "0403:6010", "two", "", 7);
        refused(
                devices(),
                Optional.empty(),
                "2 USB devices could be the iCEBreaker: 0403:6010 one, serial number ib42, bus 001 device 005;"
                        + " 0403:6010 two, serial number none, bus 001 device 007",
                "name one with --serial, or unplug the others");
        assertEquals(5, devices().find(ICEBREAKER, Optional.of("ib42")).number());
        refused(
                devices(),
                Optional.of("ib43"),
                "no iCEBreaker is connected: no USB device has 0403:6010 and serial number ib43; there are: 0403:6010"
                        + " one, serial number ib42, bus 001 device 005; 0403:6010 two, serial number none, bus 001"
                        + " device 007",
                "plug the board in; in a container or a virtual machine, pass its USB device through");
    }

    @Test
    void missingPermissionNamesTheRule() throws IOException {
        plug("1-1", "0403:6010", "one", "ib42", 5);
        refused(
                new UsbDevices(root, node -> false),
                Optional.empty(),
                "this user may not use the USB device " + root.resolve("dev/bus/usb/001/005"),
                "put this line into /etc/udev/rules.d/60-fluxmill.rules: SUBSYSTEM==\"usb\", ATTRS{idVendor}==\"0403\","
                        + " ATTRS{idProduct}==\"6010\", MODE=\"0660\", GROUP=\"plugdev\", TAG+=\"uaccess\"\n  then run:"
                        + " sudo usermod -aG plugdev $USER && sudo udevadm control --reload && sudo udevadm trigger, log"
                        + " in again and plug the board in again");
        Files.delete(root.resolve("dev/bus/usb/001/005"));
        refused(
                devices(),
                Optional.empty(),
                "the USB device is there but its file " + root.resolve("dev/bus/usb/001/005") + " is not",
                "in a container, pass " + root.resolve("dev/bus/usb/001/005") + " through");
    }

    @Test
    void aToolIsLedToOneOfSeveral() throws IOException {
        plug("1-1", "0403:6010", "one", "ib42", 5);
        UsbDevice device = devices().find(ICEBREAKER, Optional.empty());
        FlashTool tool = new FlashTool(ICEBREAKER, ICEBREAKER.programmers().get(0), "1");
        assertEquals(List.of(), tool.choosing(device, 1));
        assertEquals(List.of("-d", "d:001/005"), tool.choosing(device, 2));
        Board ulx3s = BOARDS.board("ulx3s");
        tool = new FlashTool(ulx3s, ulx3s.programmers().get(0), "0.10.0");
        assertEquals(List.of("--busdev-num", "001:005"), tool.choosing(device, 2));
        Board i5 = BOARDS.board("colorlight-i5");
        FlashTool other = new FlashTool(i5, i5.programmers().get(0), "0.10.0");
        UsbDevice probe = new UsbDevice(0x0d28, 0x0204, "", "", 1, 5, root, List.of());
        assertThrows(FlashException.class, () -> other.choosing(probe, 2));
    }

    @Test
    void commands() {
        Board ulx3s = BOARDS.board("ulx3s");
        List<String> xvc = FlashTool.xvc(new Cable.Xvc("127.0.0.1", 7));
        FlashTool flash = new FlashTool(ulx3s, ulx3s.programmers().get(1), "0.10.0");
        assertEquals(
                "openFPGALoader --verify -b ulx3s -f t.bit", String.join(" ", flash.write("t.bit", List.of(), true)));
        assertEquals("openFPGALoader -b ulx3s -f t.bit", String.join(" ", flash.write("t.bit", List.of(), false)));
        assertEquals(
                "openFPGALoader -c xvc-client --ip 127.0.0.1 --port 7 --verify -f t.bit",
                String.join(" ", flash.write("t.bit", xvc, true)));
        Board arty = BOARDS.board("arty");
        FlashTool xc7 = new FlashTool(arty, arty.programmers().get(1), "0.10.0");
        assertEquals(
                "openFPGALoader -c xvc-client --ip 127.0.0.1 --port 7 -b arty_a7_35t -f t.bit",
                String.join(" ", xc7.write("t.bit", xvc, true)));
        assertEquals(
                "openFPGALoader -b arty_a7_35t --dump-flash -o 0 --file-size 9 d.bin",
                String.join(" ", xc7.readBack("d.bin", 0, 9, List.of())));
        FlashTool ice = new FlashTool(ICEBREAKER, ICEBREAKER.programmers().get(1), "1");
        assertEquals("iceprog t.bin", String.join(" ", ice.write("t.bin", List.of(), true)));
        assertEquals("iceprog -X t.bin", String.join(" ", ice.write("t.bin", List.of(), false)));
    }

    /** Outputs of iceprog and openFPGALoader -v, shortened. */
    @Test
    void whatToolsSayOfDone() {
        FlashTool ice = new FlashTool(ICEBREAKER, ICEBREAKER.programmers().get(0), "1");
        String begin = "init..\ncdone: high\nreset..\ncdone: low\nprogramming..\n";
        assertEquals(Optional.of(true), Flasher.doneOf(ice, begin + "cdone: high\nBye.\n"));
        assertEquals(Optional.of(false), Flasher.doneOf(ice, begin + "cdone: low\nBye.\n"));
        assertEquals(Optional.empty(), Flasher.doneOf(ice, ""));
        Board ulx3s = BOARDS.board("ulx3s");
        FlashTool sram = new FlashTool(ulx3s, ulx3s.programmers().get(0), "0.10.0");
        String before = "displayReadReg\n\tDone Flag\nLoading: Done\nDisable configuration: DONE\ndisplayReadReg\n";
        assertEquals(Optional.of(true), Flasher.doneOf(sram, before + "\tDone Flag\n\tStd PreAmble\n"));
        assertEquals(Optional.of(false), Flasher.doneOf(sram, before + "\tStd PreAmble\n"));
        Board arty = BOARDS.board("arty");
        assertEquals(
                Optional.empty(),
                Flasher.doneOf(new FlashTool(arty, arty.programmers().get(0), "0.10.0"), "Flash SRAM: Done\n"));
    }

    @Test
    void versionsAreComparedByNumber() {
        assertEquals(true, FlashTool.older("0.10.0", "0.13.1"));
        assertEquals(true, FlashTool.older("0.9", "0.10.0"));
        assertEquals(false, FlashTool.older("0.13.1-1", "0.13.1"));
        assertEquals(false, FlashTool.older("1.0", "0.13.1"));
        assertEquals(true, FlashTool.older("unknown", "0.13.1"));
    }
}
