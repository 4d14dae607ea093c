// SPDX-License-Identifier: Apache-2.0
package io.fluxmill.cli.board;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.fluxmill.boards.board.Board;
import io.fluxmill.cli.CommandRun;
import io.fluxmill.cli.console.Exit;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What the boards' files say of engines that fit. */
@Tag("tools")
class BoardEnginesTest {
    private static final String MAC = "engine: {family: mac, name: m, rows: %1$d, columns: %1$d, formats: [%2$s]}\n";
    private static final String INTEGERS = "INT4, INT8, INT16";
    private static final String REALS = "FP4_E2M1, POSIT4_1, POSIT8_0, POSIT16_1";

    /** The configuration that each name stands for: an example, or a text. */
    private static final Map<String, String> CONFIGS = Map.of(
            "SFQ netlist (sfq-toggle)",
            "sfq-toggle",
            "mac 1x1 (INT4)",
            "fashion-icebreaker",
            "mac 2x1 (INT4)",
            "fashion-hx8k",
            "pulse_in32",
            "pulse-in32",
            "mac 2x2 (INT4 to INT16)",
            MAC.formatted(2, INTEGERS),
            "mac 4x4 (INT4 to INT16)",
            MAC.formatted(4, INTEGERS),
            "mac 2x2 (FP4, posits)",
            MAC.formatted(2, REALS),
            "mac 4x4 (FP4, posits)",
            MAC.formatted(4, REALS));

    @TempDir
    private Path folder;

    @Test
    void everyNameStandsForAConfiguration() {
        int names = 0;
        for (Board board : TestBuild.BOARDS.all()) {
            for (String engine : board.engines()) {
                assertTrue(CONFIGS.containsKey(engine), board.id() + ": " + engine);
                names++;
            }
        }
        assertTrue(names >= 9, "names: " + names);
    }

    @ParameterizedTest
    @CsvSource({"icebreaker,SFQ netlist (sfq-toggle)", "icebreaker,mac 1x1 (INT4)", "ice40-hx8k,mac 2x1 (INT4)"})
    void itFits(String board, String engine) throws IOException {
        assertTrue(TestBuild.BOARDS.board(board).engines().contains(engine));
        String text = CONFIGS.get(engine);
        Path config = text.startsWith("engine")
                ? Files.writeString(folder.resolve("c.yaml"), text)
                : Path.of("../examples/" + text + ".yaml");
        CommandRun run =
                CommandRun.of("estimate", config.toString(), "--board", board, "--boards", "../boards", "--whole");
        Assumptions.assumeTrue(!run.err().contains("tools are missing"), run.err());
        assertEquals(Exit.OK, run.code(), run.err());
        assertTrue(run.out().contains(" fits " + board + " ("), run.out());
    }
}
