// SPDX-License-Identifier: Apache-2.0
package io.fluxmill.boards.board;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;

/**
 * A board, as its folder says; docs/boards.md has the keys.
 *
 * @param id name of the folder
 * @param name what people call it
 * @param aliases other ids
 * @param revision of the board that the pins belong to
 * @param source where pins and numbers come from
 * @param part as the vendor orders it
 * @param flow arguments of the family's tools by name
 * @param clock empty if it is not known
 * @param reset a button or a supervisor, if there is one
 * @param leds one pin for each, in order
 * @param outputs pins that have to be at their active level, by name of the port
 * @param others named resources that no design of ours uses
 * @param flash the configuration memory, if it is known
 * @param programmers in order of preference
 * @param jtag what the part answers, if it has JTAG
 * @param usb device that the board shows, if it has one
 * @param engines that fit behind the serial link, as measured; docs/boards.md says how
 */
public record Board(
        String id,
        String name,
        List<String> aliases,
        String revision,
        String source,
        ChipFamily family,
        String part,
        Map<String, String> flow,
        Optional<Clock> clock,
        Optional<Pins> reset,
        Optional<Uart> uart,
        Optional<Pins> leds,
        Map<String, Pins> outputs,
        Map<String, Pins> others,
        Optional<Flash> flash,
        List<Programmer> programmers,
        Optional<Jtag> jtag,
        Optional<Usb> usb,
        List<String> engines) {
    /** Takes copies. */
    public Board {
        aliases = List.copyOf(aliases);
        flow = Map.copyOf(flow);
        outputs = Collections.unmodifiableMap(new TreeMap<>(outputs));
        others = Map.copyOf(others);
        programmers = List.copyOf(programmers);
        engines = List.copyOf(engines);
    }

    /** What works with this board today: all that its family supports, if its clock and its serial line are known. */
    public Set<Ability> abilities() {
        Set<Ability> abilities = family.abilities();
        if (clock.isEmpty() || uart.isEmpty()) {
            abilities.retainAll(Set.of(Ability.ESTIMATE));
        }
        return abilities;
    }

    /**
     * Pins of one kind.
     *
     * @param activeLow whether a low level means yes
     * @param ioStandard as the family's tools call it, or empty for their default
     * @param pull {@code up}, {@code down}, or empty for none
     * @param drive in mA, 0 for the default
     */
    public record Pins(List<String> pins, boolean activeLow, String ioStandard, String pull, int drive) {
        /** Takes a copy. */
        public Pins {
            pins = List.copyOf(pins);
        }

        /** One of them. */
        Pins only(int index) {
            return new Pins(pins.subList(index, index + 1), activeLow, ioStandard, pull, drive);
        }
    }

    public record Clock(Pins pin, int hz) {}

    /**
     * A serial line to the host.
     *
     * @param tx driven by the FPGA
     * @param rx driven by the host
     * @param bridge what makes it a serial port of the host, in words
     */
    public record Uart(Pins tx, Pins rx, String bridge) {}

    /**
     * The configuration memory.
     *
     * @param pins by name: {@code cs}, {@code clk}, {@code mosi}, {@code miso}
     * @param offset of the bitstream in bytes
     */
    public record Flash(Map<String, String> pins, long offset) {
        /** Takes a copy. */
        public Flash {
            pins = Map.copyOf(pins);
        }
    }

    /**
     * A command that programs the board.
     *
     * @param permanent into the configuration memory, else until power is turned off
     * @param arguments with {@link #BITSTREAM} in the place of the file
     * @param minVersion of the tool, empty for any
     */
    public record Programmer(boolean permanent, String tool, List<String> arguments, String minVersion) {
        /** Stands for the file. */
        public static final String BITSTREAM = "{bitstream}";

        /** Takes a copy. */
        public Programmer {
            arguments = List.copyOf(arguments);
        }

        /** The command for a file. */
        public List<String> command(String bitstream) {
            List<String> command = new ArrayList<>(List.of(tool));
            arguments.forEach(argument -> command.add(argument.replace(BITSTREAM, bitstream)));
            return command;
        }
    }

    /** @param mask bits of the IDCODE that count */
    public record Jtag(long idcode, long mask) {}

    /** @param product pattern of the product's name, empty for any */
    public record Usb(int vendor, int device, String product) {
        /** The rule for udev that lets the users of group plugdev program the board. */
        public String udevRule() {
            return String.format(
                    "SUBSYSTEM==\"usb\", ATTRS{idVendor}==\"%04x\", ATTRS{idProduct}==\"%04x\", MODE=\"0660\","
                            + " GROUP=\"plugdev\", TAG+=\"uaccess\"",
                    vendor, device);
        }
    }
}
