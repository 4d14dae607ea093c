// SPDX-License-Identifier: Apache-2.0
package io.fluxmill.core.format;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.math.BigInteger;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Random;
import java.util.Set;
import org.junit.jupiter.api.Test;

/** Exact sums of up to 4,096 products: the quire and the fast dot product against sums of exact rationals. */
class DotProductTest {
    private static final long SEED = 4096;
    private static final int MAX_TERMS = 4096;
    private static final List<Integer> LENGTHS = List.of(0, 1, 2, 3, 7, 63, 64, 65, 127, 128, 129, 1000, 4095, 4096);

    /** Which codes a vector is made of. */
    private enum Mix {
        UNIFORM,
        SPECIALS,
        LARGEST,
        /** One NaR, in the first operand, the second or both; not always within the range that is summed. */
        WITH_NAR
    }

    @Test
    void quireAndDotProductAreExact() {
        Ledger quires = new Ledger(Ledger.Kind.QUIRE);
        Ledger dots = new Ledger(Ledger.Kind.DOT);
        for (NumberFormat format : formats()) {
            long ran = 0;
            for (Mix mix : Mix.values()) {
                for (int length : LENGTHS) {
                    check(format, mix, length, new Random(SEED + length * 10L + mix.ordinal()));
                    ran++;
                }
            }
            quires.add(format, ran * TestFormats.namedAndStandard().size());
            dots.add(format, ran);
        }
        quires.check();
        dots.check();
    }

    private static List<NumberFormat> formats() {
        List<NumberFormat> formats = new ArrayList<>(TestFormats.narrow());
        formats.addAll(TestFormats.wide());
        return formats;
    }

    private static void check(NumberFormat format, Mix mix, int length, Random random) {
        int offset = random.nextInt(5);
        int narSide = random.nextInt(3);
        short[] left = codes(format, narSide == 0 && mix == Mix.WITH_NAR ? Mix.UNIFORM : mix, length + 9, random);
        short[] right = codes(format, narSide == 1 && mix == Mix.WITH_NAR ? Mix.UNIFORM : mix, length + 9, random);
        Rational exact = exact(format, left, right, offset, length);
        String context = format.name() + " " + mix + " length " + length + " seed " + SEED;
        checkQuire(format, left, right, offset, length, exact, context);
        checkDot(format, left, right, offset, length, exact, context);
    }

    private static short[] codes(NumberFormat format, Mix mix, int length, Random random) {
        int nar = format.narBits();
        int mask = (1 << format.widthBits()) - 1;
        int afterMax = format.maxBits() + 1 & mask; // an infinity or NaN where there is one
        int half = 1 << format.widthBits() - 1;
        int[] specials = {0, 1 & mask, half - 1, mask, half + 1 & mask, format.oneBits()};
        short[] codes = new short[length];
        for (int i = 0; i < length; i++) {
            int uniform = random.nextInt(mask + 1);
            int code =
                    switch (mix) {
                        case UNIFORM, WITH_NAR -> format.isNaR(uniform) ? 0 : uniform;
                        case SPECIALS -> specials[random.nextInt(specials.length)];
                        case LARGEST -> format instanceof IntegerFormat ? nar : format.maxBits();
                    };
            codes[i] = (short) code;
        }
        if (mix == Mix.WITH_NAR) {
            codes[random.nextInt(length)] = (short) (format.isNaR(afterMax) && random.nextBoolean() ? afterMax : nar);
        }
        return codes;
    }

    /** The sum by definition; null if a term is NaR. */
    private static Rational exact(NumberFormat format, short[] left, short[] right, int offset, int length) {
        FormatOracle oracle = FormatOracle.of(format);
        Rational unit = Rational.powerOfTwo(format.quireExponent());
        BigInteger sum = BigInteger.ZERO;
        for (int i = offset; i < offset + length; i++) {
            Rational product = FormatOracle.product(oracle.value(left[i] & 0xFFFF), oracle.value(right[i] & 0xFFFF));
            if (product == null) {
                return null;
            }
            BigInteger[] units = product.numerator()
                    .multiply(unit.denominator())
                    .divideAndRemainder(product.denominator().multiply(unit.numerator()));
            assertEquals(0, units[1].signum(), "a product is a multiple of the quire's unit");
            sum = sum.add(units[0]);
        }
        return Rational.of(sum).times(unit);
    }

    private static void checkQuire(
            NumberFormat format, short[] left, short[] right, int offset, int length, Rational exact, String context) {
        Quire quire = new Quire(format);
        for (int i = offset; i < offset + length; i++) {
            quire.addProduct(left[i] & 0xFFFF, right[i] & 0xFFFF);
        }
        assertEquals(exact == null, quire.isNaR(), context);
        for (NumberFormat result : TestFormats.namedAndStandard()) {
            FormatOracle oracle = FormatOracle.of(result);
            int actual = quire.toBits(result, Rounding.NEAREST_EVEN);
            assertEquals(oracle.encodeOrNaR(exact), actual, context + " to " + result.name());
        }
    }

    /** Twice into the same vectors, so that nothing of the first remains in the second. */
    private static void checkDot(
            NumberFormat format, short[] left, short[] right, int offset, int length, Rational exact, String context) {
        DotProduct dot = DotProduct.of(format, MAX_TERMS);
        DotProduct.Vector weights = dot.weights(right, 0, right.length);
        DotProduct.Vector row = dot.weights(new short[] {(short) format.narBits()}, 0, 1);
        DotProduct.Vector big = dot.activations(left.length);
        big.set(left, 0, left.length);
        big.set(left, offset, length);
        DotProduct.Sum sum = new DotProduct.Sum();
        dot.apply(row, 0, row, 0, 1, sum);
        dot.apply(big, 0, weights, offset, length, sum);
        assertEquals(exact == null, sum.isNaR(), context);
        if (exact != null) {
            Rational actual = Rational.of(sum.units()).times(Rational.powerOfTwo(format.quireExponent()));
            assertTrue(exact.sameAs(actual), context);
        }
    }

    @Test
    void sumsRescaleLikeTheirUnits() {
        Random random = new Random(SEED);
        for (NumberFormat format : TestFormats.wide()) {
            DotProduct dot = DotProduct.of(format, MAX_TERMS);
            DotProduct.Sum sum = new DotProduct.Sum();
            Rescale.Layer layer =
                    new Rescale.Layer(format, format, Rounding.NEAREST_EVEN, 3, format.minBits(), format.maxBits());
            for (int i = 0; i < 1000; i++) {
                short[] codes = codes(format, i % 50 == 0 ? Mix.WITH_NAR : Mix.UNIFORM, 16, random);
                int scale = Rescale.scaleWord(false, format.quireExponent() - 31 - random.nextInt(9));
                Rescale.Channel channel = new Rescale.Channel(random.nextInt(), 0x8000, scale, 0xC000, scale);
                DotProduct.Vector vector = dot.weights(codes, 0, 16);
                dot.apply(vector, 0, vector, 3, 13, sum);
                assertEquals(Rescale.apply(layer, channel, sum.units(), sum.isNaR()), sum.rescale(layer, channel));
            }
        }
    }

    /** Products of two formats: the quire and the dot product of each pair of kinds, from both sides, against exact rationals; NaR of either operand. */
    @Test
    void sumsOfPairsAreExact() {
        List<String> names = List.of(
                "INT4",
                "INT8",
                "INT16",
                "UINT8",
                "TERNARY",
                "BINARY",
                "FP4_E2M1",
                "FP6_E3M2",
                "FP8_E4M3FN",
                "FP8_E5M2",
                "FP16",
                "POSIT4_1",
                "POSIT8_0",
                "POSIT8_2",
                "POSIT16_1",
                "POSIT16_2",
                "BINARY8P3SE",
                "BINARY5P4UF");
        Set<Class<?>> arithmetics = new HashSet<>();
        int sums = 0;
        int nars = 0;
        for (String weights : names) {
            for (String activations : names) {
                FormatPair pair = FormatPair.of(weights + " x " + activations);
                DotProduct dot = DotProduct.of(pair, MAX_TERMS);
                arithmetics.add(dot.getClass());
                for (Mix mix : Mix.values()) {
                    for (int length : List.of(1, 2, 40, 300)) {
                        boolean nar = checkPair(pair, dot, mix, length, new Random(SEED + 31 * length + mix.ordinal()));
                        nars += nar ? 1 : 0;
                        sums++;
                    }
                }
            }
        }
        assertEquals(Set.of(LongDotProduct.class, WideDotProduct.class, BigDotProduct.class), arithmetics);
        assertEquals(18 * 18 * 16, sums);
        assertTrue(nars > 300 && nars < sums / 2, "nars=" + nars);
    }

    /** Whether the sum is NaR. */
    private static boolean checkPair(FormatPair pair, DotProduct dot, Mix mix, int length, Random random) {
        int narSide = random.nextInt(3);
        short[] w = codes(pair.weights(), narSide == 0 && mix == Mix.WITH_NAR ? Mix.UNIFORM : mix, length, random);
        short[] a = codes(pair.activations(), narSide == 1 && mix == Mix.WITH_NAR ? Mix.UNIFORM : mix, length, random);
        FormatOracle left = FormatOracle.of(pair.weights());
        FormatOracle right = FormatOracle.of(pair.activations());
        Rational unit = Rational.powerOfTwo(pair.unitExponent());
        Quire quire = new Quire(pair);
        BigInteger expected = BigInteger.ZERO;
        for (int i = 0; i < length; i++) {
            quire.addProduct(w[i] & 0xFFFF, a[i] & 0xFFFF);
            Rational product = FormatOracle.product(left.value(w[i] & 0xFFFF), right.value(a[i] & 0xFFFF));
            if (product == null || expected == null) {
                expected = null;
                continue;
            }
            BigInteger[] units = product.numerator()
                    .multiply(unit.denominator())
                    .divideAndRemainder(product.denominator().multiply(unit.numerator()));
            assertEquals(0, units[1].signum(), pair + ": a product is a multiple of the unit");
            assertTrue(units[0].bitLength() <= pair.productBits(), pair + ": productBits");
            expected = expected.add(units[0]);
        }
        String context = pair + " " + mix + " length " + length;
        DotProduct.Vector row = dot.activations(length);
        row.set(a, 0, length);
        DotProduct.Sum sum = new DotProduct.Sum();
        dot.apply(row, 0, dot.weights(w, 0, length), 0, length, sum);
        assertEquals(expected == null, quire.isNaR(), context);
        assertEquals(expected == null, sum.isNaR(), context);
        if (expected != null) {
            assertEquals(expected, quire.units(), context);
            assertEquals(expected, sum.units(), context);
        }
        return expected == null;
    }

    /** The narrowest arithmetic that holds maxTerms products: the class is the choice. */
    @Test
    void arithmeticIsAsWideAsTheSumNeeds() {
        for (NumberFormat format : NumberFormats.named()) {
            Class<?> expected =
                    switch (format.name()) {
                        case "POSIT16_1", "FP8_E5M2", "FP16" -> WideDotProduct.class;
                        case "BF16" -> BigDotProduct.class;
                        default -> LongDotProduct.class;
                    };
            assertEquals(expected, DotProduct.of(format, MAX_TERMS).getClass(), format.name());
        }
        assertEquals(
                WideDotProduct.class,
                DotProduct.of(NumberFormats.POSIT16_1, 16_383).getClass());
        assertEquals(
                BigDotProduct.class,
                DotProduct.of(NumberFormats.POSIT16_1, 16_384).getClass());
        assertEquals(
                BigDotProduct.class, DotProduct.of(TestFormats.POSIT16_2, 1).getClass());
    }

    @Test
    void errorsNameTheRule() {
        assertEquals(
                "dot product must have at least one term: maxTerms=0",
                assertThrows(IllegalArgumentException.class, () -> DotProduct.of(NumberFormats.INT8, 0))
                        .getMessage());
        DotProduct dot = DotProduct.of(NumberFormats.INT8, 2);
        DotProduct.Vector three = dot.weights(new short[3], 0, 3);
        DotProduct.Sum sum = new DotProduct.Sum();
        assertEquals(
                "dot product of INT8 must have at most 2 terms: length=3",
                assertThrows(IllegalArgumentException.class, () -> dot.apply(three, 0, three, 0, 3, sum))
                        .getMessage());
    }
}
