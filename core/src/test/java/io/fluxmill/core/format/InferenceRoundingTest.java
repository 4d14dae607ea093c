// SPDX-License-Identifier: Apache-2.0
package io.fluxmill.core.format;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.math.BigInteger;
import java.util.List;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;

/**
 * {@link Rescale} against the kernels of int8 inference: the fixed-point multiplications of TensorFlow Lite and gemmlowp, written anew from their C++, and
 * Java's own float arithmetic.
 */
class InferenceRoundingTest {
    private static final int CASES = 1_000_000;
    private static final int MAX_LEFT_SHIFT = 8;
    private static final int MAX_RIGHT_SHIFT = 31;
    private static final List<NumberFormat> RESULTS =
            List.of(NumberFormats.INT8, NumberFormats.INT16, NumberFormats.INT4);

    /** {@code y = kernel(x, m, e)}, m of 31 bits, for {@code x * m * 2^(e - 31)}. */
    @FunctionalInterface
    private interface Kernel {
        long of(int x, int m, int e);
    }

    /** SaturatingRoundingDoublingHighMul, gemmlowp fixedpoint/fixedpoint.h. */
    private static int highMul(int a, int b) {
        boolean overflow = a == b && a == Integer.MIN_VALUE;
        long ab = (long) a * b;
        int nudge = ab >= 0 ? 1 << 30 : 1 - (1 << 30);
        int high = (int) ((ab + nudge) / (1L << 31)); // C++ and Java truncate alike
        return overflow ? Integer.MAX_VALUE : high;
    }

    /** RoundingDivideByPOT, gemmlowp fixedpoint/fixedpoint.h. */
    private static int divideByPowerOfTwo(int x, int exponent) {
        int mask = (int) ((1L << exponent) - 1);
        int remainder = x & mask;
        int threshold = (mask >> 1) + (x < 0 ? 1 : 0);
        return (x >> exponent) + (remainder > threshold ? 1 : 0);
    }

    /** MultiplyByQuantizedMultiplier, tensorflow/lite/kernels/internal/common.cc. */
    private static long twice(int x, int m, int e) {
        return divideByPowerOfTwo(highMul(x * (1 << Math.max(e, 0)), m), Math.max(-e, 0));
    }

    /** The same with TFLITE_SINGLE_ROUNDING. */
    private static long once(int x, int m, int e) {
        int shift = 31 - e;
        return ((long) x * m + (1L << shift - 1)) >> shift;
    }

    /** rint of a float32 product. */
    private static long inFloat(int x, int m, int e) {
        float scale = Math.scalb((float) (m >> 7), e - 24);
        return (long) Math.rint((float) x * scale);
    }

    @Test
    void singleRoundingIsTheMultiplierOfTensorFlowLite() {
        assertTrue(agree(Rounding.NEAREST_UP, InferenceRoundingTest::once, 1) > CASES / 20);
    }

    @Test
    void doubleRoundingIsTheMultiplierOfTensorFlowLite() {
        assertTrue(agree(Rounding.NEAREST_TWICE, InferenceRoundingTest::twice, 1) > CASES / 20);
    }

    @Test
    void floatsAreThoseOfJava() {
        assertTrue(agree(Rounding.FLOAT32, InferenceRoundingTest::inFloat, 1 << 7) > CASES / 20);
    }

    /** How many of the cases the rounding of {@link Rounding#NEAREST_EVEN} or {@link Rounding#NEAREST_AWAY} would have got wrong. */
    private static int agree(Rounding rounding, Kernel kernel, int unit) {
        SplittableRandom random = new SplittableRandom(8);
        int special = 0;
        int negative = 0;
        for (int i = 0; i < CASES; i++) {
            NumberFormat result = RESULTS.get(i % RESULTS.size());
            int e = random.nextInt(-MAX_RIGHT_SHIFT, MAX_LEFT_SHIFT + 1);
            int m = multiplier(random, unit);
            int x = sum(random, m, e, result);
            int zeroPoint = i % 5 == 0 ? 0 : random.nextInt(-1 << 15, 1 << 15) >> random.nextInt(16);
            int[] clips = {code(random, result, true), code(random, result, false)};
            boolean ordered = result.order(clips[0]) <= result.order(clips[1]);
            Rescale.Layer layer = new Rescale.Layer(
                    NumberFormats.INT8,
                    result,
                    rounding,
                    Rescale.BIAS_FRACTION_BITS,
                    clips[ordered ? 0 : 1],
                    clips[ordered ? 1 : 0],
                    zeroPoint);
            long y = kernel.of(x, m, e);
            long low = result.order(layer.clipLow());
            long high = result.order(layer.clipHigh());
            long expected = Math.max(low, Math.min(high, y + zeroPoint));
            int bias = random.nextInt() >> random.nextInt(32);
            Rescale.Channel channel = channel(bias, m, e);
            int found = result.order(Rescale.apply(layer, channel, (long) x - bias, false));
            if (expected != found) {
                assertEquals(expected, found, "x=" + x + ", m=" + m + ", e=" + e + ", " + layer + ", " + channel);
            }
            if (i % 64 == 0) {
                BigInteger acc = BigInteger.valueOf((long) x - bias);
                assertEquals(expected, result.order(Rescale.apply(layer, channel, acc, false)));
                assertEquals(
                        expected,
                        result.order(Rescale.apply(layer, channel, (long) acc.signum() >> 63, acc.longValue(), false)));
            }
            special += differs(x, m, e, y) ? 1 : 0;
            negative += y < 0 ? 1 : 0;
        }
        assertTrue(negative > CASES / 4, "negative: " + negative);
        return special;
    }

    private static boolean differs(int x, int m, int e, long y) {
        long product = (long) x * m;
        int shift = 31 - e;
        long down = product >> shift;
        long rest = product & (1L << shift) - 1;
        long half = 1L << shift - 1;
        long even = down + (rest > half || rest == half && (down & 1) != 0 ? 1 : 0);
        long away = down + (rest > half || rest == half && product >= 0 ? 1 : 0);
        return y != even || y != away;
    }

    private static Rescale.Channel channel(int bias, int m, int e) {
        int scale = Rescale.scaleWord(false, e - 32);
        return new Rescale.Channel(bias, m >> 15, scale, m >> 15, scale, m & 0x7FFF, m & 0x7FFF);
    }

    /** Of 31 bits, a multiple of the unit: half of them with few bits, so that products are ties. */
    private static int multiplier(SplittableRandom random, int unit) {
        int any = random.nextInt(1 << 30);
        int kept = random.nextBoolean() ? any : any & -1 << random.nextInt(31);
        return (1 << 30 | kept) & -unit;
    }

    /** Any of 32 bits, one whose product is near the range of the result, or a tie; shifted left it has 32 bits. */
    private static int sum(SplittableRandom random, int m, int e, NumberFormat result) {
        int kind = random.nextInt(8);
        int bits = 32 - Math.max(e, 0);
        int tie = 30 - e - Integer.numberOfTrailingZeros(m); // places below an odd number
        if (kind < 3 && tie >= 0 && tie < bits - 1) {
            int odd = random.nextInt() >> Math.min(31, Math.max(tie, 32 - result.widthBits()) + Math.max(e, 0)) | 1;
            return odd << tie;
        }
        int wanted = Math.max(1, Math.min(bits, result.widthBits() + 1 - e));
        return random.nextInt() >> 32 - (kind == 3 ? bits : wanted);
    }

    private static int code(SplittableRandom random, NumberFormat format, boolean low) {
        return random.nextInt(3) == 0
                ? random.nextInt(1 << format.widthBits())
                : low ? format.minBits() : format.maxBits();
    }

    /** The tie of both roundings: 5 * 0.75 / 2 = 1.875; 2^30 in the units of the product is the half of the first rounding. */
    @Test
    void documentedCases() {
        assertEquals(-2, once(-5, 1 << 30, 0), "half up");
        assertEquals(1, twice(3, 1 << 30, -1), "0.75: 1.5 is 2, and 2 / 2 is 1");
        int[][] cases = {
            // x, e, single, double: m = 2^30, so the value is x * 2^(e - 1)
            {5, 0, 3, 3}, {-5, 0, -2, -2}, {5, -1, 1, 2}, {-5, -1, -1, -1}, {-6, -1, -1, -2}, {6, -1, 2, 2}
        };
        for (int[] each : cases) {
            assertEquals(each[2], once(each[0], 1 << 30, each[1]));
            assertEquals(each[3], twice(each[0], 1 << 30, each[1]));
            for (Rounding rounding : List.of(Rounding.NEAREST_UP, Rounding.NEAREST_TWICE)) {
                Rescale.Layer layer =
                        new Rescale.Layer(NumberFormats.INT8, NumberFormats.INT8, rounding, 16, 0x80, 0x7F);
                int expected = rounding == Rounding.NEAREST_UP ? each[2] : each[3];
                assertEquals(expected, (byte) Rescale.apply(layer, channel(0, 1 << 30, each[1]), each[0], false));
            }
        }
    }

    @Test
    void roundingsOfTwoStepsAreRefusedWhereThereIsOne() {
        assertEquals(
                "rounding must be even, away or single where a shift is all: round=double",
                assertThrows(
                                IllegalArgumentException.class,
                                () -> NumberFormats.INT8.round(false, 3, -1, Rounding.NEAREST_TWICE))
                        .getMessage());
        assertEquals(
                "rounding must be one of even, away, single, double, fp32: round=odd",
                assertThrows(IllegalArgumentException.class, () -> Rounding.of("odd"))
                        .getMessage());
        for (Rounding rounding : Rounding.values()) {
            assertEquals(rounding, Rounding.of(rounding.key()));
            assertEquals(0x40, NumberFormats.POSIT8_0.round(false, 1, 0, rounding), "posits do not ask");
        }
    }
}
