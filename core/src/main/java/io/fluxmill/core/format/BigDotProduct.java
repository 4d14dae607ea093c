// SPDX-License-Identifier: Apache-2.0
package io.fluxmill.core.format;

import java.math.BigInteger;

/** Dot products of any width, for formats such as Posit(16,2) whose products alone have 225 bits. */
final class BigDotProduct extends DotProduct {
    /** Value of each code. */
    private final BigInteger[] table;

    BigDotProduct(NumberFormat format, int maxTerms) {
        super(format, maxTerms);
        table = new BigInteger[1 << format.widthBits()];
        for (int code = 0; code < table.length; code++) {
            table[code] = FixedPoint.exact(format, code);
        }
    }

    @Override
    public Vector vector(int capacity) {
        return new Bigs(format(), table, capacity);
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
