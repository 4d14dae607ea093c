// SPDX-License-Identifier: Apache-2.0
package io.fluxmill.quantizer.mac.map;

import io.fluxmill.core.manifest.Manifest;
import io.fluxmill.core.program.mac.network.DescriptorField;
import io.fluxmill.core.program.mac.network.LayerDescriptor;
import io.fluxmill.quantizer.mac.graph.QuantizedNetwork.Matrix;

/**
 * Which words of a position the tiles of columns of a layer read: all, or of a grouped layer those of planes that go on from tile to tile, each column with weights
 * of zero for what is not its own; or, where each column has one channel and the design gives units codes of their own, that channel alone.
 *
 * @param tileStep code of what a tile goes on: nothing, half a plane, one, two
 * @param words that a tile reads of a position
 * @param codes of a plane
 * @param lanes of a word
 * @param depthwise each column takes its channel's code
 */
record TileReads(int tileStep, int words, int codes, int lanes, boolean depthwise) {
    /** Half planes by the code of a step. */
    private static final int[] HALVES = {0, 1, 2, 4};

    /**
     * Of a layer.
     *
     * @param words of a position of its input
     * @param planes of the input
     * @param ofColumns whether the codes of a tile of columns can all be read
     * @param ofPlanes whether those of a plane can
     */
    static TileReads of(Matrix matrix, Manifest manifest, int words, int planes, boolean ofColumns, boolean ofPlanes) {
        int bankWords = Math.toIntExact(manifest.parameter("bankWords"));
        int columns = Math.toIntExact(manifest.parameter("columns"));
        int lanes = matrix.rescale().operands().lanes();
        int codes = bankWords * lanes;
        TileReads all = new TileReads(0, words, codes, lanes, false);
        if (matrix.geometry().groups() == 1 || !ofColumns) {
            return all;
        }
        boolean single = matrix.geometry().channels() == 1 && matrix.geometry().groups() == matrix.outChannels();
        if (single && manifest.parameter("depthwise") == 1) {
            return switch (lanes) {
                case 1 -> new TileReads(3, 2, codes, lanes, true);
                case 2 -> new TileReads(2, 1, codes, lanes, true);
                default -> new TileReads(1, 1, codes, lanes, true);
            };
        }
        TileReads best = all;
        if (!ofPlanes) {
            return best;
        }
        for (int step = 1; step < HALVES.length; step++) {
            int needed = neededPlanes(matrix, step, codes, columns, planes);
            if (needed > 0 && needed * bankWords < best.words) {
                best = new TileReads(step, needed * bankWords, codes, lanes, false);
            }
        }
        return best;
    }

    /** Planes that each tile must read, 0 if those of a step are not the tiles'. */
    private static int neededPlanes(Matrix matrix, int step, int codes, int columns, int planes) {
        int inGroup = matrix.geometry().channels();
        int outOfGroup = matrix.outChannels() / matrix.geometry().groups();
        int tiles = WindowWeights.tiles(matrix, columns);
        int needed = 1;
        for (int tile = 0; tile < tiles; tile++) {
            int lastColumn = Math.min((tile + 1) * columns, matrix.outChannels()) - 1;
            int first = tile * columns / outOfGroup * inGroup / codes;
            int last = ((lastColumn / outOfGroup + 1) * inGroup - 1) / codes;
            int from = tile * HALVES[step] / 2;
            if (first < from) {
                return 0;
            }
            needed = Math.max(needed, last - from + 1);
        }
        boolean inside = (tiles - 1) * HALVES[step] / 2 + needed <= planes;
        return inside ? needed : 0;
    }

    /** The first channel that a tile reads. */
    int firstChannel(int tile) {
        return tile * HALVES[tileStep] / 2 * codes;
    }

    /**
     * The lane that a column's channel has among those that its tile reads of a position.
     *
     * @param channel of the input
     * @param column of the layer
     */
    int lane(int channel, int column, int columns) {
        if (!depthwise) {
            return channel - firstChannel(column / columns);
        }
        // One code in each word, in its lowest lane; of two words the second is for the upper columns.
        return column % columns * words / columns * lanes;
    }

    /** Sets the fields of what tiles read. */
    void set(LayerDescriptor.Builder descriptor) {
        descriptor.set(DescriptorField.TILE_STEP, tileStep).set(DescriptorField.DEPTHWISE, depthwise ? 1 : 0);
    }
}
