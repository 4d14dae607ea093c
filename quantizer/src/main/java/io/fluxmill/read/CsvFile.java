// SPDX-License-Identifier: Apache-2.0
package io.fluxmill.read;

import io.fluxmill.config.InputException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.regex.Pattern;

/**
 * Numbers as text, one sample a line, separated by comma, semicolon or white space; empty lines and lines that begin with # are
 * left out; the first line may be a heading.
 */
final class CsvFile {
    private static final Pattern SEPARATOR = Pattern.compile("\\s*[,;]\\s*|\\s+");

    private CsvFile() {}

    /** Whole numbers give INT32, anything else FLOAT64. */
    static NumericArray read(String file, byte[] bytes) {
        List<String> lines = new String(bytes, StandardCharsets.UTF_8).lines().toList();
        List<double[]> rows = new ArrayList<>();
        boolean heading = false;
        for (int i = 0; i < lines.size(); i++) {
            String line = lines.get(i).strip();
            if (line.isEmpty() || line.startsWith("#")) {
                continue;
            }
            double[] row = row(line);
            if (row == null && rows.isEmpty() && !heading) {
                heading = true;
                continue;
            }
            require(row != null, file, i, "a line must hold numbers: " + line);
            require(
                    rows.isEmpty() || row.length == rows.get(0).length,
                    file,
                    i,
                    "every line must have " + (rows.isEmpty() ? 0 : rows.get(0).length) + " numbers: numbers="
                            + row.length);
            rows.add(row);
        }
        return array(file, rows);
    }

    private static void require(boolean condition, String file, int line, String fact) {
        if (!condition) {
            throw new InputException(
                    file + ":" + (line + 1) + ": " + fact, "write one sample a line, separated by commas");
        }
    }

    /** Null when a field is not a number. */
    private static double[] row(String line) {
        String[] fields = SEPARATOR.split(line, -1);
        double[] row = new double[fields.length];
        for (int i = 0; i < row.length; i++) {
            try {
                row[i] = Double.parseDouble(fields[i]);
            } catch (NumberFormatException e) {
                return null;
            }
        }
        return row;
    }

    private static NumericArray array(String file, List<double[]> rows) {
        if (rows.isEmpty()) {
            throw new InputException(file + ": must have at least one line of numbers", "check the path");
        }
        int width = rows.get(0).length;
        boolean whole = rows.stream().flatMapToDouble(Arrays::stream).allMatch(v -> v == (int) v);
        ElementType type = whole ? ElementType.INT32 : ElementType.FLOAT64;
        ByteBuffer data = ByteBuffer.allocate(Math.multiplyExact(rows.size() * width, type.bytes));
        for (double[] row : rows) {
            for (double value : row) {
                if (whole) {
                    data.putInt((int) value);
                } else {
                    data.putDouble(value);
                }
            }
        }
        return new NumericArray(file, type, new int[] {rows.size(), width}, data);
    }
}
