// SPDX-License-Identifier: Apache-2.0
package io.fluxmill.cli.sfq.cells;

import io.fluxmill.core.progress.Progress;
import io.fluxmill.hw.sfq.CellCircuit;
import io.fluxmill.hw.sfq.SpiceDeck;
import io.fluxmill.netlist.cell.Cell;
import io.fluxmill.netlist.cell.Cell.Critical;
import io.fluxmill.netlist.cell.Cell.Emission;
import io.fluxmill.netlist.cell.Cell.Transition;
import io.fluxmill.netlist.cell.CellLibrary;
import io.fluxmill.netlist.cell.Operation;
import io.fluxmill.netlist.cell.Operation.Range;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.function.Consumer;

/** The text of the library {@code fluxmill-rcsj}: cells with our own circuits, and figures extracted from these with ngspice. */
public final class CircuitLibrary {
    /** Name of the library. */
    public static final String NAME = "fluxmill-rcsj";

    private static final CellLibrary FUNCTIONS = CellLibrary.of("rsfqlib-v3");
    private static final int AREA_OF_JUNCTION = 350;
    private static final String HEAD =
            """
            # SPDX-License-Identifier: Apache-2.0
            # Cells of docs/sfq-circuits.md, written by: fluxmill cells --characterise FILE
            library: %s
            sources:
              function: as the cell of RSFQlib v3.0, or of the function reported, see library rsfqlib-v3
              ngspice: extracted with ngspice from our own circuits
              circuit: sum over our own circuit
              rule: assumption, 350 um2 for each junction
            cells:
            """;
    private static final String SOURCE =
            "    source: {function: function, delay: ngspice, critical: ngspice, junctions: circuit,"
                    + " bias: circuit, area: rule, operation: ngspice}\n";

    private CircuitLibrary() {}

    /** Functions of the cells that have circuits; the figures in it belong to other circuits. */
    public static List<Cell> functions() {
        return SpiceDeck.circuits(FUNCTIONS).keySet().stream()
                .map(FUNCTIONS::cell)
                .toList();
    }

    /**
     * Extracts all figures and writes them as a library; takes minutes.
     *
     * @param folder for decks and results
     * @param progress is told of cells
     * @param step told the name of each cell before it is extracted
     */
    public static String extract(Path folder, Progress progress, Consumer<String> step) {
        StringBuilder text = new StringBuilder(String.format(HEAD, NAME));
        Runnable done = progress.counting(functions().size());
        for (Cell function : functions()) {
            step.accept("extracting " + function.name());
            text.append(section(function, new CellExtraction(function, folder)));
            done.run();
        }
        return text.toString();
    }

    private static String section(Cell cell, CellExtraction extraction) {
        CellCircuit circuit = SpiceDeck.circuits(FUNCTIONS).get(cell.name());
        StringBuilder text = new StringBuilder();
        text.append("  ").append(cell.name()).append(":\n");
        text.append("    inputs: ").append(cell.inputs()).append('\n');
        text.append("    outputs: ").append(cell.outputs()).append('\n');
        text.append("    transitions:\n");
        for (Transition t : cell.transitions()) {
            text.append("      - ")
                    .append(transition(cell, t, extraction.delays()))
                    .append('\n');
        }
        List<Critical> criticals = extraction.criticals();
        if (!criticals.isEmpty()) {
            text.append("    critical:\n");
            for (Critical c : criticals) {
                text.append(format(
                        "      - %d %s %.1f%s\n", c.state(), cell.pair(c), ps(c.time()), c.absorbs() ? " absorb" : ""));
            }
        }
        text.append(format("    junctions: %d\n", circuit.junctions()));
        text.append(format("    bias-ua: %.0f\n", circuit.biasMicroamperes()));
        text.append(format("    area-um2: %d\n", circuit.junctions() * AREA_OF_JUNCTION));
        Operation operation = extraction.operation();
        text.append(format(
                "    delay-bias-exponent: %.2f\n", operation.sensitivity().bias()));
        text.append(format(
                "    delay-critical-current-exponent: %.2f\n",
                operation.sensitivity().criticalCurrent()));
        text.append(range("bias-range", operation.bias()));
        text.append(range("critical-current-range", operation.criticalCurrent()));
        return text.append(SOURCE).toString();
    }

    private static String transition(Cell cell, Transition t, Map<List<Integer>, Double> delays) {
        StringBuilder text = new StringBuilder();
        text.append(t.state())
                .append(' ')
                .append(cell.inputs().get(t.input()))
                .append(" -> ")
                .append(t.next());
        for (Emission e : t.emissions()) {
            double delay = delays.get(List.of(t.state(), t.input(), e.output()));
            text.append(", ").append(cell.outputs().get(e.output())).append(' ');
            text.append(format("%.1f", ps(Math.round(delay * CellLibrary.QUANTA_PER_PS))));
        }
        return text.toString();
    }

    private static String range(String key, Range range) {
        return format("    %s: [%.2f, %.2f]\n", key, range.low(), range.high());
    }

    private static double ps(long quanta) {
        return (double) quanta / CellLibrary.QUANTA_PER_PS;
    }

    private static String format(String format, Object... arguments) {
        return String.format(Locale.ROOT, format, arguments);
    }
}
