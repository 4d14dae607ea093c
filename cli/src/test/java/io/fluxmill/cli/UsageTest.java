// SPDX-License-Identifier: Apache-2.0
package io.fluxmill.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.fluxmill.cli.console.Exit;
import org.junit.jupiter.api.Test;

/** Wrong usage: one sentence and a way out on stderr, nothing on stdout, exit code 2. */
class UsageTest {
    @Test
    void noVerb() {
        assertUsage(CommandRun.of(), "fluxmill: a verb must be given\n  try: fluxmill --help\n");
    }

    @Test
    void unknownVerb() {
        assertUsage(
                CommandRun.of("frmats"),
                "fluxmill: unknown verb: frmats (did you mean formats?)\n  try: fluxmill --help\n");
    }

    @Test
    void unknownOption() {
        assertUsage(
                CommandRun.of("formats", "--tabel=FP4_E2M1"),
                "fluxmill: unknown option: --tabel=FP4_E2M1 (did you mean --table?)\n"
                        + "  try: fluxmill formats --help\n");
    }

    private static void assertUsage(CommandRun run, String message) {
        assertEquals(message, run.err());
        assertEquals("", run.out());
        assertEquals(Exit.USAGE, run.code());
    }
}
