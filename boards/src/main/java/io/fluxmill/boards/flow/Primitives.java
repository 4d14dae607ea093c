// SPDX-License-Identifier: Apache-2.0
package io.fluxmill.boards.flow;

import io.fluxmill.boards.board.ChipFamily;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/**
 * Cells of a family that take the place of modules of a design which do the same, where yosys would not use all of the cell: the multiplier of ECP5 with its registers.
 */
public final class Primitives {
    private static final String MULTIPLIER = "ecp5_multiplier.v";
    private static final Pattern MODULE = Pattern.compile(
            "^module (\\w+_RegisteredMultiplier) \\((.*?)\\);(.*?)^endmodule", Pattern.MULTILINE | Pattern.DOTALL);
    private static final Pattern PORT = Pattern.compile("\\b(?:input|output)\\b[^,]*?(\\w+)\\s*(?:,|$)");
    private static final Pattern CLOCK = Pattern.compile("@\\(posedge (\\w+)\\)");
    private static final Pattern ENABLE = Pattern.compile("\\bif\\((\\w+)\\)");
    private static final Set<String> OPERANDS = Set.of("a", "b", "p");

    private static final Primitives NONE = new Primitives("", "");

    private final String map;
    private final String commands;

    private Primitives(String map, String commands) {
        this.map = map;
        this.commands = commands;
    }

    /** Those of a design in Verilog. */
    public static Primitives of(ChipFamily family, String verilog) {
        Matcher module = MODULE.matcher(verilog);
        if (family != ChipFamily.ECP5 || !module.find()) {
            return NONE;
        }
        // Clock, enable and a reset that nothing uses have the names that they have in the module above.
        String inputs = PORT.matcher(module.group(2))
                .results()
                .map(port -> port.group(1))
                .filter(port -> !OPERANDS.contains(port))
                .map(port -> "  input " + port + ",\n")
                .collect(Collectors.joining());
        Matcher clock = CLOCK.matcher(module.group(3));
        Matcher enable = ENABLE.matcher(module.group(3));
        if (!clock.find()) {
            throw new IllegalStateException(module.group(1) + " has no clock");
        }
        String map = new String(BoardBuild.resource(MULTIPLIER), StandardCharsets.UTF_8)
                .replace("  input clk,\n  input reset,\n", inputs)
                .replace(".CLK0(clk)", ".CLK0(" + clock.group(1) + ")")
                .replace("enable = 1'b1", "enable = " + (enable.find() ? enable.group(1) : "1'b1"));
        return new Primitives(
                map,
                "chtype -set fluxmill_registered_multiplier t:" + module.group(1) + "; techmap -map " + MULTIPLIER
                        + "; ");
    }

    /** The yosys commands between reading the Verilog and synthesis, each with a semicolon behind it; run in the folder of {@link #write}. */
    public String commands() {
        return commands;
    }

    /** Puts the file of the commands into the folder where yosys runs. */
    public void write(Path folder) throws IOException {
        if (!map.isEmpty()) {
            Files.writeString(folder.resolve(MULTIPLIER), map);
        }
    }

    /** What {@link #write} writes; nothing where there is nothing to replace. */
    String map() {
        return map;
    }
}
