// SPDX-License-Identifier: Apache-2.0
package io.fluxmill.benchmarks.area;

import io.fluxmill.boards.board.ChipFamily;
import io.fluxmill.boards.flow.Primitives;
import io.fluxmill.hw.mac.unit.Target;
import java.util.Locale;

/** An FPGA family and how yosys synthesises for it, with and without DSP blocks. */
public enum Technology {
    XC7("synth_xilinx -family xc7 -flatten", "", "-nodsp"),
    ECP5("synth_ecp5", "", "-nodsp"),
    ICE40("synth_ice40", "-dsp", "");

    private final String command;
    private final String withDsp;
    private final String withoutDsp;

    Technology(String command, String withDsp, String withoutDsp) {
        this.command = command;
        this.withDsp = withDsp;
        this.withoutDsp = withoutDsp;
    }

    String key() {
        return name().toLowerCase(Locale.ROOT);
    }

    /** The target of the configuration: without DSP blocks that of logic. */
    Target target(boolean dspAllowed) {
        return dspAllowed ? Target.valueOf(name()) : Target.GOWIN;
    }

    /** The cells that a build puts into a design by hand. */
    Primitives primitives(String verilog) {
        return Primitives.of(ChipFamily.valueOf(name()), verilog);
    }

    String synthesis(boolean dspAllowed, String top) {
        return String.join(" ", command, dspAllowed ? withDsp : withoutDsp, "-top " + top);
    }
}
