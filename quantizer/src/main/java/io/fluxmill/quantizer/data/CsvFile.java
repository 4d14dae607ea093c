// SPDX-License-Identifier: Apache-2.0
package io.fluxmill.quantizer.data;

import io.fluxmill.core.config.InputException;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.Reader;
import java.nio.ByteBuffer;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.regex.Pattern;
import java.util.stream.IntStream;

/**
 * Numbers as text, one sample a line, separated by comma, semicolon or white space; empty lines and lines that begin with # are
 * left out; the first line may be a heading: one of its fields is a word. The text is UTF-8, or what its byte-order mark says.
 */
final class CsvFile {
    private static final Pattern SEPARATOR = Pattern.compile("\\s*[,;]\\s*|\\s+");
    private static final Pattern NOT_FINITE = Pattern.compile("[+-]?(nan|inf|infinity)", Pattern.CASE_INSENSITIVE);
    private static final Pattern NUMBER = Pattern.compile("[+-]?(\\d++(\\.\\d*+)?|\\.\\d++)([eE][+-]?\\d++)?");

    /** A number is held twice while the array grows or is copied: up to 20 bytes, a third of which counts as data. */
    private static final int BYTES_OF_A_NUMBER = 8;

    /** A line is held as text and as fields of one digit: 40 bytes per character, a third of which counts as data. */
    private static final int BYTES_OF_A_CHARACTER = 16;

    private final ByteSource in;
    private double[] values = new double[1024];
    private int count;
    private int width;
    private boolean heading;
    private long line;

    private CsvFile(ByteSource in) {
        this.in = in;
    }

    /** Whole numbers give INT32, anything else FLOAT64. */
    static NumericArray read(ByteSource in) {
        CsvFile file = new CsvFile(in);
        try {
            file.lines(new BufferedReader(in.text(file.charset())));
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

    private void lines(Reader text) throws IOException {
        StringBuilder characters = new StringBuilder();
        int last = 0;
        int next;
        do {
            next = text.read();
            if (next != '\n' && next != '\r' && next >= 0) {
                requireMemory(
                        characters.length(), BYTES_OF_A_CHARACTER, "characters in line " + (line + 1), "characters");
                characters.append((char) next);
            } else if (next != '\n' || last != '\r') {
                line++;
                line(characters.toString().strip());
                characters.setLength(0);
            }
            last = next;
        } while (next >= 0);
    }

    private void line(String text) {
        if (text.isEmpty() || text.startsWith("#")) {
            return;
        }
        String[] fields = SEPARATOR.split(text, -1);
        if (count == 0 && !heading && Arrays.stream(fields).anyMatch(CsvFile::isWord)) {
            heading = true;
            return;
        }
        require(
                Arrays.stream(fields).allMatch(CsvFile::isNumber),
                "a line must hold numbers: " + ByteSource.quoted(text));
        require(
                count == 0 || fields.length == width,
                "every line must have " + width + " numbers: numbers=" + fields.length);
        width = fields.length;
        for (String field : fields) {
            add(NOT_FINITE.matcher(field).matches() ? Double.NaN : Double.parseDouble(field));
        }
    }

    /** A name of a column, such as 1x1 beside label: neither a number nor a sign for a missing one. */
    private static boolean isWord(String field) {
        return !field.isEmpty()
                && (Character.isLetter(field.charAt(0)) || "\"'_".indexOf(field.charAt(0)) >= 0)
                && !NOT_FINITE.matcher(field).matches();
    }

    private static boolean isNumber(String field) {
        return NUMBER.matcher(field).matches() || NOT_FINITE.matcher(field).matches();
    }

    private void add(double value) {
        requireMemory(count, BYTES_OF_A_NUMBER, "numbers", "numbers");
        if (count == values.length) {
            values = Arrays.copyOf(values, count + count / 2);
        }
        values[count++] = value;
    }

    private void requireMemory(int reached, int bytesEach, String what, String key) {
        long most = in.memoryBytes() / bytesEach;
        if (reached >= most) {
            throw in.beyondMemory(what, most, key + "=more than " + most);
        }
    }

    private void require(boolean condition, String fact) {
        if (!condition) {
            throw new InputException(
                    in.file() + ":" + line + ": " + fact,
                    "write one sample a line, separated by commas; begin a heading with #");
        }
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
