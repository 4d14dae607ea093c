// SPDX-License-Identifier: Apache-2.0
package io.fluxmill.simulator.verilator;

import io.fluxmill.core.config.InputException;
import io.fluxmill.core.manifest.Manifest;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** The ports of a verilated class, read from its header. Verilator renames ports whose names are reserved in C++ or its dialects. */
final class VerilatedPorts {
    private static final Pattern PORT = Pattern.compile("VL_(IN|OUT)(?:8|16|64|W)?\\(&?(\\w+),(\\d+),(\\d+)");
    private static final String RESERVED = "__SYM__";

    private record Member(String name, String direction, int widthBits) {}

    private final Map<String, Member> members = new HashMap<>();

    private VerilatedPorts(String header) {
        Matcher ports = PORT.matcher(header);
        while (ports.find()) {
            String member = ports.group(2);
            String plain = member.startsWith(RESERVED) ? member.substring(RESERVED.length()) : member;
            int width = Integer.parseInt(ports.group(3)) - Integer.parseInt(ports.group(4)) + 1;
            String direction = ports.group(1).equals("IN") ? "in" : "out";
            members.put(plain.replace("___05F", "__"), new Member(member, direction, width));
        }
    }

    static VerilatedPorts read(Path header) throws IOException {
        return new VerilatedPorts(Files.readString(header));
    }

    /** The member of a port. */
    String member(String port) {
        return members.get(port).name();
    }

    /**
     * Compares a manifest with the Verilog.
     *
     * @throws InputException naming the first port that differs
     */
    void check(Manifest manifest) {
        for (Manifest.Port port : manifest.ports()) {
            Member member = members.get(port.name());
            String found = member == null ? "no such port" : member.direction() + " of " + member.widthBits() + " bits";
            String expected = port.direction() + " of " + port.widthBits() + " bits";
            if (!found.equals(expected)) {
                throw new InputException(
                        manifest.design() + ".manifest.json: port " + port.name()
                                + " must be as in the Verilog: manifest=" + expected + ", Verilog=" + found,
                        "generate the design again");
            }
        }
    }
}
