// SPDX-License-Identifier: Apache-2.0
package io.fluxmill.cli.console;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.fluxmill.cli.CommandRun;
import io.fluxmill.cli.TinyDesign;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import javax.xml.parsers.DocumentBuilderFactory;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Names from files with control characters, in messages, tables and documents. */
class PrintableTest {
    @Test
    void whatIsEscaped() {
        assertEquals("größe 模型 \\ 😀", Printable.of("größe 模型 \\ 😀"));
        assertEquals("a\\nb\\tc\\rd", Printable.of("a\nb\tc\rd"));
        assertEquals("\\u001B[2J\\u0000\\u007F\\u009B", Printable.of("\033[2J\0\177\u009b"));
        assertEquals("\\u202E\\u2028\\uFEFF\\uFFFF\\uD800", Printable.of("\u202e\u2028\ufeff\uffff\ud800"));
        assertEquals("\\uDB40\\uDC41", Printable.of(new String(Character.toChars(0xE0041))));
        assertEquals("a\n\tb\\u001B", Printable.lines("a\n\tb\033"));
    }

    /** Of all characters: what is left has no control character, whatever the definition here. */
    @Test
    void nothingIsLeft() {
        int escaped = 0;
        for (int c = 0; c <= Character.MAX_CODE_POINT; c++) {
            String safe = Printable.of("x" + new String(Character.toChars(c)));
            assertFalse(safe.codePoints().anyMatch(Character::isISOControl), Integer.toHexString(c));
            escaped += safe.length() > 3 ? 1 : 0;
        }
        assertTrue(escaped > 2000, "surrogates alone are 2048: " + escaped);
    }

    @Test
    void tablesAndMessages() {
        TextTable table = new TextTable("name", "value");
        table.row("a\nb", 1);
        table.row("\033[31mred", 10);
        assertEquals(
                "name           value\na\\nb               1\n\\u001B[31mred     10", String.join("\n", table.lines()));
        StringWriter out = new StringWriter();
        StringWriter err = new StringWriter();
        Console console = new Console(new PrintWriter(out), new PrintWriter(err), false);
        console.result("a\nb");
        console.message("c\033d");
        console.out().flush();
        assertEquals("a\\nb\n", out.toString());
        assertEquals("c\\u001Bd\n", err.toString());
    }

    @Test
    void throughTheCommand(@TempDir Path folder) throws Exception {
        String hostile = "a\nfluxmill: \033[2Jdone";
        String safe = "a\\nfluxmill: \\u001B[2Jdone";
        CommandRun run = CommandRun.of("quantize", hostile);
        assertEquals(
                "fluxmill: configuration must be a readable file: file=" + safe + "\n  check the path\n", run.err());
        run = CommandRun.of(hostile);
        assertTrue(run.err().startsWith("fluxmill: unknown verb: " + safe + " (did you mean "), run.err());
        assertTrue(run.err().endsWith("?)\n  try: fluxmill --help\n"), run.err());

        TinyDesign design = new TinyDesign(folder);
        design.with("verify:", "\"a\\n\\e[2J\": 1\nverify:");
        run = CommandRun.of("quantize", design.config().toString());
        assertTrue(run.err().endsWith(": key=a\\n\\u001B[2J\n  remove it\n"), run.err());
        assertEquals(2, run.err().lines().count());
        design.with("\"a\\n\\e[2J\": 1\n", "");

        Path model = design.file("tiny.onnx");
        String bytes = Files.readString(model, StandardCharsets.ISO_8859_1);
        assertTrue(bytes.contains("hidden"));
        Files.writeString(model, bytes.replace("hidden", "h\n\033[2J"), StandardCharsets.ISO_8859_1);
        Path junit = folder.resolve("junit.xml");
        run = CommandRun.of("quantize", design.config().toString(), "--junit", junit.toString());
        assertEquals(Exit.OK, run.code(), run.err());
        assertTrue(run.out().contains("h\\n\\u001B[2J"), run.out());
        assertFalse(run.out().contains("\033"));
        DocumentBuilderFactory.newInstance().newDocumentBuilder().parse(junit.toFile());
    }
}
