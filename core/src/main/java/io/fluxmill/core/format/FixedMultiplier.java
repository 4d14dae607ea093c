// SPDX-License-Identifier: Apache-2.0
package io.fluxmill.core.format;

/**
 * A real factor of int8 inference as integers: {@code multiplier * 2^(exponent - 31)} (QuantizeMultiplier of TensorFlow Lite,
 * tensorflow/lite/kernels/internal/quantization_util.cc).
 *
 * @param multiplier 0 or more; {@link #of} gives 0 or 2^30 to 2^31 - 1
 * @param exponent -31 to 30
 */
public record FixedMultiplier(int multiplier, int exponent) {
    /** Bits of a multiplier. */
    private static final int BITS = 31;

    /** Where the multiplier of 16 bits saturates. */
    private static final int LARGEST_ROUNDED = 0x7FFF0000;

    /** @throws IllegalArgumentException if one of the two is out of range */
    public FixedMultiplier {
        if (multiplier < 0 || exponent < -BITS || exponent >= BITS) {
            throw new IllegalArgumentException("multiplier must be 0 or more, exponent -31 to 30: multiplier="
                    + multiplier + " exponent=" + exponent);
        }
    }

    /**
     * The nearest to a real factor, ties away from zero; factors below 2^-32 become 0.
     *
     * @param real 0 or more, less than 2^29
     */
    public static FixedMultiplier of(double real) {
        if (!(real >= 0 && real < 1L << BITS - 2)) {
            throw new IllegalArgumentException("factor must be from 0 to below 2^29: factor=" + real);
        }
        int exponent = Math.getExponent(real) + 1;
        // At most 2^31 with 22 bits below: adding a half is exact.
        long nearest = (long) Math.floor(Math.scalb(real, BITS - exponent) + 0.5);
        if (nearest == 1L << BITS) {
            nearest >>= 1;
            exponent++;
        }
        return exponent < -BITS ? new FixedMultiplier(0, 0) : new FixedMultiplier((int) nearest, exponent);
    }

    /**
     * {@code x} times this factor, an integer (MultiplyByQuantizedMultiplier):
     *
     * <pre>
     * NEAREST_UP:     (x * multiplier + 2^(30 - exponent)) &gt;&gt; (31 - exponent)
     * else, twice:    h = (x * 2^max(exponent, 0) * multiplier) / 2^31 to the nearest integer, ties up
     *                 h / 2^max(-exponent, 0) to the nearest integer, ties away from zero
     * </pre>
     *
     * @param rounding {@link Rounding#NEAREST_UP} or {@link Rounding#NEAREST_TWICE}
     */
    public int apply(int x, Rounding rounding) {
        if (rounding == Rounding.NEAREST_UP) {
            int shift = BITS - exponent;
            return (int) ((long) x * multiplier + (1L << shift - 1) >> shift);
        }
        int right = Math.max(-exponent, 0);
        long product = (long) (x << Math.max(exponent, 0)) * multiplier;
        // The nudge and the division, which truncates, as gemmlowp has them.
        int high = (int) ((product + (product >= 0 ? 1 << BITS - 1 : 1 - (1 << BITS - 1))) / (1L << BITS));
        int mask = (int) ((1L << right) - 1);
        return (high >> right) + ((high & mask) > (mask >> 1) + (high < 0 ? 1 : 0) ? 1 : 0);
    }

    /** The multiplier in 15 bits and a sign, for sums of 64 bits and for HARD_SWISH: {@code short * 2^(exponent - 15)}. */
    public int shortMultiplier() {
        return multiplier < LARGEST_ROUNDED ? multiplier + (1 << 15) >> 16 : Short.MAX_VALUE;
    }
}
