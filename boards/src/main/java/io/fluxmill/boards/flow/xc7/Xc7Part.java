// SPDX-License-Identifier: Apache-2.0
package io.fluxmill.boards.flow.xc7;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.HashMap;
import java.util.Map;

/** What {@code part.json} says of a part: its IDCODE and which frames it has. */
final class Xc7Part {
    /** Fields of a frame address (UG470, table 5-24). */
    private static final int BLOCK_SHIFT = 23;

    private static final int BOTTOM_SHIFT = 22;
    private static final int ROW_SHIFT = 17;
    private static final int COLUMN_SHIFT = 7;

    private final long idcode;

    /** Frames of each column, by the address of its first. */
    private final Map<Integer, Integer> columns = new HashMap<>();

    Xc7Part(JsonNode part) {
        idcode = part.path("idcode").asLong();
        JsonNode halves = part.path("global_clock_regions");
        half(halves.path("top"), 0);
        half(halves.path("bottom"), 1 << BOTTOM_SHIFT);
    }

    private void half(JsonNode half, int address) {
        half.path("rows").fields().forEachRemaining(row -> {
            int rowAddress = address | Integer.parseInt(row.getKey()) << ROW_SHIFT;
            for (Block block : Block.values()) {
                JsonNode bus = row.getValue().path("configuration_buses").path(block.name());
                columns(bus, rowAddress | block.ordinal() << BLOCK_SHIFT);
            }
        });
    }

    private void columns(JsonNode bus, int address) {
        bus.path("configuration_columns")
                .fields()
                .forEachRemaining(column -> columns.put(
                        address | Integer.parseInt(column.getKey()) << COLUMN_SHIFT,
                        column.getValue().path("frame_count").asInt()));
    }

    long idcode() {
        return idcode;
    }

    boolean hasFrame(int address) {
        int minor = address & (1 << COLUMN_SHIFT) - 1;
        return minor < columns.getOrDefault(address - minor, 0);
    }
}
