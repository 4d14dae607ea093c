// SPDX-License-Identifier: Apache-2.0
package io.fluxmill.core.format;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.math.BigInteger;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;

/** The output stage against its definition, written with BigInteger and the oracles' encoders. */
class RescaleTest {
    private static final long SEED = 2026;
    private static final int RANDOM_PER_PAIR = 6_000;
    private static final BigInteger TWO_TO_32 = BigInteger.ONE.shiftLeft(32);

    @Test
    void agreesWithTheDefinition() {
        Ledger ledger = new Ledger(Ledger.Kind.RESCALE);
        for (NumberFormat operand : TestFormats.namedAndStandard()) {
            for (NumberFormat result : TestFormats.namedAndStandard()) {
                Cases cases = new Cases(operand, result);
                cases.directed();
                cases.besideTurningPoints();
                cases.firstRoundings();
                cases.random();
                ledger.add(operand, cases.ran);
            }
        }
        ledger.check();
    }

    /** The class comment of Rescale, line by line. */
    private static int expected(Rescale.Layer layer, Rescale.Channel channel, BigInteger acc, FormatOracle oracle) {
        BigInteger total = acc.multiply(BigInteger.valueOf(65536))
                .add(BigInteger.valueOf(channel.bias()).multiply(BigInteger.TWO.pow(layer.biasShift())));
        BigInteger mant = total.abs();
        boolean negative = total.signum() < 0;
        int e = 0;
        boolean inexact = false;
        while (mant.compareTo(TWO_TO_32) >= 0) {
            inexact |= mant.testBit(0);
            mant = mant.divide(BigInteger.TWO);
            e++;
        }
        mant = inexact ? mant.or(BigInteger.ONE) : mant;
        int s = negative ? channel.negScale() : channel.posScale();
        int m = negative ? channel.negMultiplier() : channel.posMultiplier();
        int x = s % 1024 >= 512 ? s % 1024 - 1024 : s % 1024;
        int f = negative ? channel.negFraction() : channel.posFraction();
        BigInteger parts = BigInteger.valueOf(32768L * m + f);
        Rational value = Rational.of(mant.multiply(parts)).times(Rational.powerOfTwo(e + x - 15));
        Rational signed = negative ^ s >= 32768 ? value.negate() : value;
        int code = oracle instanceof IntegerOracle integers
                ? integer(integers, layer, signed, total.abs(), parts, x)
                : oracle.encode(signed);
        if (oracle.value(code).compareTo(clipValue(oracle, layer.clipLow())) < 0) {
            return layer.clipLow();
        }
        return oracle.value(code).compareTo(clipValue(oracle, layer.clipHigh())) > 0 ? layer.clipHigh() : code;
    }

    /** The part of the class comment about integer results. */
    private static int integer(
            IntegerOracle oracle, Rescale.Layer layer, Rational value, BigInteger mag, BigInteger parts, int x) {
        BigInteger rounded =
                switch (layer.rounding()) {
                    case NEAREST_EVEN -> oracle.nearestEven(value);
                    case NEAREST_AWAY -> oracle.nearestAway(value);
                    case NEAREST_UP -> oracle.nearestUp(value);
                    case NEAREST_TWICE -> {
                        boolean nudged = x < -32
                                && mag.compareTo(BigInteger.TWO.pow(16)) >= 0
                                && mag.compareTo(BigInteger.TWO.pow(78)) < 0;
                        Rational nudge = nudged ? Rational.powerOfTwo(x + 31) : Rational.of(0);
                        yield oracle.nearestUp(value.plus(value.signum() < 0 ? nudge.negate() : nudge));
                    }
                    case FLOAT32 -> {
                        Rational product = Rational.of(float24(float24(mag).multiply(parts)))
                                .times(Rational.powerOfTwo(x - 15));
                        yield oracle.nearestEven(value.signum() < 0 ? product.negate() : product);
                    }
                };
        BigInteger limit = BigInteger.valueOf(65536);
        return oracle.saturate(rounded.max(limit.negate()).min(limit).add(BigInteger.valueOf(layer.zeroPoint())));
    }

    /** To 24 significant bits, ties to even. */
    private static BigInteger float24(BigInteger value) {
        if (value.bitLength() <= 24) {
            return value;
        }
        BigInteger unit = BigInteger.TWO.pow(value.bitLength() - 24);
        BigInteger[] parts = value.divideAndRemainder(unit);
        int beyondHalf = parts[1].shiftLeft(1).compareTo(unit);
        boolean up = beyondHalf > 0 || beyondHalf == 0 && parts[0].testBit(0);
        return (up ? parts[0].add(BigInteger.ONE) : parts[0]).multiply(unit);
    }

    /** NaR sorts below every value. */
    private static Rational clipValue(FormatOracle oracle, int code) {
        return oracle.value(code) == null ? Rational.powerOfTwo(1000).negate() : oracle.value(code);
    }

    private static final class Cases {
        private final NumberFormat operand;
        private final NumberFormat result;
        private final FormatOracle oracle;
        private final Random random;
        private long ran;

        Cases(NumberFormat operand, NumberFormat result) {
            this.operand = operand;
            this.result = result;
            oracle = FormatOracle.of(result);
            random = new Random(
                    SEED + operand.name().hashCode() * 31L + result.name().hashCode());
        }

        /** Powers of two and their neighbours in the accumulator, extreme scales and biases, no clipping. */
        void directed() {
            Rescale.Layer layer = layer(Rounding.NEAREST_EVEN, 0, lowest(), highest());
            Rescale.Layer shifted = layer(Rounding.NEAREST_EVEN, 30, lowest(), highest());
            for (int bit :
                    List.of(0, 1, 14, 15, 16, 17, 30, 31, 32, 44, 45, 46, 47, 48, 61, 62, 63, 64, 79, 80, 110, 126)) {
                for (int delta = -1; delta <= 1; delta++) {
                    BigInteger acc = BigInteger.ONE.shiftLeft(bit).add(BigInteger.valueOf(delta));
                    for (int x :
                            List.of(-512, -16 - 15 - bit, -17 - 15 - bit, -31 - bit + result.widthBits(), 0, 511)) {
                        if (x >= -512) {
                            check(layer, channel(0, x), acc);
                            check(layer, channel(0, x), acc.negate());
                            check(layer, channel(-1, x), acc);
                            check(layer, channel(Integer.MIN_VALUE, x), acc.negate());
                            check(shifted, channel(Integer.MIN_VALUE, x), acc.negate());
                            check(shifted, channel(Integer.MAX_VALUE, x), acc);
                        }
                    }
                }
            }
        }

        /**
         * Totals of 33 and 36 bits whose product with the multiplier lies within a few units of a point where rounding
         * turns: there the 32 bits rounded to odd, and no other number of bits, give the result.
         */
        void besideTurningPoints() {
            for (int i = 0; i < 50; i++) {
                Rational turn = oracle.midpointAbove(random.nextInt(oracle.largest()));
                if (turn.signum() == 0) {
                    return; // BINARY turns at zero
                }
                int multiplier = 0x8000 | random.nextInt(0x8000);
                Rational mant = turn.times(new Rational(BigInteger.ONE, BigInteger.valueOf(multiplier)));
                for (int width : List.of(33, 36)) {
                    int shift = 0;
                    while (mant.times(Rational.powerOfTwo(shift)).floor().bitLength() < width) {
                        shift++;
                    }
                    while (mant.times(Rational.powerOfTwo(shift)).floor().bitLength() > width) {
                        shift--;
                    }
                    BigInteger total = mant.times(Rational.powerOfTwo(shift)).floor();
                    for (int delta = -3; delta <= 4; delta++) {
                        checkTotal(total.add(BigInteger.valueOf(delta)), multiplier, Rescale.scaleWord(false, -shift));
                    }
                }
            }
        }

        /** The low 16 bits of the total are the bias, the others the accumulator. */
        private void checkTotal(BigInteger total, int multiplier, int scale) {
            int bias = total.intValue() & 0xFFFF;
            BigInteger acc = total.shiftRight(Rescale.BIAS_FRACTION_BITS);
            Rescale.Layer layer = layer(Rounding.NEAREST_EVEN, 0, lowest(), highest());
            check(layer, new Rescale.Channel(bias, multiplier, scale, 0, 0), acc);
            check(layer, new Rescale.Channel(-bias, 0, 0, multiplier, scale), acc.negate());
        }

        /**
         * Where the first of two roundings begins and ends: totals around 2^16 and 2^78, ties of either sign, scales around the last one that shifts right; and totals
         * and multipliers of ones alone, whose sums and roundings carry.
         */
        void firstRoundings() {
            for (Rounding rounding : List.of(Rounding.NEAREST_TWICE, Rounding.FLOAT32)) {
                for (int bits : List.of(1, 8, 15, 16, 17, 18, 31, 32, 33, 40, 48, 77, 78, 79, 80, 100)) {
                    for (int i = 0; i < 40; i++) {
                        BigInteger ones = BigInteger.ONE.shiftLeft(bits).subtract(BigInteger.ONE);
                        BigInteger few = BigInteger.valueOf(2 * random.nextInt(1 << 7) + 1)
                                .shiftLeft(Math.max(0, bits - 8));
                        BigInteger any = new BigInteger(bits, random).setBit(bits - 1);
                        BigInteger total = List.of(ones, few, any).get(i % 3);
                        int m = List.of(1 << 30, Integer.MAX_VALUE, 1 << 30 | random.nextInt(1 << 30))
                                .get(random.nextInt(3));
                        int x = i % 4 == 0 ? -31 - random.nextInt(4) : -15 - bits + random.nextInt(10) - 2;
                        checkTotal(total, m, x, rounding);
                    }
                }
            }
        }

        private void checkTotal(BigInteger total, int m, int x, Rounding rounding) {
            int bias = total.intValue() & 0xFFFF;
            BigInteger acc = total.shiftRight(Rescale.BIAS_FRACTION_BITS);
            int scale = Rescale.scaleWord(false, x);
            Rescale.Layer layer = layer(rounding, 0, lowest(), highest());
            int high = m >> 15;
            int low = m & 0x7FFF;
            check(layer, new Rescale.Channel(bias, high, scale, high, scale, low, low), acc);
            check(layer, new Rescale.Channel(-bias, high, scale, high, scale, low, low), acc.negate());
        }

        private Rescale.Channel channel(int bias, int x) {
            return new Rescale.Channel(
                    bias, 0x8000, Rescale.scaleWord(false, x), 0xFFFF, Rescale.scaleWord(true, Math.max(-512, x - 1)));
        }

        void random() {
            for (int i = 0; i < RANDOM_PER_PAIR; i++) {
                Rounding rounding = Rounding.values()[random.nextInt(Rounding.values().length)];
                int low = random.nextInt(4) == 0 ? random.nextInt(1 << result.widthBits()) : lowest();
                int high = random.nextInt(4) == 0 ? random.nextInt(1 << result.widthBits()) : highest();
                int biasShift = random.nextInt(8) == 0 ? random.nextInt(256) : random.nextInt(80);
                int accBits = 1 + random.nextInt(127);
                BigInteger acc = new BigInteger(accBits, random);
                int near = -accBits - 31 + random.nextInt(2 * result.widthBits() + 8) - result.widthBits();
                int pos = multiplier();
                int neg = multiplier();
                Rescale.Channel channel = new Rescale.Channel(
                        random.nextInt(4) == 0 ? 0 : random.nextInt() >> random.nextInt(32),
                        pos,
                        scale(near),
                        neg,
                        scale(near),
                        fraction(pos),
                        fraction(neg));
                check(layer(rounding, biasShift, low, high), channel, random.nextBoolean() ? acc : acc.negate());
            }
        }

        private int multiplier() {
            int kind = random.nextInt(8);
            return kind == 0 ? 0 : kind == 1 ? 0x8000 : 0x8000 | random.nextInt(0x8000);
        }

        private int fraction(int multiplier) {
            return multiplier == 0 || random.nextBoolean() ? 0 : random.nextInt(1 << 15);
        }

        private int scale(int near) {
            int exponent = random.nextInt(8) == 0 ? random.nextInt(1024) - 512 : near;
            return Rescale.scaleWord(random.nextInt(4) == 0, exponent);
        }

        private Rescale.Layer layer(Rounding rounding, int biasShift, int low, int high) {
            boolean ordered = result.order(low) <= result.order(high);
            int zeroPoint = random.nextBoolean() ? 0 : random.nextInt(1 << 16) - (1 << 15) >> random.nextInt(16);
            return new Rescale.Layer(
                    operand, result, rounding, biasShift, ordered ? low : high, ordered ? high : low, zeroPoint);
        }

        private int lowest() {
            return result.minBits();
        }

        private int highest() {
            return result.maxBits();
        }

        /** Every overload that can hold the accumulator. */
        private void check(Rescale.Layer layer, Rescale.Channel channel, BigInteger acc) {
            int expected = expected(layer, channel, acc, oracle);
            int big = Rescale.apply(layer, channel, acc, false);
            int wide = Rescale.apply(layer, channel, acc.shiftRight(64).longValue(), acc.longValue(), false);
            int narrow = acc.bitLength() < 64 ? Rescale.apply(layer, channel, acc.longValue(), false) : expected;
            if (expected != big || expected != wide || expected != narrow) {
                String context = layer + " " + channel + " acc=" + acc + " seed " + SEED;
                assertEquals(List.of(expected, expected, expected), List.of(big, wide, narrow), context);
            }
            ran++;
        }
    }

    /** With a power of two as multiplier, rounding to odd at 32 bits is innocuous: one rounding of the exact accumulator. */
    @Test
    void powersOfTwoRoundTheExactAccumulatorOnce() {
        Random random = new Random(SEED);
        for (NumberFormat operand : TestFormats.namedAndStandard()) {
            int scale = Rescale.scaleWord(false, operand.quireExponent() - 31);
            Rescale.Channel channel = new Rescale.Channel(0, 0x8000, scale, 0x8000, scale);
            for (NumberFormat result : TestFormats.namedAndStandard()) {
                Rescale.Layer layer = new Rescale.Layer(
                        operand, result, Rounding.NEAREST_EVEN, 0, result.minBits(), result.maxBits());
                FormatOracle oracle = FormatOracle.of(result);
                for (int i = 0; i < 300; i++) {
                    // Half of them one unit beside the point between two codes, if that is a multiple of the unit.
                    Rational turn = oracle.midpointAbove(random.nextInt(oracle.largest()));
                    BigInteger near = turn.times(Rational.powerOfTwo(-operand.quireExponent()))
                            .floor()
                            .add(BigInteger.valueOf(random.nextInt(3) - 1));
                    BigInteger any = new BigInteger(operand.productBits() + 10, random);
                    BigInteger magnitude = random.nextBoolean() ? near : any;
                    BigInteger acc = random.nextBoolean() ? magnitude : magnitude.negate();
                    Rational exact = Rational.of(acc).times(Rational.powerOfTwo(operand.quireExponent()));
                    assertEquals(oracle.encode(exact), Rescale.apply(layer, channel, acc, false), layer + " " + acc);
                }
            }
        }
    }

    /** The examples of docs/integration.md, against their formulas. */
    @Test
    void theDocumentedParameters() {
        Rescale.Layer layer =
                new Rescale.Layer(NumberFormats.INT8, NumberFormats.INT8, Rounding.NEAREST_EVEN, 0, 0x80, 0x7F);
        Rescale.Channel identity = new Rescale.Channel(0, 0x8000, 0x03E1, 0x8000, 0x03E1);
        Rescale.Channel relu = new Rescale.Channel(0, 0x8000, 0x03E1, 0, 0x03E1);
        Rescale.Channel scale = new Rescale.Channel(0, 0xC000, 0x03DA, 0xC000, 0x03DA);
        for (long acc = -40_000; acc <= 40_000; acc++) {
            long saturated = Math.max(-128, Math.min(127, acc));
            assertEquals(saturated, (byte) Rescale.apply(layer, identity, acc, false));
            assertEquals(Math.max(0, saturated), (byte) Rescale.apply(layer, relu, acc, false));
            long exact = (long) Math.rint(3.0 * acc / 256); // exact, and ties to even
            assertEquals(Math.max(-128, Math.min(127, exact)), (byte) Rescale.apply(layer, scale, acc, false));
        }
    }

    @Test
    void narBecomesTheCodeOfNarWhateverTheClip() {
        Rescale.Channel channel = new Rescale.Channel(5, 0x8000, 0, 0x8000, 0);
        for (NumberFormat result : NumberFormats.named()) {
            Rescale.Layer layer = new Rescale.Layer(
                    NumberFormats.POSIT16_1, result, Rounding.NEAREST_EVEN, 0, result.maxBits() - 1, result.maxBits());
            assertEquals(result.narBits(), Rescale.apply(layer, channel, BigInteger.ONE, true));
            assertEquals(result.narBits(), Rescale.apply(layer, channel, 1L, true));
            assertEquals(result.narBits(), Rescale.apply(layer, channel, 0L, 1L, true));
        }
    }

    @Test
    void errorsNameTheField() {
        assertEquals(
                "multiplier must be 0 or 32768 to 65535: negMultiplier=1",
                assertThrows(IllegalArgumentException.class, () -> new Rescale.Channel(0, 0, 0, 1, 0))
                        .getMessage());
        assertEquals(
                "rescale field must be 0 to 65535: posScale=-1",
                assertThrows(IllegalArgumentException.class, () -> new Rescale.Channel(0, 0, -1, 0, 0))
                        .getMessage());
        assertEquals(
                "rescale field must be 0 to 255: biasShift=256",
                assertThrows(IllegalArgumentException.class, () -> layerOfInt8(256, 0))
                        .getMessage());
        assertEquals(
                "rescale field must be 0 to 255: clipLow=-128",
                assertThrows(IllegalArgumentException.class, () -> layerOfInt8(0, -128))
                        .getMessage());
        assertEquals(
                "clipLow must not be above clipHigh in INT8: clipLow=0x7 clipHigh=0xFE",
                assertThrows(
                                IllegalArgumentException.class,
                                () -> new Rescale.Layer(
                                        NumberFormats.INT8, NumberFormats.INT8, Rounding.NEAREST_EVEN, 0, 7, 0xFE))
                        .getMessage());
        assertEquals(
                "zero point must be -32768 to 32767: zeroPoint=32768",
                assertThrows(
                                IllegalArgumentException.class,
                                () -> new Rescale.Layer(
                                        NumberFormats.INT8,
                                        NumberFormats.INT8,
                                        Rounding.NEAREST_EVEN,
                                        0,
                                        0x80,
                                        0x7F,
                                        32768))
                        .getMessage());
        assertEquals(
                "scale exponent must be in -512..511: exponent=512",
                assertThrows(IllegalArgumentException.class, () -> Rescale.scaleWord(false, 512))
                        .getMessage());
        assertEquals(0x8000 | 0x3FF, Rescale.scaleWord(true, -1));
    }

    private static Rescale.Layer layerOfInt8(int biasShift, int clipLow) {
        return new Rescale.Layer(
                NumberFormats.INT8, NumberFormats.INT8, Rounding.NEAREST_EVEN, biasShift, clipLow, 127);
    }
}
