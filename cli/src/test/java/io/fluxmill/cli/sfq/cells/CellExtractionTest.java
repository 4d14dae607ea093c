// SPDX-License-Identifier: Apache-2.0
package io.fluxmill.cli.sfq.cells;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.fluxmill.hw.sfq.CellCircuit;
import io.fluxmill.hw.sfq.SpiceDeck;
import io.fluxmill.netlist.cell.Cell;
import io.fluxmill.netlist.cell.Cell.Critical;
import io.fluxmill.netlist.cell.Cell.Emission;
import io.fluxmill.netlist.cell.Cell.Transition;
import io.fluxmill.netlist.cell.CellLibrary;
import io.fluxmill.simulator.ngspice.AnalogSimulator;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The committed library is what the circuits give. */
@Tag("tools")
class CellExtractionTest {
    private static final CellLibrary LIBRARY = CellLibrary.of(CircuitLibrary.NAME);

    /** All delays again; another build of ngspice may round the last digit otherwise. */
    @Test
    void delays(@TempDir Path directory) {
        Assumptions.assumeTrue(AnalogSimulator.available(), "ngspice is not installed");
        int compared = 0;
        for (Cell cell : LIBRARY.cells().values()) {
            Map<List<Integer>, Double> delays = new CellExtraction(cell, directory).delays();
            for (Transition t : cell.transitions()) {
                for (Emission e : t.emissions()) {
                    double delay = delays.get(List.of(t.state(), t.input(), e.output()));
                    double table = (double) e.delay() / CellLibrary.QUANTA_PER_PS;
                    assertEquals(table, delay, 0.06, cell.name() + " " + t);
                    compared++;
                }
            }
        }
        assertTrue(compared >= 10, "delays " + compared);
    }

    @Test
    void criticalTimes(@TempDir Path directory) {
        Assumptions.assumeTrue(AnalogSimulator.available(), "ngspice is not installed");
        for (Cell cell : List.of(LIBRARY.cell("DFF"), LIBRARY.cell("MERGE"))) {
            Critical c = cell.criticals().stream()
                    .filter(x -> x.first() != x.second())
                    .findFirst()
                    .orElseThrow();
            int found = new CellExtraction(cell, directory).critical(c.state(), c.first(), c.second(), c.absorbs());
            assertEquals(c.time(), found, 1, cell.name() + " " + cell.pair(c));
        }
    }

    @Test
    void costsAreThoseOfTheCircuits() {
        Map<String, CellCircuit> circuits = SpiceDeck.circuits(LIBRARY);
        assertEquals(circuits.keySet(), LIBRARY.cells().keySet());
        circuits.forEach((name, circuit) -> {
            assertEquals(circuit.junctions(), LIBRARY.cell(name).costs().junctions(), name);
            assertEquals(circuit.biasMicroamperes(), LIBRARY.cell(name).costs().biasMicroamperes(), name);
        });
    }
}
