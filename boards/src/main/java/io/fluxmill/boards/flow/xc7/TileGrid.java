// SPDX-License-Identifier: Apache-2.0
package io.fluxmill.boards.flow.xc7;

import com.fasterxml.jackson.databind.JsonNode;
import io.fluxmill.boards.flow.xc7.Tile.Alias;
import io.fluxmill.boards.flow.xc7.Tile.Area;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** The tiles of a fabric, from {@code tilegrid.json}. */
final class TileGrid {
    private final Map<String, Tile> byName = new HashMap<>();
    private final List<Tile> withBits = new ArrayList<>();

    TileGrid(JsonNode grid) {
        grid.fields().forEachRemaining(entry -> {
            Tile tile = tile(entry.getKey(), entry.getValue());
            byName.put(tile.name(), tile);
            if (!tile.areas().isEmpty()) {
                withBits.add(tile);
            }
        });
    }

    private static Tile tile(String name, JsonNode node) {
        Map<Block, Area> areas = new EnumMap<>(Block.class);
        for (Block block : Block.values()) {
            JsonNode bits = node.path("bits").path(block.name());
            if (!bits.isMissingNode()) {
                areas.put(block, area(bits));
            }
        }
        return new Tile(name, node.path("type").asText(), areas);
    }

    private static Area area(JsonNode bits) {
        return new Area(
                Integer.decode(bits.path("baseaddr").asText()),
                bits.path("frames").asInt(),
                bits.path("offset").asInt(),
                bits.path("words").asInt(),
                bits.has("alias") ? Optional.of(alias(bits.path("alias"))) : Optional.empty());
    }

    private static Alias alias(JsonNode alias) {
        Map<String, String> sites = new HashMap<>();
        alias.path("sites")
                .fields()
                .forEachRemaining(
                        site -> sites.put(site.getKey(), site.getValue().asText()));
        return new Alias(alias.path("type").asText(), alias.path("start_offset").asInt(), sites);
    }

    Optional<Tile> tile(String name) {
        return Optional.ofNullable(byName.get(name));
    }

    /** Tiles that have bits. */
    List<Tile> withBits() {
        return List.copyOf(withBits);
    }
}
