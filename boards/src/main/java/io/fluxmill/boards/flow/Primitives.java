// SPDX-License-Identifier: Apache-2.0
package io.fluxmill.boards.flow;

import io.fluxmill.boards.board.ChipFamily;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/**
 * Cells of a family that take the place of modules of a design which do the same, where yosys would not use all of the cell: the multiplier of ECP5 with its registers.
 */
public final class Primitives {
    private static final String MULTIPLIER = "ecp5_multiplier.v";
    private static final String MODULES = "*_RegisteredMultiplier";
    private static final Primitives NONE = new Primitives("", "");

    private final String file;
    private final String commands;

    private Primitives(String file, String commands) {
        this.file = file;
        this.commands = commands;
    }

    /** Those of a design in Verilog. */
    public static Primitives of(ChipFamily family, String verilog) {
        return family == ChipFamily.ECP5 && verilog.contains(MODULES.substring(1))
                ? new Primitives(
                        MULTIPLIER,
                        "chtype -set fluxmill_registered_multiplier t:" + MODULES + "; techmap -map " + MULTIPLIER
                                + "; ")
                : NONE;
    }

    /** The yosys commands between reading the Verilog and synthesis, each with a semicolon behind it; run in the folder of {@link #write}. */
    public String commands() {
        return commands;
    }

    /** Puts the files of the commands into the folder where yosys runs. */
    public void write(Path folder) throws IOException {
        if (!file.isEmpty()) {
            Files.write(folder.resolve(file), content());
        }
    }

    /** The file's bytes; none without one. */
    byte[] content() {
        return file.isEmpty() ? new byte[0] : BoardBuild.resource(file);
    }
}
