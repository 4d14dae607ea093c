// SPDX-License-Identifier: Apache-2.0
package io.fluxmill.cli.console;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.fluxmill.core.cache.KeptDurations;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ConsoleTest {
    private static final String CACHE = "fluxmill.cache";
    private static final String CLEAR = "\r\033[K";

    @TempDir
    Path folder;

    private final String cacheBefore = System.getProperty(CACHE);
    private final StringWriter out = new StringWriter();
    private final StringWriter err = new StringWriter();

    @BeforeEach
    void chooseCache() {
        System.setProperty(CACHE, folder.toString());
    }

    @AfterEach
    void reset() {
        if (cacheBefore == null) {
            System.clearProperty(CACHE);
        } else {
            System.setProperty(CACHE, cacheBefore);
        }
    }

    private Console console(boolean terminal) {
        return new Console(new PrintWriter(out), new PrintWriter(err), terminal);
    }

    private String job(Console console) {
        return console.stages("job", Stage.listOf("one", "two", "three"), () -> {
            console.stage("one");
            console.progress("a part of one");
            console.stages("inner", Stage.listOf("of the inner job"), () -> console.stage("of the inner job"));
            console.stage("three").at(1, 2);
            return "result";
        });
    }

    @Test
    void nothingOutsideATerminal() {
        assertEquals("result", job(console(false)));
        assertEquals("", err.toString());
        assertFalse(Files.exists(folder.resolve("durations")), "nothing is measured");
    }

    @Test
    void theLineIsGoneAndTheTimesAreKept() {
        assertEquals("result", job(console(true)));
        String shown = err.toString();
        for (String stage : new String[] {"one", "of the inner job", "three", "] 100 %"}) {
            assertTrue(shown.contains(stage), stage + " in " + shown);
        }
        assertTrue(shown.endsWith(CLEAR), shown);
        Map<String, Double> kept = new KeptDurations(folder).read("job");
        assertEquals(Set.of("one", "two", "three"), kept.keySet());
        assertTrue(kept.get("one") > 0 && kept.get("two") == 0 && kept.get("three") > 0, kept.toString());
        assertEquals(Map.of(), new KeptDurations(folder).read("inner"), "a part of the outer job");
    }

    @Test
    void aJobThatFailsLeavesNoLineAndNoTimes() {
        Console console = console(true);
        assertThrows(
                IOException.class,
                () -> console.stages("job", Stage.listOf("one"), () -> {
                    console.stage("one");
                    throw new IOException("broken");
                }));
        assertTrue(err.toString().endsWith(CLEAR), err.toString());
        assertEquals(Map.of(), new KeptDurations(folder).read("job"));
        console.stage("alone");
        assertTrue(err.toString().endsWith(CLEAR + "alone"), "a stage without a job is a line");
    }

    @Test
    void messagesClearTheLine() {
        Console console = console(true);
        console.stages("job", Stage.listOf("one"), () -> {
            console.stage("one");
            console.message("a message");
            return null;
        });
        assertTrue(err.toString().contains("one" + CLEAR + "a message" + System.lineSeparator()), err.toString());
    }
}
