// SPDX-License-Identifier: Apache-2.0
package io.fluxmill.core.format;

import io.fluxmill.core.format.NumberFormat.Unpacked;
import java.math.BigInteger;

/**
 * Dot products as a matrix co-processor forms them where operands have places: of block formats and of windowed formats.
 *
 * <pre>
 * operand = value * 2^(place + sumExponent / 2)
 *   windowed format    value: the significand with its sign               place: of the code
 *   shared places      value: element as an integer * scale significand   place: of the block's scale
 *   other blocks       value: the element's significand with its sign     place: of the element + of the block's scale
 *
 * term    = sum of the products of a word's lanes (shared places), or one product; exact
 * sum     = sum over all terms of floor(term * 2^(place of a + place of b)), in units of 2^sumExponent
 * </pre>
 *
 * Only windowed formats have negative places, so the sums of others are exact. The exact sum of T terms is at least this one and less than this one + T units.
 * An operand that is NaR, or has a scale that is NaN, makes the sum NaR.
 */
public final class TermDotProduct {
    /** A term has at most 20 bits, two's complement: shifted by so many it fits in a long. */
    private static final int LONG_PLACE = 42;

    /** Shifted by so many, 2^20 terms fit in 128 bits. */
    private static final int WIDE_PLACE = 86;

    private final NumberFormat format;
    private final BlockFormat block;
    private final int depth;
    private final int lanes;
    private final int terms;
    private final int rowWords;
    private final int[] values;
    private final int[] places;

    /** @param depth products of a sum */
    public TermDotProduct(NumberFormat format, int depth) {
        this.format = format;
        this.depth = depth;
        block = format instanceof BlockFormat blocks ? blocks : null;
        lanes = termLanes(format);
        terms = (depth + lanes - 1) / lanes;
        rowWords = block == null ? depth : block.words(depth);
        values = new int[1 << format.widthBits()];
        places = new int[values.length];
        for (int code = 0; code < values.length; code++) {
            decode(code);
        }
    }

    /** Whether sums of a format are formed in this way. */
    public static boolean isFor(NumberFormat format) {
        return format.isWindowed() || format instanceof BlockFormat;
    }

    /** Whether sums of a pair of formats are: of none of two different ones. */
    public static boolean isFor(FormatPair formats) {
        return !formats.isMixed() && isFor(formats.weights());
    }

    /** Products of a term. */
    public static int termLanes(NumberFormat format) {
        return format instanceof BlockFormat blocks && blocks.sharesPlace() ? format.lanes() : 1;
    }

    /** Terms of a sum of so many products. */
    public static int terms(NumberFormat format, int depth) {
        return (depth + termLanes(format) - 1) / termLanes(format);
    }

    /** Without the block's scale. */
    private void decode(int code) {
        int below = block == null ? 0 : block.elementExponent();
        if (block != null && block.sharesPlace()) {
            values[code] = Math.toIntExact(FixedPoint.of(block.element(), code));
            places[code] = FixedPoint.exponent(block.element()) + below - format.sumExponent() / 2;
            return;
        }
        Unpacked unpacked = format.unpack(code);
        values[code] = unpacked.negative() ? -unpacked.significand() : unpacked.significand();
        places[code] = format.maxExponent() - unpacked.down() - format.fractionBits() - format.sumExponent() / 2;
    }

    /** Operands of so many sums. */
    public Rows rows(int count) {
        return new Rows(count);
    }

    /** The sum of a row of each. */
    public void apply(Rows a, int rowA, Rows b, int rowB, DotProduct.Sum sum) {
        sum.setNaR(a.nar[rowA] || b.nar[rowB]);
        sum.wide = null;
        long hi = 0;
        long lo = 0;
        int left = rowA * terms;
        int right = rowB * terms;
        for (int t = 0; t < terms; t++) {
            long term = term(a.values, (left + t) * lanes, b.values, (right + t) * lanes);
            if (term == 0) {
                continue;
            }
            int place = a.places[left + t] + b.places[right + t];
            if (place > WIDE_PLACE) {
                sum.wide = wide(a, rowA, b, rowB);
                return;
            }
            long low;
            long high;
            if (place <= LONG_PLACE) {
                low = place < 0 ? term >> Math.min(63, -place) : term << place;
                high = low >> 63;
            } else {
                low = place < 64 ? term << place : 0;
                high = place < 64 ? term >> (64 - place) : term << (place - 64);
            }
            lo += low;
            hi += high + (Long.compareUnsigned(lo, low) < 0 ? 1 : 0);
        }
        sum.hi = hi;
        sum.lo = lo;
    }

    private long term(int[] a, int fromA, int[] b, int fromB) {
        if (lanes == 1) {
            return (long) a[fromA] * b[fromB];
        }
        long sum = 0;
        for (int i = 0; i < lanes; i++) {
            sum += (long) a[fromA + i] * b[fromB + i];
        }
        return sum;
    }

    private BigInteger wide(Rows a, int rowA, Rows b, int rowB) {
        BigInteger sum = BigInteger.ZERO;
        for (int t = 0; t < terms; t++) {
            long term = term(a.values, (rowA * terms + t) * lanes, b.values, (rowB * terms + t) * lanes);
            int place = a.places[rowA * terms + t] + b.places[rowB * terms + t];
            sum = sum.add(BigInteger.valueOf(term).shiftLeft(place)); // a negative place rounds down
        }
        return sum;
    }

    /** Decoded operands of sums. */
    public final class Rows {
        private final int[] values;
        private final int[] places;
        private final boolean[] nar;

        private Rows(int count) {
            values = new int[count * terms * lanes];
            places = new int[count * terms];
            nar = new boolean[count];
        }

        /**
         * Sets a row.
         *
         * @param operands codes, or of block formats words, from {@code offset} on
         */
        public void set(int row, short[] operands, int offset) {
            nar[row] = false;
            int mask = (1 << format.widthBits()) - 1;
            for (int k = 0; k < depth; k++) {
                int code = block == null ? operands[offset + k] & mask : block.elementCode(operands, offset, k);
                int value = TermDotProduct.this.values[code];
                int place = TermDotProduct.this.places[code];
                nar[row] |= format.isNaR(code);
                if (block != null) {
                    int scale = block.scaleCode(operands, offset, k);
                    nar[row] |= block.isNaNScale(scale);
                    value *= block.scaleSignificand(scale);
                    place += block.scaleExponent(scale);
                }
                this.values[row * terms * lanes + k] = value;
                places[row * terms + k / lanes] = place;
            }
        }

        /** Sets the rows that follow each other in {@code operands}. */
        public void setAll(short[] operands) {
            for (int row = 0; row < nar.length; row++) {
                set(row, operands, row * rowWords);
            }
        }
    }
}
