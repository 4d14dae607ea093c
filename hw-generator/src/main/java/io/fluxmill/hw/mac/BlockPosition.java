// SPDX-License-Identifier: Apache-2.0
package io.fluxmill.hw.mac;

import io.fluxmill.core.format.BlockFormat;
import io.fluxmill.hw.hdl.Bit;
import io.fluxmill.hw.hdl.Contract;
import io.fluxmill.hw.hdl.Module;
import io.fluxmill.hw.hdl.Word;
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
        when(valid, () -> position.set(Word.mux(again, Word.of(0, BITS), position.plus(1))));
        isScale.set(isBlock.named("is_block_format").and(position.isZero()));
        isSecond.set(middle.named("middle_word").less(position));
    }
}
