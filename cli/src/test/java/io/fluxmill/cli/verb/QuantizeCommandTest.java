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

    /** The first layer's sums, computed anew from the file: every input is a 17-bit number. */
    @Test
    void sumsOfAPulseNetwork() throws IOException {
        Path json = folder.resolve("pulse.json");
        CommandRun run = CommandRun.of("quantize", "../examples/pulse-in32.yaml", "--json", json.toString());
        assertEquals(0, run.code(), run.err());
        JsonNode layer = new ObjectMapper()
                .readTree(Path.of("../examples/pulse/in32.json").toFile())
                .get("layers")
                .get(0);
        long smallest = Long.MAX_VALUE;
        long largest = Long.MIN_VALUE;
        for (int filter = 0; filter < layer.get("bias").size(); filter++) {
            long low = layer.get("bias").get(filter).asLong();
            long high = low;
            for (JsonNode tap : layer.get("weights").get(filter)) {
                long weight = (tap.isArray() ? tap.get(0) : tap).asLong();
                low += Math.min(-65_536 * weight, 65_535 * weight);
                high += Math.max(-65_536 * weight, 65_535 * weight);
            }
            smallest = Math.min(smallest, low);
            largest = Math.max(largest, high);
        }
        JsonNode first =
                new ObjectMapper().readTree(json.toFile()).get("accumulators").get(0);
        assertEquals(4, first.get("depth").asInt());
        assertEquals(smallest, first.get("smallest").asLong());
        assertEquals(largest, first.get("largest").asLong());
        assertEquals(26, first.get("bits").asInt(), "2^24 < 24,376,611 < 2^25, and a sign");
    }

    @Test
    void aNetlistHasNothingToQuantise() {
        CommandRun run = CommandRun.of("quantize", "../examples/sfq-toggle.yaml");
        assertEquals(2, run.code());
        assertEquals(
                "fluxmill: ../examples/sfq-toggle.yaml: engine must describe a network for quantize, which has nothing to do with a netlist\n"
                        + "  use verify, or name a network with engine.network\n",
                run.err());
    }

    @Test
    void aHostHasNoJob() {
        CommandRun run = CommandRun.of("quantize", "../examples/uart-link.yaml");
        assertEquals(2, run.code());
        assertEquals(
                "fluxmill: ../examples/uart-link.yaml:4: engine must be an engine alone, not one behind a host: host=uart\n"
                        + "  use a configuration whose section engine is the engine.engine of this one; generate works with this one\n",
                run.err());
    }
}
