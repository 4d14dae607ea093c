// SPDX-License-Identifier: Apache-2.0
package io.fluxmill.cli.console;

import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;

/** A table of text: columns as wide as their widest cell, numbers to the right, what is not printable escaped. */
public final class TextTable {
    private final List<List<String>> rows = new ArrayList<>();

    public TextTable(String... titles) {
        rows.add(List.of(titles));
    }

    /** Adds a row; every row has a cell for each title. */
    public void row(Object... cells) {
        if (cells.length != rows.get(0).size()) {
            throw new IllegalArgumentException("a row must have " + rows.get(0).size() + " cells, not " + cells.length);
        }
        List<String> row = new ArrayList<>();
        for (Object cell : cells) {
            row.add(Printable.of(String.valueOf(cell)));
        }
        rows.add(row);
    }

    /** The lines, without trailing spaces. */
    public List<String> lines() {
        List<String> lines = new ArrayList<>();
        int columns = rows.isEmpty() ? 0 : rows.get(0).size();
        int[] widths = IntStream.range(0, columns).map(this::width).toArray();
        boolean[] right = new boolean[columns];
        for (int c = 0; c < columns; c++) {
            right[c] = numeric(c);
        }
        for (List<String> row : rows) {
            StringBuilder line = new StringBuilder();
            for (int c = 0; c < row.size(); c++) {
                String gap = " ".repeat(widths[c] - row.get(c).length());
                line.append(c == 0 ? "" : "  ").append(right[c] ? gap + row.get(c) : row.get(c) + gap);
            }
            lines.add(line.toString().stripTrailing());
        }
        return lines;
    }

    private int width(int column) {
        return rows.stream().mapToInt(row -> row.get(column).length()).max().orElse(0);
    }

    private boolean numeric(int column) {
        return rows.size() > 1
                && rows.stream().skip(1).allMatch(row -> row.get(column)
                        .matches("-|NaR|[-+]?[0-9.,]+([eE][-+]?[0-9]+)?( ?%)?"));
    }
}
