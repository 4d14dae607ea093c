// SPDX-License-Identifier: Apache-2.0
package io.fluxmill.hw.mac;

import io.fluxmill.core.format.BlockFormat;
import io.fluxmill.hw.hdl.Bit;
import io.fluxmill.hw.hdl.Contract;
import io.fluxmill.hw.hdl.Module;
import io.fluxmill.hw.hdl.Word;
import io.fluxmill.hw.mac.unit.PairForm;
import java.util.List;

/** Where the operand words of a cycle are in a pair of blocks; one for the whole array. */
@Contract(
        """
        Counts the operand words of a sum in a block format: a word of two scales, the elements of the first block, the
        elements of the second block, and so on.
        in:  format: index of the number format, constant during a sum; valid: a word of the sum; ends: with valid, its
             last word.
        out: is_scale: the word of this cycle has scales; is_second: it has elements of a second block.
        Reset begins a sum. Other formats have no scales.
        """)
final class BlockPosition extends Module {
    private static final int BITS = 6;

    final Word format = in(4);
    final Bit valid = inBit();
    final Bit ends = inBit();
    final Bit isScale = outBit();
    final Bit isSecond = outBit();

    /** @param forms by index of the format */
    BlockPosition(List<PairForm> forms) {
        Bit isBlock = Bit.of(false);
        Word lastWord = Word.of(0, BITS);
        Word middle = Word.of(0, BITS);
        for (PairForm form : forms) {
            if (form.formats().weights() instanceof BlockFormat block) {
                Bit is = format.eq(form.index()).named("is_block_format_" + form.index());
                isBlock = isBlock.or(is);
                lastWord = Word.mux(is, Word.of(block.pairWords() - 1L, BITS), lastWord);
                middle = Word.mux(is, Word.of(block.blockWords(), BITS), middle);
            }
        }
        Word position = reg(BITS, 0).named("position");
        Bit again = ends.or(position.eq(lastWord.named("last_word"))).named("again");
        when(
                valid,
                () -> position.set(
                        Word.mux(again, Word.of(0, BITS), position.plus(1).named("next_position"))));
        isScale.set(isBlock.named("is_block_format").and(position.isZero()));
        isSecond.set(middle.named("middle_word").less(position));
    }

    /**
     * The scale of a block in hardware.
     *
     * @param exponent of E8M0 the code, of E4M3 the field, 1 for subnormals
     * @param base exponent of the scale's unit where {@code exponent} is 0
     * @param significand of E4M3, 4 bits; null for E8M0, whose is 1
     */
    record Scale(Word exponent, int base, Word significand, Bit nan) {
        private static final int E4M3_MANTISSA_BITS = 3;
        private static final int E4M3_EXPONENT_BITS = 4;

        /** @param code of the scale, 8 bits */
        static Scale of(String name, BlockFormat format, Word code) {
            if (!format.unsignedE4m3()) {
                Bit nan = code.not().isZero().named(name + "_scale_nan");
                return new Scale(code, format.scaleExponent(0), null, nan);
            }
            Word field = code.slice(E4M3_MANTISSA_BITS, E4M3_EXPONENT_BITS);
            Bit normal = field.any().named(name + "_scale_normal");
            Word exponent =
                    Word.mux(normal, field, Word.of(1, E4M3_EXPONENT_BITS)).named(name + "_scale_exponent");
            Word significand =
                    Word.cat(normal.asWord(), code.slice(0, E4M3_MANTISSA_BITS)).named(name + "_scale_significand");
            Bit nan = code.slice(0, E4M3_MANTISSA_BITS + E4M3_EXPONENT_BITS)
                    .not()
                    .isZero()
                    .named(name + "_scale_nan");
            return new Scale(exponent, format.scaleExponent(0) - 1, significand, nan);
        }

        /** The place of a unit that has one of {@code unit} with a scale of 1: two's complement of so many bits. */
        Word place(int bits, int unit) {
            int offset = unit + base;
            return exponent.resize(bits).plus(Math.floorMod(offset, 1L << bits));
        }
    }
}
