// SPDX-License-Identifier: Apache-2.0
package io.fluxmill.core.format;

import java.math.BigInteger;
import java.util.List;

/**
 * Block formats by their definitions, in exact rationals, chosen by name: OCP MX v1.0 and NVFP4. Shares no code with the classes under test.
 *
 * @param element oracle of the elements; their values are times 2^elementExponent
 * @param max largest value of an element
 */
record BlockOracle(
        FormatOracle element, int elementExponent, int size, boolean e4m3, int laneBits, int width, double max) {
    static BlockOracle of(String name) {
        return switch (name) {
            case "MXFP4" -> new BlockOracle(named("FP4_E2M1"), 0, 32, false, 4, 4, 6);
            case "MXFP6_E2M3" -> new BlockOracle(named("FP6_E2M3"), 0, 32, false, 8, 6, 7.5);
            case "MXFP6_E3M2" -> new BlockOracle(named("FP6_E3M2"), 0, 32, false, 8, 6, 28);
            case "MXFP8_E4M3" -> new BlockOracle(named("FP8_E4M3FN"), 0, 32, false, 8, 8, 448);
            case "MXFP8_E5M2" -> new BlockOracle(named("FP8_E5M2"), 0, 32, false, 8, 8, 57344);
            case "MXINT8" -> new BlockOracle(named("INT8"), -6, 32, false, 8, 8, 127 / 64.0);
            case "NVFP4" -> new BlockOracle(named("FP4_E2M1"), 0, 16, true, 4, 4, 6);
            default -> throw new AssertionError(name);
        };
    }

    private static FormatOracle named(String name) {
        return FormatOracle.of(NumberFormats.of(name));
    }

    /** Of E8M0, or E4M3; null for NaN. */
    Rational scale(int code) {
        if (!e4m3) {
            return code == 255 ? null : Rational.powerOfTwo(code - 127);
        }
        int field = code >> 3 & 15;
        int mantissa = code & 7;
        if (field == 15 && mantissa == 7) {
            return null;
        }
        return field == 0
                ? Rational.of(mantissa).times(Rational.powerOfTwo(-9))
                : Rational.of(8 + mantissa).times(Rational.powerOfTwo(field - 10));
    }

    /** The operands of a sum of {@code depth} products from its words; null for NaN. */
    Rational[] values(short[] words, int depth) {
        Rational[] values = new Rational[depth];
        int lanes = 16 / laneBits;
        int word = 0;
        int scales = 0;
        for (int k = 0; k < depth; k++) {
            if (k % (2 * size) == 0) {
                scales = words[word++] & 0xFFFF;
            }
            int scale = k / size % 2 == 0 ? scales & 255 : scales >> 8;
            int code = (words[word] & 0xFFFF) >> k % lanes * laneBits & (1 << width) - 1;
            Rational value = element.value(code);
            values[k] = value == null || scale(scale) == null || element.infinity(code) != 0
                    ? null
                    : value.times(Rational.powerOfTwo(elementExponent))
                            .times(scale(scale))
                            .reduced();
            if (k % lanes == lanes - 1 || k == depth - 1) {
                word++;
            }
        }
        if (word != words.length) {
            throw new AssertionError("words read " + word + " of " + words.length);
        }
        return values;
    }

    /** Whether a word's products are one term. */
    boolean sharesPlace() {
        return !(element == named("FP8_E4M3FN") || element == named("FP8_E5M2"));
    }

    /** The code of an element for a value, with a scale. */
    Rational element(Rational value, Rational scale) {
        Rational scaled = new Rational(
                value.numerator().multiply(scale.denominator()),
                value.denominator().multiply(scale.numerator()));
        int code = element.encode(scaled.times(Rational.powerOfTwo(-elementExponent)));
        return element.value(code).times(Rational.powerOfTwo(elementExponent)).times(scale);
    }

    /** Floor of log2 of a positive value. */
    static int log2(Rational value) {
        int exponent = value.numerator().bitLength() - value.denominator().bitLength();
        return value.compareTo(Rational.powerOfTwo(exponent)) < 0 ? exponent - 1 : exponent;
    }

    /** The block's scale by a rule; MSE is not among them. */
    Rational scale(List<Rational> block, ScaleRule rule) {
        Rational amax =
                block.stream().map(Rational::abs).max(Rational::compareTo).orElseThrow();
        if (amax.signum() == 0) {
            return Rational.powerOfTwo(-127);
        }
        int emax = log2(Rational.of(max));
        int floor = log2(amax);
        int exponent = floor - emax;
        if (rule == ScaleRule.CEIL && !amax.sameAs(Rational.powerOfTwo(floor))) {
            exponent++;
        }
        if (rule == ScaleRule.RCEIL) {
            exponent = floor - emax - 2;
            while (amax.compareTo(Rational.of(max).times(Rational.powerOfTwo(exponent))) > 0) {
                exponent++;
            }
        }
        if (rule == ScaleRule.EVEN) {
            int bits = fractionBits();
            Rational units = amax.times(Rational.powerOfTwo(bits - floor)).reduced();
            BigInteger down = units.floor();
            Rational rest = units.plus(Rational.of(down).negate());
            int half = rest.compareTo(Rational.HALF);
            boolean up = half > 0 || half == 0 && down.testBit(0);
            Rational rounded = Rational.of(up ? down.add(BigInteger.ONE) : down);
            exponent = log2(rounded.times(Rational.powerOfTwo(floor - bits))) - emax;
        }
        return Rational.powerOfTwo(Math.max(-127, Math.min(127, exponent)));
    }

    private int fractionBits() {
        return switch (width) {
            case 4 -> 1;
            case 6 -> max == 28 ? 2 : 3;
            default -> elementExponent != 0 ? 6 : max == 448 ? 3 : 2;
        };
    }
}
