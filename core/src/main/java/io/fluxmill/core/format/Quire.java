// SPDX-License-Identifier: Apache-2.0
package io.fluxmill.core.format;

import io.fluxmill.core.format.NumberFormat.Unpacked;
import java.math.BigInteger;

/**
 * Exact accumulation of products in one format. The sum is a two's complement integer in units of
 * {@code 2^quireExponent}; NaR is sticky. Software never overflows; the hardware's width is proved by range analysis.
 */
public final class Quire {
    private final NumberFormat format;
    private final Multiplication multiplication;
    private BigInteger units = BigInteger.ZERO;
    private boolean nar;

    public Quire(NumberFormat format) {
        this(format, Multiplication.EXACT);
    }

    /** Of products that may be approximate. */
    public Quire(NumberFormat format, Multiplication multiplication) {
        this.format = format;
        this.multiplication = multiplication;
    }

    /** Back to zero, NaR cleared. */
    public void clear() {
        units = BigInteger.ZERO;
        nar = false;
    }

    /** Adds the product of two codes: the exact one, or as the multiplication says. */
    public void addProduct(int a, int b) {
        nar |= format.isNaR(a) || format.isNaR(b);
        if (multiplication != Multiplication.EXACT) {
            units = units.add(multiplication.units(format, a, b));
            return;
        }
        Unpacked left = format.unpack(a);
        Unpacked right = format.unpack(b);
        BigInteger product = BigInteger.valueOf((long) left.significand() * right.significand())
                .shiftLeft(format.productShift())
                .shiftRight(left.down() + right.down());
        units = left.negative() == right.negative() ? units.add(product) : units.subtract(product);
    }

    public boolean isNaR() {
        return nar;
    }

    /** The sum in units of {@code 2^quireExponent}; unspecified if NaR. */
    public BigInteger units() {
        return units;
    }

    /** The sum rounded once to a format. */
    public int toBits(NumberFormat result, Rounding rounding) {
        return nar ? result.narBits() : ExactRounding.round(result, units, format.quireExponent(), rounding);
    }
}
