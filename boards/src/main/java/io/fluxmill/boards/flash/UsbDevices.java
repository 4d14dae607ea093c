// SPDX-License-Identifier: Apache-2.0
package io.fluxmill.boards.flash;

import io.fluxmill.boards.board.Board;
import io.fluxmill.boards.board.Board.Usb;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Predicate;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * The USB of this computer as Linux shows it in {@code /sys/bus/usb/devices}.
 *
 * @param root that {@code sys} and {@code dev} are in
 * @param usable whether this user may read and write a device's file
 */
public record UsbDevices(Path root, Predicate<Path> usable) {
    private static final String REMEDY_ABSENT =
            "plug the board in; in a container or a virtual machine, pass its USB device through";

    /** The devices of this computer. */
    public static UsbDevices ofThisComputer() {
        return new UsbDevices(Path.of("/"), node -> Files.isReadable(node) && Files.isWritable(node));
    }

    /**
     * All devices.
     *
     * @throws FlashException if the computer shows none at all
     */
    public List<UsbDevice> all() {
        Path folder = root.resolve("sys/bus/usb/devices");
        if (!Files.isDirectory(folder)) {
            throw new FlashException("this computer shows no USB: " + folder + " is not there", REMEDY_ABSENT);
        }
        List<UsbDevice> devices = new ArrayList<>();
        for (Path each : list(folder)) {
            if (Files.exists(each.resolve("idVendor"))) {
                devices.add(device(each));
            }
        }
        return devices;
    }

    /**
     * The device of a board.
     *
     * @param serial number that it must have, if the user gave one
     * @throws FlashException if none or several fit, or this user may not use it
     */
    public UsbDevice find(Board board, Optional<String> serial) {
        Usb usb = board.usb()
                .orElseThrow(() -> new FlashException(
                        "board " + board.id() + " has no known USB device",
                        "program it over another cable: --cable xvc --xvc HOST:PORT"));
        String id = String.format("%04x:%04x", usb.vendor(), usb.device());
        Pattern product = Pattern.compile(usb.product());
        List<UsbDevice> near = sameId(usb);
        List<UsbDevice> found = near.stream()
                .filter(d -> product.matcher(d.product()).find())
                .filter(d -> serial.isEmpty() || serial.get().equals(d.serial()))
                .toList();
        if (found.isEmpty()) {
            String others = near.isEmpty() ? "" : "; there are: " + text(near);
            throw new FlashException(
                    "no " + board.name() + " is connected: no USB device has " + id
                            + (usb.product().isEmpty() ? "" : " and a product like " + usb.product())
                            + serial.map(s -> " and serial number " + s).orElse("") + others,
                    REMEDY_ABSENT);
        }
        if (found.size() > 1) {
            throw new FlashException(
                    found.size() + " USB devices could be the " + board.name() + ": " + text(found),
                    "name one with --serial, or unplug the others");
        }
        requireAccess(found.get(0), usb);
        return found.get(0);
    }

    /** The devices with a board's USB id, whatever they call themselves. */
    List<UsbDevice> sameId(Usb usb) {
        return all().stream()
                .filter(d -> d.vendor() == usb.vendor() && d.device() == usb.device())
                .toList();
    }

    private static String text(List<UsbDevice> devices) {
        return devices.stream().map(UsbDevice::toString).collect(Collectors.joining("; "));
    }

    private void requireAccess(UsbDevice device, Usb usb) {
        if (!Files.exists(device.node())) {
            throw new FlashException(
                    "the USB device is there but its file " + device.node() + " is not",
                    "in a container, pass " + device.node() + " through");
        }
        if (!usable.test(device.node())) {
            throw new FlashException(
                    "this user may not use the USB device " + device.node(),
                    "put this line into /etc/udev/rules.d/60-fluxmill.rules: " + usb.udevRule()
                            + "\n  then run: sudo usermod -aG plugdev $USER && sudo udevadm control --reload && sudo"
                            + " udevadm trigger, log in again and plug the board in again");
        }
    }

    private UsbDevice device(Path folder) {
        int bus = Integer.parseInt(text(folder, "busnum", "0"));
        int number = Integer.parseInt(text(folder, "devnum", "0"));
        return new UsbDevice(
                Integer.parseInt(text(folder, "idVendor", "0"), 16),
                Integer.parseInt(text(folder, "idProduct", "0"), 16),
                text(folder, "product", ""),
                text(folder, "serial", ""),
                bus,
                number,
                root.resolve(String.format("dev/bus/usb/%03d/%03d", bus, number)),
                ports(folder));
    }

    /** An interface has a folder {@code <device>:1.<number>}; a port is {@code ttyUSB<n>} in it, or {@code tty/ttyACM<n>}. */
    private List<String> ports(Path folder) {
        String prefix = folder.getFileName() + ":";
        List<String> ports = new ArrayList<>();
        for (Path entry : list(folder)) {
            if (!entry.getFileName().toString().startsWith(prefix)) {
                continue;
            }
            for (Path inside : list(entry)) {
                String name = inside.getFileName().toString();
                if (name.startsWith("ttyUSB")) {
                    ports.add("/dev/" + name);
                } else if (name.equals("tty")) {
                    list(inside).forEach(port -> ports.add("/dev/" + port.getFileName()));
                }
            }
        }
        return ports;
    }

    private static List<Path> list(Path folder) {
        try (Stream<Path> entries = Files.list(folder)) {
            return entries.sorted().toList();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static String text(Path folder, String file, String fallback) {
        Path path = folder.resolve(file);
        try {
            return Files.exists(path) ? Files.readString(path).strip() : fallback;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
