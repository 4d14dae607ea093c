// SPDX-License-Identifier: Apache-2.0
package io.fluxmill.core.format;

import java.math.BigInteger;

/**
 * The number formats of the two operands of a matrix product: {@code INT8} for both, or {@code INT4 x INT8}, weights first.
 *
 * <p>Products are multiples of {@code 2^unitExponent}: of the product of both formats' units. A word of activations has {@link #lanes} elements in lanes of {@link
 * #laneBits}: those of the wider format. A word of weights has as many as its own format has lanes: of INT4 x INT8 four, for two words of activations.
 */
public record FormatPair(NumberFormat weights, NumberFormat activations) {
    private static final String SEPARATOR = " x ";

    /** Both operands in one format. */
    public static FormatPair of(NumberFormat both) {
        return new FormatPair(both, both);
    }

    /**
     * The pair of a name: {@code INT8} or {@code INT4 x INT8}.
     *
     * @throws IllegalArgumentException if a format does not exist; the message lists what there is and the nearest name
     */
    public static FormatPair of(String name) {
        String[] names = name.trim().split("\\s+x\\s+", -1);
        if (names.length > 2) {
            throw new IllegalArgumentException(
                    "a pair of number formats must be of two, weights first, as in INT4 x INT8: name=" + name);
        }
        return new FormatPair(NumberFormats.of(names[0]), NumberFormats.of(names[names.length - 1]));
    }

    /** Whether the two formats differ. */
    public boolean isMixed() {
        return !weights.equals(activations);
    }

    /** The format's name, or both, weights first. */
    public String name() {
        return isMixed() ? weights.name() + SEPARATOR + activations.name() : weights.name();
    }

    /** Elements of a sum that are multiplied at a time: those of a word in the wider format. */
    public int lanes() {
        return Math.min(weights.lanes(), activations.lanes());
    }

    /** Bits of a lane of the wider format; activations are in lanes of so many. */
    public int laneBits() {
        return Math.max(weights.laneBits(), activations.laneBits());
    }

    /** Words of activations to a word of weights: 1, 2 or 4. */
    public int wordsPerWeightWord() {
        return weights.lanes() / lanes();
    }

    /** Words of weights of a sum of so many terms. */
    public int weightWords(int depth) {
        return isBlocks() ? weights.words(depth) : (depth + weights.lanes() - 1) / weights.lanes();
    }

    /** Words of activations of a sum of so many terms. */
    public int activationWords(int depth) {
        return isBlocks() ? activations.words(depth) : (depth + lanes() - 1) / lanes();
    }

    /** Exponent of the unit of exact accumulation: every product is a multiple of {@code 2^unitExponent}. */
    public int unitExponent() {
        return FixedPoint.exponent(weights) + FixedPoint.exponent(activations);
    }

    /** Bits of the magnitude of the largest product in units. */
    public int productBits() {
        return largest(weights).multiply(largest(activations)).bitLength();
    }

    private static BigInteger largest(NumberFormat format) {
        return FixedPoint.exact(format, format.maxBits())
                .abs()
                .max(FixedPoint.exact(format, format.minBits()).abs());
    }

    /** Whether the operands are blocks. */
    public boolean isBlocks() {
        return weights instanceof BlockFormat || activations instanceof BlockFormat;
    }

    /** Whether a matrix co-processor sums products in a window: {@link NumberFormat#isWindowed}. */
    public boolean isWindowed() {
        return !isMixed() && weights.isWindowed();
    }

    /** Exponent of the unit in which a matrix co-processor sums: {@link #unitExponent}, or that of a window. */
    public int sumExponent() {
        return isMixed() ? unitExponent() : weights.sumExponent();
    }

    /** Whether a matrix co-processor can multiply it: of two different formats a product has at most 256 bits in units, and neither is of blocks or summed in a window. */
    public boolean canBeOperands() {
        boolean plain = !isBlocks() && !weights.isWindowed() && !activations.isWindowed();
        return !isMixed() || plain && productBits() <= NumberFormat.EXACT_PRODUCT_BITS;
    }

    @Override
    public String toString() {
        return name();
    }
}
