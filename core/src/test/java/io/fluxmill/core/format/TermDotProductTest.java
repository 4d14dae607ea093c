// SPDX-License-Identifier: Apache-2.0
package io.fluxmill.core.format;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.math.BigInteger;
import java.util.Random;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Sums in a window, and sums of blocks, against exact rationals. */
class TermDotProductTest {
    private static final int SUMS = 2000;

    /** Every product is a multiple of 2^-600. */
    private static final int FINEST = 600;

    static Stream<NumberFormat> formats() {
        return Stream.concat(
                NumberFormats.blocks().stream(), NumberFormats.all().stream().filter(NumberFormat::isWindowed));
    }

    @ParameterizedTest
    @MethodSource("formats")
    void sumsAreThoseOfTheContract(NumberFormat format) {
        long seed = 40;
        Random random = new Random(seed);
        DotProduct.Sum sum = new DotProduct.Sum();
        int nars = 0;
        int below = 0;
        for (int i = 0; i < SUMS; i++) {
            int depth = 1 + random.nextInt(i % 20 == 0 ? 400 : 90);
            short[] a = operands(format, random, depth);
            short[] b = operands(format, random, depth);
            Rational[] left = values(format, a, depth);
            Rational[] right = values(format, b, depth);
            int lanes = lanes(format);
            int unit = FINEST - (format.name().equals("NVFP4") ? 20 : 40);
            BigInteger expected = BigInteger.ZERO;
            BigInteger exact = BigInteger.ZERO;
            boolean nar = false;
            for (int k = 0; k < depth; k += lanes) {
                BigInteger term = BigInteger.ZERO;
                for (int j = k; j < Math.min(depth, k + lanes); j++) {
                    nar |= left[j] == null || right[j] == null;
                    term = nar ? term : term.add(finest(left[j].times(right[j])));
                }
                expected = expected.add(term.shiftRight(unit)); // rounds down
                exact = exact.add(term);
            }
            TermDotProduct dot = new TermDotProduct(format, depth);
            TermDotProduct.Rows rows = dot.rows(3);
            rows.set(0, b, 0);
            rows.set(2, a, 0);
            rows.set(1, b, 0);
            dot.apply(rows, 2, rows, 1, sum);
            String what = format.name() + " seed " + seed + " sum " + i;
            assertEquals(nar, sum.isNaR(), what);
            if (nar) {
                nars++;
                continue;
            }
            assertEquals(expected, sum.units(), what);
            // The bound: less than a unit for each term, and never above.
            BigInteger lost = exact.subtract(expected.shiftLeft(unit));
            BigInteger bound =
                    BigInteger.valueOf(TermDotProduct.terms(format, depth)).shiftLeft(unit);
            assertTrue(lost.signum() >= 0 && lost.compareTo(bound) < 0, what);
            below += lost.signum() > 0 ? 1 : 0;
        }
        assertTrue(nars > SUMS / 100, "nars=" + nars);
        assertEquals(format.isWindowed(), below > 0, "rounded sums=" + below);
        assertTrue(nars < SUMS - 500, "nars=" + nars);
    }

    /** A multiple of 2^-FINEST as an integer. */
    private static BigInteger finest(Rational value) {
        BigInteger[] quotient = value.numerator().shiftLeft(FINEST).divideAndRemainder(value.denominator());
        assertEquals(0, quotient[1].signum());
        return quotient[0];
    }

    private static int lanes(NumberFormat format) {
        if (!(format instanceof BlockFormat)) {
            return 1;
        }
        BlockOracle oracle = BlockOracle.of(format.name());
        return oracle.sharesPlace() ? 16 / oracle.laneBits() : 1;
    }

    private static Rational[] values(NumberFormat format, short[] operands, int depth) {
        if (format instanceof BlockFormat) {
            return BlockOracle.of(format.name()).values(operands, depth);
        }
        FormatOracle oracle = FormatOracle.of(format);
        Rational[] values = new Rational[depth];
        for (int k = 0; k < depth; k++) {
            int code = operands[k] & (1 << format.widthBits()) - 1;
            values[k] = oracle.infinity(code) != 0 ? null : oracle.value(code);
        }
        return values;
    }

    /** Codes, or words of blocks; few NaNs, and exponents around the window as well as everywhere. */
    private static short[] operands(NumberFormat format, Random random, int depth) {
        boolean anywhere = random.nextInt(4) == 0;
        boolean special = random.nextInt(20) == 0;
        if (format instanceof BlockFormat block) {
            short[] words = new short[block.words(depth)];
            for (int word = 0; word < words.length; word++) {
                words[word] = (short) random.nextInt();
                if (word % block.pairWords() == 0) {
                    words[word] = (short)
                            (scale(block, random, anywhere, special) | scale(block, random, anywhere, special) << 8);
                } else if (!special && !block.sharesPlace()) {
                    words[word] &= (short) 0xBFBF; // no NaN
                }
            }
            return words;
        }
        short[] codes = new short[depth];
        for (int k = 0; k < depth; k++) {
            int code;
            do {
                code = random.nextInt(1 << format.widthBits());
                if (!anywhere && format.widthBits() == 16) {
                    code = code & 0x807F | 110 + random.nextInt(25) << 7;
                }
            } while (!special && format.isNaR(code));
            if (special && random.nextInt(20) == 0) {
                code = format.narBits();
            }
            codes[k] = (short) code;
        }
        return codes;
    }

    private static int scale(BlockFormat block, Random random, boolean anywhere, boolean special) {
        if (special && random.nextInt(8) == 0) {
            return block.unsignedE4m3() ? 127 : 255;
        }
        return block.unsignedE4m3() ? random.nextInt(127) : anywhere ? random.nextInt(255) : 100 + random.nextInt(40);
    }
}
