// SPDX-License-Identifier: Apache-2.0
package io.fluxmill.cli.verb;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.fluxmill.cli.console.Console;
import io.fluxmill.cli.console.Exit;
import io.fluxmill.cli.console.Stage;
import io.fluxmill.cli.console.TextTable;
import io.fluxmill.cli.sfq.cells.CircuitLibrary;
import io.fluxmill.core.config.InputException;
import io.fluxmill.core.file.OutputFile;
import io.fluxmill.netlist.cell.Cell;
import io.fluxmill.netlist.cell.Cell.Emission;
import io.fluxmill.netlist.cell.CellLibrary;
import io.fluxmill.netlist.cell.Operation;
import io.fluxmill.netlist.cell.Operation.Range;
import io.fluxmill.simulator.ngspice.AnalogSimulator;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.Callable;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** {@code fluxmill cells}: the cells of an SFQ library and their figures, or the extraction of our own library from circuits. */
@Command(
        name = "cells",
        description = "List the cells of an SFQ library, or extract our own from its circuits.",
        footer = "Times in ps. A critical time s: x_y c: no y for c after an x that came in state s.")
public final class CellsCommand implements Callable<Integer> {
    private static final String EXTRACTING = "extracting cells";

    private final Console console;

    @Mixin
    private JsonOption json;

    @Option(
            names = "--library",
            paramLabel = "NAME",
            description = "The library to list: rsfqlib-v3 (default) or fluxmill-rcsj.")
    private String library;

    @Option(
            names = "--characterise",
            paramLabel = "FILE",
            description = "Extract the library fluxmill-rcsj from its circuits with ngspice and write it to this file.")
    private Path file;

    CellsCommand(Console console) {
        this.console = console;
    }

    @Override
    public Integer call() throws IOException {
        json.check();
        if (file != null) {
            characterise();
            return Exit.OK;
        }
        list();
        return Exit.OK;
    }

    private void list() throws IOException {
        TextTable text = new TextTable(
                "cell",
                "JJ",
                "bias uA",
                "delay",
                "critical times",
                "bias range",
                "critical-current range",
                "delay from");
        List<String> sources = new ArrayList<>();
        ArrayNode list = JsonNodeFactory.instance.arrayNode();
        for (Cell cell : named().cells().values()) {
            Operation operation = cell.operation();
            text.row(
                    cell.name(),
                    cell.costs().junctions(),
                    number(cell.costs().biasMicroamperes()),
                    delays(cell).map(CellsCommand::ps).collect(Collectors.joining(" ")),
                    criticals(cell),
                    range(operation.bias()),
                    range(operation.criticalCurrent()),
                    numbered(sources, cell.sources().get("delay")));
            ObjectNode node = list.addObject()
                    .put("cell", cell.name())
                    .put("josephson-junctions", cell.costs().junctions())
                    .put("bias-ua", cell.costs().biasMicroamperes())
                    .put("critical-times", criticals(cell))
                    .put("delay-bias-exponent", operation.sensitivity().bias())
                    .put(
                            "delay-critical-current-exponent",
                            operation.sensitivity().criticalCurrent());
            ArrayNode delays = node.putArray("delays-ps");
            delays(cell).forEach(quanta -> delays.add((double) quanta / CellLibrary.QUANTA_PER_PS));
            range(node, "bias-range", operation.bias());
            range(node, "critical-current-range", operation.criticalCurrent());
            ObjectNode source = node.putObject("source");
            cell.sources().forEach(source::put);
        }
        text.lines().forEach(console::result);
        for (int i = 0; i < sources.size(); i++) {
            console.result("[" + (i + 1) + "] " + sources.get(i));
        }
        json.write(list);
    }

    /** The number of a text in the list, to which it is added if it is new. */
    private static String numbered(List<String> texts, String text) {
        if (!texts.contains(text)) {
            texts.add(text);
        }
        return "[" + (texts.indexOf(text) + 1) + "]";
    }

    private CellLibrary named() {
        try {
            return CellLibrary.of(library == null ? CellLibrary.NAMES.get(0) : library);
        } catch (IllegalArgumentException e) {
            throw new InputException("--library: " + e.getMessage(), "use one of " + CellLibrary.NAMES);
        }
    }

    private static Stream<Integer> delays(Cell cell) {
        return cell.transitions().stream()
                .flatMap(t -> t.emissions().stream())
                .map(Emission::delay)
                .distinct()
                .sorted();
    }

    private static String criticals(Cell cell) {
        return cell.criticals().stream()
                .map(c -> c.state() + ": " + cell.pair(c) + " " + ps(c.time()))
                .collect(Collectors.joining(", "));
    }

    private static String ps(int quanta) {
        return number((double) quanta / CellLibrary.QUANTA_PER_PS);
    }

    private static String number(double value) {
        return value == Math.rint(value) && Math.abs(value) >= 100
                ? String.format(Locale.ROOT, "%.0f", value)
                : String.format(Locale.ROOT, "%.1f", value);
    }

    private static String range(Range range) {
        return range.equals(Range.ALL)
                ? "unknown"
                : String.format(Locale.ROOT, "%.2f to %.2f", range.low(), range.high());
    }

    private static void range(ObjectNode node, String key, Range range) {
        if (!range.equals(Range.ALL)) {
            node.putArray(key).add(range.low()).add(range.high());
        }
    }

    private void characterise() throws IOException {
        if (library != null && !library.equals(CircuitLibrary.NAME)) {
            throw new InputException(
                    "--characterise: library must have circuits of our own: library=" + library,
                    "leave --library out, or use --library " + CircuitLibrary.NAME);
        }
        OutputFile target = OutputFile.of("--characterise", file);
        target.check();
        if (!AnalogSimulator.available()) {
            throw new InputException(
                    "ngspice is needed and is not on the PATH", "install it with: apt-get install ngspice");
        }
        Path folder = Files.createTempDirectory("fluxmill-cells");
        try {
            target.write(console.stages(
                    "cells --characterise",
                    Stage.listOf(EXTRACTING),
                    () -> CircuitLibrary.extract(folder, console.stage(EXTRACTING), console::progress)));
        } finally {
            delete(folder);
        }
        console.result("written: " + file);
    }

    private static void delete(Path folder) throws IOException {
        List<Path> paths;
        try (Stream<Path> walk = Files.walk(folder)) {
            paths = walk.sorted(Comparator.reverseOrder()).toList();
        }
        for (Path path : paths) {
            Files.delete(path);
        }
    }
}
