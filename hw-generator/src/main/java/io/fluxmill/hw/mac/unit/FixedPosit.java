// SPDX-License-Identifier: Apache-2.0
package io.fluxmill.hw.mac.unit;

import io.fluxmill.core.format.PositFormat;
import io.fluxmill.hw.hdl.Bit;
import io.fluxmill.hw.hdl.Word;

/**
 * The integer of a short posit without counting its regime: each regime and exponent is a prefix of the body, and the fraction after a prefix has a fixed place. With
 * E the largest exponent a value is {@code 2^E * 1.f * 2^(k 2^es + e)} units of {@code 2^-E}.
 *
 * <pre>
 * POSIT4_1  1 1 1 → 256   1 1 0 → 64   1 0 e → 16 &lt;&lt; e   0 1 e → 4 &lt;&lt; e   0 0 1 → 1   0 0 0 → 0
 * </pre>
 */
public final class FixedPosit {
    private final String name;
    private final PositFormat format;
    private final int bodyBits;
    private final Word body;
    private final int magnitudeBits;
    private Word magnitude;
    private int leaves;

    private FixedPosit(String name, PositFormat format, Word body) {
        this.name = name;
        this.format = format;
        this.body = body;
        bodyBits = format.widthBits() - 1;
        magnitudeBits = 2 * format.maxExponent() + 1;
        magnitude = Word.of(0, magnitudeBits);
    }

    /**
     * The magnitude in units, of {@code 2 E + 1} bits.
     *
     * @param name begins the names of the wires
     * @param body bits below the sign of the code's magnitude; zero for zero and NaR
     */
    public static Word magnitude(String name, PositFormat format, Word body) {
        FixedPosit posit = new FixedPosit(name, format, body);
        for (int run = 1; run <= posit.bodyBits; run++) {
            posit.regime(false, run);
            posit.regime(true, run);
        }
        return posit.magnitude;
    }

    /** All exponents of a run of ones, or of zeros, and of the bit that ends it. */
    private void regime(boolean ones, int run) {
        boolean whole = run == bodyBits;
        if (whole && !ones) {
            return; // zero
        }
        int length = whole ? run : run + 1;
        int prefix = ones ? (1 << run) - 1 << length - run : 1;
        int regime = ones ? run - 1 : -run;
        int exponentBits = Math.min(format.exponentBits(), bodyBits - length);
        for (int exponent = 0; exponent < 1 << exponentBits; exponent++) {
            int scale = (regime << format.exponentBits()) + (exponent << format.exponentBits() - exponentBits);
            leaf(prefix << exponentBits | exponent, length + exponentBits, scale);
        }
    }

    private void leaf(int prefix, int length, int scale) {
        int fractionBits = bodyBits - length;
        leaves++;
        Bit is = body.slice(fractionBits, length).eq(prefix).named(name + "_is_" + leaves);
        Word significand = fractionBits == 0 ? Word.of(1, 1) : Word.cat(Word.of(1, 1), body.slice(0, fractionBits));
        int place = scale + format.maxExponent() - fractionBits;
        magnitude = Word.mux(is, significand.padLow(place).resize(magnitudeBits), magnitude)
                .named(name + "_units_" + leaves);
    }
}
