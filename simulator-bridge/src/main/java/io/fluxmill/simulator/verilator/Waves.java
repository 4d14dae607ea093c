// SPDX-License-Identifier: Apache-2.0
package io.fluxmill.simulator.verilator;

/** Whether a model can record waves, and in which file format. */
public enum Waves {
    /** Not compiled in. */
    NONE("", ""),
    VCD("--trace", "VerilatedVcdC"),
    /** Needs the headers of zlib. */
    FST("--trace-fst", "VerilatedFstC");

    private final String flag;
    private final String fileClass;

    Waves(String flag, String fileClass) {
        this.flag = flag;
        this.fileClass = fileClass;
    }

    String flag() {
        return flag;
    }

    String fileClass() {
        return fileClass;
    }

    String header() {
        return this == VCD ? "verilated_vcd_c.h" : "verilated_fst_c.h";
    }
}
