// SPDX-License-Identifier: Apache-2.0
package io.fluxmill.core.program.mac;

import io.fluxmill.core.format.BlockEncoder;
import io.fluxmill.core.format.BlockFormat;
import io.fluxmill.core.format.NumberFormat;
import java.util.Arrays;

/** The driver's step before a matrix product in a block format: a row of codes becomes operand words. Reference and driver share it. A thread's own. */
public final class BlockRow {
    private final BlockFormat format;
    private final BlockEncoder encoder;
    private final double[] byCode;
    private double[] values = new double[0];
    private short[] words = new short[0];

    /** @param input format of the codes */
    public BlockRow(BlockFormat format, NumberFormat input) {
        this.format = format;
        encoder = new BlockEncoder(format);
        byCode = new double[1 << input.widthBits()];
        Arrays.setAll(byCode, input::toDouble);
    }

    /**
     * The words of a row, which the next call overwrites.
     *
     * @param offsets where the elements are in {@code codes}, relative to {@code base}; null for one after the other
     */
    public short[] words(short[] codes, int base, int[] offsets, int depth) {
        if (values.length != depth) {
            values = new double[depth];
            words = new short[format.words(depth)];
        }
        for (int k = 0; k < depth; k++) {
            values[k] = byCode[codes[base + (offsets == null ? k : offsets[k])] & byCode.length - 1];
        }
        encoder.encode(values, 0, depth, words, 0);
        return words;
    }
}
