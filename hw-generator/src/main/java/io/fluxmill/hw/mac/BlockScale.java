// SPDX-License-Identifier: Apache-2.0
package io.fluxmill.hw.mac;

import io.fluxmill.core.format.BlockFormat;
import io.fluxmill.hw.hdl.Bit;
import io.fluxmill.hw.hdl.Word;

/**
 * The scale of a block in hardware.
 *
 * @param exponent of E8M0 the code, of E4M3 the field, 1 for subnormals
 * @param base exponent of the scale's unit where {@code exponent} is 0
 * @param significand of E4M3, 4 bits; null for E8M0, whose is 1
 */
record BlockScale(Word exponent, int base, Word significand, Bit nan) {
    private static final int E4M3_MANTISSA_BITS = 3;
    private static final int E4M3_EXPONENT_BITS = 4;

    /** @param code of the scale, 8 bits */
    static BlockScale of(String name, BlockFormat format, Word code) {
        if (!format.unsignedE4m3()) {
            Bit nan = code.not().isZero().named(name + "_scale_nan");
            return new BlockScale(code, format.scaleExponent(0), null, nan);
        }
        Word field = code.slice(E4M3_MANTISSA_BITS, E4M3_EXPONENT_BITS);
        Bit normal = field.any().named(name + "_scale_normal");
        Word exponent = Word.mux(normal, field, Word.of(1, E4M3_EXPONENT_BITS)).named(name + "_scale_exponent");
        Word significand = Word.cat(normal.asWord(), code.slice(0, E4M3_MANTISSA_BITS));
        Bit nan = code.slice(0, E4M3_MANTISSA_BITS + E4M3_EXPONENT_BITS)
                .not()
                .isZero()
                .named(name + "_scale_nan");
        return new BlockScale(exponent, format.scaleExponent(0) - 1, significand, nan);
    }

    /** The place of a unit that has one of {@code unit} with a scale of 1: two's complement of so many bits. */
    Word place(int bits, int unit) {
        int offset = unit + base;
        return exponent.resize(bits).plus(Math.floorMod(offset, 1L << bits));
    }
}
