// SPDX-License-Identifier: Apache-2.0
package io.fluxmill.quantizer.data;

import java.math.BigInteger;
import java.nio.ByteBuffer;
import java.util.SplittableRandom;

/** Types of values as NumPy names them, and what their bits mean. */
enum Dtype {
    B1,
    I1,
    I2,
    I4,
    I8,
    U1,
    U2,
    U4,
    U8,
    F2,
    F4,
    F8;

    int bytes() {
        return name().charAt(1) - '0';
    }

    char kind() {
        return Character.toLowerCase(name().charAt(0));
    }

    /** As in a header: byte order, kind, bytes. */
    String descr(boolean big) {
        return (bytes() == 1 ? "|" : big ? ">" : "<") + name().toLowerCase(java.util.Locale.ROOT);
    }

    /** Random bits, often of small numbers and of extremes. */
    long bits(SplittableRandom random) {
        long bits =
                switch (random.nextInt(4)) {
                    case 0 -> random.nextInt(-3, 4);
                    case 1 -> 1L << random.nextInt(64);
                    default -> random.nextLong();
                };
        return this == B1 ? bits & 1 : bits;
    }

    void put(ByteBuffer buffer, int index, long bits) {
        int at = index * bytes();
        switch (bytes()) {
            case 1 -> buffer.put(at, (byte) bits);
            case 2 -> buffer.putShort(at, (short) bits);
            case 4 -> buffer.putInt(at, (int) bits);
            default -> buffer.putLong(at, bits);
        }
    }

    /** The number that the lowest bits of this type are, to the nearest double. */
    double value(long bits) {
        int width = 8 * bytes();
        BigInteger unsigned = BigInteger.valueOf(bits).mod(BigInteger.ONE.shiftLeft(width));
        return switch (kind()) {
            case 'i' -> (unsigned.testBit(width - 1) ? unsigned.subtract(BigInteger.ONE.shiftLeft(width)) : unsigned)
                    .doubleValue();
            case 'f' -> bytes() == 2
                    ? half(unsigned.intValue())
                    : bytes() == 4 ? Float.intBitsToFloat((int) bits) : Double.longBitsToDouble(bits);
            default -> unsigned.doubleValue();
        };
    }

    /** IEEE 754-2019, 3.4, for binary16. */
    static double half(int bits) {
        double sign = Math.pow(-1, bits >> 15);
        int e = bits >> 10 & 31;
        double t = (bits & 1023) / 1024.0;
        if (e == 31) {
            return t == 0 ? sign * Double.POSITIVE_INFINITY : Double.NaN;
        }
        return e == 0 ? sign * Math.pow(2, -14) * t : sign * Math.pow(2, e - 15) * (1 + t);
    }
}
