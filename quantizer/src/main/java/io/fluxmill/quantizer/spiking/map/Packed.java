// SPDX-License-Identifier: Apache-2.0
package io.fluxmill.quantizer.spiking.map;

import java.math.BigInteger;

/** Fields of a memory word, the first one lowest. */
final class Packed {
    private BigInteger value = BigInteger.ZERO;
    private int bits;

    /** Adds a field, unsigned or in two's complement. */
    Packed add(long field, int widthBits) {
        BigInteger mask = BigInteger.ONE.shiftLeft(widthBits).subtract(BigInteger.ONE);
        value = value.or(BigInteger.valueOf(field).and(mask).shiftLeft(bits));
        bits += widthBits;
        return this;
    }

    /** Adds a weight: one of one bit is its sign. */
    Packed addWeight(long weight, int widthBits) {
        return add(widthBits == 1 && weight > 0 ? 0 : weight, widthBits);
    }

    BigInteger value() {
        return value;
    }
}
