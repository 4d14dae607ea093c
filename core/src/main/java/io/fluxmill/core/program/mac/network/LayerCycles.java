// SPDX-License-Identifier: Apache-2.0
package io.fluxmill.core.program.mac.network;

import static io.fluxmill.core.program.mac.network.DescriptorField.*;

import io.fluxmill.core.manifest.Manifest;

/**
 * Cycles of a network processor's layers without simulating them; docs/network-processor.md, Timing. The host's streams never wait.
 *
 * @param outputCycles that an output stage takes for a result
 * @param fetch cycles from the issue of a word to the array or the result queue
 * @param fill cycles from the last operand word of a layer to its results in the maps, without those of the other rows of its tile
 * @param terms cycles that a sum of two terms comes later than one of products would
 */
public record LayerCycles(int outputCycles, int fetch, int fill, int terms) {
    /** Cycles of a descriptor's way beside one for each word. */
    private static final int FETCH = 2;

    /** Positions of a tile: the step and the cycle that takes them. */
    private static final int STEP = 4;

    /** Drain registers, maxima, the writer's place and its memory. */
    private static final int WRITER = 6;

    /** Of a design of the network processor. */
    public static LayerCycles of(Manifest manifest) {
        int fetch = Math.toIntExact(manifest.parameter("fetchLatency"));
        return new LayerCycles(
                Math.toIntExact(manifest.parameter("outputCycles")),
                fetch,
                Math.toIntExact(
                        fetch + manifest.parameter("macLatency") + manifest.parameter("outputLatency") + WRITER),
                Math.toIntExact(manifest.parameters().getOrDefault("termDelay", 0L)));
    }

    /** Words that a layer issues to the array, or moves. */
    public long issued(LayerDescriptor layer) {
        return switch (kind(layer)) {
            case MATRIX, OUTPUT, TERMS -> tiles(layer) * window(layer);
            case INPUT -> layer.get(RESULTS) * (layer.get(LAST_WORD) + 1);
            case PACKED_INPUT -> pixels(layer);
        };
    }

    /** Cycles of a layer, from the end of the one before to its own. */
    public long of(LayerDescriptor layer) {
        long start = DescriptorField.words(layer.rows().size()) + FETCH;
        return switch (kind(layer)) {
            case INPUT, PACKED_INPUT -> start + issued(layer) + WRITER;
            case OUTPUT -> start + STEP + tiles(layer) * Math.max(window(layer), STEP) + fetch;
            case TERMS -> {
                long lastRows = layer.get(ROWS) - (rowTiles(layer) - 1) * layer.get(TILE_ROWS);
                yield start + (tiles(layer) - 1) * window(layer) + 1 + terms + fill + lastRows * outputCycles;
            }
            case MATRIX -> {
                long tileRows = layer.get(TILE_ROWS);
                long rowTiles = rowTiles(layer);
                long lastRows = layer.get(ROWS) - (rowTiles - 1) * tileRows;
                long last = Math.max(window(layer), Math.max(STEP, lastRows * outputCycles));
                long full = Math.max(window(layer), Math.max(STEP, tileRows * outputCycles));
                long columns = layer.get(LAST_COLUMN_TILE) + 1;
                // A tile waits for the rows of the tile before it; nothing waits for those of the last but the layer's
                // end.
                long waits = columns * (rowTiles - 1) * full + (columns - 1) * last;
                yield start + Math.max(window(layer), STEP) + waits + fill + lastRows * outputCycles;
            }
        };
    }

    private static LayerKind kind(LayerDescriptor layer) {
        return LayerKind.values()[(int) layer.get(KIND)];
    }

    private static long rowTiles(LayerDescriptor layer) {
        return (layer.get(ROWS) + layer.get(TILE_ROWS) - 1) / layer.get(TILE_ROWS);
    }

    private static long tiles(LayerDescriptor layer) {
        return rowTiles(layer) * (layer.get(LAST_COLUMN_TILE) + 1);
    }

    private static long window(LayerDescriptor layer) {
        return (layer.get(LAST_KERNEL_X) + 1)
                * (layer.get(LAST_KERNEL_Y) + 1)
                * (layer.get(LAST_WORD) - layer.get(INPUT_FIRST_WORD) + 1);
    }

    /** Codes of rows of pixels with their pads, and a cycle more for each window of two planes. */
    private static long pixels(LayerDescriptor layer) {
        long row = layer.get(ADVANCE_X) + layer.get(WIDTH) + layer.get(ADVANCE_Y);
        long rows = layer.get(RESULTS) / (layer.get(LAST_OUTPUT_X) + 1);
        return rows * row * (layer.get(LAST_KERNEL_Y) + 1) + layer.get(LAST_WORD) * layer.get(RESULTS);
    }
}
