// SPDX-License-Identifier: Apache-2.0
package io.fluxmill.core.format;

/**
 * {@code BINARY}: one bit, 1 for +1 and 0 for -1. A product is an XNOR, a sum of n products {@code 2 popcount(XNOR) - n}.
 *
 * <p>Special cases: there is no zero. What is not negative, zero included, rounds to +1, everything else to -1 (the bipolar quantiser
 * of QONNX); NaN to +1. A code that fills up a word of operands is a real -1 and counts: who fills up a word takes the products
 * away again.
 */
public record BinaryFormat() implements NumberFormat {
    @Override
    public String name() {
        return "BINARY";
    }

    @Override
    public int widthBits() {
        return 1;
    }

    @Override
    public boolean isNaR(int bits) {
        return false;
    }

    @Override
    public int zeroBits() {
        return 1;
    }

    @Override
    public int maxBits() {
        return 1;
    }

    @Override
    public int significandBits() {
        return 1;
    }

    @Override
    public int fractionBits() {
        return 0;
    }

    @Override
    public int maxExponent() {
        return 0;
    }

    @Override
    public int maxDown() {
        return 0;
    }

    @Override
    public int quireExponent() {
        return 0;
    }

    @Override
    public int productBits() {
        return 1;
    }

    @Override
    public Unpacked unpack(int bits) {
        return new Unpacked(bits == 0, 1, 0);
    }

    @Override
    public int round(boolean negative, long significand, int exponent, Rounding rounding) {
        return negative && significand != 0 ? 0 : 1;
    }

    @Override
    public int order(int bits) {
        return bits;
    }
}
