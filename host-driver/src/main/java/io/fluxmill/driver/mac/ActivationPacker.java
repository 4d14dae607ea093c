// SPDX-License-Identifier: Apache-2.0
package io.fluxmill.driver.mac;

import io.fluxmill.core.format.BlockFormat;
import io.fluxmill.core.format.NumberFormat;
import io.fluxmill.core.program.mac.BlockRow;
import io.fluxmill.core.program.mac.MacProgram;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.ShortBuffer;

/**
 * Packs rows of codes into beats of the activation stream: {@code [row tile][k-word][array row]} 16-bit words, each with the
 * codes of {@code lanes} consecutive elements, the first in the low bits; of a block format the words that its rows become.
 */
final class ActivationPacker {
    private final int arrayRows;
    private final int lanes;
    private final int laneBits;
    private final int mask;
    private final int depthWords;
    private final short[] tile;

    /** Makes blocks of a row; null for other formats. */
    private final BlockRow blocks;

    /** @param input format of the codes that are packed */
    ActivationPacker(MacProgram.MatrixStep step, NumberFormat input, int arrayRows) {
        this.arrayRows = arrayRows;
        lanes = step.rescale().operands().lanes();
        laneBits = step.rescale().operands().laneBits();
        mask = (1 << step.rescale().operands().activations().widthBits()) - 1;
        depthWords = step.depthWords();
        tile = new short[depthWords * arrayRows];
        blocks = step.rescale().operands().activations() instanceof BlockFormat block
                ? new BlockRow(block, input)
                : null;
    }

    /** Bytes of the beats of one row tile. */
    int tileBytes() {
        return tile.length * Short.BYTES;
    }

    /** Packs rows {@code firstRow .. firstRow + rows - 1} of a batch into the start of a buffer and sets its limit. */
    void pack(Patches patches, short[] batch, long firstRow, int rows, ByteBuffer target) {
        int tiles = (rows + arrayRows - 1) / arrayRows;
        target.clear().limit(tiles * tileBytes());
        ShortBuffer words = target.order(ByteOrder.LITTLE_ENDIAN).asShortBuffer();
        patches.seek(batch, firstRow);
        for (int row = 0; row < rows; ) {
            for (int r = 0; r < arrayRows && row < rows; r++, row++) {
                packRow(patches.source(), patches.base(), patches.offsets(), r);
                patches.advance();
            }
            words.put(tile);
        }
    }

    private void packRow(short[] codes, int base, int[] offsets, int r) {
        if (blocks != null) {
            short[] words = blocks.words(codes, base, offsets, offsets.length);
            for (int word = 0; word < words.length; word++) {
                tile[word * arrayRows + r] = words[word];
            }
            return;
        }
        switch (lanes) {
            case 1 -> packWide(codes, base, offsets, r);
            case 2 -> packPairs(codes, base, offsets, r);
            default -> packQuads(codes, base, offsets, r);
        }
    }

    private void packWide(short[] codes, int base, int[] offsets, int r) {
        for (int k = 0, at = r; k < offsets.length; k++, at += arrayRows) {
            tile[at] = (short) (codes[base + offsets[k]] & mask);
        }
    }

    private void packPairs(short[] codes, int base, int[] offsets, int r) {
        int whole = offsets.length / 2;
        int at = r;
        for (int w = 0; w < whole; w++, at += arrayRows) {
            int low = codes[base + offsets[2 * w]] & mask;
            int high = codes[base + offsets[2 * w + 1]] & mask;
            tile[at] = (short) (low | high << 8);
        }
        packRest(codes, base, offsets, 2 * whole, at);
    }

    private void packQuads(short[] codes, int base, int[] offsets, int r) {
        int whole = offsets.length / 4;
        int at = r;
        for (int w = 0, k = 0; w < whole; w++, k += 4, at += arrayRows) {
            int word = codes[base + offsets[k]] & mask;
            word |= (codes[base + offsets[k + 1]] & mask) << 4;
            word |= (codes[base + offsets[k + 2]] & mask) << 8;
            word |= (codes[base + offsets[k + 3]] & mask) << 12;
            tile[at] = (short) word;
        }
        packRest(codes, base, offsets, 4 * whole, at);
    }

    /** The last word of a row whose depth is no multiple of the lanes; the missing lanes are zero. */
    private void packRest(short[] codes, int base, int[] offsets, int first, int at) {
        if (first == offsets.length) {
            return;
        }
        int word = 0;
        for (int k = first; k < offsets.length; k++) {
            word |= (codes[base + offsets[k]] & mask) << (k - first) * laneBits;
        }
        tile[at] = (short) word;
    }
}
