// SPDX-License-Identifier: Apache-2.0
package io.fluxmill.core.format;

import java.math.BigInteger;
import java.util.HashMap;
import java.util.Map;

/** Dot products of any width, for formats such as Posit(16,2) whose products alone have 225 bits. */
final class BigDotProduct extends DotProduct {
    /** Value of each code, of both formats. */
    private final Map<NumberFormat, BigInteger[]> tables = new HashMap<>();

    BigDotProduct(FormatPair formats, int maxTerms) {
        super(formats, maxTerms);
        tables.put(formats.weights(), table(formats.weights()));
        tables.computeIfAbsent(formats.activations(), BigDotProduct::table);
    }

    private static BigInteger[] table(NumberFormat format) {
        BigInteger[] table = new BigInteger[1 << format.widthBits()];
        for (int code = 0; code < table.length; code++) {
            table[code] = FixedPoint.exact(format, code);
        }
        return table;
    }

    @Override
    Vector vector(NumberFormat format, int capacity) {
        return new Bigs(format, tables.get(format), capacity);
    }

    @Override
    void accumulate(Vector a, int aOffset, Vector b, int bOffset, int length, Sum sum) {
        BigInteger[] left = ((Bigs) a).values;
        BigInteger[] right = ((Bigs) b).values;
        BigInteger total = BigInteger.ZERO;
        for (int i = 0; i < length; i++) {
            total = total.add(left[aOffset + i].multiply(right[bOffset + i]));
        }
        sum.wide = total;
    }

    static final class Bigs extends Vector {
        private final BigInteger[] table;
        private final BigInteger[] values;

        private Bigs(NumberFormat format, BigInteger[] table, int capacity) {
            super(format);
            this.table = table;
            values = new BigInteger[capacity];
        }

        @Override
        void put(int index, int code) {
            values[index] = table[code];
        }
    }
}
