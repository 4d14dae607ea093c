// SPDX-License-Identifier: Apache-2.0
package io.fluxmill.boards.flow;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;

/** Compares the netlist that synthesis has made with the RTL from which it was made. */
public interface NetlistCheck {
    /** What the result depends on besides the Verilog. */
    String key();

    /**
     * Compares them.
     *
     * @param folder that has the files and can be written to
     * @param rtl Verilog of the top and all that is in it
     * @param netlist Verilog of the netlist; its module is that of the top with {@link #SUFFIX}
     */
    Result compare(Path folder, List<String> rtl, String netlist) throws IOException;

    /** What is appended to the name of the top. */
    String SUFFIX = "_netlist";

    /**
     * What was found.
     *
     * @param cycles that were compared
     * @param mismatches cycles in which an output differed
     * @param first number of the first of them, from 0; -1 if there was none
     * @param accesses requests that the driver made
     */
    record Result(long cycles, long mismatches, long first, long accesses) {
        /** Whether cycles were compared while the design was driven, and all agree. */
        public boolean agrees() {
            return cycles > 0 && accesses > 0 && mismatches == 0;
        }
    }
}
