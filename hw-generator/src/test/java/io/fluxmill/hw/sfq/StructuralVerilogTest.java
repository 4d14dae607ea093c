// SPDX-License-Identifier: Apache-2.0
package io.fluxmill.hw.sfq;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.fluxmill.netlist.cell.CellLibrary;
import io.fluxmill.netlist.cell.Netlist;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;

class StructuralVerilogTest {
    /** Two edges in a quantum would be no change of the level: no pulse. */
    @Test
    void aStimulusThatIsGivenTwiceIsOnePulse() {
        Netlist netlist = Netlist.builder("t", CellLibrary.of("rsfqlib-v3"))
                .inputs("a", "b")
                .outputs("q")
                .add("x", "MERGE", "a", "b", "q")
                .build();
        Map<String, long[]> stimuli = new TreeMap<>(Map.of("a", new long[] {7, 3, 3, -1}, "b", new long[] {3, 10}));
        assertEquals("40 0\n40 1\n80 0\n", StructuralVerilog.stimuli(netlist, stimuli, 10));
    }
}
