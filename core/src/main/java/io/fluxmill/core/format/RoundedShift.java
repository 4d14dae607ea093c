// SPDX-License-Identifier: Apache-2.0
package io.fluxmill.core.format;

/** A right shift that rounds to nearest: the only place where bits are dropped. */
final class RoundedShift {
    private RoundedShift() {}

    /**
     * {@code value / 2^shift} rounded to nearest; ties as {@code rounding} says.
     *
     * @param value unsigned, less than 2^63
     * @param shift at least 1; from 64 on the result is 0, because the quotient is below one half
     */
    static long right(long value, int shift, Rounding rounding) {
        if (shift > 63) {
            return 0;
        }
        long quotient = value >>> shift;
        long remainder = value & ((1L << shift) - 1);
        long half = 1L << (shift - 1);
        boolean tieUp = rounding == Rounding.NEAREST_AWAY || (quotient & 1) != 0;
        return remainder > half || (remainder == half && tieUp) ? quotient + 1 : quotient;
    }
}
