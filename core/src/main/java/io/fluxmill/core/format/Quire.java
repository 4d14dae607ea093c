// SPDX-License-Identifier: Apache-2.0
package io.fluxmill.core.format;

import io.fluxmill.core.format.NumberFormat.Unpacked;
import java.math.BigInteger;

/**
 * Exact accumulation of products. The sum is a two's complement integer in units of
 * {@code 2^unitExponent} of the pair of formats; NaR is sticky. Software never overflows; the hardware's width is proved by range analysis.
 */
public final class Quire {
    private final FormatPair formats;
    private final Multiplication multiplication;
    private BigInteger units = BigInteger.ZERO;
    private boolean nar;

    /** Of products of two codes of one format. */
    public Quire(NumberFormat format) {
        this(FormatPair.of(format));
    }

    public Quire(FormatPair formats) {
        this(formats, Multiplication.EXACT);
    }

    /** Of products that may be approximate. */
    public Quire(FormatPair formats, Multiplication multiplication) {
        this.formats = formats;
        this.multiplication = multiplication;
    }

    /** Back to zero, NaR cleared. */
    public void clear() {
        units = BigInteger.ZERO;
        nar = false;
    }

    /**
     * Adds the product of two codes: the exact one, or as the multiplication says.
     *
     * @param weight of the first format of the pair; {@code activation} of the second
     */
    public void addProduct(int weight, int activation) {
        NumberFormat left = formats.weights();
        NumberFormat right = formats.activations();
        nar |= left.isNaR(weight) || right.isNaR(activation);
        if (multiplication != Multiplication.EXACT) {
            units = units.add(multiplication.units(left, weight, activation));
            return;
        }
        Unpacked w = left.unpack(weight);
        Unpacked a = right.unpack(activation);
        int exponent = exponent(left, w) + exponent(right, a) - formats.unitExponent();
        BigInteger product =
                BigInteger.valueOf((long) w.significand() * a.significand()).shiftLeft(exponent);
        units = w.negative() == a.negative() ? units.add(product) : units.subtract(product);
    }

    /** Exponent of the last bit of a significand. */
    private static int exponent(NumberFormat format, Unpacked unpacked) {
        return format.maxExponent() - unpacked.down() - format.fractionBits();
    }

    public boolean isNaR() {
        return nar;
    }

    /** The sum in units of {@code 2^unitExponent}; unspecified if NaR. */
    public BigInteger units() {
        return units;
    }

    /** The sum rounded once to a format. */
    public int toBits(NumberFormat result, Rounding rounding) {
        return nar ? result.narBits() : ExactRounding.round(result, units, formats.unitExponent(), rounding);
    }
}
