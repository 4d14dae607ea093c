// SPDX-License-Identifier: Apache-2.0
package io.fluxmill.format;

/** Skeleton: to be written. */
public record PositFormat(int widthBits, int exponentBits) implements NumberFormat {
    @Override public String name() { throw new AssertionError(); }
    @Override public boolean isNaR(int bits) { throw new AssertionError(); }
    @Override public int significandBits() { throw new AssertionError(); }
    @Override public int fractionBits() { throw new AssertionError(); }
    @Override public int maxExponent() { throw new AssertionError(); }
    @Override public int maxDown() { throw new AssertionError(); }
    @Override public int quireExponent() { throw new AssertionError(); }
    @Override public int productBits() { throw new AssertionError(); }
    @Override public Unpacked unpack(int bits) { throw new AssertionError(); }
    @Override public double toDouble(int bits) { throw new AssertionError(); }
    @Override public int round(boolean negative, long significand, int exponent, Rounding rounding) { throw new AssertionError(); }
    @Override public int fromDouble(double value) { throw new AssertionError(); }
    @Override public int order(int bits) { throw new AssertionError(); }
}
