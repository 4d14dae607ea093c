// SPDX-License-Identifier: Apache-2.0
package io.fluxmill.core.format;

import java.math.BigInteger;

/** Two's complement integers of 128 bits as two longs. */
final class Int128 {
    private static final BigInteger UNSIGNED_LONG = BigInteger.ONE.shiftLeft(64).subtract(BigInteger.ONE);

    private Int128() {}

    /** {@code hi * 2^64 + lo}, {@code lo} unsigned. */
    static BigInteger toBigInteger(long hi, long lo) {
        return BigInteger.valueOf(hi).shiftLeft(64).add(BigInteger.valueOf(lo).and(UNSIGNED_LONG));
    }
}
