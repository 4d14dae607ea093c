// SPDX-License-Identifier: Apache-2.0
package io.fluxmill.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.fluxmill.cli.console.Console;
import io.fluxmill.cli.console.Exit;
import io.fluxmill.cli.family.Families;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.Writer;
import java.util.Set;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;

/** The help of every verb is pinned. */
class HelpTest {
    private static final Set<String> VERBS = new TreeSet<>(Set.of(
            "board-sim",
            "boards",
            "build",
            "cells",
            "demo",
            "doctor",
            "estimate",
            "flash",
            "formats",
            "generate",
            "inspect",
            "quantize",
            "run",
            "tools",
            "train",
            "verify"));

    @Test
    void everyVerbIsPinned() {
        Console nowhere =
                new Console(new PrintWriter(Writer.nullWriter()), new PrintWriter(Writer.nullWriter()), false);
        assertEquals(
                VERBS,
                new TreeSet<>(Fluxmill.commandLine(Families.BUILT_IN, nowhere)
                        .getSubcommands()
                        .keySet()));
    }

    @Test
    void helpOfTheCommand() throws IOException {
        assertHelp("help.txt", "--help");
    }

    @Test
    void helpOfEveryVerb() throws IOException {
        for (String verb : VERBS) {
            assertHelp("help-" + verb + ".txt", verb, "--help");
        }
    }

    private static void assertHelp(String golden, String... args) throws IOException {
        CommandRun run = CommandRun.of(args);
        assertEquals(Exit.OK, run.code());
        assertEquals("", run.err());
        Golden.assertMatches(golden, run.out());
    }
}
