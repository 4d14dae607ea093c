// SPDX-License-Identifier: Apache-2.0
package io.fluxmill.cli.sfq.cells;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;

import io.fluxmill.cli.sfq.cells.CellFunction.Effect;
import io.fluxmill.netlist.cell.Cell;
import io.fluxmill.netlist.cell.CellLibrary;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class CellFunctionTest {
    private static final CellLibrary LIBRARY = CellLibrary.of("rsfqlib-v3");

    @ParameterizedTest
    @ValueSource(strings = {"JTL", "MERGE", "DFF", "NDRO", "TFF", "LAST", "AND2", "XOR"})
    void tourComesThroughEveryStateAndInput(String name) {
        Cell cell = LIBRARY.cell(name);
        CellFunction function = new CellFunction(cell);
        Set<List<Integer>> seen = new HashSet<>();
        int state = 0;
        for (int input : function.tour()) {
            seen.add(List.of(state, input));
            state = function.next(state, input);
        }
        assertEquals(cell.states() * cell.inputs().size(), seen.size());
    }

    @ParameterizedTest
    @ValueSource(strings = {"JTL", "DFF", "NDRO", "LAST", "AND2", "XOR"})
    void testsTellEveryState(String name) {
        Cell cell = LIBRARY.cell(name);
        CellFunction function = new CellFunction(cell);
        for (int state = 0; state < cell.states(); state++) {
            for (int other = 0; other < cell.states(); other++) {
                if (state != other) {
                    assertNotEquals(answers(function, state, state), answers(function, other, state));
                }
            }
        }
    }

    /** What the tests of a state give in a state. */
    private static List<List<Effect>> answers(CellFunction function, int state, int tested) {
        return function.tests(tested).stream()
                .map(test -> {
                    List<Integer> inputs = new ArrayList<>(function.path(state));
                    int start = inputs.size();
                    inputs.addAll(test);
                    return function.effects(inputs).stream()
                            .filter(e -> e.cause() >= start)
                            .map(e -> new Effect(e.output(), e.cause() - start, 0))
                            .toList();
                })
                .toList();
    }

    @Test
    void effects() {
        CellFunction dff = new CellFunction(LIBRARY.cell("DFF"));
        assertEquals(List.of(new Effect(0, 2, 1)), dff.effects(List.of(1, 0, 1, 1)));
        assertEquals(List.of(0), dff.path(1));
    }
}
