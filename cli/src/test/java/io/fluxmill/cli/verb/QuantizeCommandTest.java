// SPDX-License-Identifier: Apache-2.0
package io.fluxmill.cli.verb;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.fluxmill.cli.CommandRun;
import io.fluxmill.cli.TinyDesign;
import io.fluxmill.cli.console.Exit;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class QuantizeCommandTest {
    @TempDir
    private Path folder;

    @Test
    void accuracyAndRangesOfEveryRun() throws IOException {
        JsonNode result = quantize(new TinyDesign(folder));
        assertEquals(TinyDesign.SAMPLES, result.get("samples").asInt());
        assertTrue(result.get("accuracy").has("float"));
        assertTrue(result.get("accuracy").has("INT4"));
        assertEquals(List.of("INT8", "INT8", "INT4", "INT4"), formats(result));
        for (JsonNode range : result.get("accumulators")) {
            assertTrue(range.get("bits").asInt() <= range.get("lane-bits").asInt(), range.toString());
        }
    }

    @Test
    void halfOfTheLayersWide() throws IOException {
        TinyDesign design = new TinyDesign(folder)
                .with("formats: [INT8, INT4]", "formats: mixed\n  mixed: {narrow: INT4, wide: INT8, share: 0.5}");
        List<String> formats = formats(quantize(design));
        formats.sort(null);
        assertEquals(List.of("INT4", "INT8"), formats);
    }

    @Test
    void singleLayersKeepTheirFormat() throws IOException {
        TinyDesign design =
                new TinyDesign(folder).with("formats: [INT8, INT4]", "formats: INT4\n  layers: {last: INT8}");
        assertEquals(List.of("INT4", "INT8"), formats(quantize(design)));
    }

    private static List<String> formats(JsonNode result) {
        List<String> formats = new ArrayList<>();
        result.get("accumulators")
                .forEach(range -> formats.add(range.get("format").asText()));
        return formats;
    }

    private JsonNode quantize(TinyDesign design) throws IOException {
        Path json = folder.resolve("result.json");
        CommandRun run = CommandRun.of("quantize", design.config().toString(), "--json", json.toString());
        assertEquals("", run.err());
        assertEquals(Exit.OK, run.code());
        return new ObjectMapper().readTree(json.toFile());
    }
}
