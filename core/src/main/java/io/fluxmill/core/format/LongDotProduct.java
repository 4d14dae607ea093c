// SPDX-License-Identifier: Apache-2.0
package io.fluxmill.core.format;

import java.util.HashMap;
import java.util.Map;

/** Dot products whose sums fit in a long; decoded codes are ints. */
final class LongDotProduct extends DotProduct {
    /** Terms whose sum fits in an int, a power of two: such blocks are summed in int arithmetic, several at once. */
    private final int blockTerms;
    /** Value of each code, of both formats. */
    private final Map<NumberFormat, int[]> tables = new HashMap<>();

    LongDotProduct(FormatPair formats, int maxTerms) {
        super(formats, maxTerms);
        // 2^(31 - productBits) products of less than 2^productBits sum to less than 2^31.
        blockTerms = 1 << Math.max(0, Integer.SIZE - 1 - formats.productBits());
        tables.put(formats.weights(), table(formats.weights()));
        tables.computeIfAbsent(formats.activations(), LongDotProduct::table);
    }

    private static int[] table(NumberFormat format) {
        int[] table = new int[1 << format.widthBits()];
        for (int code = 0; code < table.length; code++) {
            table[code] = Math.toIntExact(FixedPoint.of(format, code));
        }
        return table;
    }

    @Override
    Vector vector(NumberFormat format, int capacity) {
        return new Ints(format, tables.get(format), capacity);
    }

    @Override
    void accumulate(Vector a, int aOffset, Vector b, int bOffset, int length, Sum sum) {
        int[] left = ((Ints) a).values;
        int[] right = ((Ints) b).values;
        long total = 0;
        if (blockTerms > 1) {
            for (int start = 0; start < length; start += blockTerms) {
                int terms = Math.min(blockTerms, length - start);
                total += intSum(left, aOffset + start, right, bOffset + start, terms);
            }
        } else {
            for (int i = 0; i < length; i++) {
                total += (long) left[aOffset + i] * right[bOffset + i];
            }
        }
        sum.lo = total;
        sum.hi = total >> 63;
    }

    private static int intSum(int[] left, int leftOffset, int[] right, int rightOffset, int terms) {
        int sum = 0;
        for (int i = 0; i < terms; i++) {
            sum += left[leftOffset + i] * right[rightOffset + i];
        }
        return sum;
    }

    static final class Ints extends Vector {
        private final int[] table;
        private final int[] values;

        private Ints(NumberFormat format, int[] table, int capacity) {
            super(format);
            this.table = table;
            values = new int[capacity];
        }

        @Override
        void put(int index, int code) {
            values[index] = table[code];
        }
    }
}
