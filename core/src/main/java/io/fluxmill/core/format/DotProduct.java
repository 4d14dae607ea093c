// SPDX-License-Identifier: Apache-2.0
package io.fluxmill.core.format;

import java.math.BigInteger;

/**
 * Exact dot products of vectors of codes, of weights and of activations, fast: the same sums as {@link Quire}, for inner loops. Codes are decoded once to
 * integers as {@link FixedPoint} says; their products are quire units.
 *
 * <p>The narrowest arithmetic that cannot overflow within {@code maxTerms} is chosen: {@code long} sums (INT, FP4, POSIT4_1,
 * POSIT8_0), 128-bit sums (POSIT16_1), BigInteger (POSIT16_2). Instances are immutable and can be shared between threads;
 * {@link Vector} and {@link Sum} are buffers of one thread while they are written.
 *
 * <pre>
 * DotProduct dot = DotProduct.of(formats, depth);
 * DotProduct.Vector weights = dot.weights(weightCodes, 0, columns * depth);    // once
 * DotProduct.Vector row = dot.activations(depth);
 * DotProduct.Sum sum = new DotProduct.Sum();
 * row.set(activationCodes, offset, depth);                                      // once a row
 * dot.apply(row, 0, weights, column * depth, depth, sum);
 * int code = sum.rescale(layer, channel);
 * </pre>
 */
public abstract sealed class DotProduct permits LongDotProduct, WideDotProduct, BigDotProduct, LogDotProduct {
    private final FormatPair formats;
    private final int maxTerms;

    DotProduct(FormatPair formats, int maxTerms) {
        this.formats = formats;
        this.maxTerms = maxTerms;
    }

    /** The same of two vectors in one format. */
    public static DotProduct of(NumberFormat format, int maxTerms) {
        return of(FormatPair.of(format), maxTerms);
    }

    /**
     * Dot products of up to {@code maxTerms} terms.
     *
     * @param maxTerms at least 1
     */
    public static DotProduct of(FormatPair formats, int maxTerms) {
        if (maxTerms < 1) {
            throw new IllegalArgumentException("dot product must have at least one term: maxTerms=" + maxTerms);
        }
        int sumBits = sumBits(formats.productBits(), maxTerms);
        int valueBits =
                Math.max(FixedPoint.magnitudeBits(formats.weights()), FixedPoint.magnitudeBits(formats.activations()));
        if (sumBits < Long.SIZE && valueBits < Integer.SIZE) {
            return new LongDotProduct(formats, maxTerms);
        }
        return sumBits < 2 * Long.SIZE && valueBits < Long.SIZE
                ? new WideDotProduct(formats, maxTerms)
                : new BigDotProduct(formats, maxTerms);
    }

    /**
     * The same with products that may be approximate.
     *
     * @throws IllegalArgumentException if the multiplication does not take the formats
     */
    public static DotProduct of(FormatPair formats, Multiplication multiplication, int maxTerms) {
        if (!multiplication.takes(formats)) {
            throw new IllegalArgumentException(
                    "formats must be one with an exponent for " + multiplication + ": formats=" + formats.name());
        }
        return multiplication == Multiplication.EXACT
                ? of(formats, maxTerms)
                : new LogDotProduct(formats, multiplication, maxTerms);
    }

    /** A sum of t products is at most t * 2^productBits in magnitude. */
    static int sumBits(int productBits, int maxTerms) {
        return productBits + 32 - Integer.numberOfLeadingZeros(maxTerms);
    }

    /** The weights {@code offset .. offset + length - 1}, decoded; bits of a short above the format's width are ignored. */
    public final Vector weights(short[] codes, int offset, int length) {
        Vector vector = vector(formats.weights(), length);
        vector.set(codes, offset, length);
        return vector;
    }

    /** An empty vector for up to {@code capacity} activations. */
    public final Vector activations(int capacity) {
        return vector(formats.activations(), capacity);
    }

    abstract Vector vector(NumberFormat format, int capacity);

    /**
     * The exact sum of {@code a[aOffset + i] * b[bOffset + i]}, {@code 0 <= i < length}, into {@code sum}. NaR if any of
     * these operands is NaR.
     *
     * @param a from this object's {@link #activations} or {@link #weights}, and {@code b} from the other
     * @param length 0 to maxTerms
     */
    public final void apply(Vector a, int aOffset, Vector b, int bOffset, int length, Sum sum) {
        if (length > maxTerms) {
            throw new IllegalArgumentException(
                    "dot product of " + formats.name() + " must have at most " + maxTerms + " terms: length=" + length);
        }
        sum.nar = a.hasNaR(aOffset, length) || b.hasNaR(bOffset, length);
        sum.wide = null;
        accumulate(a, aOffset, b, bOffset, length, sum);
    }

    abstract void accumulate(Vector a, int aOffset, Vector b, int bOffset, int length, Sum sum);

    public final FormatPair formats() {
        return formats;
    }

    public final int maxTerms() {
        return maxTerms;
    }

    /** Decoded codes. */
    public abstract static sealed class Vector
            permits LongDotProduct.Ints, WideDotProduct.Longs, BigDotProduct.Bigs, LogDotProduct.Logs {
        private final NumberFormat format;
        private final int mask;
        /** NaRs before each element and, last, all of them; null if there is none. */
        private int[] narsBefore;

        Vector(NumberFormat format) {
            this.format = format;
            mask = (1 << format.widthBits()) - 1;
        }

        /** Replaces the content by the codes {@code offset .. offset + length - 1}. */
        public final void set(short[] codes, int offset, int length) {
            narsBefore = null;
            for (int i = 0; i < length; i++) {
                int code = codes[offset + i] & mask;
                put(i, code);
                if (format.isNaR(code) && narsBefore == null) {
                    narsBefore = countNaRs(codes, offset, length);
                }
            }
        }

        abstract void put(int index, int code);

        private int[] countNaRs(short[] codes, int offset, int length) {
            int[] before = new int[length + 1];
            for (int i = 0; i < length; i++) {
                before[i + 1] = before[i] + (format.isNaR(codes[offset + i] & mask) ? 1 : 0);
            }
            return before;
        }

        private boolean hasNaR(int offset, int length) {
            return narsBefore != null && narsBefore[offset] != narsBefore[offset + length];
        }
    }

    /** The result of a dot product, in units of {@code 2^unitExponent} (of a TermDotProduct {@code 2^sumExponent}); a buffer that is used again. */
    public static final class Sum {
        long hi;
        long lo;
        BigInteger wide;
        private boolean nar;

        public boolean isNaR() {
            return nar;
        }

        void setNaR(boolean isNaR) {
            nar = isNaR;
        }

        /** The sum in units of {@code 2^unitExponent}; unspecified if NaR. */
        public BigInteger units() {
            return wide != null ? wide : Int128.toBigInteger(hi, lo);
        }

        /** {@link Rescale#apply} of this sum. */
        public int rescale(Rescale.Layer layer, Rescale.Channel channel) {
            if (wide != null) {
                return Rescale.apply(layer, channel, wide, nar);
            }
            return hi == lo >> 63 ? Rescale.apply(layer, channel, lo, nar) : Rescale.apply(layer, channel, hi, lo, nar);
        }
    }
}
