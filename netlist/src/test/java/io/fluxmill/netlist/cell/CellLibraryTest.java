// SPDX-License-Identifier: Apache-2.0
package io.fluxmill.netlist.cell;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.fluxmill.core.config.ConfigNode;
import io.fluxmill.core.config.InputException;
import io.fluxmill.netlist.cell.Cell.Critical;
import io.fluxmill.netlist.cell.Cell.Emission;
import io.fluxmill.netlist.cell.Cell.Transition;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class CellLibraryTest {
    private final CellLibrary library = CellLibrary.of("rsfqlib-v3");

    @Test
    void hasEveryCellOfTheContract() {
        assertEquals(
                Set.of(
                        "JTL", "SPLIT", "MERGE", "DFF", "NDRO", "TFF", "NOT", "AND2", "OR2", "XOR", "XNOR", "LAST",
                        "FIRST", "INHIBIT", "PTLTX", "PTLRX", "DCSFQ", "SFQDC", "SYNAPSE", "NEURON"),
                library.cells().keySet());
    }

    /** Delays in 0.1 ps, and the sum of all critical times. */
    @ParameterizedTest
    @CsvSource({
        "JTL, 2, 35, 52", "SPLIT, 3, 63, 70", "MERGE, 7, 90, 249", "DFF, 7, 63, 4", "NDRO, 11, 55, 119",
        "NOT, 8, 55, 126", "AND2, 15, 50, 90", "OR2, 12, 55, 133", "XOR, 11, 50, 533", "XNOR, 19, 143, 719",
        "PTLTX, 2, 33, 52", "PTLRX, 3, 53, 54", "TFF, 8, 63, 104", "LAST, 6, 80, 208", "FIRST, 3, 90, 208"
    })
    void figures(String name, int junctions, int delay, int criticals) {
        Cell cell = library.cell(name);
        assertEquals(junctions, cell.costs().junctions());
        assertEquals(
                Set.of(delay),
                cell.transitions().stream()
                        .flatMap(t -> t.emissions().stream())
                        .map(Emission::delay)
                        .collect(Collectors.toSet()));
        assertEquals(
                criticals, cell.criticals().stream().mapToInt(Critical::time).sum());
    }

    @Test
    void everyStateKnowsEveryInputAndEveryFigureHasASource() {
        for (Cell cell : library.cells().values()) {
            for (int state = 0; state < cell.states(); state++) {
                for (int input = 0; input < cell.inputs().size(); input++) {
                    assertNotNull(cell.transition(state, input), cell.name() + " " + state + " " + input);
                }
            }
            assertEquals(7, cell.sources().size(), cell.name());
            cell.sources().values().forEach(text -> assertTrue(text.length() > 20, cell.name() + ": " + text));
        }
    }

    /** What the gates compute, as sets of data inputs before a clock pulse. */
    @ParameterizedTest
    @CsvSource({"AND2, 8", "OR2, 14", "XOR, 6", "XNOR, 9"})
    void truthTables(String name, int table) {
        Cell cell = library.cell(name);
        int measured = 0;
        for (int data = 0; data < 4; data++) {
            int state = 0;
            for (int input = 0; input < 2; input++) {
                state = (data >> input & 1) == 0
                        ? state
                        : cell.transition(state, input).next();
            }
            Transition clock = cell.transition(state, 2);
            assertEquals(0, clock.next());
            measured |= clock.emissions().size() << data;
        }
        assertEquals(table, measured);
    }

    @Test
    void changesReplaceWhatTheyName() {
        CellLibrary changed = library.with(section("DFF:\n  junctions: 8\n  critical: [0 clk_a 0.5, 1 a_a 2.0]\n"
                + "  transitions: ['1 clk -> 0, q 7.0']\n  source: {junctions: measured}\n"));
        Cell dff = changed.cell("DFF");
        assertEquals(8, dff.costs().junctions());
        assertEquals(747, dff.costs().biasMicroamperes());
        assertEquals(List.of(new Critical(0, 1, 0, 5, false), new Critical(1, 0, 0, 20, false)), dff.criticals());
        assertEquals(List.of(new Emission(0, 70)), dff.transition(1, 1).emissions());
        assertEquals("measured", dff.sources().get("junctions"));
        assertEquals("configuration c.yaml", dff.sources().get("critical"));
        assertEquals(library.cell("JTL"), changed.cell("JTL"));
    }

    @Test
    void operationIsUnknownUnlessGiven() {
        Cell base = library.with(
                        section("NEW: {inputs: [a], outputs: [q], transitions: ['0 a -> 0, q 1.0'], junctions: 1,"
                                + " bias-ua: 1, area-um2: 1}"))
                .cell("NEW");
        assertEquals(Operation.UNKNOWN, base.operation());
        assertTrue(base.sources().get("operation").startsWith("unknown"));
        assertTrue(base.operation().bias().contains(1e9));
    }

    @Test
    void operationChanges() {
        Cell dff = library.with(section("DFF: {bias-range: [0.8, 1.25], delay-bias-exponent: -2}"))
                .cell("DFF");
        assertEquals(new Operation.Range(0.8, 1.25), dff.operation().bias());
        assertTrue(dff.operation().bias().contains(1.25));
        assertEquals(-2, dff.operation().sensitivity().bias());
        assertEquals(0.25, dff.operation().sensitivity().delayFactor(2, 1));
        assertEquals("configuration c.yaml", dff.sources().get("operation"));
    }

    @Test
    void coarserQuantaRoundToNearest() {
        Cell merge = library.cell("MERGE").quantized(10);
        assertEquals(9, merge.transition(0, 0).emissions().get(0).delay());
        assertEquals(
                Map.of("a_a", 10, "b_b", 10, "a_b", 2, "b_a", 2),
                new TreeMap<>(merge.criticals().stream().collect(Collectors.toMap(merge::pair, Critical::time))));
        assertEquals(
                1,
                library.cell("DFF")
                        .quantized(1000)
                        .transition(1, 1)
                        .emissions()
                        .get(0)
                        .delay());
        assertEquals(
                4,
                library.cell("JTL")
                        .quantized(10)
                        .transition(0, 0)
                        .emissions()
                        .get(0)
                        .delay());
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "{transitions: [0 x -> 0]} | DFF.transitions: input must be one of a, clk: input=x",
                "{transitions: [1 clk 0]} | DFF.transitions: transition must be <state> <input> -> <next state>[, <output> <delay>]...: transition=1 clk 0",
                "{critical: [0 a_clk 0.05]} | DFF.critical: time must be a multiple of 0.1 ps from 0.1 to 10000: time=0.05",
                "{critical: [0 a 1]} | DFF.critical: critical time must be <state> <first>_<second> <time>[ absorb]: critical=0 a 1",
                "{bias-range: [0.9]} | DFF.bias-range must be [low, high] with 0 <= low <= 1 <= high: bias-range=a list",
                "{bias-range: [1.1, 1.2]} | DFF.bias-range must be [low, high] with 0 <= low <= 1 <= high: bias-range=a list",
                "{critical-current-range: [0.9, x]} | DFF.critical-current-range: factor must be a number: factor=x",
                "{gate: draw} | cell DFF must have one input, for it has a gate",
                "{transitions: [99 a -> 0]} | DFF.transitions: state must be in 0..15: state=99",
                "{junction: 8} | key of DFF must be one of area-um2, bias-range, bias-ua, critical, critical-current-range, delay-bias-exponent, delay-critical-current-exponent, gate, inputs, junctions, outputs, source, transitions: key=junction"
            })
    void refuses(String change, String message) {
        InputException e = assertThrows(InputException.class, () -> library.with(section("DFF: " + change + "\n")));
        assertEquals("c.yaml:1: " + message, e.getMessage());
    }

    private static ConfigNode section(String text) {
        return ConfigNode.parse(Path.of("c.yaml"), text);
    }
}
