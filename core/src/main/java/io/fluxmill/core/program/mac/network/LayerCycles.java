// SPDX-License-Identifier: Apache-2.0
package io.fluxmill.core.program.mac.network;

import static io.fluxmill.core.program.mac.network.DescriptorField.*;

import io.fluxmill.core.manifest.Manifest;
import java.util.ArrayList;
import java.util.List;

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

    /** From the begin of the input's layer to its first code or word. */
    private static final int INPUT = 3;

    /** From the last code or word of a position to the memory. */
    private static final int WRITTEN = 3;

    /** From there until a tile knows of it. */
    private static final int COMPARED = 2;

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
            case INPUT, PACKED_INPUT -> new InputProgress(layer).whole();
        };
    }

    /**
     * Cycles of the layers of a program, of each from the end of the one before to its own.
     *
     * @param program whose first layer takes the input
     */
    public List<Long> of(List<LayerDescriptor> program) {
        InputProgress input = new InputProgress(program.get(0));
        long start = start(program.get(0)) + INPUT;
        long end = start + input.whole() + WRITTEN;
        long head = Math.min(end, start + input.until(program.get(0).get(REACH) - 1) + WRITTEN + COMPARED);
        List<Long> cycles = new ArrayList<>(List.of(head));
        for (LayerDescriptor layer : program.subList(1, program.size())) {
            boolean follows = cycles.size() == 1 && head < end;
            cycles.add(follows ? Math.max(end - head + 1, of(layer, waits(layer, input, start - head))) : of(layer, 0));
        }
        return cycles;
    }

    /** Cycles of a layer whose tiles have waited so long for the input. */
    private long of(LayerDescriptor layer, long waits) {
        long start = start(layer);
        return switch (kind(layer)) {
            case INPUT, PACKED_INPUT -> throw new IllegalArgumentException("the input's layer must be the first");
            case OUTPUT -> start + STEP + tiles(layer) * Math.max(window(layer), STEP) + fetch;
            case TERMS -> {
                long lastRows = layer.get(ROWS) - (rowTiles(layer) - 1) * layer.get(TILE_ROWS);
                yield start + (tiles(layer) - 1) * window(layer) + 1 + terms + fill + lastRows * outputCycles;
            }
            case MATRIX -> {
                long rowTiles = rowTiles(layer);
                long lastRows = layer.get(ROWS) - (rowTiles - 1) * layer.get(TILE_ROWS);
                long columns = layer.get(LAST_COLUMN_TILE) + 1;
                // A tile waits for the rows of the tile before it; nothing waits for those of the last but the layer's
                // end.
                long tiles = columns * (rowTiles - 1) * tile(layer, layer.get(TILE_ROWS), STEP)
                        + (columns - 1) * tile(layer, lastRows, STEP);
                yield start + tile(layer, 0, STEP) + tiles + waits + fill + lastRows * outputCycles;
            }
        };
    }

    /** Cycles of a tile behind one of so many rows. */
    private long tile(LayerDescriptor layer, long rowsBefore, long step) {
        return Math.max(window(layer), Math.max(step, rowsBefore * outputCycles));
    }

    /**
     * Cycles that the tiles of a layer take longer because of the input.
     *
     * @param begun when the input began, as the layer counts
     */
    private long waits(LayerDescriptor layer, InputProgress input, long begun) {
        long rowTiles = rowTiles(layer);
        long columns = layer.get(LAST_COLUMN_TILE) + 1;
        long tile = tile(layer, layer.get(TILE_ROWS), STEP);
        long inFlight = tile(layer, layer.get(TILE_ROWS), STEP + COMPARED);
        long end = begun + input.whole() + WRITTEN;
        long alone = start(layer) + tile(layer, 0, STEP) + (columns - 1) * tile;
        long now = alone;
        TileWalk walk = new TileWalk(layer);
        for (long i = 1; i < rowTiles; i++) {
            long needed = walk.next() + layer.get(REACH);
            now = Math.max(now, begun + input.until(needed) + WRITTEN + COMPARED);
            now += columns * (now < end ? inFlight : tile);
            alone += columns * tile;
        }
        return now - alone;
    }

    private static long start(LayerDescriptor layer) {
        return DescriptorField.words(layer.rows().size()) + FETCH;
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
}
