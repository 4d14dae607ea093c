// SPDX-License-Identifier: Apache-2.0
package io.fluxmill.boards.flow;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.TreeMap;

/**
 * Cells that synthesis has used, from {@code stat -json} of yosys.
 *
 * @param cells number of each type
 */
public record SynthesisStat(Map<String, Integer> cells) {
    /** A note of newer releases about scopes, not a cell. */
    private static final String SCOPE = "$scopeinfo";

    /** @throws ToolException if the file is no such report */
    public static SynthesisStat read(Path file) throws IOException {
        Map<String, Integer> cells = new TreeMap<>();
        try {
            String text = Files.readString(file);
            JsonNode report = new ObjectMapper().readTree(text.substring(Math.max(0, text.indexOf('{'))));
            JsonNode counts = report.path("design").path("num_cells_by_type");
            if (!counts.isObject()) {
                throw new ToolException("the report of synthesis has no cells", file);
            }
            counts.fields().forEachRemaining(field -> {
                if (!field.getKey().equals(SCOPE)) {
                    cells.put(field.getKey(), field.getValue().asInt());
                }
            });
        } catch (JsonProcessingException e) {
            throw new ToolException("the report of synthesis is not JSON", file);
        }
        return new SynthesisStat(cells);
    }
}
