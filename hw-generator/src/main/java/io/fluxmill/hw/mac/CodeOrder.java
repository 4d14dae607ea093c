// SPDX-License-Identifier: Apache-2.0
package io.fluxmill.hw.mac;

import io.fluxmill.core.format.BinaryFormat;
import io.fluxmill.core.format.MinifloatFormat;
import io.fluxmill.core.format.MinifloatFormat.Specials;
import io.fluxmill.core.format.NumberFormat;
import io.fluxmill.hw.arith.Unpack;
import io.fluxmill.hw.hdl.Bit;
import io.fluxmill.hw.hdl.Word;
import java.util.List;
import java.util.Locale;

/** Codes as numbers in the order of their format, {@link NumberFormat#order}, as {@link ResultPacker} orders its results; combinational. */
public final class CodeOrder {
    private CodeOrder() {}

    /**
     * The number of a code, of {@code bits}, two's complement; what is no number is below all others.
     *
     * @param name prefix of the wires' names
     * @param format index among {@code formats}
     */
    public static Word of(String name, List<NumberFormat> formats, int bits, Word format, Word code) {
        Word chosen = null;
        for (int i = formats.size() - 1; i >= 0; i--) {
            NumberFormat own = formats.get(i);
            if (!own.canBeResult()) {
                continue;
            }
            String prefix = name + "_" + own.name().toLowerCase(Locale.ROOT);
            Word order = of(prefix, own, bits, code.slice(0, own.widthBits())).named(prefix);
            chosen = chosen == null ? order : Word.mux(format.eq(i), order, chosen);
        }
        return chosen;
    }

    private static Word of(String name, NumberFormat format, int bits, Word code) {
        if (format instanceof BinaryFormat) {
            return code.resize(bits);
        }
        if (!(format instanceof MinifloatFormat minifloat)) {
            return code.signExtend(bits);
        }
        Word magnitude = (minifloat.signed() ? code.slice(0, code.width() - 1) : code)
                .resize(bits)
                .named(name + "_magnitude");
        Word order = minifloat.signed()
                ? Word.mux(code.top(), magnitude.negate().named(name + "_of_negative"), magnitude)
                : magnitude;
        if (minifloat.specials() == Specials.NONE) {
            return order;
        }
        Bit real = Unpack.notReal(minifloat, code).not().named(name + "_real");
        return Word.mux(real, order, Word.of(1L << bits - 1, bits));
    }
}
