// SPDX-License-Identifier: Apache-2.0
package io.fluxmill.core.format;

import java.math.BigInteger;

/** Two's complement integers by definition. */
final class IntegerOracle extends FormatOracle {
    IntegerOracle(int width) {
        super(width);
    }

    @Override
    public Rational decode(String bits) {
        long unsigned = Long.parseLong(bits, 2);
        return Rational.of(bits.charAt(0) == '1' ? unsigned - (1L << width) : unsigned);
    }

    @Override
    public int encode(Rational value) {
        BigInteger up = value.plus(Rational.HALF).floor();
        boolean tie = Rational.of(up).plus(value.negate()).sameAs(Rational.HALF);
        return saturate(tie && up.testBit(0) ? up.subtract(BigInteger.ONE) : up);
    }

    /** Ties away from zero. */
    int encodeAway(Rational value) {
        BigInteger magnitude = value.abs().plus(Rational.HALF).floor();
        return saturate(value.signum() < 0 ? magnitude.negate() : magnitude);
    }

    private int saturate(BigInteger value) {
        BigInteger limit = BigInteger.ONE.shiftLeft(width - 1);
        BigInteger clamped = value.max(limit.negate()).min(limit.subtract(BigInteger.ONE));
        return clamped.mod(limit.shiftLeft(1)).intValueExact();
    }
}
