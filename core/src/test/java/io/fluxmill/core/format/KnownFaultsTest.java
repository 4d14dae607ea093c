// SPDX-License-Identifier: Apache-2.0
package io.fluxmill.core.format;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.math.BigInteger;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Faults that public posit hardware had, one test each. */
class KnownFaultsTest {
    private static final List<NumberFormat> POSITS = List.of(
            NumberFormats.POSIT4_1,
            NumberFormats.POSIT8_0,
            NumberFormats.POSIT16_1,
            TestFormats.POSIT8_2,
            TestFormats.POSIT16_0,
            TestFormats.POSIT16_2);

    private static int product(NumberFormat format, int a, int b) {
        Quire quire = new Quire(format);
        quire.addProduct(a, b);
        return quire.toBits(format, Rounding.NEAREST_EVEN);
    }

    /** NaR ignored: also NaR times zero is NaR, and no later term hides it. */
    @Test
    void narIsNeverIgnored() {
        for (NumberFormat format : POSITS) {
            int nar = format.narBits();
            assertEquals(nar, product(format, nar, 0), format.name());
            assertEquals(nar, product(format, 0, nar), format.name());
            assertEquals(nar, product(format, nar, nar), format.name());
            Quire quire = new Quire(format);
            quire.addProduct(nar, 1);
            quire.addProduct(1, 1);
            assertEquals(nar, quire.toBits(format, Rounding.NEAREST_EVEN), format.name());
            quire.clear();
            quire.addProduct(format.oneBits(), format.oneBits());
            assertEquals(format.oneBits(), quire.toBits(format, Rounding.NEAREST_EVEN), format.name());
        }
    }

    /** Tiny products flushed to zero instead of minpos. */
    @Test
    void tinyProductsBecomeMinpos() {
        for (NumberFormat format : POSITS) {
            int minusMinpos = 2 * format.narBits() - 1;
            assertEquals(1, product(format, 1, 1), format.name());
            assertEquals(1, product(format, minusMinpos, minusMinpos), format.name());
            assertEquals(minusMinpos, product(format, 1, minusMinpos), format.name());
        }
    }

    /** Largest magnitudes encoded as NaR, as zero or with the wrong sign (PDPU). */
    @Test
    void maxposStaysMaxpos() {
        for (NumberFormat format : POSITS) {
            int maxpos = format.narBits() - 1;
            int minusMaxpos = format.narBits() + 1;
            assertEquals(maxpos, product(format, maxpos, format.oneBits()), format.name());
            assertEquals(minusMaxpos, product(format, minusMaxpos, format.oneBits()), format.name());
            assertEquals(maxpos, product(format, maxpos, maxpos), format.name());
            assertEquals(maxpos, product(format, minusMaxpos, minusMaxpos), format.name());
            assertEquals(minusMaxpos, product(format, maxpos, minusMaxpos), format.name());
        }
    }

    /** A tie is broken upwards by the smallest term that the quire can hold (PACoGen lost it). */
    @Test
    void lastBitOfTheQuireIsSticky() {
        for (NumberFormat format : POSITS) {
            int one = format.oneBits();
            // Halfway between 1 and the next code, in quire units: even is 1.
            FormatOracle oracle = FormatOracle.of(format);
            Rational tie = oracle.midpointAbove(one).times(Rational.powerOfTwo(-format.quireExponent()));
            BigInteger units = tie.floor();
            assertEquals(one, rounded(format, units), format.name());
            assertEquals(one + 1, rounded(format, units.add(BigInteger.ONE)), format.name());
            assertEquals(one, rounded(format, units.subtract(BigInteger.ONE)), format.name());
        }
    }

    private static int rounded(NumberFormat format, BigInteger units) {
        return ExactRounding.round(format, units, format.quireExponent(), Rounding.NEAREST_EVEN);
    }

    /** Quire to posit around minpos (SmallPositHDL): every sum that a few smallest terms can make. */
    @Test
    void quireRoundsRightAroundMinpos() {
        for (NumberFormat format : POSITS) {
            FormatOracle oracle = FormatOracle.of(format);
            int scale = -format.quireExponent() / 2;
            long ran = 0;
            for (int quarters = -64; quarters <= 64; quarters++) {
                for (int delta = -1; delta <= 1; delta++) {
                    // Quarters of minpos = 2^scale units, and the neighbouring units.
                    BigInteger units = BigInteger.valueOf(quarters)
                            .shiftLeft(scale)
                            .shiftRight(2)
                            .add(BigInteger.valueOf(delta));
                    Rational exact = Rational.of(units).times(Rational.powerOfTwo(format.quireExponent()));
                    assertEquals(oracle.encode(exact), rounded(format, units), format.name() + " " + units);
                    ran++;
                }
            }
            assertEquals(387, ran);
        }
    }

    /** Negative sums that underflow, in minifloats: +0, never the code of -0, which stands for NaR. */
    @Test
    void minifloatsHaveNoNegativeZeroAsAResult() {
        NumberFormat fp4 = NumberFormats.FP4_E2M1;
        for (double tiny : List.of(-0.25, -0.1, -0x1p-1000, -0.0)) {
            assertEquals(0, fp4.fromDouble(tiny));
        }
        assertEquals(9, fp4.fromDouble(-0.26));
        assertTrue(!fp4.isNaR(8));
        assertEquals(0, fp4.toDouble(8));
    }

    /** Wrong division with narrow limbs (Universal): thirds and sevenths of sums that fill the quire. */
    @Test
    void quotientsOfWideSums() {
        for (NumberFormat format : POSITS) {
            FormatOracle oracle = FormatOracle.of(format);
            for (int bits = 1; bits <= format.productBits() + 14; bits++) {
                for (int divisor : List.of(3, 7, 49, 65_537, Integer.MAX_VALUE)) {
                    BigInteger sum = BigInteger.ONE.shiftLeft(bits).subtract(BigInteger.ONE);
                    BigInteger by = BigInteger.valueOf(divisor);
                    Rational exact = new Rational(sum, by).times(Rational.powerOfTwo(format.quireExponent()));
                    int actual =
                            ExactRounding.roundQuotient(format, sum, by, format.quireExponent(), Rounding.NEAREST_EVEN);
                    assertEquals(oracle.encode(exact), actual, format.name() + " (2^" + bits + " - 1) / " + divisor);
                }
            }
        }
    }
}
