// SPDX-License-Identifier: Apache-2.0
package io.fluxmill.hw.emit;

/** The lint waivers that every generated file has, each with its reason, as comments in the file. */
public final class Lint {
    private static final String WAIVERS =
            """
            /* verilator lint_off DECLFILENAME */ // all modules of a design are in one file
            /* verilator lint_off VARHIDDEN */ // an instance may have the name of a signal inside it
            /* verilator lint_off UNUSEDSIGNAL */ // words of which only slices are used, and memory helpers of the emitter
            """;

    /** The waivers of a circuit for event-driven simulation. */
    public static final String CIRCUIT =
            """
            /* verilator lint_off DECLFILENAME */ // all modules of a circuit are in one file
            /* verilator lint_off BLKSEQ */ // a cell takes the pulses of an instant one after the other
            """;

    private Lint() {}

    /** The Verilog with its waivers at the top. */
    public static String header(String verilog) {
        return WAIVERS + verilog;
    }
}
