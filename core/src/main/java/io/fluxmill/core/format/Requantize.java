// SPDX-License-Identifier: Apache-2.0
package io.fluxmill.core.format;

/**
 * The integer output stage of the pulse-feature engines: a 16-bit multiplier, a shift, one rounding, saturation. Compatible
 * with TensorFlow's quantisation-aware training for unsigned activations after ReLU and signed ones without.
 */
public final class Requantize {
    /** Largest shift. */
    public static final int MAX_SHIFT = 47;

    private Requantize() {}

    /**
     * {@code value * multiplier / 2^shift}, rounded on the magnitude; no clipping.
     *
     * @param multiplier 0 to 65535
     * @param shift 0 to {@link #MAX_SHIFT}
     */
    public static long scale(int value, int multiplier, int shift, Rounding rounding) {
        long product = Math.abs((long) value) * multiplier;
        long magnitude = shift == 0 ? product : RoundedShift.right(value < 0, product, shift, rounding);
        return value < 0 ? -magnitude : magnitude;
    }

    /**
     * A hidden layer's output.
     *
     * @param relu negative sums give 0, the result is unsigned; otherwise signed
     * @param bits of the result, 8 or 16
     */
    public static int apply(int sum, int multiplier, int shift, Rounding rounding, boolean relu, int bits) {
        long scaled = scale(relu ? Math.max(sum, 0) : sum, multiplier, shift, rounding);
        long high = relu ? (1L << bits) - 1 : (1L << (bits - 1)) - 1;
        long low = relu ? 0 : -(1L << (bits - 1));
        return (int) Math.max(low, Math.min(high, scaled));
    }
}
