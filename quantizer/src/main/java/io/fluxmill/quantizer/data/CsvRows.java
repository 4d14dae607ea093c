// SPDX-License-Identifier: Apache-2.0
package io.fluxmill.quantizer.data;

import io.fluxmill.core.config.InputException;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.Reader;
import java.util.ArrayList;
import java.util.List;

/**
 * The rows of a text and their fields. A row ends with CR, LF or both. Empty rows and those that begin with # are left out. The separator is the
 * one of comma, semicolon and tab that the first row has outside of quotes, or white space if it has none. A field may be quoted: then {@code ""} is
 * a quote, separators are text and, in the first row, line breaks are, too. Spaces around a field are no part of it.
 *
 * <p>Source: <a href="https://www.rfc-editor.org/rfc/rfc4180">RFC 4180</a>, section 2, for comma and quotes.
 */
final class CsvRows {
    static final String REMEDY = "write one sample a line, separated by commas; begin a heading with #";

    private static final String SEPARATORS = ",;\t";
    private static final char WHITE_SPACE = ' ';

    /** What a quote that opens a field may follow; a quote after the closing one is a quote in the field. */
    private static final String OPENING = SEPARATORS + " \"";

    /** A row is held as text and as fields of one digit: 40 bytes per character, a third of which counts as data. */
    private static final int BYTES_OF_A_CHARACTER = 16;

    private final ByteSource in;
    private final Reader reader;
    private final StringBuilder row = new StringBuilder();
    private List<String> fields = List.of();
    private char separator;
    private long firstLine;
    private long line;
    private int last;
    private boolean ended;

    CsvRows(ByteSource in, Reader text) {
        this.in = in;
        this.reader = new BufferedReader(text);
    }

    /**
     * Goes to the next row.
     *
     * @return whether there is one
     * @throws InputException if its quotes or separators break a rule, with its line
     */
    boolean next() throws IOException {
        while (!ended) {
            readRow();
            if (!isEmpty() && !isComment()) {
                separator = separator == 0 ? separator() : separator;
                fields = split();
                return true;
            }
        }
        return false;
    }

    List<String> fields() {
        return fields;
    }

    String text() {
        return row.toString().strip();
    }

    void require(boolean condition, String fact) {
        if (!condition) {
            throw error(fact, REMEDY);
        }
    }

    /** The error of this row. */
    InputException error(String fact, String remedy) {
        return new InputException(in.file() + ":" + firstLine + ": " + fact, remedy);
    }

    /** Reads characters up to the end of a row. */
    private void readRow() throws IOException {
        row.setLength(0);
        firstLine = line + 1;
        boolean quoted = false;
        boolean comment = false;
        boolean blank = true;
        int before = ',';
        for (int next = read(); !ended; next = read()) {
            if (isLineEnd(next)) {
                line++;
                if (!quoted) {
                    return;
                }
                require(separator == 0, "a quoted field must end in its line");
            }
            comment |= next == '#' && blank;
            blank &= Character.isWhitespace(next);
            quoted ^= next == '"' && !comment && (quoted || OPENING.indexOf(before) >= 0);
            append((char) next);
            before = next;
        }
        line++;
        require(!quoted, "a quoted field must end with a quote");
    }

    /** The next character, of CR LF only the first; below 0 at the end. */
    private int read() throws IOException {
        int next = reader.read();
        if (next == '\n' && last == '\r') {
            next = reader.read();
        }
        last = next;
        ended = next < 0;
        return next;
    }

    private static boolean isLineEnd(int c) {
        return c == '\n' || c == '\r';
    }

    private void append(char next) {
        long most = in.memoryBytes() / BYTES_OF_A_CHARACTER;
        if (row.length() >= most) {
            throw in.beyondMemory("characters in line " + firstLine, most, "characters=more than " + most);
        }
        row.append(next);
    }

    private boolean isEmpty() {
        boolean tabs = separator == '\t' && row.indexOf("\t") >= 0;
        return row.toString().isBlank() && !tabs;
    }

    private boolean isComment() {
        return text().startsWith("#");
    }

    /** The separator of a first row. */
    private char separator() {
        char found = WHITE_SPACE;
        boolean quoted = false;
        for (int i = 0; i < row.length(); i++) {
            char c = row.charAt(i);
            quoted ^= c == '"';
            if (!quoted && SEPARATORS.indexOf(c) >= 0 && c != found) {
                if (found != WHITE_SPACE) {
                    throw error(
                            "fields must have one separator, not comma, semicolon and tab mixed: "
                                    + ByteSource.quoted(text()),
                            "separate fields by one of them, and write numbers with a point");
                }
                found = c;
            }
        }
        return found;
    }

    private List<String> split() {
        List<String> split = new ArrayList<>();
        String text = separator == WHITE_SPACE ? text() : row.toString();
        int at = 0;
        do {
            int from = afterSpaces(text, at);
            boolean quoted = from < text.length() && text.charAt(from) == '"';
            int end = quoted ? closingQuote(text, from + 1) : end(text, from);
            String field = text.substring(quoted ? from + 1 : from, end);
            split.add(quoted ? field.replace("\"\"", "\"") : field.strip());
            at = !quoted ? end : separator == WHITE_SPACE ? end + 1 : afterSpaces(text, end + 1);
            require(
                    at == text.length() || isSeparator(text.charAt(at)),
                    "a quoted field must end before the separator: " + ByteSource.quoted(text()));
            at++;
        } while (at <= text.length());
        return split;
    }

    private boolean isSeparator(char c) {
        return separator == WHITE_SPACE ? Character.isWhitespace(c) : c == separator;
    }

    private int afterSpaces(String text, int from) {
        int at = from;
        while (at < text.length()
                && Character.isWhitespace(text.charAt(at))
                && (separator == WHITE_SPACE || text.charAt(at) != separator)) {
            at++;
        }
        return at;
    }

    private int end(String text, int from) {
        int at = from;
        while (at < text.length() && !isSeparator(text.charAt(at))) {
            at++;
        }
        return at;
    }

    private int closingQuote(String text, int from) {
        int at = text.indexOf('"', from);
        while (at >= 0 && at + 1 < text.length() && text.charAt(at + 1) == '"') {
            at = text.indexOf('"', at + 2);
        }
        require(at >= 0, "a quoted field must end with a quote");
        return at;
    }
}
