// SPDX-License-Identifier: Apache-2.0
package io.fluxmill.quantizer.mac.read;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.fluxmill.quantizer.mac.lower.Operators;
import io.fluxmill.quantizer.mac.lower.Operators.Operator;
import io.fluxmill.quantizer.mac.lower.Operators.Place;
import io.fluxmill.quantizer.onnx.OnnxReader;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.TreeSet;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

/** The tables of docs/operators.md are those of the code; {@code -Dgolden.update=true} writes them anew. */
class OperatorsDocumentTest {
    private static final Path DOCUMENT = Path.of("../docs/operators.md");
    private static final String BEGIN = "<!-- The tables from here on are written by OperatorsDocumentTest. -->\n";

    @Test
    void tablesAreThoseOfTheCode() throws IOException {
        String found = Files.readString(DOCUMENT);
        assertTrue(found.contains(BEGIN), DOCUMENT + " must have the line " + BEGIN);
        String expected = found.substring(0, found.indexOf(BEGIN)) + BEGIN + tables();
        if (Boolean.getBoolean("golden.update")) {
            Files.writeString(DOCUMENT, expected);
            found = Files.readString(DOCUMENT);
        }
        assertEquals(expected, found, DOCUMENT + " (after a wanted change: -Dgolden.update=true)");
    }

    /** Every operator of the table is in the document once, in the table of its place. */
    @Test
    void everyOperatorIsThere() throws IOException {
        List<String> lines = Files.readAllLines(DOCUMENT);
        int checked = 0;
        for (Operator operator : Operators.all()) {
            long rows = lines.stream()
                    .filter(line -> line.startsWith("| `" + operator.name() + "` |"))
                    .count();
            assertEquals(1, rows, operator.name());
            checked++;
        }
        assertTrue(checked > 80, checked + " operators");
    }

    private static String tables() {
        List<String> lines = new ArrayList<>();
        lines.add("");
        lines.add("Operator sets of ONNX: 1 to " + OnnxReader.LATEST_OPSET + ".");
        for (Place place : Place.values()) {
            lines.add("");
            lines.add("## " + title(place));
            lines.add("| operator | remark |");
            lines.add("|---|---|");
            Operators.all().stream()
                    .filter(operator -> operator.place() == place)
                    .forEach(operator -> lines.add("| `" + operator.name() + "` | "
                            + (operator.remark().isEmpty() ? "–" : operator.remark()) + " |"));
        }
        lines.add("");
        lines.add("## At the end, left to the host");
        lines.add("Operators that turn scores into a label or a container: " + names(GraphTail.LABELS.keySet())
                + "; after these, " + names(GraphTail.PASSES.keySet()) + ". Of classifiers with several outputs ("
                + names(GraphTail.CLASSIFIERS) + ") the scores are the output. " + names(GraphTail.SHARES)
                + " at the end, also with " + names(GraphTail.QUANTISERS) + " after them.");
        lines.add("");
        lines.add("## Refused");
        lines.add("Recurrent operators (" + names(GraphOrder.RECURRENT)
                + "), control flow, random numbers, and every other operator on a computed tensor that is in no table; operators of other domains"
                + " than `ai.onnx`, `ai.onnx.ml`, `com.microsoft` and those of QONNX; an attribute that is not known.");
        return String.join("\n", lines) + "\n";
    }

    private static String title(Place place) {
        return switch (place) {
            case ENGINE -> "On the engine";
            case DRIVER -> "In the driver";
            case FOLDED -> "Folded";
        };
    }

    private static String names(Collection<String> names) {
        return new TreeSet<>(names).stream().map(name -> "`" + name + "`").collect(Collectors.joining(", "));
    }
}
