// SPDX-License-Identifier: Apache-2.0
package io.fluxmill.quantizer.data;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import io.fluxmill.core.config.InputException;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Numbers as text: byte-order marks, and what is a heading and what a damaged first sample. */
class CsvFileTest {
    private static final String LINES = "write one sample a line, separated by commas; begin a heading with #";

    @TempDir
    Path folder;

    private Path file(String name, byte[] bytes) throws IOException {
        return Files.write(folder.resolve(name), bytes);
    }

    private Path text(String name, String text) throws IOException {
        return file(name, text.getBytes(StandardCharsets.UTF_8));
    }

    private static void refuses(Path path, String fact, String remedy) {
        InputException e = assertThrows(InputException.class, () -> ReadFile.read(path, "csv", null));
        assertEquals(path + fact, e.getMessage());
        assertEquals(remedy, e.remedy());
    }

    @Test
    void byteOrderMarks() throws IOException {
        String numbers = "2.5,0.25\r\n-1,4\r\n";
        double[] expected = {2.5, 0.25, -1, 4};
        assertText(expected, text("none.csv", numbers));
        assertText(expected, text("utf8.csv", "\uFEFF" + numbers));
        assertText(expected, file("le.csv", ("\uFEFF" + numbers).getBytes(StandardCharsets.UTF_16LE)));
        assertText(expected, file("be.csv", ("\uFEFF" + numbers).getBytes(StandardCharsets.UTF_16BE)));
        assertText(
                expected, file("gz.csv.gz", DatasetTest.gzip(("\uFEFF" + numbers).getBytes(StandardCharsets.UTF_8))));
        assertText(expected, text("heading.csv", "\uFEFFwidth,1x1\n" + numbers));
        assertText(expected, text("comment.csv", "\uFEFF# width\n" + numbers));
        refuses(
                file("no-mark.csv", numbers.getBytes(StandardCharsets.UTF_16LE)),
                ":1: a line must hold numbers: 2?.?5?,?0?.?2?5?",
                LINES);
    }

    private static void assertText(double[] expected, Path path) {
        NumericArray array = ReadFile.read(path, "csv", null);
        assertArrayEquals(new int[] {2, 2}, array.dims(), path.toString());
        for (int i = 0; i < expected.length; i++) {
            assertEquals(expected[i], array.get(i), path + " value " + i);
        }
    }

    /** A first row is a heading if no field is a number and one begins as a name does; a damaged or missing number is not passed over. */
    @Test
    void theFirstSampleIsNoHeading() throws IOException {
        double[] expected = {1, 2, 3, 4};
        assertText(expected, text("a.csv", "label,1x1\n1,2\n3,4\n"));
        assertText(expected, text("b.csv", "\"\",\"a \"\"b\"\", c\"\n1,2\n3,4\n"));
        assertText(expected, text("c.csv", ",setosa\n1,2\n3,4\n"));
        assertText(expected, text("d.csv", "\u00B5A,_x\n1,2\n3,4\n"));
        assertText(new double[] {0, 1, 2, 3}, text("e.csv", "\"0\",\"1\"\n2,3\n"));
        assertNoHeading("150,setosa");
        assertNoHeading("1,,3");
        assertNoHeading("1x1,1x2");
        assertNoHeading("2.2x79,1");
        assertNoHeading("1,2,");
        assertNoHeading(",,");
        assertNoHeading("1d,2f");
        assertNoHeading("0x1p3,1");
        assertNoHeading("nan,x");
        assertText(expected, text("remedy.csv", "# 1x1,1x2\n1,2\n3,4\n"));
        refuses(text("second.csv", "a,b\nc,d\n1,2\n"), ":2: a line must hold numbers: c,d", LINES);
        refuses(text("short.csv", "a,b,c\n1,2\n"), ":2: every line must have 3 numbers: numbers=2", LINES);
        refuses(text("only.csv", "a,b\n"), ": must have at least one line of numbers", "check the path");
    }

    private void assertNoHeading(String line) throws IOException {
        refuses(text("x.csv", line + "\n1,2\n"), ":1: a line must hold numbers: " + line, LINES);
    }

    @Test
    void numbersAreFinite() throws IOException {
        String remedy = "remove the sample, or replace the value";
        for (String field : new String[] {"nan", "NaN", "-inf", "Infinity", "1e999"}) {
            refuses(text("x.csv", "1,2\n\n3," + field + "\n"), ":3: numbers must be finite: " + field, remedy);
        }
    }

    @Test
    void separators() throws IOException {
        double[] expected = {1, 2.5, -3, 4};
        for (String separator : new String[] {",", ";", "\t", " ", "   ", " , ", " ;", "\t "}) {
            String rows = "1" + separator + "2.5\n-3" + separator + "4";
            assertText(expected, text("x.csv", rows));
            assertText(expected, text("y.csv", "a" + separator + "b\n" + rows));
            assertText(expected, text("z.tsv", "# a, b; c\r\n\r\n" + rows.replace("\n", "\r\n") + "\r\n"));
        }
        String remedy = "separate fields by one of them, and write numbers with a point";
        refuses(
                text("comma.csv", "1,5;2,5\n"),
                ":1: fields must have one separator, not comma, semicolon and tab mixed: 1,5;2,5",
                remedy);
        assertText(new double[] {1.5, 2.5, 3, 4}, text("remedy.csv", "1.5;2.5\n3;4\n"));
        refuses(text("later.csv", "1;2\n3,5;4\n"), ":2: a line must hold numbers: 3,5;4", LINES);
        refuses(text("other.csv", "1,2\n3;4\n"), ":2: a line must hold numbers: 3;4", LINES);
        refuses(text("tabs.csv", "1\t2\n\t\n"), ":2: a line must hold numbers: ", LINES);
        refuses(text("end.csv", "1\t2\n3\t4\t\n"), ":2: a line must hold numbers: 3?4", LINES);
    }

    /** RFC 4180, section 2, rules 5 to 7. */
    @Test
    void quotedFields() throws IOException {
        double[] expected = {1, 2.5, -3, 4};
        assertText(expected, text("a.csv", "\"1\",\"2.5\"\r\n\"-3\",4\r\n"));
        assertText(expected, text("b.csv", "\"x, of\na \"\"line\"\"\";y\n1;2.5\n-3;4\n"));
        assertText(expected, text("c.csv", "\"1\" \"2.5\"\n\"-3\"  4\n"));
        assertText(expected, text("e.csv", "#\"\n1,2.5\n\t # \"a\n-3,4\n"));
        assertText(expected, text("d.csv", "1 , \"2.5\" \n \"-3\",\"4\"\n"));
        refuses(text("line.csv", "\"x\ny\",z\n1,2\n3,four\n"), ":4: a line must hold numbers: 3,four", LINES);
        refuses(text("open.csv", "1,2\n3,\"4\n5,6\n"), ":2: a quoted field must end in its line", LINES);
        refuses(text("first.csv", "\"a,b\n5,6\n"), ":1: a quoted field must end with a quote", LINES);
        refuses(
                text("after.csv", "1,2\n\"3\"4,5\n"),
                ":2: a quoted field must end before the separator: \"3\"4,5",
                LINES);
        refuses(text("inside.csv", "1,2\n3\"4,5\n"), ":2: a line must hold numbers: 3\"4,5", LINES);
    }

    @Test
    void aLineInAMessageIsShortAndPlain() throws IOException {
        Path path = text("x.csv", "1,2\n\u001B[31m" + "9,".repeat(100) + "\n");
        refuses(path, ":2: a line must hold numbers: ?[31m" + "9,".repeat(36) + "...", LINES);
    }
}
