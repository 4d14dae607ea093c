// SPDX-License-Identifier: Apache-2.0
package io.fluxmill.cli.verb;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.fluxmill.cli.CommandRun;
import io.fluxmill.cli.console.Exit;
import io.fluxmill.netlist.cell.CellLibrary;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class CellsCommandTest {
    @TempDir
    private Path folder;

    @Test
    void everyCellHasALine() throws Exception {
        for (String name : CellLibrary.NAMES) {
            Path json = folder.resolve(name + ".json");
            CommandRun run = CommandRun.of("cells", "--library", name, "--json", json.toString());
            assertEquals(Exit.OK, run.code(), run.err());
            List<String> lines = run.out().lines().toList();
            List<String> cells = List.copyOf(CellLibrary.of(name).cells().keySet());
            assertTrue(lines.size() > cells.size() + 1, "table and sources");
            JsonNode list = new ObjectMapper().readTree(json.toFile());
            for (int i = 0; i < cells.size(); i++) {
                assertTrue(lines.get(i + 1).startsWith(cells.get(i) + " "), lines.get(i + 1));
                assertEquals(cells.get(i), list.get(i).get("cell").asText());
            }
        }
    }

    @Test
    void figures() {
        List<String> lines = CommandRun.of("cells").out().lines().toList();
        String dff =
                lines.stream().filter(l -> l.startsWith("DFF ")).findFirst().orElseThrow();
        assertTrue(dff.matches("DFF +7 +747 +6\\.3 +0: clk_a 0\\.4 .*\\[1\\]"), dff);
        assertTrue(lines.stream().anyMatch(l -> l.matches("\\[1\\] .*RSFQlib.*")));
    }

    @Test
    void refuses() {
        CommandRun library = CommandRun.of("cells", "--library", "none");
        assertEquals(Exit.USAGE, library.code());
        assertEquals(
                "fluxmill: --library: library must be one of rsfqlib-v3, fluxmill-rcsj: library=none\n"
                        + "  use one of [rsfqlib-v3, fluxmill-rcsj]\n",
                library.err());
        CommandRun other = CommandRun.of("cells", "--library", "rsfqlib-v3", "--characterise", "x.yaml");
        assertEquals(Exit.USAGE, other.code());
        assertTrue(other.err().contains("library must have circuits of our own"), other.err());
    }
}
