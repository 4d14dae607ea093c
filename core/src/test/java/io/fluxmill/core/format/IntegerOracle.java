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
        return saturate(nearestEven(value));
    }

    /** Ties away from zero. */
    int encodeAway(Rational value) {
        return saturate(nearestAway(value));
    }

    BigInteger nearestUp(Rational value) {
        return value.plus(Rational.HALF).floor();
    }

    BigInteger nearestEven(Rational value) {
        BigInteger up = nearestUp(value);
        boolean tie = Rational.of(up).plus(value.negate()).sameAs(Rational.HALF);
        return tie && up.testBit(0) ? up.subtract(BigInteger.ONE) : up;
    }

    BigInteger nearestAway(Rational value) {
        BigInteger magnitude = nearestUp(value.abs());
        return value.signum() < 0 ? magnitude.negate() : magnitude;
    }

    int saturate(BigInteger value) {
        BigInteger limit = BigInteger.ONE.shiftLeft(width - 1);
        BigInteger clamped = value.max(limit.negate()).min(limit.subtract(BigInteger.ONE));
        return clamped.mod(limit.shiftLeft(1)).intValueExact();
    }
}
