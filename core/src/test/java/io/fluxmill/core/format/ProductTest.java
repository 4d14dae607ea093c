// SPDX-License-Identifier: Apache-2.0
package io.fluxmill.core.format;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;

/** Products rounded once, through the quire: all pairs up to 8 bits, boundary tables and random pairs at 16 bits. */
class ProductTest {
    private static final long SEED = 16;
    private static final int RANDOM_PAIRS = 200_000;

    @Test
    void productsRoundOnce() {
        Ledger ledger = new Ledger(Ledger.Kind.PRODUCT);
        for (NumberFormat format : TestFormats.narrow()) {
            Pairs pairs = new Pairs(format);
            int codes = 1 << format.widthBits();
            for (int a = 0; a < codes; a++) {
                for (int b = 0; b < codes; b++) {
                    pairs.check(a, b);
                }
            }
            ledger.add(format, pairs.ran);
        }
        for (NumberFormat format : TestFormats.wide()) {
            ledger.add(format, boundaryAndRandomPairs(format));
        }
        ledger.check();
    }

    private static long boundaryAndRandomPairs(NumberFormat format) {
        Pairs pairs = new Pairs(format);
        List<Integer> boundaries = boundaryCodes(format);
        for (int a : boundaries) {
            for (int b : boundaries) {
                pairs.check(a, b);
            }
        }
        Random random = new Random(SEED);
        for (int i = 0; i < RANDOM_PAIRS; i++) {
            pairs.check(random.nextInt(1 << format.widthBits()), random.nextInt(1 << format.widthBits()));
        }
        return pairs.ran;
    }

    /** Codes at, just above and just below each power of two and each regime boundary, both signs, and the extremes. */
    static List<Integer> boundaryCodes(NumberFormat format) {
        int mask = (1 << format.widthBits()) - 1;
        List<Integer> codes = new ArrayList<>();
        for (int bit = 0; bit < format.widthBits(); bit++) {
            for (int delta = -2; delta <= 2; delta++) {
                codes.add(((1 << bit) + delta) & mask);
                codes.add((-(1 << bit) + delta) & mask);
                codes.add((mask >> 1 ^ (1 << bit) + delta) & mask);
            }
        }
        return codes.stream().distinct().sorted().toList();
    }

    private static final class Pairs {
        private final NumberFormat format;
        private final FormatOracle oracle;
        private final Quire quire;
        private long ran;

        Pairs(NumberFormat format) {
            this.format = format;
            oracle = FormatOracle.of(format);
            quire = new Quire(format);
        }

        void check(int a, int b) {
            Rational exact = FormatOracle.product(oracle.value(a), oracle.value(b));
            quire.clear();
            quire.addProduct(a, b);
            int actual = quire.toBits(format, Rounding.NEAREST_EVEN);
            int expected = oracle.encodeOrNaR(exact);
            if (expected != actual) {
                assertEquals(expected, actual, format.name() + " " + a + " x " + b + " seed " + SEED);
            }
            assertTrue(quire.units().bitLength() <= format.productBits());
            ran++;
        }
    }
}
