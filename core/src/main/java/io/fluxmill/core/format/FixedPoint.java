// SPDX-License-Identifier: Apache-2.0
package io.fluxmill.core.format;

import io.fluxmill.core.format.NumberFormat.Unpacked;
import java.math.BigInteger;

/**
 * Codes as integers: every code of a format is a multiple of {@code 2^exponent(format)}, the smallest non-zero magnitude.
 * Of Posit(8,0) these are the multiples of 1/64 up to 64.
 */
public final class FixedPoint {
    private FixedPoint() {}

    /** Exponent of the unit: half the quire's. */
    public static int exponent(NumberFormat format) {
        return format.quireExponent() / 2;
    }

    /** Bits of the largest magnitude in units: half those of the largest product, rounded up. */
    public static int magnitudeBits(NumberFormat format) {
        return (format.productBits() + 1) / 2;
    }

    /**
     * The value of a code in units; zero for NaR.
     *
     * @param format one of at most 63 {@link #magnitudeBits}
     */
    public static long of(NumberFormat format, int bits) {
        Unpacked unpacked = format.unpack(bits);
        long magnitude = (long) unpacked.significand() << shift(format) >> unpacked.down();
        return unpacked.negative() ? -magnitude : magnitude;
    }

    /** The same for every format. */
    public static BigInteger exact(NumberFormat format, int bits) {
        Unpacked unpacked = format.unpack(bits);
        BigInteger magnitude = BigInteger.valueOf(unpacked.significand())
                .shiftLeft(shift(format))
                .shiftRight(unpacked.down());
        return unpacked.negative() ? magnitude.negate() : magnitude;
    }

    /** Units of the last bit of a significand with down 0, as a power of two; at least 0. */
    private static int shift(NumberFormat format) {
        return format.maxExponent() - format.fractionBits() - exponent(format);
    }
}
