// SPDX-License-Identifier: Apache-2.0
package io.fluxmill.hw.mac;

import static io.fluxmill.hw.mac.MacArchitecture.SEGMENTS;
import static io.fluxmill.hw.mac.MacArchitecture.WORD_BITS;

import io.fluxmill.core.format.NumberFormat;
import io.fluxmill.hw.arith.Unpack;
import io.fluxmill.hw.arith.Unpacked;
import io.fluxmill.hw.hdl.Bit;
import io.fluxmill.hw.hdl.Contract;
import io.fluxmill.hw.hdl.Module;
import io.fluxmill.hw.hdl.Word;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/**
 * Decodes an operand word in the selected format, once for a whole row or column of the array; combinational.
 *
 * <pre>
 * lanes  significand chunks      segments (negative, down)
 *   4    lane i in chunk i       i
 *   2    lane j from chunk 2j    2j, 2j+1
 *   1    from chunk 0            0..3
 * </pre>
 */
@Contract(
        """
        Decodes a word of one, two or four operands to sign, significand and exponent; combinational.
        in:  word: operands, lane 0 in the lowest bits; format: index of the number format in the manifest.
        out: significand: magnitudes, side by side as the multiplier takes them, zero for zero and NaR;
             negative: sign, a bit for each of four accumulator segments;
             down: for each segment the distance of the exponent from the largest one, as a right shift of the
             product, in the activation's decoder with what brings the format's product from the lane's top to its
             place; nar: an operand is NaR.
        """)
final class OperandDecoder extends Module {
    final Word word = in(WORD_BITS);
    final Word format = in(4);
    final Word significand;
    final Word negative = out(SEGMENTS);
    final Word down;
    final Bit nar = outBit();

    /** @param placed whether the exponent distance includes the format's place (one of the two operands has it) */
    OperandDecoder(MacArchitecture architecture, boolean placed) {
        definition(placed ? "ActivationDecoder" : "WeightDecoder");
        significand = out(architecture.multiplierBits());
        down = out(SEGMENTS * architecture.downBits());
        List<NumberFormat> formats = architecture.config().formats();
        Fields chosen = null;
        for (int i = formats.size() - 1; i >= 0; i--) {
            Fields fields = decode(architecture, formats.get(i), placed);
            chosen = chosen == null
                    ? fields
                    : Fields.mux(format.eq(i).named("is_" + prefix(formats.get(i))), fields, chosen);
        }
        significand.set(chosen.significand);
        negative.set(chosen.negative);
        down.set(chosen.down);
        nar.set(chosen.nar);
    }

    /** A format's name in the names of its wires. */
    private static String prefix(NumberFormat format) {
        return format.name().toLowerCase(Locale.ROOT);
    }

    private Fields decode(MacArchitecture architecture, NumberFormat format, boolean placed) {
        int lanes = format.lanes();
        int segments = SEGMENTS / lanes;
        List<Word> significands = new ArrayList<>();
        List<Word> negatives = new ArrayList<>();
        List<Word> downs = new ArrayList<>();
        List<Bit> nars = new ArrayList<>();
        for (int lane = 0; lane < lanes; lane++) {
            String name = prefix(format) + "_lane_" + lane;
            Unpacked unpacked = Unpack.of(name, format, word.slice(lane * format.laneBits(), format.widthBits()));
            int chunkBits = architecture.chunkOffset((lane + 1) * segments) - architecture.chunkOffset(lane * segments);
            significands.add(unpacked.significand().resize(chunkBits).named(name + "_significand"));
            Word distance = unpacked.down().resize(architecture.downBits());
            Word total = (placed ? distance.plus(architecture.placement(format)) : distance).named(name + "_down");
            Bit negative = unpacked.negative().named(name + "_negative");
            for (int i = 0; i < segments; i++) {
                negatives.add(negative.asWord());
                downs.add(total);
            }
            nars.add(unpacked.nar().named(name + "_nar"));
        }
        String name = prefix(format);
        return new Fields(
                Word.catLow(significands).named(name + "_significand"),
                Word.catLow(negatives).named(name + "_negative"),
                Word.catLow(downs).named(name + "_down"),
                Bit.anyOf(nars));
    }

    private record Fields(Word significand, Word negative, Word down, Bit nar) {
        static Fields mux(Bit condition, Fields a, Fields b) {
            return new Fields(
                    Word.mux(condition, a.significand, b.significand),
                    Word.mux(condition, a.negative, b.negative),
                    Word.mux(condition, a.down, b.down),
                    Bit.mux(condition, a.nar, b.nar));
        }
    }
}
