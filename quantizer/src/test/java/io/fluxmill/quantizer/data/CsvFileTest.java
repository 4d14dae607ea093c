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
        InputException e = assertThrows(InputException.class, () -> NumericFile.read(path, "csv", null));
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
        NumericArray array = NumericFile.read(path, "csv", null);
        assertArrayEquals(new int[] {2, 2}, array.dims(), path.toString());
        for (int i = 0; i < expected.length; i++) {
            assertEquals(expected[i], array.get(i), path + " value " + i);
        }
    }

    /** A first line is a heading if a field is a word; one with a damaged or missing number is not passed over. */
    @Test
    void theFirstSampleIsNoHeading() throws IOException {
        double[] expected = {1, 2, 3, 4};
        assertText(expected, text("a.csv", "label,1x1\n1,2\n3,4\n"));
        assertText(expected, text("b.csv", "\"0\",\"1\"\n1,2\n3,4\n"));
        assertText(expected, text("c.csv", "150,4,setosa\n1,2\n3,4\n"));
        assertNoHeading("1,,3");
        assertNoHeading("1x1,1x2");
        assertNoHeading("2.2x79,1");
        assertNoHeading("1,2,");
        assertNoHeading("1d,2f");
        assertNoHeading("0x1p3,1");
        assertText(expected, text("remedy.csv", "# 1x1,1x2\n1,2\n3,4\n"));
        Path nan = text("nan.csv", "nan,2\n1,2\n");
        InputException e = assertThrows(InputException.class, () -> Dataset.read(DatasetConfig.of(nan)));
        assertEquals(nan + ": must hold finite numbers: sample 0 value 0=NaN", e.getMessage());
        assertEquals("remove the sample, or replace the value", e.remedy());
    }

    private void assertNoHeading(String line) throws IOException {
        refuses(text("x.csv", line + "\n1,2\n"), ":1: a line must hold numbers: " + line, LINES);
    }

    @Test
    void aLineInAMessageIsShortAndPlain() throws IOException {
        Path path = text("x.csv", "1,2\n\u001B[31m" + "9,".repeat(100) + "\n");
        refuses(path, ":2: a line must hold numbers: ?[31m" + "9,".repeat(36) + "...", LINES);
    }
}
