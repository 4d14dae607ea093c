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
    /** Whether codes have so many bits; null if no format has. */
    private final Bit four;

    private final Bit eight;
    private final Bit sixteen;

    /** @param half with the rows' bank words: what is wanted is in their upper half, or this is the second of two */
    OwnCodes(NetworkShape shape, Word format, Bit depthwise, Bit half, Word pad) {
        this.shape = shape;
        this.depthwise = depthwise;
        this.half = half;
        this.pad = pad;
        four = isOf("operands_of_4", format, WORD_BITS / NIBBLE);
        eight = isOf("operands_of_8", format, WORD_BITS / BYTE);
        sixteen = isOf("operands_of_16", format, 1);
    }

    private Bit isOf(String name, Word format, int lanes) {
        boolean any = shape.engine.formats().stream().anyMatch(one -> one.lanes() == lanes);
        return any ? shape.hasLanes(name, format, lanes) : null;
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
            String name = row + "_unit_" + c;
            Word code = Word.of(0, WORD_BITS);
            if (four != null) {
                Word nibble = Word.mux(half, code(line, shape.columns + c, NIBBLE), code(line, c, NIBBLE));
                code = code.or(taken(name + "_nibble", isThere, nibble).gate(four));
            }
            if (eight != null) {
                code = code.or(
                        taken(name + "_byte", isThere, code(line, c, BYTE)).gate(eight));
            }
            if (sixteen != null) {
                Word word = code(line, c % shape.bankWords, WORD_BITS);
                Bit isHere = c < shape.bankWords ? half.not() : half;
                code = code.or(taken(name + "_word", isThere, word).gate(sixteen.and(isHere)));
            }
            units.add(Module.next(name, Word.mux(depthwise, code, rowWord)));
        }
        return units;
    }

    private static Word code(Word line, int number, int bits) {
        return line.slice(number * bits, bits);
    }

    /** The code or the pad's in lane 0, zero in the other lanes. */
    private Word taken(String name, Bit isThere, Word code) {
        return Word.mux(isThere, code, pad.slice(0, code.width())).named(name).resize(WORD_BITS);
    }
}
