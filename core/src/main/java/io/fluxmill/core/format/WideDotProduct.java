// SPDX-License-Identifier: Apache-2.0
package io.fluxmill.core.format;

import java.util.HashMap;
import java.util.Map;

/**
 * Dot products whose sums fit in 128 bits; decoded codes are longs. Of Posit(16,1), E = 28, a code has at most
 * {@code 2E + 1 = 57} bits of magnitude.
 */
final class WideDotProduct extends DotProduct {
    /** Value of each code, of both formats. */
    private final Map<NumberFormat, long[]> tables = new HashMap<>();

    WideDotProduct(FormatPair formats, int maxTerms) {
        super(formats, maxTerms);
        tables.put(formats.weights(), table(formats.weights()));
        tables.computeIfAbsent(formats.activations(), WideDotProduct::table);
    }

    private static long[] table(NumberFormat format) {
        long[] table = new long[1 << format.widthBits()];
        for (int code = 0; code < table.length; code++) {
            table[code] = FixedPoint.of(format, code);
        }
        return table;
    }

    @Override
    Vector vector(NumberFormat format, int capacity) {
        return new Longs(format, tables.get(format), capacity);
    }

    @Override
    void accumulate(Vector a, int aOffset, Vector b, int bOffset, int length, Sum sum) {
        long[] left = ((Longs) a).values;
        long[] right = ((Longs) b).values;
        long hi = 0;
        long lo = 0;
        for (int i = 0; i < length; i++) {
            long x = left[aOffset + i];
            long y = right[bOffset + i];
            long product = x * y;
            lo += product;
            hi += Math.multiplyHigh(x, y) + (Long.compareUnsigned(lo, product) < 0 ? 1 : 0);
        }
        sum.hi = hi;
        sum.lo = lo;
    }

    static final class Longs extends Vector {
        private final long[] table;
        private final long[] values;

        private Longs(NumberFormat format, long[] table, int capacity) {
            super(format);
            this.table = table;
            values = new long[capacity];
        }

        @Override
        void put(int index, int code) {
            values[index] = table[code];
        }
    }
}
