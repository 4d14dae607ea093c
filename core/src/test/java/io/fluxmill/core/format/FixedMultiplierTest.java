// SPDX-License-Identifier: Apache-2.0
package io.fluxmill.core.format;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.math.BigDecimal;
import java.math.BigInteger;
import java.math.RoundingMode;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;

/** Against exact decimal numbers that are rounded as the definition says. */
class FixedMultiplierTest {
    private static final int CASES = 200_000;
    private static final BigDecimal TWO = BigDecimal.valueOf(2);
    private static final BigDecimal HALF = new BigDecimal("0.5");

    private static BigDecimal power(int exponent) {
        return exponent >= 0 ? TWO.pow(exponent) : HALF.pow(-exponent);
    }

    /** To the nearest, ties up. */
    private static BigInteger up(BigDecimal value) {
        return value.add(HALF).setScale(0, RoundingMode.FLOOR).toBigIntegerExact();
    }

    /** To the nearest, ties away from zero. */
    private static BigInteger away(BigDecimal value) {
        return value.setScale(0, RoundingMode.HALF_UP).toBigIntegerExact();
    }

    @Test
    void productsAreRoundedOnceOrTwice() {
        SplittableRandom random = new SplittableRandom(1);
        int differ = 0;
        for (int i = 0; i < CASES; i++) {
            int multiplier = (1 << 30) + (random.nextInt(3) == 0 ? random.nextInt(8) << 27 : random.nextInt(1 << 30));
            int exponent = random.nextInt(-20, 8);
            int x = random.nextInt(-1 << 23, 1 << 23) >> random.nextInt(16);
            FixedMultiplier factor = new FixedMultiplier(multiplier, exponent);
            BigDecimal product = BigDecimal.valueOf(x).multiply(BigDecimal.valueOf(multiplier));
            BigInteger once = up(product.multiply(power(exponent - 31)));
            BigInteger high = up(product.multiply(power(Math.max(exponent, 0) - 31)));
            BigInteger twice = away(new BigDecimal(high).multiply(power(Math.min(exponent, 0))));
            assertEquals(once.intValueExact(), factor.apply(x, Rounding.NEAREST_UP), factor + " " + x);
            assertEquals(twice.intValueExact(), factor.apply(x, Rounding.NEAREST_TWICE), factor + " " + x);
            differ += once.equals(twice) ? 0 : 1;
        }
        assertTrue(differ > 100, "cases in which the two differ: " + differ);
    }

    @Test
    void factorsAreTheNearest() {
        SplittableRandom random = new SplittableRandom(2);
        for (int i = 0; i < CASES; i++) {
            double real = Math.scalb(random.nextDouble(0.5, 1), random.nextInt(-31, 20));
            FixedMultiplier factor = FixedMultiplier.of(real);
            assertTrue(factor.multiplier() >= 1 << 30, factor.toString());
            BigDecimal steps = new BigDecimal(real).multiply(power(31 - factor.exponent()));
            assertEquals(away(steps).longValueExact(), factor.multiplier(), factor.toString());
        }
        assertEquals(new FixedMultiplier(0, 0), FixedMultiplier.of(0));
        assertEquals(new FixedMultiplier(0, 0), FixedMultiplier.of(0x1p-34));
        assertEquals(new FixedMultiplier(1 << 30, -31), FixedMultiplier.of(Math.nextDown(0x1p-32)));
        assertEquals(new FixedMultiplier(1 << 30, 1), FixedMultiplier.of(Math.nextDown(1.0)));
        assertThrows(IllegalArgumentException.class, () -> FixedMultiplier.of(-1));
        assertThrows(IllegalArgumentException.class, () -> FixedMultiplier.of(Double.NaN));
        assertThrows(IllegalArgumentException.class, () -> FixedMultiplier.of(0x1p29));
    }

    @Test
    void theShortMultiplierSaturates() {
        assertEquals(0x4000, new FixedMultiplier(0x40007FFF, 0).shortMultiplier());
        assertEquals(0x4001, new FixedMultiplier(0x40008000, 0).shortMultiplier());
        assertEquals(0x7FFF, new FixedMultiplier(0x7FFEFFFF, 0).shortMultiplier());
        assertEquals(0x7FFF, new FixedMultiplier(0x7FFFFFFF, 0).shortMultiplier());
    }
}
