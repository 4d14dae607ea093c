// SPDX-License-Identifier: Apache-2.0
package io.fluxmill.core.format;

import java.math.BigInteger;

/** Dot products of {@link Multiplication#LMUL} and {@link Multiplication#MITCHELL}; decoded codes are logarithms. */
final class LogDotProduct extends DotProduct {
    private static final int ZERO = -1;

    private final int fractionBits;
    private final int offset;
    /** Whether a sum may need more than 128 bits. */
    private final boolean isLong;
    /** Of each code {@code 2 * logarithm + sign}, or {@link #ZERO}. */
    private final int[] table;

    LogDotProduct(FormatPair formats, Multiplication multiplication, int maxTerms) {
        super(formats, maxTerms);
        NumberFormat format = formats.weights();
        fractionBits = format.fractionBits();
        offset = multiplication.offset(format);
        isLong = sumBits(multiplication.productBits(format), maxTerms) >= 2 * Long.SIZE;
        table = new int[1 << format.widthBits()];
        for (int code = 0; code < table.length; code++) {
            NumberFormat.Unpacked unpacked = format.unpack(code);
            table[code] = unpacked.significand() == 0
                    ? ZERO
                    : 2 * Multiplication.logarithm(format, code) + (unpacked.negative() ? 1 : 0);
        }
    }

    @Override
    Vector vector(NumberFormat format, int capacity) {
        return new Logs(format, table, capacity);
    }

    @Override
    void accumulate(Vector a, int aOffset, Vector b, int bOffset, int length, Sum sum) {
        int[] left = ((Logs) a).values;
        int[] right = ((Logs) b).values;
        if (isLong) {
            sum.wide = wide(left, aOffset, right, bOffset, length);
            return;
        }
        long hi = 0;
        long lo = 0;
        for (int i = 0; i < length; i++) {
            int x = left[aOffset + i];
            int y = right[bOffset + i];
            if (x == ZERO || y == ZERO) {
                continue;
            }
            int log = (x >> 1) + (y >> 1) + offset;
            long significand = 1L << fractionBits | log & (1 << fractionBits) - 1;
            int shift = (log >> fractionBits) - fractionBits;
            long productLo = shift < 0 ? significand >> -shift : shift < Long.SIZE ? significand << shift : 0;
            long productHi = shift < 0
                    ? 0
                    : shift < Long.SIZE
                            ? significand >>> 1 >>> Long.SIZE - 1 - shift
                            : significand << shift - Long.SIZE;
            if (((x ^ y) & 1) != 0) {
                productHi = ~productHi + (productLo == 0 ? 1 : 0);
                productLo = -productLo;
            }
            lo += productLo;
            hi += productHi + (Long.compareUnsigned(lo, productLo) < 0 ? 1 : 0);
        }
        sum.hi = hi;
        sum.lo = lo;
    }

    private BigInteger wide(int[] left, int aOffset, int[] right, int bOffset, int length) {
        BigInteger total = BigInteger.ZERO;
        for (int i = 0; i < length; i++) {
            int x = left[aOffset + i];
            int y = right[bOffset + i];
            if (x != ZERO && y != ZERO) {
                BigInteger product = Multiplication.antilogarithm(formats().weights(), (x >> 1) + (y >> 1) + offset);
                total = ((x ^ y) & 1) == 0 ? total.add(product) : total.subtract(product);
            }
        }
        return total;
    }

    static final class Logs extends Vector {
        private final int[] table;
        private final int[] values;

        private Logs(NumberFormat format, int[] table, int capacity) {
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
