// SPDX-License-Identifier: Apache-2.0
package io.fluxmill.core.format;

import java.math.BigDecimal;
import java.math.BigInteger;

/** An exact fraction for oracles: denominator positive, not reduced. */
public record Rational(BigInteger numerator, BigInteger denominator) implements Comparable<Rational> {
    public static final Rational ZERO = of(0);
    public static final Rational HALF = new Rational(BigInteger.ONE, BigInteger.TWO);

    public static Rational of(long value) {
        return of(BigInteger.valueOf(value));
    }

    public static Rational of(BigInteger value) {
        return new Rational(value, BigInteger.ONE);
    }

    /** The exact value of a finite double. */
    public static Rational of(double value) {
        BigDecimal decimal = new BigDecimal(value);
        BigInteger ten = BigInteger.TEN.pow(Math.max(0, decimal.scale()));
        return new Rational(decimal.multiply(new BigDecimal(ten)).toBigIntegerExact(), ten);
    }

    public static Rational powerOfTwo(int exponent) {
        BigInteger power = BigInteger.ONE.shiftLeft(Math.abs(exponent));
        return exponent < 0 ? new Rational(BigInteger.ONE, power) : of(power);
    }

    public Rational plus(Rational other) {
        return new Rational(
                numerator.multiply(other.denominator).add(other.numerator.multiply(denominator)),
                denominator.multiply(other.denominator));
    }

    public Rational times(Rational other) {
        return new Rational(numerator.multiply(other.numerator), denominator.multiply(other.denominator));
    }

    public Rational dividedBy(long divisor) {
        return new Rational(numerator, denominator.multiply(BigInteger.valueOf(divisor)));
    }

    public Rational negate() {
        return new Rational(numerator.negate(), denominator);
    }

    public Rational abs() {
        return new Rational(numerator.abs(), denominator);
    }

    public int signum() {
        return numerator.signum();
    }

    public BigInteger floor() {
        BigInteger[] quotient = numerator.divideAndRemainder(denominator);
        return quotient[1].signum() < 0 ? quotient[0].subtract(BigInteger.ONE) : quotient[0];
    }

    /** The numerator over a power of two, with small numbers again after a long sum. */
    public Rational reduced() {
        BigInteger gcd = numerator.gcd(denominator);
        return new Rational(numerator.divide(gcd), denominator.divide(gcd));
    }

    @Override
    public int compareTo(Rational other) {
        return numerator.multiply(other.denominator).compareTo(other.numerator.multiply(denominator));
    }

    public boolean sameAs(Rational other) {
        return compareTo(other) == 0;
    }
}
