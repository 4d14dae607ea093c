// SPDX-License-Identifier: Apache-2.0
package io.fluxmill.cli.verb;

import static org.junit.jupiter.api.Assertions.assertEquals;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.fluxmill.cli.CommandRun;
import io.fluxmill.cli.console.Exit;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class FormatsCommandTest {
    @TempDir
    private Path folder;

    @Test
    void everyCodeOfFp4() {
        CommandRun run = CommandRun.of("formats", "--table", "FP4_E2M1");
        assertEquals(Exit.OK, run.code());
        // OCP Microscaling Formats 1.0, table 5: magnitudes of E2M1; negative zero decodes to zero.
        List<String> values =
                List.of("0", "0.5", "1", "1.5", "2", "3", "4", "6", "0", "-0.5", "-1", "-1.5", "-2", "-3", "-4", "-6");
        List<String> shown = run.out()
                .lines()
                .skip(1)
                .map(line -> line.substring(line.lastIndexOf(' ') + 1))
                .toList();
        assertEquals(values, shown);
        assertEquals("0xF   1111     -6", run.out().lines().toList().get(16));
    }

    @Test
    void notAReal() {
        CommandRun run = CommandRun.of("formats", "--table", "POSIT4_1");
        assertEquals("0x8   1000      NaR", run.out().lines().toList().get(9));
    }

    @Test
    void notANumberAndInfinities() {
        List<String> lines =
                CommandRun.of("formats", "--table", "FP8_E5M2").out().lines().toList();
        assertEquals("0x7C  01111100  Inf", lines.get(1 + 0x7C).replaceAll(" +(?=Inf)", "  "));
        assertEquals("0xFC  11111100  -Inf", lines.get(1 + 0xFC).replaceAll(" +(?=-Inf)", "  "));
        assertEquals("0x7F  01111111  NaN", lines.get(1 + 0x7F).replaceAll(" +(?=NaN)", "  "));
    }

    @Test
    void allListsTheFamiliesToo() {
        CommandRun named = CommandRun.of("formats");
        assertEquals(1 + 15, named.out().lines().count());
        assertEquals(
                1,
                named.out()
                        .lines()
                        .filter(line -> line.startsWith("FP8_E4M3FN "))
                        .count());
        CommandRun all = CommandRun.of("formats", "--all");
        // 30 integers, 42 posits, 120 of P3109, and nine others.
        assertEquals(1 + 30 + 42 + 120 + 9, all.out().lines().count());
        assertEquals(
                1,
                all.out()
                        .lines()
                        .filter(line -> line.startsWith("BINARY8P4SF "))
                        .count());
    }

    @Test
    void anUnknownNameListsWhatThereIs() {
        CommandRun run = CommandRun.of("formats", "--table", "b8p4sf");
        assertEquals(Exit.USAGE, run.code());
        assertEquals(
                true, run.err().contains("must be INTn or UINTn (n 2 to 16), BINARY, TERNARY, FP4_E2M1"), run.err());
        assertEquals(true, run.err().contains("did you mean BINARY8P4SF?"), run.err());
    }

    @Test
    void propertiesAsJson() throws IOException {
        Path file = folder.resolve("formats.json");
        CommandRun run = CommandRun.of("formats", "--json", file.toString());
        assertEquals(Exit.OK, run.code());
        JsonNode list = new ObjectMapper().readTree(file.toFile());
        assertEquals(run.out().lines().count() - 1, list.size());
        for (JsonNode format : list) {
            if (format.get("format").asText().equals("POSIT8_0")) {
                // Posit(8,0): minpos 2^-6, maxpos 2^6
                assertEquals(1 / 64.0, format.get("smallest").asDouble());
                assertEquals(64, format.get("largest").asDouble());
                assertEquals(2, format.get("lanes").asInt());
            }
        }
        try (Stream<Path> files = Files.list(folder)) {
            assertEquals(List.of(file), files.toList(), "no temporary file stays behind");
        }
    }

    @Test
    void unknownFormat() {
        CommandRun run = CommandRun.of("formats", "--table", "POSIT8_O");
        assertEquals(Exit.USAGE, run.code());
        assertEquals("", run.out());
        assertEquals(
                "fluxmill: --table: number format must be INTn or UINTn (n 2 to 16), BINARY, TERNARY, FP4_E2M1, FP6_E2M3, FP6_E3M2, FP8_E4M3FN, FP8_E5M2, FP16, BF16, MXFP4, MXFP6_E2M3, MXFP6_E3M2, MXFP8_E4M3, MXFP8_E5M2, MXINT8, NVFP4, POSITn_es (n 3 to 16, es 0 to 2) or BINARYkPpXY of IEEE P3109 (k 3 to 8, p below k or, unsigned, k; X: S signed, U unsigned; Y: E extended, F finite):"
                        + " name=POSIT8_O; did you mean POSIT8_0?\n"
                        + "  list the formats with: fluxmill formats\n",
                run.err());
    }
}
