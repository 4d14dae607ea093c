// SPDX-License-Identifier: Apache-2.0
package io.fluxmill.quantizer.mac.precision;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.fluxmill.core.format.FormatPair;
import io.fluxmill.core.format.Multiplication;
import io.fluxmill.core.format.NumberFormat;
import io.fluxmill.core.format.NumberFormats;
import io.fluxmill.core.format.Quire;
import java.math.BigInteger;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;

class AccumulatorRangeTest {

    /** Against a search over every code at every place: for fixed weights the places are independent. */
    @Test
    void boundsAreReachedAndNeverPassed() {
        int checked = 0;
        Random random = new Random(21);
        for (String name : List.of(
                "INT4",
                "INT8",
                "FP4_E2M1",
                "POSIT4_1",
                "POSIT8_0",
                "POSIT6_2",
                "INT4 x INT8",
                "INT8 x UINT8",
                "TERNARY x INT8",
                "FP4_E2M1 x FP8_E4M3FN")) {
            FormatPair formats = FormatPair.of(name);
            NumberFormat format = formats.weights();
            int depth = 7;
            short[] weights = new short[3 * depth];
            for (int i = 0; i < weights.length; i++) {
                do {
                    weights[i] = (short) random.nextInt(1 << format.widthBits());
                } while (format.isNaR(weights[i]));
            }
            BigInteger[] bounds = {BigInteger.ZERO, BigInteger.ZERO};
            for (int n = 0; n < 3; n++) {
                BigInteger[] channel = {BigInteger.ZERO, BigInteger.ZERO};
                for (int k = 0; k < depth; k++) {
                    widen(channel, products(formats, weights[n * depth + k]));
                }
                bounds[0] = bounds[0].min(channel[0]);
                bounds[1] = bounds[1].max(channel[1]);
            }
            AccumulatorRange range = AccumulatorRange.of("fc", formats, weights, depth);
            assertEquals(List.of(bounds), List.of(range.min(), range.max()), name);
            checked++;
        }
        assertEquals(10, checked);
    }

    private static void widen(BigInteger[] sum, BigInteger[] by) {
        sum[0] = sum[0].add(by[0]);
        sum[1] = sum[1].add(by[1]);
    }

    /** Smallest and largest product of a weight with any code. */
    private static BigInteger[] products(FormatPair formats, int weight) {
        BigInteger min = null;
        BigInteger max = null;
        NumberFormat inputs = formats.activations();
        for (int code = 0; code < 1 << inputs.widthBits(); code++) {
            if (!inputs.isNaR(code)) {
                Quire quire = new Quire(formats);
                quire.addProduct(weight, code);
                min = min == null ? quire.units() : min.min(quire.units());
                max = max == null ? quire.units() : max.max(quire.units());
            }
        }
        return new BigInteger[] {min, max};
    }

    /** Of approximate products the range is that over all codes, too. */
    @Test
    void approximateProductsHaveTheirOwnRange() {
        Random random = new Random(29);
        int checked = 0;
        for (String name : List.of("FP4_E2M1", "POSIT4_1", "POSIT8_0", "FP8_E4M3FN", "FP6_E3M2")) {
            NumberFormat format = NumberFormats.of(name);
            for (Multiplication multiplication : List.of(Multiplication.LMUL, Multiplication.MITCHELL)) {
                short[] weights = new short[6];
                BigInteger min = BigInteger.ZERO;
                BigInteger max = BigInteger.ZERO;
                for (int i = 0; i < weights.length; i++) {
                    do {
                        weights[i] = (short) random.nextInt(1 << format.widthBits());
                    } while (format.isNaR(weights[i]));
                    BigInteger low = null;
                    BigInteger high = null;
                    for (int code = 0; code < 1 << format.widthBits(); code++) {
                        if (!format.isNaR(code)) {
                            BigInteger product = multiplication.units(format, code, weights[i]);
                            low = low == null ? product : low.min(product);
                            high = high == null ? product : high.max(product);
                        }
                    }
                    min = min.add(low);
                    max = max.add(high);
                }
                AccumulatorRange range = AccumulatorRange.of("fc", format, multiplication, weights, weights.length);
                assertEquals(List.of(min, max), List.of(range.min(), range.max()), name + " " + multiplication);
                checked++;
            }
        }
        assertEquals(10, checked);
    }

    @Test
    void bitsAreThoseOfTwosComplement() {
        // Two weights of 127: -2 * 128 * 127 = -32512 needs 16 bits.
        AccumulatorRange range =
                AccumulatorRange.of("fc", FormatPair.of(NumberFormats.INT8), new short[] {127, 127}, 2);
        assertEquals(BigInteger.valueOf(-32512), range.min());
        assertEquals(BigInteger.valueOf(32258), range.max());
        assertEquals(16, range.neededBits());
    }
}
