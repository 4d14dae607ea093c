// SPDX-License-Identifier: Apache-2.0
package io.fluxmill.quantizer.data;

import io.fluxmill.core.config.InputException;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import java.util.regex.Pattern;
import java.util.stream.IntStream;

/**
 * Numbers as text, one sample a row; {@link CsvRows} has the rules of rows and fields. The first row is a heading if none of its
 * fields is a number and one of them begins with a letter or an underscore; every other row has as many numbers as the first has
 * fields. The text is UTF-8, or what its byte-order mark says.
 */
final class CsvFile {
    private static final Pattern NOT_FINITE = Pattern.compile("[+-]?(nan|inf|infinity)", Pattern.CASE_INSENSITIVE);
    private static final Pattern NUMBER = Pattern.compile("[+-]?(\\d++(\\.\\d*+)?|\\.\\d++)([eE][+-]?\\d++)?");

    /** A number is held twice while the array grows or is copied: up to 20 bytes, a third of which counts as data. */
    private static final int BYTES_OF_A_NUMBER = 8;

    private final ByteSource in;
    private double[] values = new double[1024];
    private int count;
    private int width;

    private CsvFile(ByteSource in) {
        this.in = in;
    }

    /** Whole numbers give INT32, anything else FLOAT64. */
    static NumericArray read(ByteSource in) {
        CsvFile file = new CsvFile(in);
        try {
            CsvRows rows = new CsvRows(in, in.text(file.charset()));
            while (rows.next()) {
                file.row(rows);
            }
        } catch (IOException e) {
            throw in.unreadable(e);
        }
        return file.array();
    }

    /** Reads a byte-order mark. */
    private Charset charset() {
        if (in.startsWith(0xEF, 0xBB, 0xBF)) {
            in.upTo(3);
        }
        boolean utf16 = in.startsWith(0xFE, 0xFF) || in.startsWith(0xFF, 0xFE);
        return utf16 ? StandardCharsets.UTF_16 : StandardCharsets.UTF_8;
    }

    private void row(CsvRows rows) {
        List<String> fields = rows.fields();
        if (width == 0) {
            width = fields.size();
            if (isHeading(fields)) {
                return;
            }
        }
        rows.require(
                fields.stream().allMatch(CsvFile::isNumber),
                "a line must hold numbers: " + ByteSource.quoted(rows.text()));
        rows.require(fields.size() == width, "every line must have " + width + " numbers: numbers=" + fields.size());
        for (String field : fields) {
            double value = NOT_FINITE.matcher(field).matches() ? Double.NaN : Double.parseDouble(field);
            if (!Double.isFinite(value)) {
                throw rows.error(
                        "numbers must be finite: " + ByteSource.quoted(field),
                        "remove the sample, or replace the value");
            }
            add(value);
        }
    }

    private static boolean isHeading(List<String> fields) {
        return fields.stream().noneMatch(CsvFile::isNumber) && fields.stream().anyMatch(CsvFile::isName);
    }

    private static boolean isName(String field) {
        return !field.isEmpty() && (Character.isLetter(field.codePointAt(0)) || field.charAt(0) == '_');
    }

    private static boolean isNumber(String field) {
        return NUMBER.matcher(field).matches() || NOT_FINITE.matcher(field).matches();
    }

    private void add(double value) {
        long most = in.memoryBytes() / BYTES_OF_A_NUMBER;
        if (count >= most) {
            throw in.beyondMemory("numbers", most, "numbers=more than " + most);
        }
        if (count == values.length) {
            values = Arrays.copyOf(values, count + count / 2);
        }
        values[count++] = value;
    }

    private NumericArray array() {
        if (count == 0) {
            throw new InputException(in.file() + ": must have at least one line of numbers", "check the path");
        }
        boolean whole = IntStream.range(0, count).allMatch(i -> values[i] == (int) values[i]);
        ElementType type = whole ? ElementType.INT32 : ElementType.FLOAT64;
        ByteBuffer data = ByteBuffer.allocate(count * type.bytes);
        for (int i = 0; i < count; i++) {
            if (whole) {
                data.putInt((int) values[i]);
            } else {
                data.putDouble(values[i]);
            }
        }
        return new NumericArray(in.file(), type, new int[] {count / width, width}, data);
    }
}
