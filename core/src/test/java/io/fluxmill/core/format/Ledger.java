// SPDX-License-Identifier: Apache-2.0
package io.fluxmill.core.format;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * Counts the cases of one kind and checks them against the ledger in {@code docs/number-formats.md}, a table with a row per
 * format and a column per kind. {@code -Dgolden.update=true} writes the column instead.
 */
public final class Ledger {
    public static final Path DOCUMENT = Path.of("../docs/number-formats.md");

    /** Columns of the table. */
    public enum Kind {
        DECODE,
        CONVERT,
        ROUND,
        PRODUCT,
        QUIRE,
        DOT,
        RESCALE,
        POOL,
        ADD
    }

    private static final List<String> OWN_ROW = List.of(
            "INT4",
            "INT8",
            "INT16",
            "FP4_E2M1",
            "POSIT4_1",
            "POSIT8_0",
            "POSIT8_2",
            "POSIT16_0",
            "POSIT16_1",
            "POSIT16_2",
            "BINARY",
            "TERNARY",
            "FP6_E2M3",
            "FP6_E3M2",
            "FP8_E4M3FN",
            "FP8_E5M2",
            "FP16",
            "BF16",
            "UINT16");

    private final Kind kind;
    private final Map<String, Long> ran = new TreeMap<>();

    public Ledger(Kind kind) {
        this.kind = kind;
    }

    public void add(NumberFormat format, long cases) {
        ran.merge(row(format), cases, Long::sum);
    }

    private static String row(NumberFormat format) {
        if (OWN_ROW.contains(format.name())) {
            return format.name();
        }
        if (format instanceof IntegerFormat) {
            return "other INTn";
        }
        return format instanceof PositFormat
                ? "other POSITn_es"
                : format.name().startsWith("UINT") ? "other UINTn" : "BINARYkPp";
    }

    /** Fails unless exactly the cases of the ledger ran. */
    public void check() {
        List<String> lines = read();
        if (Boolean.getBoolean("golden.update")) {
            write(update(lines));
            return;
        }
        Map<String, Long> documented = new TreeMap<>();
        for (String line : lines) {
            String cell = isRow(line) ? cells(line)[column()] : "–";
            if (!cell.equals("–")) {
                documented.put(cells(line)[1], Long.parseLong(cell.replace(",", "")));
            }
        }
        assertEquals(documented, ran, kind + " cases: ledger in docs/number-formats.md, then what ran");
    }

    private List<String> update(List<String> lines) {
        List<String> updated = new ArrayList<>();
        for (String line : lines) {
            if (isRow(line)) {
                String[] cells = cells(line);
                Long count = ran.get(cells[1]);
                cells[column()] = count == null ? "–" : String.format("%,d", count);
                updated.add(String.join(" | ", cells).strip() + " |");
            } else {
                updated.add(line);
            }
        }
        return updated;
    }

    private int column() {
        return 2 + kind.ordinal();
    }

    private static boolean isRow(String line) {
        return line.startsWith("| ") && cells(line).length == 2 + Kind.values().length && !line.startsWith("| format");
    }

    /** The cells of a table line, the first one empty. */
    private static String[] cells(String line) {
        return Arrays.stream(line.split("\\|")).map(String::strip).toArray(String[]::new);
    }

    private static List<String> read() {
        try {
            return Files.readAllLines(DOCUMENT);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static void write(List<String> lines) {
        try {
            Files.write(DOCUMENT, lines);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
