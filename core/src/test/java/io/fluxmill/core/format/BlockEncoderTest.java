// SPDX-License-Identifier: Apache-2.0
package io.fluxmill.core.format;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Values to blocks, against {@link BlockOracle}. */
class BlockEncoderTest {
    private static final int SUMS = 300;

    static List<BlockFormat> blocks() {
        return NumberFormats.blocks();
    }

    /** Random values of 24 bits over few or many binades, with zeros, ties and boundaries of the scale rules. */
    private static double[] values(Random random, int depth) {
        double[] values = new double[depth];
        int center = random.nextInt(4) == 0 ? random.nextInt(240) - 120 : 0;
        int spread = 1 + random.nextInt(random.nextBoolean() ? 3 : 12);
        for (int k = 0; k < depth; k++) {
            int bits = random.nextInt(3) == 0 ? 4 : 24;
            double significand = Math.scalb(1 + random.nextInt(1 << bits), -bits);
            double value = Math.scalb(significand, center - random.nextInt(spread));
            values[k] = random.nextInt(9) == 0 ? 0 : random.nextBoolean() ? value : -value;
        }
        return values;
    }

    @ParameterizedTest
    @MethodSource("blocks")
    void everyRuleGivesTheScaleAndTheElementsOfItsDefinition(BlockFormat format) {
        BlockOracle oracle = BlockOracle.of(format.name());
        long seed = 20261128;
        Random random = new Random(seed);
        int compared = 0;
        for (int sum = 0; sum < SUMS; sum++) {
            int depth = 1 + random.nextInt(150);
            double[] values = values(random, depth);
            for (ScaleRule rule : format.unsignedE4m3() ? new ScaleRule[] {ScaleRule.FLOOR} : ScaleRule.values()) {
                for (boolean four : format.unsignedE4m3() ? new boolean[] {false, true} : new boolean[] {false}) {
                    short[] words = words(format.with(rule, four), values);
                    Rational[] actual = oracle.values(words, depth);
                    for (int from = 0; from < depth; from += format.size()) {
                        int to = Math.min(depth, from + format.size());
                        List<Rational> block = new ArrayList<>();
                        for (int k = from; k < to; k++) {
                            block.add(Rational.of(values[k]));
                        }
                        List<Rational> expected = expected(oracle, block, rule, four);
                        for (int k = from; k < to; k++) {
                            assertTrue(
                                    expected.get(k - from).sameAs(actual[k]),
                                    format.name() + " " + rule + " four=" + four + " seed " + seed + " sum " + sum
                                            + " k=" + k + " value " + values[k]);
                            compared++;
                        }
                    }
                }
            }
        }
        assertTrue(compared > SUMS * 50, "compared=" + compared);
    }

    private static List<Rational> expected(BlockOracle oracle, List<Rational> block, ScaleRule rule, boolean four) {
        if (oracle.e4m3()) {
            List<Rational> six = rounded(oracle, block, nearestE4m3(oracle, block, 6));
            List<Rational> other = rounded(oracle, block, nearestE4m3(oracle, block, 4));
            return four && error(block, other).compareTo(error(block, six)) < 0 ? other : six;
        }
        if (rule != ScaleRule.MSE) {
            return rounded(oracle, block, oracle.scale(block, rule));
        }
        Rational scale = oracle.scale(block, ScaleRule.FLOOR);
        List<Rational> floor = rounded(oracle, block, scale);
        List<Rational> more = rounded(oracle, block, scale.times(Rational.of(2)));
        boolean zero = block.stream().allMatch(value -> value.signum() == 0);
        return !zero && error(block, more).compareTo(error(block, floor)) < 0 ? more : floor;
    }

    private static List<Rational> rounded(BlockOracle oracle, List<Rational> block, Rational scale) {
        return block.stream().map(value -> oracle.element(value, scale)).toList();
    }

    private static Rational error(List<Rational> block, List<Rational> rounded) {
        Rational sum = Rational.ZERO;
        for (int i = 0; i < block.size(); i++) {
            Rational difference = block.get(i).plus(rounded.get(i).negate());
            sum = sum.plus(difference.times(difference)).reduced();
        }
        return sum;
    }

    /** amax / divisor to the nearest of 2^-9 to 448, ties to the even code. */
    private static Rational nearestE4m3(BlockOracle oracle, List<Rational> block, int divisor) {
        Rational wanted = block.stream()
                .map(Rational::abs)
                .max(Rational::compareTo)
                .orElseThrow()
                .dividedBy(divisor);
        int best = 1;
        for (int code = 2; code < 127; code++) {
            int closer = distance(oracle, code, wanted).compareTo(distance(oracle, best, wanted));
            best = closer < 0 || closer == 0 && code % 2 == 0 ? code : best;
        }
        return oracle.scale(best);
    }

    private static Rational distance(BlockOracle oracle, int code, Rational wanted) {
        return oracle.scale(code).plus(wanted.negate()).abs();
    }

    private static short[] words(BlockFormat format, double[] values) {
        short[] words = new short[format.words(values.length)];
        new BlockEncoder(format).encode(values, 0, values.length, words, 0);
        return words;
    }

    @Test
    void layoutAndSpecialBlocksAreThoseOfTheDocument() {
        double[] values = new double[40];
        values[0] = 1;
        values[1] = -6;
        values[2] = 0.25; // a tie: 0.25 of scale 1 is 0 or 0.5
        values[33] = 12;
        assertArrayEquals(
                new short[] {(short) (128 << 8 | 127), (short) 0xF2, 0, 0, 0, 0, 0, 0, 0, 0x70, 0},
                words(NumberFormats.MXFP4, values));
        values[5] = Double.NaN;
        values[33] = Double.NEGATIVE_INFINITY;
        for (BlockFormat format : blocks()) {
            short[] words = words(format, values);
            int nan = format.unsignedE4m3() ? 127 : 255;
            assertEquals(nan, words[0] & 255, format.name());
            assertTrue(Double.isNaN(format.value(words, 0, 0)));
            assertTrue(Double.isNaN(format.value(words, 0, 33)));
            assertEquals(0, format.elementCode(words, 0, 1));
        }
        assertArrayEquals(new short[NumberFormats.MXINT8.words(7)], words(NumberFormats.MXINT8, new double[7]));
        // MXINT8 uses -128: -1.999 of scale 1.
        assertEquals(-2, NumberFormats.MXINT8.value(words(NumberFormats.MXINT8, new double[] {-1.999}), 0, 0));
        assertEquals(0x1p-9, NumberFormats.NVFP4.scale(words(NumberFormats.NVFP4, new double[] {0x1p-20})[0] & 255));
        assertEquals(9, NumberFormats.MXFP4.words(32));
        assertEquals(17, NumberFormats.MXFP4.words(64));
        assertEquals(18 + 1, NumberFormats.MXFP4.words(65));
        assertEquals(9, NumberFormats.NVFP4.words(32));
        assertEquals(33, NumberFormats.MXFP8_E5M2.words(64));
    }

    /** Published figures for normal data, in dB: floor, rceil, even, mse; a million samples know them to a few hundredths. */
    @Test
    void signalToNoiseOfNormalDataIsThePublishedOne() {
        Random random = new Random(1);
        double[] values = new double[1 << 20];
        for (int i = 0; i < values.length; i++) {
            values[i] = (float) random.nextGaussian();
        }
        List<ScaleRule> rules = List.of(ScaleRule.FLOOR, ScaleRule.RCEIL, ScaleRule.EVEN, ScaleRule.MSE);
        figures(NumberFormats.MXFP4, rules, values, 18.78, 18.75, 19.03, 19.05);
        figures(NumberFormats.MXFP6_E2M3, rules, values, 30.95, 30.97, 31.00, 31.00);
        figures(NumberFormats.MXFP6_E3M2, rules, values, 25.35, 25.54, 25.54, 25.54);
        figures(NumberFormats.MXFP8_E4M3, rules, values, 30.63, 31.53, 31.19, 31.53);
        figures(NumberFormats.MXFP8_E5M2, rules, values, 25.35, 25.54, 25.54, 25.54);
        double amax = 0;
        for (double value : values) {
            amax = Math.max(amax, Math.abs(value));
        }
        double tensor = (float) (amax / (6 * 448));
        double[] scaled = new double[values.length];
        for (int i = 0; i < values.length; i++) {
            scaled[i] = values[i] / tensor;
        }
        assertEquals(20.43, decibel(NumberFormats.NVFP4, scaled), 0.02);
        assertEquals(21.21, decibel(NumberFormats.NVFP4.with(ScaleRule.FLOOR, true), scaled), 0.02);
    }

    private static void figures(BlockFormat format, List<ScaleRule> rules, double[] values, double... expected) {
        for (int i = 0; i < rules.size(); i++) {
            double actual = decibel(format.with(rules.get(i), false), values);
            assertEquals(expected[i], actual, 0.04, format.name() + " " + rules.get(i));
        }
    }

    private static double decibel(BlockFormat format, double[] values) {
        short[] words = words(format, values);
        double signal = 0;
        double noise = 0;
        for (int k = 0; k < values.length; k++) {
            double difference = format.value(words, 0, k) - values[k];
            signal += values[k] * values[k];
            noise += difference * difference;
        }
        return 10 * Math.log10(signal / noise);
    }
}
