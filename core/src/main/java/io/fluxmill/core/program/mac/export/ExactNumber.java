// SPDX-License-Identifier: Apache-2.0
package io.fluxmill.core.program.mac.export;

import io.fluxmill.core.format.NumberFormat;

/** A double as {@code (-1)^negative * significand * 2^exponent}; the significand is odd or zero. */
record ExactNumber(boolean negative, long significand, int exponent) {
    private static final int FRACTION_BITS = 52;

    static ExactNumber of(double value) {
        long bits = Double.doubleToRawLongBits(Math.abs(value));
        long field = bits >>> FRACTION_BITS;
        long fraction = bits & (1L << FRACTION_BITS) - 1;
        long significand = field == 0 ? fraction : fraction | 1L << FRACTION_BITS;
        if (significand == 0) {
            return new ExactNumber(false, 0, 0);
        }
        int zeros = Long.numberOfTrailingZeros(significand);
        int exponent = Math.max(Math.getExponent(value), Double.MIN_EXPONENT) - FRACTION_BITS;
        return new ExactNumber(value < 0, significand >> zeros, exponent + zeros);
    }

    /** Exponent of the last bit that a product with a code can have. */
    int lowest(NumberFormat format) {
        return exponent + Math.min(0, format.maxExponent() - format.maxDown() - format.fractionBits());
    }

    /** A power of two that no product with a code reaches. */
    int highest(NumberFormat format) {
        return exponent
                + Long.SIZE
                - Long.numberOfLeadingZeros(significand)
                + Math.max(format.widthBits(), format.maxExponent() + 1);
    }
}
