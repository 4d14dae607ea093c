// SPDX-License-Identifier: Apache-2.0
package io.fluxmill.boards.board;

import io.fluxmill.boards.board.Board.Clock;
import io.fluxmill.boards.board.Board.Flash;
import io.fluxmill.boards.board.Board.Jtag;
import io.fluxmill.boards.board.Board.Pins;
import io.fluxmill.boards.board.Board.Programmer;
import io.fluxmill.boards.board.Board.Uart;
import io.fluxmill.boards.board.Board.Usb;
import io.fluxmill.core.config.ConfigNode;
import io.fluxmill.core.config.InputException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** Reads and checks a {@code board.yaml}; docs/boards.md has the keys. Errors are InputException with file, line and remedy. */
final class BoardReader {
    private static final String PIN = "[A-Z]{0,2}[0-9]{1,3}";
    private static final String PIN_RULE = "a pin such as 35 or G2";
    private static final String PORT = "[a-z][a-z0-9_]*";
    /** Ports and wires of every top. */
    private static final Set<String> PORTS = Set.of(
            "clk",
            "reset",
            "reset_n",
            "uart_rx",
            "uart_tx",
            "led",
            "design_clk",
            "locked",
            "good",
            "settled",
            "cycles",
            "running",
            "line",
            "lights",
            "core",
            "pll",
            "pll_feedback");

    private static final String USB = "[0-9a-f]{4}:[0-9a-f]{4}";
    private static final long ALL_BITS = 0xFFFFFFFFL;

    /** Each pin that is taken, with what takes it. */
    private final Map<String, String> taken = new LinkedHashMap<>();

    private final ConfigNode root;
    private final ChipFamily family;

    private BoardReader(ConfigNode root) {
        this.root = root;
        family = root.choice("family", ChipFamily.class);
    }

    /** @param id name of the folder */
    static Board read(String id, ConfigNode root) {
        return new BoardReader(root).board(id);
    }

    private Board board(String id) {
        Board board = new Board(
                id,
                root.string("name"),
                root.strings("aliases", List.of()),
                root.string("revision"),
                root.string("source"),
                family,
                root.string("part"),
                flow(),
                root.optionalNode("clock").map(this::clock),
                root.optionalNode("reset").map(node -> pins(node, "pin", "reset")),
                root.optionalNode("uart").map(this::uart),
                root.optionalNode("leds").map(node -> pins(node, "pins", "leds")),
                resources("outputs", "pin"),
                resources("resources", "pins"),
                root.optionalNode("flash").map(this::flash),
                programmers(),
                root.optionalNode("jtag").map(BoardReader::jtag),
                root.optionalNode("usb").map(BoardReader::usb),
                root.strings("engines", List.of()));
        root.rejectUnknown();
        return board;
    }

    private Map<String, String> flow() {
        Map<String, String> flow = new LinkedHashMap<>();
        if (family.flowKeys().isEmpty()) {
            return flow;
        }
        ConfigNode node = root.node("flow");
        family.flowKeys().forEach(key -> flow.put(key, node.string(key)));
        node.rejectUnknown();
        return flow;
    }

    private Clock clock(ConfigNode node) {
        int hz = node.integer("hz", 1_000_000, 500_000_000);
        return new Clock(pins(node, "pin", "clock"), hz);
    }

    private Uart uart(ConfigNode node) {
        Uart uart = new Uart(
                pins(node.node("tx"), "pin", "uart.tx"),
                pins(node.node("rx"), "pin", "uart.rx"),
                node.string("bridge"));
        node.rejectUnknown();
        return uart;
    }

    /** Pins by name. */
    private Map<String, Pins> resources(String key, String pins) {
        Map<String, Pins> resources = new LinkedHashMap<>();
        root.optionalNode(key).ifPresent(node -> {
            node.keys().forEach(name -> resources.put(name, pins(node.node(name), pins, key + "." + name)));
            node.ignore(node.keys().toArray(String[]::new));
            node.rejectUnknown();
        });
        if (key.equals("outputs")) {
            resources.keySet().forEach(name -> requirePort(name));
        }
        return resources;
    }

    private void requirePort(String name) {
        ConfigNode node = root.node("outputs");
        if (!name.matches(PORT) || PORTS.contains(name)) {
            throw new InputException(
                    node.file() + ":" + node.line(name)
                            + ": name of an output must be lower-case letters, digits and underscores, and no other port: name="
                            + name,
                    "it becomes a port of the top: rename it");
        }
    }

    private Pins pins(ConfigNode node, String key, String what) {
        List<String> pins = node.strings(key);
        for (String pin : pins) {
            take(node, key, pin, what);
        }
        boolean low = node.choice("active", List.of("high", "low"), "high").equals("low");
        Pins result = new Pins(
                pins,
                low,
                family == ChipFamily.ICE40 ? node.string("io-standard", "") : node.string("io-standard"),
                node.choice("pull", List.of("up", "down"), ""),
                node.integer("drive", 1, 24, 0));
        node.ignore("hz");
        node.rejectUnknown();
        return result;
    }

    private void take(ConfigNode node, String key, String pin, String what) {
        if (!pin.matches(PIN)) {
            throw node.error(key, PIN_RULE, "look it up in the board's schematic: " + pin);
        }
        String other = taken.put(pin, what);
        if (other != null) {
            throw node.error(
                    key, "pins that nothing else has", pin + " is also a pin of " + other + ": correct one of them");
        }
    }

    private Flash flash(ConfigNode node) {
        Map<String, String> pins = new LinkedHashMap<>();
        for (String name : List.of("cs", "clk", "mosi", "miso")) {
            pins.put(name, node.string(name));
        }
        long offset = node.integer("offset", 0, 1 << 28, 0);
        node.rejectUnknown();
        return new Flash(pins, offset);
    }

    private List<Programmer> programmers() {
        List<Programmer> programmers = new ArrayList<>();
        if (!root.has("programmers")) {
            return programmers;
        }
        for (ConfigNode node : root.nodes("programmers")) {
            List<String> arguments = node.strings("arguments");
            long places = arguments.stream()
                    .filter(a -> a.contains(Programmer.BITSTREAM))
                    .count();
            if (places != 1) {
                throw node.error(
                        "arguments",
                        "a list with " + Programmer.BITSTREAM + " once",
                        "put \"" + Programmer.BITSTREAM + "\" where the command has the file");
            }
            boolean permanent = node.choice("into", List.of("sram", "flash")).equals("flash");
            programmers.add(new Programmer(permanent, node.string("tool"), arguments, node.string("min-version", "")));
            node.rejectUnknown();
        }
        return programmers;
    }

    private static Jtag jtag(ConfigNode node) {
        long idcode = node.parsed("idcode", Long::decode);
        long mask = node.parsed("mask", Long::decode, ALL_BITS);
        if ((idcode & ~ALL_BITS) != 0 || (mask & ~ALL_BITS) != 0 || (idcode & ~mask) != 0) {
            throw node.error("idcode", "32 bits, all of them inside the mask", "correct it or the mask");
        }
        node.rejectUnknown();
        return new Jtag(idcode, mask);
    }

    private static Usb usb(ConfigNode node) {
        String id = node.string("id");
        if (!id.matches(USB)) {
            throw node.error("id", "vendor:product in hexadecimal", "write it as lsusb does, such as \"0403:6010\"");
        }
        Usb usb = new Usb(
                Integer.parseInt(id.substring(0, 4), 16),
                Integer.parseInt(id.substring(5), 16),
                node.string("product", ""));
        node.rejectUnknown();
        return usb;
    }
}
