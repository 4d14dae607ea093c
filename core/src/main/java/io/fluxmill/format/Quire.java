// SPDX-License-Identifier: Apache-2.0
package io.fluxmill.format;

import java.math.BigInteger;

/**
 * Exact accumulation of products in one format. The sum is a two's complement integer in units of
 * {@code 2^quireExponent}; NaR is sticky. Software never overflows; the hardware's width is proved by range analysis.
 */
public final class Quire {
    public Quire(NumberFormat format) {
        throw new AssertionError(format);
    }

    /** Back to zero, NaR cleared. */
    public void clear() {
        throw new AssertionError();
    }

    /** Adds the exact product of two codes. */
    public void addProduct(int a, int b) {
        throw new AssertionError();
    }

    public boolean isNaR() {
        throw new AssertionError();
    }

    /** The sum in units of {@code 2^quireExponent}; unspecified if NaR. */
    public BigInteger units() {
        throw new AssertionError();
    }

    /** The sum rounded once to a format. */
    public int toBits(NumberFormat result, Rounding rounding) {
        throw new AssertionError();
    }
}
