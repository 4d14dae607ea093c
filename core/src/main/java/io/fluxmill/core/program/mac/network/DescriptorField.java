// SPDX-License-Identifier: Apache-2.0
package io.fluxmill.core.program.mac.network;

/** A field of a layer descriptor; docs/network-processor.md. */
public enum DescriptorField {
    OPERAND(0, 0, 4),
    RESULT(0, 8, 4),
    ROUND(0, 16, 3),
    LAST(0, 24, 1),
    KIND(0, 25, 3),
    CLIP_LOW(1, 0, 16),
    CLIP_HIGH(1, 16, 16),
    OUTPUT_ZERO(2, 0, 16),
    BIAS_SHIFT(2, 16, 8),
    WINDOW(2, 24, 8),
    ROWS(3, 0, 24),
    TILE_ROWS(3, 24, 8),
    WEIGHTS(4, 0, 24),
    TILE_STEP(4, 24, 2),
    DEPTHWISE(4, 26, 1),
    LAST_COLUMN_TILE(5, 0, 16),
    PARAMETERS(5, 16, 16),
    LAST_KERNEL_X(6, 0, 8),
    LAST_KERNEL_Y(6, 8, 8),
    LAST_WORD(6, 16, 16),
    HEIGHT(7, 0, 16),
    WIDTH(7, 16, 16),
    DILATION_X(8, 0, 8),
    DILATION_Y(8, 8, 8),
    KERNEL_ROW_STEP(8, 16, 16, true),
    ADVANCE_X(9, 0, 16),
    LIMIT_X(9, 16, 16, true),
    SPAN_X(10, 0, 16),
    STEP_Y(10, 16, 16),
    ADVANCE_Y(11, 0, 16),
    LIMIT_Y(11, 16, 16, true),
    SPAN_Y(12, 0, 16),
    PAD(12, 16, 16),
    ADVANCE_L(13, 0, 16),
    CARRY_L(13, 16, 16, true),
    OVER_L(14, 0, 16, true),
    INPUT_BASE(14, 16, 16),
    INPUT_PLANE(15, 0, 16),
    OUTPUT_BASE(15, 16, 16),
    OUTPUT_PLANE(16, 0, 16),
    FIRST_WORD(16, 16, 8),
    INPUT_PAIRED(16, 24, 1),
    OUTPUT_PAIRED(16, 25, 1),
    INPUT_FIRST_WORD(16, 26, 6),
    LAST_OUTPUT_X(17, 0, 16),
    LAST_OUTPUT_Y(17, 16, 16),
    ROW_SKIP(18, 0, 16),
    IMAGE_SKIP(18, 16, 16),
    RESULTS(19, 0, 16),
    REACH(19, 16, 16);

    /** Words before those of the rows. */
    public static final int FIXED_WORDS = 20;

    /** Words of a row of the array: Y and X; what it adds to the limits, and L. */
    public static final int ROW_WORDS = 2;

    private final int word;
    private final int low;
    private final int bits;
    private final boolean signed;

    DescriptorField(int word, int low, int bits) {
        this(word, low, bits, false);
    }

    DescriptorField(int word, int low, int bits, boolean signed) {
        this.word = word;
        this.low = low;
        this.bits = bits;
        this.signed = signed;
    }

    /** Number of its word. */
    public int word() {
        return word;
    }

    /** Its lowest bit in the word. */
    public int low() {
        return low;
    }

    public int bits() {
        return bits;
    }

    /** Whether it is two's complement. */
    public boolean signed() {
        return signed;
    }

    /** Words of a descriptor for an array of so many rows; the last is written by the hardware when the layer ends. */
    public static int words(int arrayRows) {
        return FIXED_WORDS + ROW_WORDS * arrayRows + 1;
    }
}
