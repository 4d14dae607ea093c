// SPDX-License-Identifier: Apache-2.0
package io.fluxmill.flow.xc7;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * Models of RAMB18E1 and RAMB36E1 for simulation (UG473, chapter 1), in Verilog: yosys has only their ports and timing. The memory is
 * {@code xc7_block_ram.v}; this adds the two cells around it. Cascades, ECC and FIFO have no model: a netlist with them cannot be simulated.
 */
final class BlockRamModel {
    private static final String MEMORY = "xc7_block_ram.v";
    private static final List<String> INVERTIBLE = List.of(
            "CLKARDCLK", "CLKBWRCLK", "ENARDEN", "ENBWREN", "RSTRAMARSTRAM", "RSTRAMB", "RSTREGARSTREG", "RSTREGB");

    /** Ports of the memory, and those of the cells that they are for A and B. */
    private static final SortedMap<String, List<String>> BUSES = new TreeMap<>(Map.of(
            "write_", List.of("WEA", "WEBWE"),
            "data_", List.of("DIADI", "DIBDI"),
            "parity_", List.of("DIPADIP", "DIPBDIP"),
            "out_", List.of("DOADO", "DOBDO"),
            "outp_", List.of("DOPADOP", "DOPBDOP")));

    /** Data bits of the buses of a port. */
    private final int half;

    private BlockRamModel(int half) {
        this.half = half;
    }

    /** Both cells, and the memory that they are made of. */
    static String verilog() {
        try (InputStream memory = BlockRamModel.class.getResourceAsStream(MEMORY)) {
            return new String(memory.readAllBytes(), StandardCharsets.UTF_8)
                    + new BlockRamModel(16).cell()
                    + new BlockRamModel(32).cell();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private boolean is36() {
        return half == 32;
    }

    private String cell() {
        return "\nmodule " + (is36() ? "RAMB36E1" : "RAMB18E1") + " #(\n    parameter "
                + String.join(",\n    parameter ", parameters()) + "\n) (\n    " + String.join(",\n    ", ports())
                + "\n);\n" + contents("INIT", half * 1024, half * 4) + contents("INITP", half * 128, half / 2)
                + unmodelled() + memory() + "endmodule\n";
    }

    private List<String> parameters() {
        List<String> parameters = new ArrayList<>();
        for (int i = 0; i < half * 4; i++) {
            parameters.add(String.format("[255:0] INIT_%02X = 0", i));
        }
        for (int i = 0; i < half / 2; i++) {
            parameters.add(String.format("[255:0] INITP_%02X = 0", i));
        }
        for (String port : List.of("A", "B")) {
            int word = half + half / 8;
            parameters.add("[" + (word - 1) + ":0] INIT_" + port + " = 0");
            parameters.add("[" + (word - 1) + ":0] SRVAL_" + port + " = 0");
            parameters.add("integer READ_WIDTH_" + port + " = 0");
            parameters.add("integer WRITE_WIDTH_" + port + " = 0");
            parameters.add("integer DO" + port + "_REG = 0");
            parameters.add("WRITE_MODE_" + port + " = \"WRITE_FIRST\"");
            parameters.add("RSTREG_PRIORITY_" + port + " = \"RSTREG\"");
        }
        INVERTIBLE.forEach(port -> parameters.add("[0:0] IS_" + port + "_INVERTED = 1'b0"));
        parameters.addAll(List.of(
                "RAM_MODE = \"TDP\"",
                "RDADDR_COLLISION_HWCONFIG = \"DELAYED_WRITE\"",
                "SIM_COLLISION_CHECK = \"ALL\"",
                "SIM_DEVICE = \"7SERIES\"",
                "INIT_FILE = \"NONE\""));
        if (is36()) {
            parameters.addAll(List.of(
                    "RAM_EXTENSION_A = \"NONE\"",
                    "RAM_EXTENSION_B = \"NONE\"",
                    "EN_ECC_READ = \"FALSE\"",
                    "EN_ECC_WRITE = \"FALSE\""));
        }
        return parameters;
    }

    private List<String> ports() {
        List<String> ports = new ArrayList<>();
        INVERTIBLE.forEach(port -> ports.add("input " + port));
        ports.addAll(List.of("input REGCEAREGCE", "input REGCEB"));
        String address = "input [" + (is36() ? 15 : 13) + ":0] ";
        ports.addAll(List.of(address + "ADDRARDADDR", address + "ADDRBWRADDR"));
        String data = "[" + (half - 1) + ":0] ";
        String bytes = "[" + (half / 8 - 1) + ":0] ";
        ports.addAll(List.of("input " + data + "DIADI", "input " + data + "DIBDI"));
        ports.addAll(List.of("input " + bytes + "DIPADIP", "input " + bytes + "DIPBDIP"));
        ports.addAll(List.of("input " + bytes + "WEA", "input [" + (half / 4 - 1) + ":0] WEBWE"));
        ports.addAll(List.of("output " + data + "DOADO", "output " + data + "DOBDO"));
        ports.addAll(List.of("output " + bytes + "DOPADOP", "output " + bytes + "DOPBDOP"));
        if (is36()) {
            ports.addAll(List.of("input CASCADEINA", "input CASCADEINB", "input INJECTSBITERR", "input INJECTDBITERR"));
            ports.addAll(List.of("output CASCADEOUTA", "output CASCADEOUTB", "output SBITERR", "output DBITERR"));
            ports.addAll(List.of("output [7:0] ECCPARITY", "output [8:0] RDADDRECC"));
        }
        return ports;
    }

    /** All rows of 256 bits as one vector. */
    private static String contents(String name, int bits, int rows) {
        List<String> parts = new ArrayList<>();
        for (int i = 0; i < rows; i++) {
            parts.add(String.format("%s_%02X", name, i));
        }
        Collections.reverse(parts);
        return "    localparam [" + (bits - 1) + ":0] " + name + " = {" + String.join(", ", parts) + "};\n";
    }

    private String unmodelled() {
        return is36()
                ? "    generate if (RAM_EXTENSION_A != \"NONE\" || RAM_EXTENSION_B != \"NONE\") begin\n"
                        + "        fluxmill_has_no_model_of_cascaded_block_ram cascade ();\n"
                        + "    end endgenerate\n"
                : "";
    }

    private String memory() {
        int address = is36() ? 15 : 14;
        Map<String, String> parameters = new LinkedHashMap<>();
        parameters.put("BITS", Integer.toString(half * 1024));
        parameters.put("ADDRESS", Integer.toString(address));
        parameters.put("HALF", Integer.toString(half));
        parameters.put("SDP", "RAM_MODE == \"SDP\"");
        parameters.put("INIT", "INIT");
        parameters.put("INITP", "INITP");
        for (String port : List.of("A", "B")) {
            String mode = "WRITE_MODE_" + port;
            parameters.put("READ_" + port, "READ_WIDTH_" + port);
            parameters.put("WRITE_" + port, "WRITE_WIDTH_" + port);
            parameters.put("REG_" + port, "DO" + port + "_REG");
            parameters.put("MODE_" + port, mode + " == \"NO_CHANGE\" ? 2 : " + mode + " == \"READ_FIRST\" ? 1 : 0");
            parameters.put("START_" + port, "INIT_" + port);
            parameters.put("RESET_" + port, "SRVAL_" + port);
            parameters.put("FIRST_" + port, "RSTREG_PRIORITY_" + port + " == \"REGCE\"");
        }
        Map<String, String> ports = new LinkedHashMap<>();
        port(
                ports,
                "a",
                List.of("CLKARDCLK", "ENARDEN", "RSTRAMARSTRAM", "RSTREGARSTREG"),
                "REGCEAREGCE",
                "ADDRARDADDR");
        port(ports, "b", List.of("CLKBWRCLK", "ENBWREN", "RSTRAMB", "RSTREGB"), "REGCEB", "ADDRBWRADDR");
        ports.replaceAll((name, value) -> name.startsWith("address") ? value + "[" + (address - 1) + ":0]" : value);
        BUSES.forEach((name, port) -> {
            ports.put(name + "a", port.get(0));
            ports.put(name + "b", port.get(1));
        });
        return "    fluxmill_block_ram #(\n" + connections(parameters) + "    ) memory (\n" + connections(ports)
                + "    );\n";
    }

    /** @param invertible clock, enable, reset of the latch, reset of the register */
    private static void port(
            Map<String, String> ports, String port, List<String> invertible, String registerEnable, String address) {
        List<String> names = List.of("clk_", "en_", "reset_", "reg_reset_");
        for (int i = 0; i < names.size(); i++) {
            ports.put(names.get(i) + port, invertible.get(i) + " ^ IS_" + invertible.get(i) + "_INVERTED");
        }
        ports.put("reg_en_" + port, registerEnable);
        ports.put("address_" + port, address);
    }

    private static String connections(Map<String, String> connections) {
        List<String> lines = new ArrayList<>();
        connections.forEach((name, value) -> lines.add("        ." + name + "(" + value + ")"));
        return String.join(",\n", lines) + "\n";
    }
}
