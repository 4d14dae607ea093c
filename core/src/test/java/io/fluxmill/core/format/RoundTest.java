// SPDX-License-Identifier: Apache-2.0
package io.fluxmill.core.format;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.math.BigInteger;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;

/** {@link NumberFormat#round} on both sides of every point where it turns, and anywhere. */
class RoundTest {
    private static final long SEED = 5;
    private static final int RANDOM_CASES = 4000;

    @Test
    void roundsOnceAndToNearest() {
        Ledger ledger = new Ledger(Ledger.Kind.ROUND);
        List<NumberFormat> formats = new ArrayList<>(TestFormats.narrow());
        formats.addAll(TestFormats.wide());
        for (NumberFormat format : formats) {
            Cases cases = new Cases(format);
            cases.turningPoints();
            cases.anywhere();
            ledger.add(format, cases.ran);
        }
        ledger.check();
    }

    private static final class Cases {
        private final NumberFormat format;
        private final FormatOracle oracle;
        private long ran;

        Cases(NumberFormat format) {
            this.format = format;
            oracle = FormatOracle.of(format);
        }

        /** The point between each two neighbouring codes: a tie, and 2^-40 or so to either side of it. */
        void turningPoints() {
            boolean posit = format instanceof PositFormat;
            boolean integer = format instanceof IntegerFormat;
            if (format instanceof BinaryFormat) {
                return; // it turns at zero, where there is no magnitude
            }
            for (int code = 0; code < oracle.largest(); code++) {
                int low = posit && code == 0 ? 1 : code;
                int even = code % 2 == 0 ? low : code + 1;
                Rational turn = oracle.midpointAbove(code).reduced();
                int exponent = 1 - turn.denominator().bitLength();
                int zeros = turn.numerator().getLowestSetBit();
                long significand = turn.numerator().shiftRight(zeros).longValueExact();
                check(significand, exponent + zeros, Rounding.NEAREST_EVEN, even);
                check(significand, exponent + zeros, Rounding.NEAREST_AWAY, integer ? code + 1 : even);
                check((significand << 40) - 1, exponent + zeros - 40, Rounding.NEAREST_EVEN, low);
                check((significand << 40) - 1, exponent + zeros - 40, Rounding.NEAREST_AWAY, low);
                check((significand << 40) + 1, exponent + zeros - 40, Rounding.NEAREST_EVEN, code + 1);
                check((significand << 40) + 1, exponent + zeros - 40, Rounding.NEAREST_AWAY, code + 1);
            }
        }

        /** Both signs of a magnitude that rounds to {@code expected}, which is below the code of NaR. */
        private void check(long significand, int exponent, Rounding rounding, int expected) {
            checkOne(false, significand, exponent, rounding, expected);
            checkOne(true, significand, exponent, rounding, oracle.negated(expected));
        }

        private void checkOne(boolean negative, long significand, int exponent, Rounding rounding, int expected) {
            int actual = format.round(negative, significand, exponent, rounding);
            if (expected != actual) {
                String value = (negative ? "-" : "") + significand + " * 2^" + exponent;
                assertEquals(expected, actual, format.name() + " " + rounding + " of " + value + " seed " + SEED);
            }
            ran++;
        }

        /** Significands of 1 to 63 bits, also all ones, over all exponents that matter and some that do not. */
        void anywhere() {
            Random random = new Random(SEED);
            for (int i = 0; i < RANDOM_CASES; i++) {
                long bits = random.nextInt(8) == 0 ? Long.MAX_VALUE : random.nextLong() >>> 1;
                long significand = bits >>> random.nextInt(64);
                int around = format.maxExponent() > 60 ? 400 : 200;
                int exponent = i % 16 == 0 ? random.nextInt(4000) - 2000 : random.nextInt(around) - around / 2 - 30;
                boolean negative = random.nextBoolean();
                Rational magnitude = Rational.of(significand).times(Rational.powerOfTwo(exponent));
                Rational value = negative ? magnitude.negate() : magnitude;
                checkOne(negative, significand, exponent, Rounding.NEAREST_EVEN, oracle.encode(value));
                int away = oracle instanceof IntegerOracle integer ? integer.encodeAway(value) : oracle.encode(value);
                checkOne(negative, significand, exponent, Rounding.NEAREST_AWAY, away);
            }
        }
    }

    @Test
    void exponentsMayBeHuge() {
        for (NumberFormat format : NumberFormats.named()) {
            boolean posit = format instanceof PositFormat;
            FormatOracle oracle = FormatOracle.of(format);
            int zero = oracle.encode(Rational.ZERO);
            assertEquals(oracle.largest(), format.round(false, 1, 1 << 30, Rounding.NEAREST_EVEN), format.name());
            assertEquals(posit ? 1 : zero, format.round(false, Long.MAX_VALUE, -(1 << 30), Rounding.NEAREST_AWAY));
            assertEquals(zero, format.round(true, 0, 1 << 30, Rounding.NEAREST_EVEN), format.name());
        }
    }

    /** What is not a finite double, and the smallest and largest that are. */
    @Test
    void doublesAtTheEdges() {
        for (NumberFormat format : NumberFormats.named()) {
            boolean posit = format instanceof PositFormat;
            FormatOracle oracle = FormatOracle.of(format);
            int largest = oracle.largest();
            int mostNegative = oracle.encode(Rational.powerOfTwo(1000).negate());
            int minusTiny = oracle.encode(Rational.powerOfTwo(-1074).negate());
            assertEquals(oracle.nar(), format.fromDouble(Double.NaN), format.name());
            assertEquals(posit ? oracle.nar() : largest, format.fromDouble(Double.POSITIVE_INFINITY));
            assertEquals(posit ? oracle.nar() : mostNegative, format.fromDouble(Double.NEGATIVE_INFINITY));
            assertEquals(largest, format.fromDouble(Double.MAX_VALUE), format.name());
            assertEquals(mostNegative, format.fromDouble(-Double.MAX_VALUE), format.name());
            assertEquals(oracle.encode(Rational.powerOfTwo(-1074)), format.fromDouble(Double.MIN_VALUE), format.name());
            assertEquals(minusTiny, format.fromDouble(-Double.MIN_VALUE));
            assertEquals(oracle.encode(Rational.ZERO), format.fromDouble(-0.0), format.name());
        }
    }

    /** Doubles of all magnitudes, subnormals among them. */
    @Test
    void doublesRoundOnce() {
        Random random = new Random(SEED);
        long ran = 0;
        for (NumberFormat format : TestFormats.namedAndStandard()) {
            FormatOracle oracle = FormatOracle.of(format);
            for (int i = 0; i < 4000; i++) {
                double near = (random.nextDouble() - 0.5) * Math.scalb(1.0, random.nextInt(72) - 36);
                double any = i % 8 == 0 ? Double.longBitsToDouble(random.nextLong()) : near;
                double value = Double.isFinite(any) ? any : Double.MIN_NORMAL / 3;
                int expected = oracle.encode(Rational.of(value));
                assertEquals(expected, format.fromDouble(value), () -> format.name() + " of " + value);
                ran++;
            }
        }
        assertEquals(68_000, ran);
    }

    /** Quotients that end in no power of two: the sticky bit must see the remainder. */
    @Test
    void quotientsRoundOnce() {
        Random random = new Random(SEED);
        for (NumberFormat format : TestFormats.namedAndStandard()) {
            FormatOracle oracle = FormatOracle.of(format);
            for (int i = 0; i < 2000; i++) {
                BigInteger numerator = new BigInteger(1 + random.nextInt(200), random);
                BigInteger signed = random.nextBoolean() ? numerator : numerator.negate();
                BigInteger denominator = new BigInteger(1 + random.nextInt(200), random).add(BigInteger.ONE);
                Rational exact = new Rational(signed, denominator).times(Rational.powerOfTwo(-3));
                int actual = ExactRounding.roundQuotient(format, signed, denominator, -3, Rounding.NEAREST_EVEN);
                assertEquals(oracle.encode(exact), actual, format.name() + " of " + exact + " seed " + SEED);
            }
        }
    }

    /** A remainder far below the bits that are kept still breaks a tie. */
    @Test
    void smallestRemainderBreaksTies() {
        for (NumberFormat format : TestFormats.namedAndStandard()) {
            FormatOracle oracle = FormatOracle.of(format);
            for (int code = 1; code < Math.min(300, oracle.largest()); code++) {
                Rational turn = oracle.midpointAbove(code).reduced();
                // turn + 2^-140 / 3 and turn - 2^-140 / 3
                BigInteger denominator = turn.denominator().shiftLeft(140).multiply(BigInteger.valueOf(3));
                BigInteger numerator = turn.numerator().shiftLeft(140).multiply(BigInteger.valueOf(3));
                BigInteger above = numerator.add(BigInteger.ONE);
                BigInteger below = numerator.subtract(BigInteger.ONE);
                String context = format.name() + " above " + code;
                assertEquals(code + 1, quotient(format, above, denominator), context);
                assertEquals(code, quotient(format, below, denominator), context);
                assertEquals(code + code % 2, quotient(format, numerator, denominator), context);
            }
        }
    }

    private static int quotient(NumberFormat format, BigInteger numerator, BigInteger denominator) {
        return ExactRounding.roundQuotient(format, numerator, denominator, 0, Rounding.NEAREST_EVEN);
    }

    @Test
    void widthsAreChecked() {
        assertMessage("integer width must be 2 to 16 bits: widthBits=17", () -> new IntegerFormat(17));
        assertMessage("integer width must be 2 to 16 bits: widthBits=1", () -> new IntegerFormat(1));
        assertMessage("posit width must be 3 to 16 bits: widthBits=2", () -> new PositFormat(2, 0));
        assertMessage("posit exponent must be 0 to 2 bits: exponentBits=3", () -> new PositFormat(8, 3));
        assertMessage("minifloat exponent must be 0 to 8 bits: exponentBits=9", () -> MinifloatFormat.finite(9, 2));
        assertMessage("minifloat mantissa must be 0 to 16 bits: mantissaBits=17", () -> MinifloatFormat.unsigned(17));
        assertMessage("minifloat code must be 2 to 16 bits: widthBits=17", () -> MinifloatFormat.finite(8, 8));
        assertMessage("minifloat width must be 3 to 8 bits: k=9", () -> MinifloatFormat.p3109(9, 4, true, true));
        assertMessage(
                "minifloat precision must be at least 1 and leave an exponent: p=8",
                () -> MinifloatFormat.p3109(8, 8, true, true));
    }

    private static void assertMessage(String expected, Runnable construction) {
        assertEquals(
                expected,
                assertThrows(IllegalArgumentException.class, construction::run).getMessage());
    }
}
