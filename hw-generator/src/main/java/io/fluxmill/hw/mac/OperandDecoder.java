// SPDX-License-Identifier: Apache-2.0
package io.fluxmill.hw.mac;

import static io.fluxmill.hw.mac.MacArchitecture.SEGMENTS;
import static io.fluxmill.hw.mac.MacArchitecture.WORD_BITS;

import io.fluxmill.core.format.NumberFormat;
import io.fluxmill.hw.arith.Unpack;
import io.fluxmill.hw.arith.Unpacked;
import io.fluxmill.hw.hdl.Bit;
import io.fluxmill.hw.hdl.Module;
import io.fluxmill.hw.hdl.Word;
import java.util.ArrayList;
import java.util.List;

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
            chosen = chosen == null ? fields : Fields.mux(format.eq(i), fields, chosen);
        }
        significand.set(chosen.significand);
        negative.set(chosen.negative);
        down.set(chosen.down);
        nar.set(chosen.nar);
    }

    private Fields decode(MacArchitecture architecture, NumberFormat format, boolean placed) {
        int lanes = format.lanes();
        int segments = SEGMENTS / lanes;
        List<Word> significands = new ArrayList<>();
        List<Word> negatives = new ArrayList<>();
        List<Word> downs = new ArrayList<>();
        List<Bit> nars = new ArrayList<>();
        for (int lane = 0; lane < lanes; lane++) {
            Unpacked unpacked = Unpack.of(format, word.slice(lane * format.laneBits(), format.widthBits()));
            int chunkBits = architecture.chunkOffset((lane + 1) * segments) - architecture.chunkOffset(lane * segments);
            significands.add(unpacked.significand().resize(chunkBits));
            Word distance = unpacked.down().resize(architecture.downBits());
            Word total = placed ? distance.plus(architecture.placement(format)) : distance;
            for (int i = 0; i < segments; i++) {
                negatives.add(unpacked.negative().asWord());
                downs.add(total);
            }
            nars.add(unpacked.nar());
        }
        return new Fields(Word.catLow(significands), Word.catLow(negatives), Word.catLow(downs), Bit.anyOf(nars));
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
