// SPDX-License-Identifier: Apache-2.0
package io.fluxmill.hw.mac;

import io.fluxmill.core.format.MinifloatFormat;
import io.fluxmill.core.format.NumberFormat;
import io.fluxmill.hw.arith.Unpack;
import io.fluxmill.hw.arith.Unpacked;
import io.fluxmill.hw.hdl.Bit;
import io.fluxmill.hw.hdl.Word;
import io.fluxmill.hw.mac.multiply.CellMode;
import io.fluxmill.hw.mac.unit.LaneLayout;
import io.fluxmill.hw.mac.unit.OperandForm;
import io.fluxmill.hw.mac.unit.Side;
import java.util.ArrayList;
import java.util.List;

/** Decodes codes of one format to the fields of {@link LaneLayout}; combinational. */
final class LaneDecoder {
    private final LaneLayout layout;
    private final Side side;
    private final int lanes;
    private final OperandForm form;
    private final NumberFormat format;
    /** Added to each logarithm, in units of the format's last fraction bit. */
    private final int offset;

    private final List<Word> significands = new ArrayList<>();
    private final List<Word> fields = new ArrayList<>();
    private final List<Bit> nars = new ArrayList<>();

    /** @param lanes that are decoded of a word: those of the wider of two formats */
    LaneDecoder(LaneLayout layout, Side side, OperandForm form, int lanes) {
        this.layout = layout;
        this.side = side;
        this.form = form;
        this.lanes = lanes;
        format = form.format();
        offset = side == Side.ACTIVATIONS ? layout.offset(format) : 0;
    }

    /**
     * The next lane's code.
     *
     * @param name begins the names of the wires
     */
    void add(String name, Word code) {
        Unpacked unpacked = Unpack.of(name, format, code);
        nars.add(unpacked.nar());
        int lane = nars.size() - 1;
        if (layout.isLogarithmic()) {
            Bit some = unpacked.significand().any().named(name + "_some");
            Bit negative = unpacked.negative().and(some);
            fields.add(logarithm(name, unpacked, code, lane).gate(some));
            fields.add(negative.asWord());
            fields.add(some.asWord());
            return;
        }
        ValueDecoder.Placed placed = ValueDecoder.atPlace(name, form, unpacked);
        Bit some = placed.significand().any().named(name + "_some");
        significands.add(placed.significand());
        if (layout.placeBits(side, lane) > 0) {
            fields.add(placed.place().resize(layout.placeBits(side, lane)).gate(some));
        }
        fields.add(unpacked.negative().and(some).asWord());
    }

    /** The word of all lanes. */
    Word values() {
        List<Word> parts = new ArrayList<>();
        if (!layout.isLogarithmic()) {
            CellMode mode = layout.modes().stream()
                    .filter(candidate -> candidate.lanes() == lanes)
                    .findFirst()
                    .orElseThrow();
            significands.forEach(significand -> parts.add(significand.resize(2 * mode.digits())));
        }
        Word word = parts.isEmpty() ? null : Word.catLow(parts).resize(layout.significandsBits());
        List<Word> all = new ArrayList<>(fields);
        if (word != null) {
            all.add(0, word);
        }
        return Word.catLow(all).resize(layout.bits(side));
    }

    Bit nar() {
        return Bit.anyOf(nars);
    }

    /** In the fraction bits of the lane; of zero anything. */
    private Word logarithm(String name, Unpacked unpacked, Word code, int lane) {
        int bits = layout.logarithmBits(lane);
        int m = format.fractionBits();
        int spare = layout.fractionBits(lane) - m;
        int own = bits - spare;
        Word log = format instanceof MinifloatFormat minifloat
                ? logarithm(name, minifloat, code, own)
                : positLogarithm(name, unpacked, own);
        Word moved = offset == 0 ? log : log.plus(offset);
        return moved.named(name + "_logarithm").padLow(spare);
    }

    /** Field and mantissa are the logarithm less a constant, but for subnormals: 2^i (1 + x) with the leading one at bit i. */
    private static Word logarithm(String name, MinifloatFormat format, Word code, int bits) {
        int m = format.mantissaBits();
        int e = format.exponentBits();
        Word magnitude = code.slice(0, e + m);
        Word log = magnitude.resize(bits);
        int constant = m - 1 << m;
        log = m == 0 ? log.minus(1) : log.plus(constant);
        if (m == 0) {
            return log;
        }
        Word subnormal = Word.of(0, bits);
        for (int i = 0; i < m; i++) {
            Word at = i == 0
                    ? Word.of(0, bits)
                    : Word.cat(Word.of(i, 32 - Integer.numberOfLeadingZeros(i)), code.slice(0, i), Word.of(0, m - i));
            subnormal = Word.mux(code.bit(i), at.resize(bits), subnormal).named(name + "_subnormal_" + i);
        }
        return Word.mux(code.slice(m, e).any(), log.named(name + "_normal_logarithm"), subnormal);
    }

    private Word positLogarithm(String name, Unpacked unpacked, int bits) {
        int m = format.fractionBits();
        int top = format.maxExponent() - format.quireExponent() / 2;
        int exponentBits = Math.max(unpacked.down().width(), 32 - Integer.numberOfLeadingZeros(top));
        Word exponent = Word.of(top, exponentBits)
                .minus(unpacked.down().resize(exponentBits))
                .named(name + "_exponent");
        Word log = m == 0 ? exponent : Word.cat(exponent, unpacked.significand().slice(0, m));
        return log.resize(bits);
    }
}
