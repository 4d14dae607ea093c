// SPDX-License-Identifier: Apache-2.0
package io.fluxmill.hw.mac.network;

import static io.fluxmill.hw.mac.MacArchitecture.WORD_BITS;

import io.fluxmill.hw.hdl.Bit;
import io.fluxmill.hw.hdl.Module;
import io.fluxmill.hw.hdl.Word;
import java.util.ArrayList;
import java.util.List;

/** Activations of units: of a depthwise layer column c has the code of its own channel, of others the word of its row. */
final class OwnCodes {
    private static final int NIBBLE = 4;
    private static final int BYTE = 8;

    private final NetworkShape shape;
    private final Bit depthwise;
    private final Bit half;
    private final Word pad;
    private final Bit four;
    private final Bit eight;
    private final Bit sixteen;

    /** @param half with the rows' bank words: what is wanted is in their upper half, or this is the second of two */
    OwnCodes(NetworkShape shape, Word format, Bit depthwise, Bit half, Word pad) {
        this.shape = shape;
        this.depthwise = depthwise;
        this.half = half;
        this.pad = pad;
        four = shape.hasLanes("operands_of_4", format, 4);
        eight = shape.hasLanes("operands_of_8", format, 2);
        sixteen = shape.hasLanes("operands_of_16", format, 1);
    }

    /**
     * Words of the units of a row, a cycle later.
     *
     * @param line bank word of the row
     * @param isThere it is in the map; else the pad code is taken
     * @param rowWord word of the row for layers that are not depthwise
     */
    List<Word> of(String row, Word line, Bit isThere, Word rowWord) {
        List<Word> units = new ArrayList<>();
        for (int c = 0; c < shape.columns; c++) {
            Word nibble = Word.mux(half, code(line, shape.columns + c, NIBBLE), code(line, c, NIBBLE));
            Word byteCode = code(line, c, BYTE);
            Word word = code(line, c % shape.bankWords, WORD_BITS);
            Bit isHere = c < shape.bankWords ? half.not() : half;
            Word code = extended(isThere, nibble)
                    .gate(four)
                    .or(extended(isThere, byteCode).gate(eight))
                    .or(extended(isThere, word).gate(sixteen.and(isHere)));
            String name = row + "_unit_" + c;
            units.add(Module.next(name, Word.mux(depthwise, code, rowWord)));
        }
        return units;
    }

    private static Word code(Word line, int number, int bits) {
        return line.slice(number * bits, bits);
    }

    /** The code or the pad's in lane 0, zero in the other lanes. */
    private Word extended(Bit isThere, Word code) {
        return Word.mux(isThere, code, pad.slice(0, code.width())).resize(WORD_BITS);
    }
}
