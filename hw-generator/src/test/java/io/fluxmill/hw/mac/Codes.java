// SPDX-License-Identifier: Apache-2.0
package io.fluxmill.hw.mac;

import io.fluxmill.core.format.NumberFormat;
import java.util.Random;
import java.util.TreeSet;

/** Operand codes for tests. */
final class Codes {
    private Codes() {}

    /** Zero, NaR or the most negative, the extremes, one, and the neighbours of every power of two, with both signs. */
    static int[] boundaries(NumberFormat format) {
        int mask = (1 << format.widthBits()) - 1;
        TreeSet<Integer> codes = new TreeSet<>();
        for (int bit = 0; bit < format.widthBits(); bit++) {
            for (int delta = -1; delta <= 1; delta++) {
                codes.add(((1 << bit) + delta) & mask);
                codes.add(-((1 << bit) + delta) & mask);
            }
        }
        codes.add(format.oneBits());
        codes.add(0);
        return codes.stream().mapToInt(Integer::intValue).toArray();
    }

    /** A matrix of one column. */
    static int[][] column(int[] codes) {
        int[][] matrix = new int[codes.length][];
        for (int i = 0; i < codes.length; i++) {
            matrix[i] = new int[] {codes[i]};
        }
        return matrix;
    }

    /** Random codes; every {@code one in specials} is zero, the most negative, or an extreme. {@code nar}: whether some are not real. */
    static int[][] random(NumberFormat format, Random random, int rows, int columns, int specials, boolean nar) {
        int half = 1 << format.widthBits() - 1;
        int mask = 2 * half - 1;
        int[] special = {0, 1, half - 1, half + 1 & mask, mask, format.maxBits(), format.minBits()};
        int[][] matrix = new int[rows][columns];
        for (int[] row : matrix) {
            for (int i = 0; i < columns; i++) {
                int code = random.nextInt(1 << format.widthBits());
                if (random.nextInt(specials) == 0) {
                    code = special[random.nextInt(special.length)];
                }
                row[i] = !nar && format.isNaR(code) ? 0 : code;
            }
        }
        return matrix;
    }
}
