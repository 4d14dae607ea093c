// SPDX-License-Identifier: Apache-2.0
package io.fluxmill.core.format;

/** A right shift that rounds to nearest: the only place where bits are dropped. */
final class RoundedShift {
    private RoundedShift() {}

    /**
     * {@code value / 2^shift} rounded to nearest; ties as {@code rounding} says.
     *
     * @param negative whether the value is the magnitude of a negative number: what is up for the number is down for its magnitude
     * @param value unsigned, of 64 bits
     * @param shift at least 1; above 64 the result is 0, because the quotient is below one half
     * @throws IllegalArgumentException if the rounding is none of a shift alone
     */
    static long right(boolean negative, long value, int shift, Rounding rounding) {
        if (shift > Long.SIZE) {
            return 0;
        }
        boolean all = shift == Long.SIZE;
        long quotient = all ? 0 : value >>> shift;
        long remainder = all ? value : value & ((1L << shift) - 1);
        int beyondHalf = Long.compareUnsigned(remainder, 1L << (shift - 1));
        boolean grows =
                switch (rounding) {
                    case NEAREST_EVEN -> (quotient & 1) != 0;
                    case NEAREST_AWAY -> true;
                    case NEAREST_UP -> !negative;
                    case NEAREST_TWICE, FLOAT32 -> throw new IllegalArgumentException(
                            "rounding must be even, away or single where a shift is all: round=" + rounding.key());
                };
        return beyondHalf > 0 || (beyondHalf == 0 && grows) ? quotient + 1 : quotient;
    }
}
