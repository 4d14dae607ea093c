// SPDX-License-Identifier: Apache-2.0
package io.fluxmill.core.format;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.math.BigDecimal;
import java.math.BigInteger;
import java.math.RoundingMode;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.Test;

/** Approximate products against the formulas of L-Mul and Mitchell, written anew in doubles over values of the exact oracle. */
class MultiplicationTest {
    private static final List<Multiplication> APPROXIMATE = List.of(Multiplication.LMUL, Multiplication.MITCHELL);

    private static final Map<NumberFormat, double[]> VALUES = new HashMap<>();

    private static double value(NumberFormat format, int code) {
        double[] values = VALUES.computeIfAbsent(format, key -> {
            double[] unknown = new double[1 << key.widthBits()];
            Arrays.fill(unknown, Double.NaN);
            return unknown;
        });
        if (Double.isNaN(values[code])) {
            values[code] = exactValue(format, code);
        }
        return values[code];
    }

    private static double exactValue(NumberFormat format, int code) {
        Rational value = FormatOracle.of(format).value(code);
        return new BigDecimal(value.numerator())
                .divide(new BigDecimal(value.denominator()))
                .doubleValue();
    }

    /** 1 / 2^l(m) by a table. */
    private static double offset(Multiplication multiplication, int m) {
        double[] offsets = {0, 1 / 2.0, 1 / 4.0, 1 / 8.0, 1 / 8.0};
        return multiplication == Multiplication.MITCHELL ? 0 : m < offsets.length ? offsets[m] : 1 / 16.0;
    }

    /** The product's magnitude by the definition: 1 + x and 1 + y are what is left of a value without its power of two. */
    private static double product(double a, double b, double offset) {
        int ea = Math.getExponent(a);
        int eb = Math.getExponent(b);
        double s = Math.scalb(a, -ea) - 1 + (Math.scalb(b, -eb) - 1) + offset;
        double carried = s < 1 ? 1 + s : s < 2 ? 2 * s : 4 * (s - 1);
        return Math.scalb(carried, ea + eb);
    }

    /** Quire units of the product, what is below them cut off. */
    private static BigInteger units(NumberFormat format, Multiplication multiplication, double a, double b) {
        if (a == 0 || b == 0) {
            return BigInteger.ZERO;
        }
        double magnitude = product(Math.abs(a), Math.abs(b), offset(multiplication, format.fractionBits()));
        BigInteger cut = new BigDecimal(Math.scalb(magnitude, -format.quireExponent()))
                .setScale(0, RoundingMode.DOWN)
                .toBigIntegerExact();
        return a < 0 == b < 0 ? cut : cut.negate();
    }

    private static boolean hasExponent(String name) {
        return name.startsWith("POSIT") || name.startsWith("FP") || name.equals("BF16") || name.matches("BINARY\\d.*");
    }

    @Test
    void everyPairOfEveryNarrowFormatAndRandomPairsOfWideOnes() {
        long pairs = 0;
        int formats = 0;
        Random random = new Random(20261128);
        for (NumberFormat format : NumberFormats.all()) {
            if (!hasExponent(format.name())) {
                continue;
            }
            formats++;
            int codes = 1 << format.widthBits();
            boolean all = format.widthBits() <= 6
                    || List.of(
                                    "POSIT8_0",
                                    "POSIT8_2",
                                    "FP8_E4M3FN",
                                    "FP8_E5M2",
                                    "BINARY8P4SE",
                                    "BINARY8P1SF",
                                    "BINARY8P8UF")
                            .contains(format.name());
            long count = all ? (long) codes * codes : 4_000;
            for (Multiplication multiplication : APPROXIMATE) {
                for (long i = 0; i < count; i++) {
                    int a = all ? (int) (i / codes) : random.nextInt(codes);
                    int b = all ? (int) (i % codes) : random.nextInt(codes);
                    if (format.isNaR(a) || format.isNaR(b)) {
                        continue;
                    }
                    pairs++;
                    BigInteger expected = units(format, multiplication, value(format, a), value(format, b));
                    if (!expected.equals(multiplication.units(format, a, b))) {
                        assertEquals(
                                expected,
                                multiplication.units(format, a, b),
                                multiplication + " " + format.name() + " " + a + " * " + b);
                    }
                }
            }
        }
        assertEquals(169, formats);
        assertEquals(1_812_795, pairs);
    }

    /** Mean and largest relative error over all pairs of significands with m fraction bits, in hundredths of a percent. */
    private static List<Long> errors(NumberFormat format, Multiplication multiplication) {
        int m = format.fractionBits();
        int one = format.oneBits();
        double sum = 0;
        double largest = 0;
        for (int x = 0; x < 1 << m; x++) {
            for (int y = 0; y < 1 << m; y++) {
                double exact = (1 + x / (double) (1 << m)) * (1 + y / (double) (1 << m));
                double found = Math.scalb(
                        multiplication.units(format, one + x, one + y).doubleValue(), format.quireExponent());
                double error = Math.abs(found / exact - 1);
                sum += error;
                largest = Math.max(largest, error);
            }
        }
        return List.of(Math.round(1e4 * sum / (1L << 2 * m)), Math.round(1e4 * largest));
    }

    /** The published figures of the integer form and of Mitchell's product, in percent: mean/largest. */
    @Test
    void errorsAreThoseThatArePublished() {
        NumberFormat m2 = NumberFormats.of("FP8_E5M2");
        NumberFormat m3 = NumberFormats.of("FP8_E4M3FN");
        NumberFormat m4 = NumberFormats.of("BINARY8P5SF");
        NumberFormat m7 = NumberFormats.of("BF16");
        NumberFormat m10 = NumberFormats.of("FP16");
        assertEquals(List.of(1467L, 2500L), errors(m2, Multiplication.LMUL));
        assertEquals(List.of(524L, 1250L), errors(m3, Multiplication.LMUL));
        assertEquals(List.of(514L, 1250L), errors(m4, Multiplication.LMUL));
        assertEquals(List.of(266L, 729L), errors(m7, Multiplication.LMUL));
        assertEquals(List.of(265L, 729L), errors(m10, Multiplication.LMUL));
        assertEquals(List.of(357L, 1111L), errors(m2, Multiplication.MITCHELL));
        assertEquals(List.of(378L, 1111L), errors(m3, Multiplication.MITCHELL));
        assertEquals(List.of(383L, 1111L), errors(m4, Multiplication.MITCHELL));
        assertEquals(List.of(385L, 1111L), errors(m7, Multiplication.MITCHELL));
        assertEquals(List.of(385L, 1111L), errors(m10, Multiplication.MITCHELL));
    }

    /** The same for L-Mul's formula without the carry of its integer form, which no engine has. */
    @Test
    void theLiteralFormulaIsWorse() {
        int[] bits = {2, 3, 4, 7};
        double[][] published = {{11.1, 25}, {6.9, 18.2}, {6.9, 20.1}, {7.5, 23.2}};
        for (int i = 0; i < bits.length; i++) {
            int n = 1 << bits[i];
            double sum = 0;
            double largest = 0;
            for (int x = 0; x < n; x++) {
                for (int y = 0; y < n; y++) {
                    double a = x / (double) n;
                    double b = y / (double) n;
                    double error =
                            Math.abs((1 + a + b + offset(Multiplication.LMUL, bits[i])) / ((1 + a) * (1 + b)) - 1);
                    sum += error;
                    largest = Math.max(largest, error);
                }
            }
            assertEquals(published[i][0], Math.round(1000 * sum / n / n) / 10.0, "mean, m=" + bits[i]);
            assertEquals(published[i][1], Math.round(1000 * largest) / 10.0, "largest, m=" + bits[i]);
        }
    }

    /** What the widths of accumulators rest on. */
    @Test
    void productsAreMonotoneAndAtMostTheLargestCodes() {
        for (String name :
                List.of("FP4_E2M1", "FP6_E3M2", "POSIT8_0", "POSIT6_1", "BINARY8P3SE", "FP8_E4M3FN", "BINARY8P5SF")) {
            NumberFormat format = NumberFormats.of(name);
            for (Multiplication multiplication : APPROXIMATE) {
                for (int a = 0; a <= format.maxBits(); a++) {
                    for (int b = 1; b <= format.maxBits(); b++) {
                        BigInteger at = multiplication.units(format, a, b);
                        assertTrue(at.compareTo(multiplication.units(format, a, b - 1)) >= 0, name);
                        assertTrue(at.bitLength() <= multiplication.productBits(format), name);
                    }
                }
            }
        }
    }

    @Test
    void sumsOfRandomVectorsAreSumsOfProducts() {
        long sums = 0;
        for (String name : List.of(
                "FP4_E2M1",
                "POSIT4_1",
                "POSIT8_0",
                "POSIT16_1",
                "POSIT12_2",
                "POSIT16_2",
                "FP16",
                "FP8_E5M2",
                "BINARY8P1SE")) {
            NumberFormat format = NumberFormats.of(name);
            for (Multiplication multiplication : APPROXIMATE) {
                Random random = new Random(name.hashCode());
                DotProduct dot = DotProduct.of(FormatPair.of(format), multiplication, 300);
                for (int length : new int[] {0, 1, 2, 17, 299, 300}) {
                    short[] a = length == 299 ? largest(format, length) : codes(format, random, length);
                    short[] b = length == 299 ? a : codes(format, random, length);
                    DotProduct.Sum sum = new DotProduct.Sum();
                    dot.apply(dot.weights(a, 0, length), 0, dot.weights(b, 0, length), 0, length, sum);
                    BigInteger expected = BigInteger.ZERO;
                    Quire quire = new Quire(FormatPair.of(format), multiplication);
                    for (int i = 0; i < length; i++) {
                        int x = a[i] & 0xFFFF;
                        int y = b[i] & 0xFFFF;
                        expected = expected.add(units(format, multiplication, value(format, x), value(format, y)));
                        quire.addProduct(x, y);
                    }
                    assertEquals(expected, sum.units(), multiplication + " " + name + " " + length);
                    assertEquals(expected, quire.units(), multiplication + " " + name + " " + length);
                    assertFalse(sum.isNaR());
                    sums++;
                }
                short[] nar = {(short) format.narBits()};
                DotProduct.Sum sum = new DotProduct.Sum();
                dot.apply(dot.weights(nar, 0, 1), 0, dot.weights(new short[1], 0, 1), 0, 1, sum);
                assertEquals(format.isNaR(format.narBits()), sum.isNaR(), name);
            }
        }
        assertEquals(9 * 2 * 6, sums);
    }

    private static short[] largest(NumberFormat format, int length) {
        short[] codes = new short[length];
        Arrays.fill(codes, (short) format.maxBits());
        return codes;
    }

    private static short[] codes(NumberFormat format, Random random, int length) {
        short[] codes = new short[length];
        for (int i = 0; i < length; i++) {
            int code = random.nextInt(4) == 0
                    ? List.of(0, 1, format.maxBits(), format.minBits()).get(random.nextInt(4))
                    : random.nextInt(1 << format.widthBits());
            codes[i] = (short) (format.isNaR(code) ? 0 : code);
        }
        return codes;
    }

    @Test
    void integersAreRefused() {
        for (String name : List.of("INT8", "UINT4", "TERNARY", "BINARY")) {
            assertFalse(Multiplication.LMUL.takes(NumberFormats.of(name)), name);
            assertTrue(Multiplication.EXACT.takes(NumberFormats.of(name)), name);
        }
        assertEquals(
                "formats must be one with an exponent for LMUL: formats=INT8",
                assertThrows(
                                IllegalArgumentException.class,
                                () -> DotProduct.of(FormatPair.of("INT8"), Multiplication.LMUL, 4))
                        .getMessage());
    }
}
